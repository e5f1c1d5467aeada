package site

import (
	"net/url"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"
)

func TestHref(t *testing.T) {
	tests := []struct {
		style          Style
		address        string
		from, to, want string
	}{
		{Published, "https://h.example", "", "codes/27/", "/codes/27/"},
		{Published, "https://h.example/", "codes/27/", "", "/"},
		{Published, "https://h.example/docs/", "codes/27/", "codes/2/#why", "/docs/codes/2/#why"},
		{Published, "https://h.example/docs", "", "assets/a b.css", "/docs/assets/a%20b.css"},
		{Bundle, "https://h.example/docs", "", "codes/27/", "codes/27/index.html"},
		{Bundle, "https://h.example", "codes/27/", "", "../../index.html"},
		{Bundle, "https://h.example", "codes/27/", "codes/2/#why", "../../codes/2/index.html#why"},
		{Bundle, "https://h.example", "404.html", "codes/", "/codes/index.html"},
		{Bundle, "https://h.example/docs", "404.html", "", "/docs/index.html"},
		{Bundle, "https://h.example/docs", "codes/27/", "offline/#hash", "https://h.example/docs/offline/#hash"},
		{Absolute, "https://h.example/docs/", "codes/27/", "codes/2/?a=1#why", "https://h.example/docs/codes/2/?a=1#why"},
	}
	for _, tt := range tests {
		l, err := newLinks(tt.style, tt.address)
		if err != nil {
			t.Fatal(err)
		}
		if got := l.Href(tt.from, tt.to); got != tt.want {
			t.Errorf("Href(%q, %q) at %s = %q, want %q", tt.from, tt.to, tt.address, got, tt.want)
		}
	}
}

// The site's address in a guide's text, link and code is that of the build, in
// both styles.
func TestHere(t *testing.T) {
	const was = "https://codes.acme.example"
	tests := []struct{ address, text, want string }{
		{"https://h.example", was + "/codes/3/", "https://h.example/codes/3/"},
		{"https://h.example/docs/", "See " + was + ". Or " + was, "See https://h.example/docs. Or https://h.example/docs"},
		{"https://h.example", was + ".org " + was + "x " + was + "-2 " + was + ":8080 " + was + "..x", was + ".org " + was + "x " + was + "-2 " + was + ":8080 " + was + "..x"},
		{"https://h.example", `"` + was + `" <` + was + "> " + was + "?q=1 " + was + "#a", `"https://h.example" <https://h.example> https://h.example?q=1 https://h.example#a`},
		{"http://[::1]:80/_a_/*b*/(c)$d/ü~", was + "/", "http://[::1]:80/%5Fa%5F/%2Ab%2A/%28c%29%24d/%C3%BC%7E/"},
		{was, was + "/codes/3/", was + "/codes/3/"},
		{"https://h.example", "none", "none"},
	}
	for _, tt := range tests {
		l, err := newLinks(Published, tt.address)
		if err != nil {
			t.Fatal(err)
		}
		if got := l.here(tt.text, was+"/"); got != tt.want {
			t.Errorf("%q at %s is %q, want %q", tt.text, tt.address, got, tt.want)
		}
	}

	content := valid(t)
	content["guides/linking.md"] = &fstest.MapFile{Data: []byte("---\ntitle: Linking\nabout: A.\norder: 2\nupdated: 2026-11-23\n---\n" +
		"Print " + was + "/codes/3/, or [this](" + was + "/codes/1/).\n\n```python\nprint(f\"" + was + "/codes/{code}/\")\n```\n")}
	c, problems := checked(content)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for _, style := range []Style{Published, Bundle} {
		files, err := Build(c, Options{Static: plainStatic, Style: style, Address: "https://h.example/my_docs_/"})
		if err != nil {
			t.Fatal(err)
		}
		f, ok := files.Get("guides/linking/index.html")
		if !ok {
			t.Fatal("no guide")
		}
		got := contents(t, f)
		for _, want := range []string{"Print https://h.example/my%5Fdocs%5F/codes/3/,", `href="https://h.example/my%5Fdocs%5F/codes/1/"`, "https://h.example/my%5Fdocs%5F/codes/{"} {
			if !strings.Contains(got, want) {
				t.Errorf("the guide has no %q", want)
			}
		}
		if strings.Contains(got, was) {
			t.Errorf("the guide still has %s", was)
		}
	}
}

