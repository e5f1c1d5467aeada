package site

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// exchange swaps two directories in one step.
func exchange(a, b string) error {
	return unix.Renameat2(unix.AT_FDCWD, a, unix.AT_FDCWD, b, unix.RENAME_EXCHANGE)
}

// lock takes the lock file, which goes with its holder, or returns ErrBusy.
func lock(name string) (unlock func(), err error) {
	for {
		f, err := os.OpenFile(name, os.O_RDONLY|os.O_CREATE|unix.O_NOFOLLOW|unix.O_NONBLOCK, 0o644)
		if err != nil {
			return nil, err
		}
		ours, err := f.Stat()
		if err == nil && (!ours.Mode().IsRegular() || ours.Size() > 0) {
			err = &os.PathError{Op: "lock", Path: name, Err: errors.New("no build made this file; move it away")}
		}
		if err != nil {
			f.Close()
			return nil, err
		}
		if err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
			f.Close()
			if errors.Is(err, unix.EWOULDBLOCK) {
				return nil, ErrBusy
			}
			return nil, &os.PathError{Op: "lock", Path: name, Err: err}
		}
		if there, err := os.Lstat(name); err == nil && os.SameFile(ours, there) {
			return func() { os.Remove(name); f.Close() }, nil
		}
		f.Close() // its holder removed it before we had it: once more
	}
}

// alive tells whether a process runs.
func alive(pid int) bool { return !errors.Is(unix.Kill(pid, 0), unix.ESRCH) }
