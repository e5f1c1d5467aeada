package site

import (
	"cmp"
	"io"
	"slices"
)

// File is one file of the site: where it stands, and how to make its content.
// Render may be called any number of times, from any goroutine, and gives the
// same bytes each time.
type File struct {
	Path   string // slash-separated, below the site's root
	Render func(io.Writer) error
}

// Files is a whole site, sorted by path.
type Files []File

// Get returns the file with this path.
func (files Files) Get(path string) (File, bool) {
	i, found := slices.BinarySearchFunc(files, path, func(f File, path string) int { return cmp.Compare(f.Path, path) })
	if !found {
		return File{}, false
	}
	return files[i], true
}
