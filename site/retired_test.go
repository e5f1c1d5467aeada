package site

import (
	"os"
	"strings"
	"testing"
)

// A retired code keeps its page and can be found, but no list of what is in use
// has it.
func TestRetired(t *testing.T) {
	c := withRetired(t)
	files, err := Build(c, Options{Static: os.DirFS("../static")})
	if err != nil {
		t.Fatal(err)
	}
	page := func(path string) string {
		file, ok := files.Get(path)
		if !ok {
			t.Fatalf("no %s", path)
		}
		return contents(t, file)
	}
	for _, want := range []string{"<strong>Retired</strong> since 2026-11-26: nobody is too young any more", "Registration is allowed", `<meta name="robots" content="noindex">`} {
		if got := page("codes/27/index.html"); !strings.Contains(got, want) {
			t.Errorf("the page of 27 lacks %q", want)
		}
	}
	if strings.Contains(page("codes/28/index.html"), "noindex") {
		t.Error("the page of 28 is not indexed")
	}
	for _, path := range []string{"index.html", "http/index.html", "http/422/index.html", "modules/entities/index.html", "codes/index.html"} {
		if strings.Contains(page(path), `href="/codes/27/"`) {
			t.Errorf("%s has the retired 27", path)
		}
	}
	for path, want := range map[string]string{"404.html": "codes/27/", "search.json": "retired since 2026-11-26: nobody is too young any more", "_redirects": "codes/27/"} {
		if !strings.Contains(page(path), want) {
			t.Errorf("%s lacks the retired 27", path)
		}
	}
	if got, found := Explain(c, "27", false); !found || !strings.Contains(got, "Remark:      retired since 2026-11-26: nobody is too young any more\n") {
		t.Errorf("explain says\n%s", got)
	}
}