func TestCanonical(t *testing.T) {
	l, err := newLinks(Bundle, "https://h.example/docs/")
	if err != nil {
		t.Fatal(err)
	}
	for page, want := range map[string]string{
		"": "https://h.example/docs/", "codes/27/": "https://h.example/docs/codes/27/", "a b.json": "https://h.example/docs/a%20b.json",
		"codes/2/#why": "https://h.example/docs/codes/2/#why", "http/?class=4xx#x%20y": "https://h.example/docs/http/?class=4xx#x%20y",
	} {
		if got := l.Canonical(page); got != want {
			t.Errorf("Canonical(%q) = %q, want %q", page, got, want)
		}
	}
}

// page is a parsed page of a site.
type page struct {
	path string
	root *html.Node
	ids  map[string]bool
}

// parsePages are the pages of the real site.
func parsePages(t *testing.T, files Files) map[string]page {
	t.Helper()
	pages := anyPages(t, files)
	if len(pages) < 50 {
		t.Fatalf("%d pages, want the whole site", len(pages))
	}
	return pages
}

func anyPages(t *testing.T, files Files) map[string]page {
	t.Helper()
	pages := map[string]page{}
	for _, f := range files {
		if path.Ext(f.Path) != ".html" || path.Dir(f.Path)+"/" == offlinePage && path.Base(f.Path) != "index.html" {
			continue // the single-file edition has tests of its own
		}
		root, err := html.ParseWithOptions(strings.NewReader(contents(t, f)), html.ParseOptionEnableScripting(false))
		if err != nil {
			t.Fatal(err)
		}
		p := page{f.Path, root, map[string]bool{}}
		for n := range root.Descendants() {
			if id := attribute(n, "id"); id != "" {
				if p.ids[id] {
					t.Errorf("%s: the id %q stands twice", f.Path, id)
				}
				p.ids[id] = true
			}
		}
		pages[f.Path] = p
	}
	return pages
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// Every link of every page ends in a file, every fragment in an id.
func TestLinksLeadSomewhere(t *testing.T) {
	for _, style := range []Style{Published, Bundle} {
		files := builtAs(t, style)
		pages := parsePages(t, files)
		count := 0
		for _, p := range pages {
			for n := range p.root.Descendants() {
				for _, key := range []string{"href", "src", "data-records"} {
					link := attribute(n, key)
					if link == "" || attribute(n, "rel") == "canonical" {
						continue
					}
					u, err := url.Parse(link)
					if err != nil {
						t.Errorf("%s: %q is no link", p.path, link)
						continue
					}
					if u.Scheme != "" {
						continue
					}
					count++
					target := p.path
					switch {
					case u.Path == "":
					case style == Published && !strings.HasPrefix(u.Path, "/"):
						t.Errorf("%s: %q doesn't begin at the root", p.path, link)
						continue
					case style == Published:
						target = file(strings.TrimPrefix(u.Path, "/"))
					case p.path == notFoundPage && strings.HasPrefix(u.Path, "/") && !strings.HasSuffix(u.Path, "/"):
						target = u.Path[1:] // only a server shows it, at any depth
					case p.path == notFoundPage || strings.HasPrefix(u.Path, "/") || strings.HasSuffix(u.Path, "/"):
						t.Errorf("%s: %q means nothing on a disk", p.path, link)
						continue
					default:
						target = path.Join(path.Dir(p.path), u.Path)
					}
					if _, ok := files.Get(target); !ok {
						t.Errorf("%s: %q leads to %s, which isn't there", p.path, link, target)
					} else if u.Fragment != "" && !strings.Contains(u.Fragment, "=") && !pages[target].ids[u.Fragment] {
						t.Errorf("%s: %q: %s has no #%s", p.path, link, target, u.Fragment)
					}
				}
			}
		}
		if count < 1500 {
			t.Errorf("only %d links were looked at", count)
		}
	}
}

// The two styles differ in addresses, never in what a reader reads.
func TestStylesHaveTheSameText(t *testing.T) {
	bundle := parsePages(t, builtAs(t, Bundle))
	published := parsePages(t, built(t))
	delete(published, file(offlinePage)) // what a bundle can't offer is itself
	if len(published) != len(bundle) {
		t.Errorf("%d pages, and %d in the bundle", len(published), len(bundle))
	}
	for name, p := range published {
		if other, ok := bundle[name]; !ok {
			t.Errorf("the bundle has no %s", name)
		} else if textOf(p.root) != textOf(other.root) {
			t.Errorf("%s: the bundle has\n%.300s\nwant\n%.300s", name, textOf(bundle[name].root), textOf(p.root))
		}
	}
}

func textOf(root *html.Node) string {
	var b strings.Builder
	for n := range root.Descendants() {
		if n.Type == html.TextNode && (n.Parent == nil || n.Parent.Data != "script" && n.Parent.Data != "head") {
			b.WriteString(n.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
