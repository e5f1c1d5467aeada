package site

import (
	"bufio"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// WriteArchive is [WriteFile] for an archive: it takes the place of another
// one, and of nothing else.
func WriteArchive(ctx context.Context, f File, name string) (sum string, err error) {
	if err := replaceable(name); err != nil {
		return "", err
	}
	return WriteFile(ctx, f, name)
}

// WriteFile writes one file, whole or not at all, and returns its SHA-256.
// What stood there is gone only once all of the new one is on the disk.
func WriteFile(ctx context.Context, f File, name string) (sum string, err error) {
	temporary, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+"-*")
	if err != nil {
		return "", fault{name, err}
	}
	defer os.Remove(temporary.Name()) // it fails once that has got its name
	digest := sha256.New()
	w := bufio.NewWriter(io.MultiWriter(temporary, digest))
	if err := cmp.Or(f.Render(w), w.Flush(), temporary.Chmod(0o644), temporary.Sync(), temporary.Close()); err != nil {
		return "", fault{name, err}
	}
	if err := ctx.Err(); err != nil {
		return "", err
	}
	if err := os.Rename(temporary.Name(), name); err != nil {
		return "", fault{name, err}
	}
	return hex.EncodeToString(digest.Sum(nil)), nil
}

// replaceable refuses what is no file that an earlier run can have written.
func replaceable(name string) error {
	info, err := os.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return fault{name, err}
	}
	if !info.Mode().IsRegular() {
		return &Refused{Dir: name, Why: "is a link, a directory or a device"}
	}
	file, err := os.Open(name)
	if err != nil {
		return fault{name, err}
	}
	defer file.Close()
	head := make([]byte, 2)
	if n, _ := io.ReadFull(file, head); n > 0 && string(head) != "PK" {
		return &Refused{Dir: name, Why: "holds something else than an archive"}
	}
	return nil
}
