package site

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	goldmarkhtml "github.com/yuin/goldmark/renderer/html"
	"golang.org/x/net/html"

	"responsa/site/catalog"
)

func TestPortable(t *testing.T) {
	c, _ := acme(t)
	l, err := newLinks(Published, "https://h.example/d/")
	if err != nil {
		t.Fatal(err)
	}
	d := dataset{c, l, addresses(c), newMarkdown()}
	for _, tt := range []struct{ markdown, want string }{
		{"[a](2.md)", "[a](https://h.example/d/codes/2/)"},
		{"[a](<2.md>) [b](../guides/start.md#older)", "[a](https://h.example/d/codes/2/) [b](https://h.example/d/guides/start/#older)"},
		{"# [a](/http/404/)\n\n> - [b](2.md)\n>   [c](/)", "# [a](https://h.example/d/http/404/)\n\n> - [b](https://h.example/d/codes/2/)\n>   [c](https://h.example/d/)"},
		{"[a][r], [r][] and [r]\n\n[r]: 2.md 'T'", "[a](https://h.example/d/codes/2/ \"T\"), [r](https://h.example/d/codes/2/ \"T\") and [r](https://h.example/d/codes/2/ \"T\")\n\n[r]: 2.md 'T'"},
		{"| a |\n| - |\n| [x](2.md \"a \\| b\") |", "| a |\n| - |\n| [x](https://h.example/d/codes/2/ \"a &#124; b\") |"},
		{"[a](2.md#a(b))", "[a](https://h.example/d/codes/2/#a%28b%29)"},
		{"[a `](2.md)` b](2.md)", "[a `](2.md)` b](https://h.example/d/codes/2/)"},
		{"`[a](2.md)` \\[a](2.md) [a](https://x.example/ \"t\") <https://x.example>", "`[a](2.md)` \\[a](2.md) [a](https://x.example/ \"t\") <https://x.example>"},
		{"```\n[a](2.md) <b>\n```\n\n    [a](2.md)", "```\n[a](2.md) <b>\n```\n\n    [a](2.md)"},
		{"a <b>c</b> d", "a &lt;b&gt;c&lt;/b&gt; d"},
		{"<div>\n[x](javascript:y) *z*\n- q\n1. r\n-s\n--\n</div>", "&lt;div&gt;\n\\[x\\](javascript:y) \\*z\\*\n\\- q\n1\\. r\n-s\n\\--\n&lt;/div&gt;"},
		{"<!-- a\n\n# b -->", "&lt;\\!-- a\n\n\\# b --&gt;"},
		{"#a", "#a"},
	} {
		if got := d.portable(catalog.Prose{File: "codes/3.md", Text: tt.markdown}); got != tt.want {
			t.Errorf("%q becomes\n%q, want\n%q", tt.markdown, got, tt.want)
		}
	}
}

// Portable Markdown shows what the page shows, in a renderer that lets HTML
// through: no element comes out of the text, and the links lead to the same
// pages.
func FuzzPortable(f *testing.F) {
	files, err := filepath.Glob("../content/*/*.md")
	if err != nil || len(files) == 0 {
		f.Fatal(err)
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		_, body, _ := strings.Cut(string(source[4:]), "\n---\n")
		f.Add(body)
	}
	for _, file := range odd() {
		f.Add(string(file.Data))
	}
	f.Add("[a `](x` b](<2.md>\n  \"t\") [![i](2.md)](2.md)\n===\n\t- [b](2.md)\n> [c][r]\n>\n> [r]: 2.md")
	c, problems := catalog.Load(os.DirFS("testdata/valid"), "content")
	if len(problems) > 0 {
		f.Fatal(problems)
	}
	l, _ := newLinks(Published, "https://h.example")
	d := dataset{c, l, addresses(c), newMarkdown()}
	lax := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough), goldmark.WithRendererOptions(goldmarkhtml.WithUnsafe()))
	f.Fuzz(func(t *testing.T, source string) {
		if !catalogText(source) {
			return // no catalog holds such a text
		}
		p := catalog.Prose{File: "codes/3.md", Text: source}
		mended := d.portable(p)
		var b strings.Builder
		if err := lax.Convert([]byte(mended), &b); err != nil {
			t.Fatal(err)
		}
		for _, name := range strangers(t, b.String()) {
			t.Errorf("%q\nbecomes %q\nwith %s", source, mended, name)
		}
		if raw := d.markdown.parse(source).raw; len(raw) > 0 {
			return // becomes other blocks of the same text
		}
		builder := &builder{Catalog: c, links: l, pages: d.pages, markdown: d.markdown}
		_, want, err := builder.prose("codes/3/", p)
		if err != nil {
			t.Fatal(err)
		}
		_, got, err := builder.prose("codes/3/", catalog.Prose{File: "codes/3.md", Text: mended})
		if err != nil {
			t.Fatal(err)
		}
		if got, want := linksAndText(t, got), linksAndText(t, want); got != want {
			t.Errorf("%q\nbecomes %q\nand shows %q, want %q", source, mended, got, want)
		}
	})
}

// catalogText reports whether a file of a catalog can hold a text.
func catalogText(s string) bool {
	return strings.ToValidUTF8(s, "") == s && !strings.ContainsAny(s, "\x00\r\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
}

// linksAndText is what a reader gets of a page.
func linksAndText(t *testing.T, source string) string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(source))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for n := range root.Descendants() {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		} else if n.Data == "a" {
			b.WriteString("<" + strings.TrimPrefix(strings.NewReplacer("(", "%28", ")", "%29").Replace(attribute(n, "href")), "https://h.example") + ">")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// strangers lists the elements and attributes that no Markdown makes.
func strangers(t *testing.T, source string) []string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(source))
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for n := range root.Descendants() {
		if n.Type == html.CommentNode || n.Type == html.ElementNode && !strings.Contains(" html head body h1 h2 h3 h4 h5 h6 p a em strong del code pre ul ol li blockquote table thead tbody tr th td hr br img ", " "+n.Data+" ") {
			found = append(found, "<"+n.Data+">")
		}
		for _, a := range n.Attr {
			if !strings.Contains(" href title class align style start src alt ", " "+a.Key+" ") {
				found = append(found, a.Key)
			}
		}
	}
	return found
}
