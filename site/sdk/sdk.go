// Package sdk writes a catalog's codes as constants of a programming language,
// with what a program wants to know of them: one file a language, without
// dependencies, made to be copied.
//
// # Names and values
//
// Every code is a constant, the retired too. It is called by the code's name,
// in the language's own form (BelowMinimumAge, BELOW_MINIMUM_AGE), and a name
// that a language has taken already ends in "_" there. Names are locked, so a
// newer copy of a file can always take the place of an older one; the lists of
// taken names (language.go) must therefore never grow.
//
// A value is of the type that the envelope sends. Where a language's integers
// can't hold a code, all of its constants are text.
//
// # Looking up by value
//
// A code is a plain value and no member of a closed enumeration: a server may
// send one that is newer than the file. Everything else is asked of a value,
// and a value that isn't known has no title, no actor, and isn't worth a retry.
// Two codes that share a value can't be told apart by it: the value is known,
// and has the facts in which the two agree. Its address is that of the page
// that lists them; a value without a page gets that of the search.
package sdk

import (
	"embed"
	"io"
	"sync"
	"text/template"

	"responsa/site/catalog"
)

// File is the file of one language.
type File struct {
	Path  string // below the directory of all of them, "python/response_codes.py"
	Write func(io.Writer) error
}

// Files are the files of all languages. The addresses are those of the home
// page and of the page of a code, or of all codes with one value, which begin
// with it; the latter may be "".
func Files(c *catalog.Catalog, home string, page func(...*catalog.Code) string) []File {
	known := sync.OnceValue(func() *facts { return newFacts(c, home, page) })
	var files []File
	for _, l := range languages {
		files = append(files, File{l.path, func(w io.Writer) error { return l.write(w, newView(l, known())) }})
	}
	return files
}

//go:embed templates/*.tmpl
var templates embed.FS

// write fills a language's template in. A template is laid out as the language's
// formatter would lay the file out, for any catalog. Its funcs are:
//
//   - comment PREFIX PARAGRAPH: lines of a comment, each behind the prefix
//   - about PREFIX PARAGRAPHS: the same for a list of them
//   - quote TEXT: a string
//   - upper and pascal WORD: after-change as AFTER_CHANGE and AfterChange
func (l language) write(w io.Writer, v view) error {
	name := l.template + ".tmpl"
	t, err := template.New(name).Funcs(template.FuncMap{
		"comment": l.comment, "quote": l.quote, "upper": upperWord, "pascal": pascalWord,
		"about": func(prefix string, paragraphs []string) string { return l.comment(prefix, paragraphs...) },
	}).ParseFS(templates, "templates/"+name)
	if err != nil {
		return err
	}
	return t.Execute(w, v)
}
