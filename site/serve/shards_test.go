package serve_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"responsa/site"
	"responsa/site/catalog"
)

// Where the search data are cut into files, a number loads the one file that its
// text stands in and the one of its card, and words load all texts.
func TestSearchLoadsWhatItNeeds(t *testing.T) {
	t.Parallel()
	p := newTab(t, tabOptions{})
	c, problems := catalog.Load(os.DirFS("../../content"), "content")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	files, err := site.Build(c, site.Options{Static: os.DirFS("../../static"), Search: site.SearchSizes{Texts: 10, TextsFile: 4, Cards: 10, CardsFile: 1}})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path := strings.TrimPrefix(r.URL.Path, "/")
		if path == "" || strings.HasSuffix(path, "/") {
			path += "index.html"
		}
		f, ok := files.Get(path)
		if !ok {
			http.NotFound(w, r)
			return
		}
		for _, h := range site.Headers(r.URL.Path, true) {
			w.Header().Set(h.Name, h.Value)
		}
		w.Header().Set("Content-Type", site.ContentType(path))
		if err := f.Render(w); err != nil {
			t.Error(err)
		}
	}))
	defer server.Close()
	loaded := func(kind string) []string {
		return eval[[]string](p, `performance.getEntriesByType("resource").map(e => new URL(e.name).pathname).filter(path => path.startsWith("/data/`+kind+`"))`)
	}
	p.open(server.URL + "/codes/1/")
	p.press("/")
	p.paste("27") // typed, 2 would be looked up on the way
	p.waitFor(`document.querySelector(".card a")?.textContent === "Open code 27" && document.querySelector(".card ol, .card p")`)
	at := slices.IndexFunc(c.Codes, func(code *catalog.Code) bool { return code.Code.Text == "27" })
	code := c.Codes[at]
	if got := eval[string](p, `document.querySelector("#found-0").textContent`); !strings.Contains(got, code.Title) || !strings.Contains(got, code.Message) {
		t.Errorf("27 is shown as %q", got)
	}
	for _, kind := range []string{"search/", "cards/"} {
		if got := loaded(kind); len(got) != 1 {
			t.Errorf("27 loaded %v", got)
		}
	}
	if got := eval[string](p, `document.querySelector(".card").textContent`); !strings.Contains(got, "Does repeating help?") {
		t.Errorf("the card of 27 says %q", got)
	}
	eval[int](p, `document.querySelector("#q").select(), 0`)
	p.typeText("below minimum age")
	p.waitFor(`document.querySelector("#found-0 b")?.textContent === "27" && document.querySelector(".card a")?.textContent === "Open code 27"`)
	if got := loaded("search/"); len(got) != (len(c.Codes)+len(c.Mentions)+3)/4 {
		t.Errorf("words loaded %v", got)
	}
	eval[int](p, `document.querySelector("#q").select(), 0`)
	p.paste("{\"ResponseCode\":29,\n\"x\":1}")
	p.waitFor(`document.querySelector("#found-0 b")?.textContent === "29"`)
	eval[int](p, `document.querySelector("#q").select(), 0`)
	p.paste("גיל")
	// What was found before stands there until the translations have come.
	p.waitFor(`performance.getEntriesByType("resource").some(e => e.name.includes("/data/translations")) && document.querySelector("#found-0")`)
	if got := loaded("translations"); len(got) != 1 {
		t.Errorf("Hebrew loaded %v", got)
	}
	p.clean()
}
