package site

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

// netlify.toml is settings of the build, then the headers of headers.go;
// -update writes these anew.
func TestNetlify(t *testing.T) {
	const name = "../netlify.toml"
	var want strings.Builder
	for _, rule := range headerRules {
		fmt.Fprintf(&want, "\n[[headers]]\n  for = %q\n  [headers.values]\n", rule.paths)
		for _, h := range rule.headers {
			fmt.Fprintf(&want, "    %s = %q\n", h.Name, h.Value)
		}
	}
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	settings, got, _ := strings.Cut(string(text), "\n[[headers]]\n")
	if *update {
		if err := os.WriteFile(name, []byte(settings+want.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	} else if "\n[[headers]]\n"+got != want.String() {
		t.Errorf("%s has\n%s\nwant\n%s\n-update writes it", name, got, want.String())
	}
	var parsed struct {
		Build struct {
			Command, Publish string
			Environment      map[string]string
		}
		Headers []struct {
			For    string
			Values map[string]string
		}
	}
	if _, err := toml.DecodeFile(name, &parsed); err != nil {
		t.Fatal(err)
	}
	if b := parsed.Build; b.Command != `go run . build -base "$URL"` || b.Publish != "public" || b.Environment["GO_VERSION"] != "1.26.0" {
		t.Errorf("the build is %+v", b)
	}
	for i, rule := range headerRules {
		for _, h := range rule.headers {
			if got := parsed.Headers[i]; got.For != rule.paths || got.Values[h.Name] != h.Value || len(got.Values) != len(rule.headers) {
				t.Errorf("a TOML parser reads %+v, want %+v", got, rule)
			}
		}
	}
}

func TestHeaders(t *testing.T) {
	find := func(path, name string) string {
		var values []string
		for _, h := range Headers(path, false) {
			if h.Name == name {
				values = append(values, h.Value)
			}
		}
		return strings.Join(values, " and ")
	}
	for path, shared := range map[string]bool{
		"/": false, "/codes/": false, "/codes/27/": false, "/codes/27": false, "/404.html": false, "/nothing": false, "/search.json": false,
		"/assets/main.js": false, "/codesx.json": false, "/sdk": false, "/catalog.json/": false, "/card.png.html": false,
		"/catalog.json": true, "/catalog.schema.json": true, "/catalog.csv": true, "/openapi.json": true, "/codes/27.json": true,
		"/codes/27.md": true, "/codes/.json": true, "/llms.txt": true, "/llms-full.txt": true, "/feed.atom": true, "/card.png": true, "/sdk/go/codes.go": true,
	} {
		want := [2]string{"same-origin", ""}
		if shared {
			want = [2]string{"cross-origin", "*"}
		}
		if got := [2]string{find(path, "Cross-Origin-Resource-Policy"), find(path, "Access-Control-Allow-Origin")}; got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
	for path, want := range map[string]string{"/": "", "/assets/x.js": "public, max-age=31536000, immutable"} {
		if got := find(path, "Cache-Control"); got != want {
			t.Errorf("%s: Cache-Control %q, want %q", path, got, want)
		}
	}
	for path, want := range map[string]string{
		"/": "", "/codes/27/": "", "/codes/27.md": "", "/sdk/": "",
		"/feed.atom": "application/atom+xml; charset=utf-8", "/sdk/a/b.ts": "text/plain; charset=utf-8",
		"/opensearch.xml": "application/opensearchdescription+xml; charset=utf-8", "/manifest.webmanifest": "application/manifest+json; charset=utf-8",
	} {
		if got := find(path, "Content-Type"); got != want {
			t.Errorf("%s: Content-Type %q, want %q", path, got, want)
		}
	}
	for _, h := range Headers("/", true) {
		if h.Name == "Strict-Transport-Security" || strings.Contains(h.Value, "upgrade-insecure-requests") {
			t.Errorf("a preview has no TLS, but sends %s: %s", h.Name, h.Value)
		}
	}
	if !slices.ContainsFunc(Headers("/", false), func(h Header) bool { return strings.HasSuffix(h.Value, "; upgrade-insecure-requests") }) {
		t.Error("the published site doesn't ask for TLS")
	}
}

// Every file of the site has a type that is known.
func TestContentTypes(t *testing.T) {
	for _, f := range built(t) {
		if ContentType(f.Path) == "application/octet-stream" {
			t.Errorf("%s has no type", f.Path)
		}
	}
}
