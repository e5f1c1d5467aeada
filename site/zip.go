package site

import (
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"io"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/klauspost/compress/flate"
)

// The offline bundle is an archive of a site in the style [Bundle]. The rules
// of its form are:
//
//   - README.txt first and index.html next, then the others by path, and at the
//     end MANIFEST.json, which lists them all with their hashes
//   - paths that every system can extract (archivepaths.go)
//   - every date is the first that the form knows, 1980-01-01: no clock
//   - no extra fields, no comments, no rights, no directories, no descriptors:
//     entries stand behind one another, and say their sizes in front
//   - the compressor is a library with a fixed version, because that of Go may
//     pack differently in another release
//
// So the same site gives the same bytes on any machine, and [Verify] can hold
// an archive to this form.
const (
	readmeName   = "README.txt"
	packListName = "MANIFEST.json"
)

// PackList is MANIFEST.json.
type PackList struct {
	Name    string       `json:"name"`
	Version string       `json:"version"` // hash over what the catalog says
	Address string       `json:"address"` // where the site is published
	Files   []PackedFile `json:"files"`   // in the order of the archive, itself left out
}

// PackedFile is a file of the archive.
type PackedFile struct {
	Path   string `json:"path"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

func (l PackList) text() ([]byte, error) {
	if l.Files == nil {
		l.Files = []PackedFile{}
	}
	text, err := json.MarshalIndent(l, "", " ")
	return append(text, '\n'), err
}

// placed orders the files of an archive.
func placed(name string) string {
	switch name {
	case readmeName:
		return "0"
	case homeFile:
		return "1"
	case packListName:
		return "3"
	}
	return "2" + name
}

const homeFile = "index.html"

// Zip writes the archive of a site. list says what the site is; Zip adds its
// files. They are rendered over the cores and held one by one, so that a site
// of any size passes.
func Zip(w io.Writer, files Files, list PackList) error {
	files = slices.SortedFunc(slices.Values(files), func(x, y File) int { return cmp.Compare(placed(x.Path), placed(y.Path)) })
	paths := newArchivePaths()
	for _, name := range append([]string{packListName}, pathsOf(files)...) {
		if why := paths.add(name); why != "" {
			return fmt.Errorf("%q can't be a path of the offline bundle: it %s", name, why)
		}
	}
	archive := zip.NewWriter(w)
	list.Files = nil
	err := inOrder(files, func(p packed) error {
		list.Files = append(list.Files, PackedFile{p.path, p.size, hex.EncodeToString(p.sum[:])})
		return p.write(archive)
	})
	if err != nil {
		return err
	}
	text, err := list.text()
	if err != nil {
		return err
	}
	p, err := pack(File{packListName, func(w io.Writer) error { _, err := w.Write(text); return err }})
	return cmp.Or(err, p.write(archive), archive.Close())
}

func pathsOf(files Files) []string {
	var paths []string
	for _, f := range files {
		paths = append(paths, f.Path)
	}
	return paths
}

// packed is a file, compressed.
type packed struct {
	path  string
	size  int64
	sum   [sha256.Size]byte
	crc   uint32
	bytes []byte
}

// Level 5 packs a thirtieth smaller and takes a tenth longer, in every build of
// a published site; the highest packs a seventeenth smaller and takes half as long
// again.
const level = 4

// packer has what a file needs on its way into an archive.
type packer struct {
	plain, compressed bytes.Buffer
	deflate           *flate.Writer
}

// packers are kept, because each has large tables and buffers.
var packers = sync.Pool{New: func() any {
	deflate, err := flate.NewWriter(nil, level)
	if err != nil {
		panic(err) // there is such a level
	}
	return &packer{deflate: deflate}
}}

// pack renders and compresses a file.
func pack(f File) (packed, error) {
	p := packers.Get().(*packer)
	defer packers.Put(p)
	p.plain.Reset()
	p.compressed.Reset()
	if err := f.Render(&p.plain); err != nil {
		return packed{}, fmt.Errorf("%s: %w", f.Path, err)
	}
	p.deflate.Reset(&p.compressed)
	plain := p.plain.Bytes()
	_, err := p.deflate.Write(plain)
	err = cmp.Or(err, p.deflate.Close())
	return packed{f.Path, int64(len(plain)), sha256.Sum256(plain), crc32.ChecksumIEEE(plain), bytes.Clone(p.compressed.Bytes())}, err
}

// write adds the file to an archive.
func (p packed) write(archive *zip.Writer) error {
	entry, err := archive.CreateRaw(entryHeader(p.path, p.crc, uint64(len(p.bytes)), uint64(p.size)))
	if err != nil {
		return err
	}
	_, err = entry.Write(p.bytes)
	return err
}

// entryHeader is what an archive of ours says of a file.
func entryHeader(name string, crc uint32, compressed, size uint64) *zip.FileHeader {
	const firstDate = 1<<5 | 1 // 1980-01-01
	return &zip.FileHeader{
		Name: name, Method: zip.Deflate, CRC32: crc, CompressedSize64: compressed, UncompressedSize64: size, ReaderVersion: 20,
		ModifiedDate: firstDate, //lint:ignore SA1019 Modified would add an extra field
	}
}

// inOrder packs files over the cores, and hands them on in their order. No
// more are held than there are cores, and one.
func inOrder(files Files, next func(packed) error) error {
	type result struct {
		packed
		err error
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	queue := make(chan chan result, runtime.GOMAXPROCS(0)-1)
	go func() {
		defer close(queue)
		for _, f := range files {
			done := make(chan result, 1)
			select {
			case queue <- done:
			case <-ctx.Done():
				return
			}
			go func() {
				p, err := pack(f)
				done <- result{p, err}
			}()
		}
	}()
	for done := range queue {
		r := <-done
		if err := r.err; err != nil {
			return err
		}
		if err := next(r.packed); err != nil {
			return err
		}
	}
	return nil
}

// readme is what who opens the archive reads first.
func readme(list PackList, title string) string {
	return strings.Join([]string{
		title,
		"",
		"1. Extract this archive, all of it: a browser can't follow links inside it.",
		"2. Open index.html.",
		"",
		"It works from a disk, a stick or a read-only share, without a network: pages,",
		"search, decoder, filters and samples. Nothing is loaded from another host; links",
		"that lead to one are marked with an arrow.",
		"",
		"Published at   " + list.Address,
		"Version        " + list.Version,
		"",
		"MANIFEST.json lists every file with its SHA-256. With responsa, the program that",
		"made it, an archive is checked so:",
		"",
		"    responsa verify " + list.Name + ".zip",
		"",
	}, "\n")
}
