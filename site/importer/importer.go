// Package importer makes a catalog of another vendor's table, and a small one to
// begin with. It knows nothing of pages: what it makes is a directory of content
// files, as package catalog reads them.
//
// # Tables
//
// A table is CSV (with commas, semicolons, tabs or bars), JSON Lines or JSON. Its
// columns, or the keys of its objects, are
//
//	code     what a response carries; the one column that must be there
//	http     the HTTP status, with its reason if the vendor has one of its own
//	name     what the vendor calls the code: the title where there is no other
//	title    a few words
//	message  the vendor's text
//	module   the group that the code belongs to
//	notes    more of the vendor's words, as text or as Markdown
//
// Objects in objects have keys with full stops, error.code.
//
// # What becomes of a row
//
// A row is a code, a file below codes/. Rows that say the same, or of which one
// has what the other lacks, are merged; a code with several messages, or in
// several modules, is several files. What a table doesn't say is not made up:
// such a code says prose: not-documented. What can't be carried over as it is,
// the [Report] says, row by row.
//
// What is written passes the check: a row whose file wouldn't is refused, and the
// mistake is the reason.
package importer

import (
	"archive/zip"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"responsa/site/catalog"
)

// Fields are the columns that a table can have, in the order of the manual.
var Fields = []string{"code", "http", "name", "title", "message", "module", "notes"}

// Options say how a table is read.
type Options struct {
	Columns      map[string]string    // the column of a field, where it has another name
	Placeholders catalog.Placeholders // of the messages; found out where it is ""
	Vendor       string               // whose API it is
	Day          string               // of the import, YYYY-MM-DD

	// Check lists a catalog's mistakes, and what else is to be said of its files.
	Check func(fs.FS) (mistakes, remarks catalog.Problems)
}

// Result is a catalog, and what became of the table.
type Result struct {
	Files  Files
	Report Report
}

// Files are a catalog's files by their paths.
type Files map[string]string

// Import makes a catalog of a table. The name is that of its file.
func Import(name string, text []byte, options Options) (Result, error) {
	t, err := read(name, text, options.Columns)
	if err != nil {
		return Result{}, err
	}
	m := &maker{options: options, source: path.Base(name), same: map[[2]string][]*code{}, reasons: map[int]string{}}
	m.placeholders = options.Placeholders
	if m.placeholders == "" {
		m.placeholders = usual(t.rows)
	}
	for _, r := range t.rows {
		m.take(r)
	}
	for {
		files := m.files()
		mistakes, remarks := options.Check(files.fs())
		if len(mistakes) == 0 {
			m.remarks(remarks)
			return Result{files, report(t, m)}, nil
		}
		if !m.refuse(mistakes) {
			return Result{}, fmt.Errorf("the table can't be carried over: %w", mistakes)
		}
	}
}

// refuse leaves out the rows whose files have mistakes. It returns false where
// that would change nothing.
func (m *maker) refuse(mistakes catalog.Problems) bool {
	why := map[string]string{}
	for _, mistake := range mistakes.Sort() {
		why[mistake.File] = cmp.Or(why[mistake.File], mistake.Text)
	}
	before := len(m.codes)
	m.codes = slices.DeleteFunc(m.codes, func(c *code) bool {
		for _, r := range c.rows {
			r.refused = why[c.file()]
		}
		return why[c.file()] != ""
	})
	return len(m.codes) < before
}

func (m *maker) remarks(remarks catalog.Problems) {
	rows := map[string]*row{}
	for _, c := range m.codes {
		rows[c.file()] = c.rows[0]
	}
	for _, remark := range remarks {
		if r := rows[remark.File]; r != nil {
			r.remark("%s", remark.Text)
		}
	}
}

// fs is the files as a file system: an archive is one.
func (f Files) fs() fs.FS {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(f)) {
		out, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err == nil {
			_, err = strings.NewReader(f[name]).WriteTo(out)
		}
		if err != nil {
			panic(err) // memory takes it
		}
	}
	err := w.Close()
	r, readErr := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err := errors.Join(err, readErr); err != nil {
		panic(err)
	}
	return r
}
