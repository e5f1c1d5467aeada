package serve_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"responsa/site"
	"responsa/site/catalog"
)

// plainHost serves the published site below /docs/ as a host does that knows
// no redirects: files, directories by their index.html, and 404.html.
func plainHost(t *testing.T) string {
	t.Helper()
	c, problems := catalog.Load(os.DirFS("../../content"), "content")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	files, err := site.Build(c, site.Options{Static: os.DirFS("../../static"), Address: "https://codes.example/docs"})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if _, err := site.WriteDir(t.Context(), files, filepath.Join(dir, "docs")); err != nil {
		t.Fatal(err)
	}
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, header := range site.Headers("/", true) {
			w.Header().Set(header.Name, header.Value)
		}
		name := path.Clean(r.URL.Path)
		if strings.HasSuffix(r.URL.Path, "/") {
			name = path.Join(name, "index.html")
		}
		file, status := filepath.Join(dir, filepath.FromSlash(name)), http.StatusOK
		if info, err := os.Stat(file); err != nil || info.IsDir() {
			file, status = filepath.Join(dir, "docs", "404.html"), http.StatusNotFound
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Error(err)
		}
		if path.Ext(file) == ".js" {
			w.Header().Set("Content-Type", "text/javascript")
		} else if path.Ext(file) == ".css" {
			w.Header().Set("Content-Type", "text/css")
		}
		w.WriteHeader(status)
		_, _ = w.Write(text)
	}))
	t.Cleanup(host.Close)
	return host.URL + "/docs"
}

// Where the host knows no redirects, the 404 page leads on: query and
// fragment, which carries an error's values, go along.
func TestPlainHostLeadsOn(t *testing.T) {
	t.Parallel()
	p := newTab(t, tabOptions{})
	host := plainHost(t)
	for from, to := range map[string]string{
		"/27": "/codes/27/", "/027/?from=log#Minimum%20Age=18": "/codes/27/?from=log#Minimum%20Age=18",
		"/e/27#why": "/codes/27/#why", "/codes/010": "/codes/10/",
	} {
		p.open(host + from)
		p.waitFor(`location.href === ` + quote(host+to))
		p.waitFor(`document.querySelector("h1 .num") !== null`)
	}
}

// An address that means nothing is read, at any depth, and the nearest codes
// are named.
func TestMissingPageNamesTheNearest(t *testing.T) {
	t.Parallel()
	p := newTab(t, tabOptions{})
	host := plainHost(t)
	for address, want := range map[string]struct{ first, box string }{
		"/codes/29x/":                      {"29", "29x"},
		"/codes/53/":                       {"50", "53"},
		"/a/b/c/below-minimum-age.html":    {"27", "below minimum age"},
		"/codes/27/python/":                {"27", "python"},
		"/x/032/":                          {"32", "032"}, // a short form is one at the root only
		"/x/70":                            {"70", "70"},
		"/x/422":                           {"HTTP 422", "422"},
		"/%3Cimg%20src=x%20onerror=a()%3E": {"", "<img src=x onerror=a()>"},
	} {
		p.open(host + address)
		if got := eval[string](p, `document.querySelector("[data-asked]").textContent`); !strings.HasPrefix(got, "/docs/") {
			t.Errorf("%s: the page says that %q was asked for", address, got)
		}
		if got := eval[string](p, `document.querySelector("#q").value`); got != want.box {
			t.Errorf("%s: the box has %q, want %q", address, got, want.box)
		}
		if got := eval[string](p, `document.querySelector(".nearest b")?.textContent ?? ""`); got != want.first {
			t.Errorf("%s: the nearest is %q, want %q", address, got, want.first)
		}
		if want.first == "" && eval[bool](p, `document.querySelector("#nearest").checkVisibility()`) {
			t.Errorf("%s: a heading over nothing", address)
		}
		if shift := p.layoutShift(); shift > 0 {
			t.Errorf("%s: the layout shifts by %v", address, shift)
		}
	}
	p.open(host + "/codes/53/")
	link := eval[string](p, `document.querySelector(".nearest a").href`)
	if link != host+"/codes/50/" {
		t.Errorf("the nearest leads to %s", link)
	}
	p.clean("status 404")
}
