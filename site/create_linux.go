package site

import (
	"io"
	"io/fs"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// directory is one that files are made below.
type directory struct {
	*os.Root
	handle *os.File
}

func openDirectory(root *os.Root) (directory, error) {
	handle, err := root.Open(".")
	return directory{root, handle}, err
}

func (d directory) close() {
	d.handle.Close()
	d.Root.Close()
}

// create makes a file. As with [os.Root], no link is followed and no path leads
// out; but the system sees to that, in one call instead of eight for each file.
func (d directory) create(name string) (io.WriteCloser, error) {
	fd, err := unix.Openat2(int(d.handle.Fd()), name, &unix.OpenHow{
		Flags: unix.O_WRONLY | unix.O_CREAT | unix.O_EXCL | unix.O_CLOEXEC, Mode: 0o644,
		Resolve: unix.RESOLVE_BENEATH | unix.RESOLVE_NO_SYMLINKS,
	})
	if err != nil { // such as that the system is older than the call, or a container forbids it
		return d.OpenFile(name, createFlags, 0o644)
	}
	return descriptor(fd), nil
}

// Mkdir makes a directory. A name alone leads nowhere, so that it takes a
// single call, too.
func (d directory) Mkdir(name string, mode fs.FileMode) error {
	if !strings.Contains(name, "/") {
		if err := unix.Mkdirat(int(d.handle.Fd()), name, uint32(mode.Perm())); err == nil || err == unix.EEXIST {
			return err
		}
	}
	return d.Root.Mkdir(name, mode)
}

// descriptor is a file that is only written. What [os.File] has beside that is
// a tenth of what a small file costs.
type descriptor int

func (d descriptor) Write(p []byte) (n int, err error) {
	for n < len(p) && err == nil {
		var some int
		if some, err = unix.Write(int(d), p[n:]); err == unix.EINTR {
			err = nil
		}
		n += max(some, 0)
	}
	return n, os.NewSyscallError("write", err)
}

func (d descriptor) Close() error { return os.NewSyscallError("close", unix.Close(int(d))) }
