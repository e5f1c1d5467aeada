//go:build !linux

package site

import (
	"io"
	"os"
)

// directory is one that files are made below.
type directory struct{ *os.Root }

func openDirectory(root *os.Root) (directory, error) { return directory{root}, nil }

func (d directory) close() { d.Root.Close() }

func (d directory) create(name string) (io.WriteCloser, error) {
	return d.OpenFile(name, createFlags, 0o644)
}
