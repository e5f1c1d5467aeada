package catalog

import (
	"io/fs"
	"maps"
	"path"
	"time"
)

// Kept holds the files of a content directory as they were read, so that it is
// loaded again without decoding what didn't change. The zero value holds
// nothing. The rules are:
//
//   - [Kept.Load] gives what [Load] gives, whatever happened in between
//   - a file is what its text says: decoded again when the text is another
//   - its text is taken as it was only for a reader who knows what changed, and
//     then only if its size and its time are the same; else it is read
//   - what is kept is never written to: a Catalog has codes of its own
//   - one Kept is for one directory, under one name, and loads one at a time
type Kept struct {
	Same    bool // the last Load found every file as it was before
	Decoded int  // and had to decode so many

	files map[string]*keptFile
}

// keptFile is a file, and what became of it.
type keptFile struct {
	size     int64
	modified time.Time
	text     string
	decoded  bool
	value    any // nil where the file can't be decoded
	problems Problems
}

// Load loads as the func [Load] does. Changed names the files and directories,
// below the content directory, that may have changed since the last time; nil
// says that nobody knows.
func (k *Kept) Load(fsys fs.FS, root string, changed map[string]bool) (*Catalog, Problems) {
	l := newLoader(fsys, root)
	l.was, l.changed, l.keeps = k.files, changed, true
	c, problems := l.load()
	k.Same = maps.EqualFunc(k.files, l.now, func(a, b *keptFile) bool { return a.text == b.text })
	k.files, k.Decoded = l.now, l.decoded
	return c, problems
}

// file reads a file, unless it is known to be as it was.
func (l *loader) file(name string, info fs.FileInfo, most int64) (*keptFile, error) {
	was := l.was[name]
	if was != nil && l.same(name, was, info) {
		return was, nil
	}
	text, err := l.readText(name, info, most)
	if err != nil {
		return nil, err
	}
	f := &keptFile{size: info.Size(), modified: info.ModTime(), text: text}
	if was != nil && was.text == text {
		f.text, f.decoded, f.value, f.problems = was.text, was.decoded, was.value, was.problems
	}
	return f, nil
}

// same reports whether a file needn't be read.
func (l *loader) same(name string, was *keptFile, info fs.FileInfo) bool {
	if l.changed == nil || info.ModTime().IsZero() || info.Size() != was.size || !info.ModTime().Equal(was.modified) {
		return false
	}
	for ; name != "."; name = path.Dir(name) {
		if l.changed[name] {
			return false
		}
	}
	return true
}

// keep has a file stay for the next time.
func (l *loader) keep(name string, f *keptFile) {
	if l.keeps && f != nil {
		l.now[name] = f
	}
}
