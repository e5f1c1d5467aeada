//go:build !linux

package site

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"
)

// exchange can't be done in one step here.
func exchange(a, b string) error { return errors.ErrUnsupported }

// lock makes the lock file, or returns ErrBusy. One that is older than a day
// belongs to a dead build.
func lock(name string) (unlock func(), err error) {
	if info, err := os.Lstat(name); err == nil && time.Since(info.ModTime()) > 24*time.Hour {
		os.Remove(name)
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("%w (if none runs, remove %s)", ErrBusy, name)
	} else if err != nil {
		return nil, err
	}
	f.Close()
	return func() { os.Remove(name) }, nil
}

// alive can't be told here: leftovers are swept when they are a day old.
func alive(pid int) bool { return true }
