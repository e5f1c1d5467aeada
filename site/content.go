package site

import (
	"io/fs"
	"os"
)

// OpenContent opens a catalog's directory. Nothing that is read through it
// stands outside.
func OpenContent(dir string) (fs.FS, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return quickly(root), nil
}
