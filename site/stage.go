package site

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// stage makes the tree at staging: every file, rendered over the cores, and the manifest.
func stage(ctx context.Context, files Files, staging, dir string) (Written, error) {
	if err := os.Mkdir(staging, 0o755); err != nil {
		return Written{}, err
	}
	root, err := os.OpenRoot(staging) // no path leads out of it
	if err != nil {
		return Written{}, err
	}
	defer root.Close()
	byPath := func(x, y File) int { return cmp.Compare(x.Path, y.Path) }
	if !slices.IsSortedFunc(files, byPath) {
		files = slices.SortedFunc(slices.Values(files), byPath)
	}
	written := Written{Files: len(files)}
	for _, f := range files {
		if !publishable(f.Path) {
			return Written{}, fault{dir, fmt.Errorf("%q can't be the path of a file of the site", f.Path)}
		}
		if path.Ext(f.Path) == ".html" {
			written.Pages++
		}
	}
	if err := root.Chmod(".", 0o755); err != nil {
		return Written{}, fault{dir, err}
	}

	var next, size atomic.Int64
	var workers sync.WaitGroup
	running, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	order := longestFirst(files)
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			w := newFileWriter(root)
			defer w.close()
			for n := next.Add(1) - 1; n < int64(len(files)) && running.Err() == nil; n = next.Add(1) - 1 {
				f := files[order[n]]
				if err := w.write(f); err != nil {
					stop(fault{filepath.Join(dir, f.Path), err})
				}
			}
			size.Add(w.size)
		})
	}
	workers.Wait()
	if err := context.Cause(running); err != nil {
		return Written{}, err
	}
	written.Bytes = size.Load()
	if err := newFileWriter(root).write(manifest(files)); err != nil {
		return Written{}, fault{filepath.Join(dir, manifestName), err}
	}
	return written, nil
}

// manifest lists the files of a build.
func manifest(files Files) File {
	return File{manifestName, func(w io.Writer) error {
		t := bufio.NewWriter(w) // it keeps the first error
		t.WriteString(manifestHead)
		for _, f := range files {
			writeLine(t, f.Path)
		}
		return t.Flush()
	}}
}

// longestFirst is an order in which to render: first the files that are made of
// all codes, so that no core waits for one of them at the end.
func longestFirst(files Files) []int {
	order := make([]int, len(files))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int {
		return cmp.Compare(strings.Index(files[x].Path, codesPage), strings.Index(files[y].Path, codesPage))
	})
	return order
}

// fileWriter writes one file after the other, with as few calls of the system
// as it takes: they are most of what a small file costs.
type fileWriter struct {
	root   *os.Root
	tops   map[string]directory // those at the root: a short path has fewer links to rule out
	buffer *bufio.Writer
	out    io.WriteCloser
	size   int64 // of all
	plain  bool  // files get their mode when they are made: the umask takes nothing away
}

func newFileWriter(root *os.Root) *fileWriter {
	w := &fileWriter{root: root, tops: map[string]directory{}}
	w.buffer = bufio.NewWriterSize(w, 64<<10)
	return w
}

func (w *fileWriter) close() {
	for _, top := range w.tops {
		top.close()
	}
}

const createFlags = os.O_WRONLY | os.O_CREATE | os.O_EXCL

// open makes a file, and the directories above it.
func (w *fileWriter) open(name string) (io.WriteCloser, error) {
	first, rest, below := strings.Cut(name, "/")
	if !below {
		return w.root.OpenFile(name, createFlags, 0o644)
	}
	top, made := w.tops[first]
	if !made {
		if err := w.mkdir(w.root, first); err != nil {
			return nil, err
		}
		root, err := w.root.OpenRoot(first)
		if err != nil {
			return nil, err
		}
		if top, err = openDirectory(root); err != nil {
			return nil, err
		}
		w.tops[first] = top
	}
	if dir := path.Dir(rest); dir != "." {
		if err := w.mkdir(top, dir); err != nil {
			return nil, err
		}
	}
	if !w.plain {
		return top.OpenFile(rest, createFlags, 0o644)
	}
	return top.create(rest)
}

// mkdir makes a directory and those above it.
func (w *fileWriter) mkdir(root interface {
	Mkdir(name string, mode fs.FileMode) error
	Chmod(name string, mode fs.FileMode) error
}, name string) error {
	if up := path.Dir(name); up != "." {
		if err := w.mkdir(root, up); err != nil {
			return err
		}
	}
	if err := root.Mkdir(name, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if w.plain {
		return nil
	}
	return root.Chmod(name, 0o755)
}

func (w *fileWriter) Write(p []byte) (int, error) {
	n, err := w.out.Write(p)
	w.size += int64(n)
	return n, err
}

// write renders one file below root.
func (w *fileWriter) write(f File) (err error) {
	if w.out, err = w.open(f.Path); err != nil {
		return err
	}
	w.buffer.Reset(w)
	err = cmp.Or(f.Render(w.buffer), w.buffer.Flush())
	if file, ok := w.out.(*os.File); ok && err == nil && !w.plain {
		info, statErr := file.Stat()
		if err = statErr; err == nil {
			w.plain = info.Mode().Perm() == 0o644
			err = file.Chmod(0o644)
		}
	}
	return cmp.Or(err, w.out.Close())
}
