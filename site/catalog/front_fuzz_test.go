package catalog_test

import (
	"fmt"
	"io/fs"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"
	"unicode/utf8"

	"responsa/site/catalog"
)

// A text that stands in quotes in the front matter is read to the letter, or
// refused because nobody could see all of it; and what stands behind the front
// matter is the prose, to the letter, at the line that messages name.
func FuzzFrontMatter(f *testing.F) {
	for _, seed := range [][2]string{
		{"a", "b"}, {"---\n", "---\n"}, {"\\\"\n", "\n---\n---\n"}, {" #: {[*&!|>%@`'", "\t"}, {"\u2028\ufeff\u0085\u200b", "\u00e9"}, {"\x00\x1b\u202e", ""}, {"\U0001f600", "```\n---\n```\n"}, {"null", "null"},
	} {
		f.Add(seed[0], seed[1])
	}
	base := valid(f)
	f.Fuzz(func(t *testing.T, note, body string) {
		if !utf8.ValidString(note) || !utf8.ValidString(body) || strings.ContainsAny(body, "\x00\r"+bidi) {
			return // no catalog holds such a text
		}
		files := fstest.MapFS{}
		for name, file := range base {
			files[name] = file
		}
		front := strings.SplitAfter(string(base["codes/2.md"].Data), "\n---\n")[0]
		front = strings.TrimSuffix(front, "---\n")
		var quoted strings.Builder
		for _, r := range note {
			fmt.Fprintf(&quoted, `\U%08X`, r)
		}
		front += "note: \"" + quoted.String() + "\"\n---\n"
		files["codes/2.md"] = &fstest.MapFile{Data: []byte(front + body)}
		c, problems := load(t, files)
		seen := strings.ContainsFunc(note, func(r rune) bool {
			return unicode.IsControl(r) && r != '\n' && r != '\t' || strings.ContainsRune(bidi, r)
		})
		if (len(problems) > 0) != seen {
			t.Fatalf("%q: %v", note, problems)
		} else if seen {
			return
		}
		code := c.Code("2")
		if code.Note != note {
			t.Errorf("%q is read as %q", note, code.Note)
		}
		if code.Prose.Text != body || code.Prose.Line != strings.Count(front, "\n")+1 {
			t.Errorf("%q is read as %q in line %d", body, code.Prose.Text, code.Prose.Line)
		}
	})
}

const bidi = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

// A slug that is taken is one directory everywhere: a plain name on every
// system, and in an address as it is.
func FuzzSlug(f *testing.F) {
	for _, seed := range []string{"27", "-1", "0x80070005", "card_declined", ".", "..", "a.", ".a", "CON", "con.md", "a/b", `a\b`, "a:b", "a b", "%2e%2e", "é", "a\n", "", strings.Repeat("a", 65), "com¹", "LPT0", "nul.tar.gz"} {
		f.Add(seed)
	}
	devices := map[string]bool{"con": true, "prn": true, "aux": true, "nul": true}
	for i := range 10 {
		devices[fmt.Sprintf("com%d", i)], devices[fmt.Sprintf("lpt%d", i)] = true, true
	}
	f.Fuzz(func(t *testing.T, slug string) {
		if !catalog.SafeSlug(slug) {
			return
		}
		stem, _, _ := strings.Cut(strings.ToLower(slug), ".")
		switch {
		case !fs.ValidPath(slug) || slug == "." || strings.Contains(slug, "/") || !filepath.IsLocal(slug):
			t.Errorf("%q is no name of a file", slug)
		case url.PathEscape(slug) != slug || (&url.URL{Path: "/" + slug + "/"}).String() != "/"+slug+"/":
			t.Errorf("%q stands otherwise in an address", slug)
		case devices[stem] || strings.TrimRight(slug, ". ") != slug || len(slug) > 64:
			t.Errorf("%q is another file on Windows", slug)
		case strings.HasPrefix(slug, "."):
			t.Errorf("%q is hidden", slug)
		}
	})
}
