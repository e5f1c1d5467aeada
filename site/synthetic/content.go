package synthetic

import (
	"cmp"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"testing/fstest"
)

// content is a content directory. The files of the codes are made when they
// are opened, the others are there.
type content struct {
	whole fstest.MapFS
	codes int
	code  func(i int) string
}

func codeName(i int) string { return strconv.Itoa(i) + ".md" }

func (c *content) Open(name string) (fs.File, error) {
	if name == "codes" {
		file, err := c.whole.Open(name)
		return &codesDir{File: file, content: c}, err
	}
	if base, ok := strings.CutPrefix(name, "codes/"); ok {
		number, _ := strings.CutSuffix(base, ".md")
		if i, err := strconv.Atoi(number); err == nil && i >= 0 && i < c.codes && base == codeName(i) {
			return fstest.MapFS{name: text(c.code(i))}.Open(name)
		}
	}
	return c.whole.Open(name)
}

// codesDir lists the files of the codes.
type codesDir struct {
	fs.File
	content *content
	entries []fs.DirEntry // not yet read
	listed  bool
}

func (d *codesDir) ReadDir(n int) ([]fs.DirEntry, error) {
	if !d.listed {
		d.listed = true
		for i := range d.content.codes {
			d.entries = append(d.entries, entry{i, d.content})
		}
		slices.SortFunc(d.entries, func(x, y fs.DirEntry) int { return cmp.Compare(x.Name(), y.Name()) })
	}
	if n <= 0 {
		n = len(d.entries)
	} else if len(d.entries) == 0 {
		return nil, io.EOF
	}
	read := d.entries[:min(n, len(d.entries))]
	d.entries = d.entries[len(read):]
	return read, nil
}

// entry is a code's file in its directory.
type entry struct {
	code    int
	content *content
}

func (e entry) Name() string               { return codeName(e.code) }
func (e entry) IsDir() bool                { return false }
func (e entry) Type() fs.FileMode          { return 0 }
func (e entry) Info() (fs.FileInfo, error) { return fs.Stat(e.content, "codes/"+e.Name()) }
func (e entry) String() string             { return fs.FormatDirEntry(e) }
