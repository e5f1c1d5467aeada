package importer

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"syscall"
)

// Refused is the error for a directory that a catalog can't be written into.
type Refused struct{ Dir, Why string }

func (r *Refused) Error() string { return fmt.Sprintf("%q is refused: it %s", r.Dir, r.Why) }

// Write writes a catalog into a directory that isn't there, or is empty: whole,
// or not at all. Until it is whole it stands beside, under another name.
func (f Files) Write(dir string) (err error) {
	full, err := Target(dir)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		return err
	}
	staging, err := os.MkdirTemp(filepath.Dir(full), "."+filepath.Base(full)+"-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(staging) // it is gone where all went well
	if err := f.into(staging); err != nil {
		return fmt.Errorf("%s: %w", dir, err)
	}
	_ = syscall.Rmdir(full) // only an empty one goes; one with files refuses the next step
	if err := os.Rename(staging, full); err != nil {
		return cmp.Or(refusal(dir, full), err)
	}
	return nil
}

// Target returns a directory's whole path, or why it can't be written into.
func Target(dir string) (full string, err error) {
	if dir == "" {
		return "", &Refused{dir, "has no name"}
	}
	full, err = filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	return full, refusal(dir, full)
}

func refusal(dir, full string) error {
	info, err := os.Lstat(full)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !info.IsDir():
		return &Refused{dir, "is not a directory"}
	}
	entries, err := os.ReadDir(full)
	if err != nil {
		return err
	}
	if len(entries) > 0 {
		return &Refused{dir, fmt.Sprintf("isn't empty (it holds %q); name a new directory", entries[0].Name())}
	}
	if here, err := os.Getwd(); err == nil && here == full {
		return &Refused{dir, "is the current directory; name one in it"}
	}
	return nil
}

// into writes the files below a directory, which is empty.
func (f Files) into(dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	for _, name := range slices.Sorted(maps.Keys(f)) {
		if err := cmp.Or(root.MkdirAll(path.Dir(name), 0o755), root.WriteFile(name, []byte(f[name]), 0o644)); err != nil {
			return err
		}
	}
	return os.Chmod(dir, 0o755)
}
