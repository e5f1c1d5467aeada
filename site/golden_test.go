package site

import (
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"responsa/site/catalog"
)

// A front end that never changes, so that the pages change with site and
// components alone.
var plainStatic = fstest.MapFS{
	"main.ts":      {Data: []byte("document.title += \"\";\n")},
	"explorer.ts":  {Data: []byte("document.title += \" \";\n")},
	"missing.ts":   {Data: []byte("document.title += \"?\";\n")},
	"main.css":     {Data: []byte("body { margin: 0 }\n")},
	"explorer.css": {Data: []byte("table { margin: 0 }\n")},
	"single.ts":    {Data: []byte("document.title += \"  \";\n")},
	"offline.css":  {Data: []byte("body { margin: 0 }\n")},
	"single.css":   {Data: []byte("main { margin: 0 }\n")},
	"noscript.css": {Data: []byte("button { display: none }\n")},
	"tokens.css":   {Data: []byte(plainTokens())},
	"favicon.svg":  {Data: []byte("<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n")},
}

// plainTokens are the colours that a build asks for, all alike.
func plainTokens() string {
	var b strings.Builder
	for _, name := range tokens {
		b.WriteString("--" + name + ": light-dark(oklch(0.5 0 0), oklch(0.9 0 0));\n")
	}
	return b.String()
}

// acme is the site of testdata/valid, published.
func acme(t testing.TB) (*catalog.Catalog, Files) { return acmeAs(t, Published) }

func acmeAs(t testing.TB, style Style) (*catalog.Catalog, Files) {
	t.Helper()
	c, problems := checked(valid(t))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	files, err := Build(c, Options{Static: plainStatic, Style: style})
	if err != nil {
		t.Fatal(err)
	}
	return c, files
}

// One page of each kind, byte for byte. A change of a component shows here;
// -update takes it over, git diff shows it to a reviewer.
func TestGolden(t *testing.T) {
	_, files := acme(t)
	for _, name := range []string{
		"index.html", "codes/index.html", "codes/3/index.html", "http/index.html", "http/404/index.html",
		"modules/orders/index.html", "guides/index.html", "guides/start/index.html", "404.html", "search.json",
		"data/index.html", "catalog.json", "codes/3.json", "codes/3.md", "openapi.json", "changes/index.html", "feed.atom",
	} {
		t.Run(name, func(t *testing.T) {
			f, ok := files.Get(name)
			if !ok {
				t.Fatal("not in the site")
			}
			got := contents(t, f)
			golden := filepath.Join("testdata/golden", strings.ReplaceAll(strings.TrimSuffix(name, "/index.html"), "/", "-"))
			if path.Ext(golden) == "" {
				golden += ".html"
			}
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				at := difference(got, string(want))
				t.Errorf("%s differs from byte %d on; -update takes it over\ngot:  …%.300s\nwant: …%.300s", golden, at, got[at:], want[at:])
			}
		})
	}
}

// difference is where two texts begin to differ, less a little before it.
func difference(a, b string) int {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	return max(0, i-60)
}
