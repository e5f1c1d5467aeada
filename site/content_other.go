//go:build !linux

package site

import (
	"io/fs"
	"os"
)

func quickly(root *os.Root) fs.FS { return root.FS() }
