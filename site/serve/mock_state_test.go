package serve_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"responsa/site/catalog"
	"responsa/site/serve"
)

// handler serves a catalog.
func handler(t testing.TB, content fs.FS) http.Handler {
	t.Helper()
	server := serve.New(serve.Source{Content: content, Static: os.DirFS("../../static"), Root: "content"}, t.Output())
	server.Rebuild()
	return server.Handler()
}

func answered(h http.Handler, method, target string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, nil)
	r.Host = "localhost"
	return respond(h, r)
}

func respond(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// given is the slug of the code that is answered, or the refusal's status and text.
func given(t testing.TB, h http.Handler, target string) string {
	t.Helper()
	w := answered(h, "POST", target)
	if slug := w.Header().Get("X-Mock-Code"); slug != "" {
		return slug
	}
	var refusal struct{ Error string }
	if err := json.Unmarshal(w.Body.Bytes(), &refusal); err != nil {
		t.Fatalf("%s: %v in\n%s", target, err, w.Body)
	}
	return fmt.Sprint(w.Code, " ", refusal.Error)
}

// times asks several times.
func times(t testing.TB, n int, h http.Handler, target string) (slugs []string) {
	t.Helper()
	for range n {
		slugs = append(slugs, given(t, h, target))
	}
	return slugs
}

func content() fs.FS { return os.DirFS("../../content") }

// However many ask at once, each place of a sequence is given once.
func TestMockSequenceAtOnce(t *testing.T) {
	h := handler(t, content())
	want := []string{"3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18"}
	target := "/mock/sequence/" + strings.Join(want, ",") + ",0?id=a"
	var group sync.WaitGroup
	got := make([]string, len(want))
	for i := range got {
		group.Go(func() { got[i] = given(t, h, target) })
	}
	group.Wait()
	slices.SortFunc(got, func(a, b string) int { return slices.Index(want, a) - slices.Index(want, b) })
	if !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
	if got := times(t, 3, h, target); !slices.Equal(got, []string{"0", "0", "0"}) {
		t.Errorf("after the end: %v", got)
	}
}

// Of so many ids the one that was used longest ago is forgotten.
func TestMockCounters(t *testing.T) {
	h := handler(t, content())
	id := func(i int) string { return "/mock/sequence/10,0?id=" + strconv.Itoa(i) }
	for i := range 1000 {
		if got := given(t, h, id(i)); got != "10" {
			t.Fatalf("id %d: %s", i, got)
		}
	}
	for i, want := range []string{"0", "0"} { // 0 is used again, 1 is not
		if got := given(t, h, id(0)); got != want {
			t.Errorf("id 0, %d: %s", i, got)
		}
	}
	given(t, h, id(1000))
	if a, b, c := given(t, h, id(0)), given(t, h, id(2)), given(t, h, id(1)); a != "0" || b != "0" || c != "10" {
		t.Errorf("used again: %s, used: %s, forgotten: %s", a, b, c)
	}
}

// No id reads like another one, or like a list.
func TestMockCountersApart(t *testing.T) {
	h := handler(t, content())
	for _, target := range []string{
		"/mock/sequence/10,0", "/mock/sequence/10,0?id=a", "/mock/sequence/10,0?id=A", "/mock/sequence/10,0?id=a+", "/mock/sequence/10,0?id=a%00",
		"/mock/sequence/10,0,0", "/mock/sequence/10,0?id=%22", "/mock/sequence/10,0?id=%22%22sequence%22",
	} {
		if got := times(t, 2, h, target); !slices.Equal(got, []string{"10", "0"}) {
			t.Errorf("%s: %v", target, got)
		}
	}
}

func TestMockRandom(t *testing.T) {
	c, problems := catalog.Load(content(), "content")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	h, later := handler(t, content()), handler(t, content())
	const n = 40
	first := times(t, n, h, "/mock/random?seed=7")
	if again := times(t, n, later, "/mock/random?seed=7"); !slices.Equal(first, again) {
		t.Errorf("one seed gives\n%v and\n%v", first, again)
	}
	for _, same := range []string{"/mock/random?seed=7&id=a", "/mock/random/Some_Function?id=b&seed=7&legacy=1"} {
		if again := times(t, n, h, same); !slices.Equal(first, again) {
			t.Errorf("%s gives\n%v, not\n%v", same, again, first)
		}
	}
	if got := append([]string{given(t, h, "/mock/random?seed=7&reset=1")}, times(t, n-1, h, "/mock/random?seed=7")...); !slices.Equal(first, got) {
		t.Errorf("begun anew: %v", got)
	}
	if other := times(t, n, h, "/mock/random?seed=8"); slices.Equal(first, other) {
		t.Error("two seeds give the same")
	}
	if len(slices.Compact(slices.Sorted(slices.Values(first)))) < 10 {
		t.Errorf("not much of a choice: %v", first)
	}
	for query, fits := range map[string]func(*catalog.Code) bool{
		"class=5xx":                   func(c *catalog.Code) bool { return c.HTTP >= 500 },
		"class=4xx&class=2xx":         func(c *catalog.Code) bool { return c.HTTP < 500 },
		"status=422":                  func(c *catalog.Code) bool { return c.HTTP == 422 },
		"module=entities":             func(c *catalog.Code) bool { return c.Module == "entities" },
		"retry=after-wait":            func(c *catalog.Code) bool { return c.Retry == catalog.AfterWait },
		"outcome=failure":             func(c *catalog.Code) bool { return c.Outcome == catalog.Failure },
		"retry=after-wait&status=500": func(c *catalog.Code) bool { return c.Retry == catalog.AfterWait && c.HTTP == 500 },
	} {
		all := map[string]bool{}
		for _, code := range c.Codes {
			if fits(code) {
				all[code.Slug] = true
			}
		}
		for _, seed := range []string{"", "&seed=a"} {
			seen := map[string]bool{}
			for range 500 {
				seen[given(t, h, "/mock/random?"+query+seed)] = true
			}
			if seed != "" && !maps.Equal(seen, all) {
				t.Errorf("%s%s gave %v, want %v", query, seed, seen, all)
			}
			for slug := range seen {
				if !all[slug] {
					t.Errorf("%s%s gave %s", query, seed, slug)
				}
			}
		}
	}
}

// The mock uses the last good catalog.
func TestMockReload(t *testing.T) {
	s := newSources(t)
	good := s.read("codes/27.md")
	s.write("codes/27.md", strings.Replace(good, "\ntitle:", "\ntitel:", 1))
	server := serve.New(s.source(), io.Discard)
	h := server.Handler()
	const none = "503 there is no catalog without mistakes yet"
	if got := given(t, h, "/mock/27"); got != none {
		t.Errorf("before the first build: %s", got)
	}
	server.Rebuild()
	if got := given(t, h, "/mock/27"); got != none {
		t.Errorf("after a bad first build: %s", got)
	}
	s.write("codes/27.md", good)
	server.Rebuild()
	if got := times(t, 2, h, "/mock/sequence/27,27,10"); !slices.Equal(got, []string{"27", "27"}) {
		t.Errorf("after a good build: %s", got)
	}
	s.write("codes/27.md", strings.Replace(good, "[Minimum Age] and over", "[Minimum Age] or more", 1))
	server.Rebuild()
	s.write("codes/27.md", strings.Replace(good, "\ntitle:", "\ntitel:", 1))
	server.Rebuild()
	if body := answered(h, "GET", "/mock/27").Body.String(); !strings.Contains(body, "aged 18 or more.") {
		t.Errorf("after a better and a bad build:\n%s", body)
	}
	if got := given(t, h, "/mock/sequence/27,27,10"); got != "10" {
		t.Errorf("a build loses the counters: %s", got)
	}
}

// acme is a small catalog of another vendor, with files of the test's own, or
// more text for those that are there.
func acme(t testing.TB, own map[string]string) fstest.MapFS {
	t.Helper()
	files, base := fstest.MapFS{}, os.DirFS("../testdata/valid")
	err := fs.WalkDir(base, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(base, name)
		files[name] = &fstest.MapFile{Data: text}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range own {
		if before := files[name]; before != nil {
			text = string(before.Data) + text
		}
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return files
}

// acmeCode is a code's file.
func acmeCode(code, slug, name, module, message, more string) string {
	return fmt.Sprintf("---\ncode: %s\nslug: %s\nname: %s\ntitle: Title of %[3]s\nmodule: %s\nmessage: '%s'\noutcome: failure\nretry: never\nactor: vendor\n"+
		"sources: [{what: all, from: manual}]\nupdated: 2026-11-23\n%s---\n## What happened\n\nx\n\n## Why\n\nx\n\n## What to do\n\nx\n", code, slug, name, module, message, more)
}

// A catalog may lack what the mock can use, and name its codes and
// placeholders as the mock does its forms and options.
func TestMockOtherCatalog(t *testing.T) {
	own := map[string]string{
		"codes/5-orders.md": acmeCode("5", "5-orders", "A", "orders", "Five [delay] [class].", "params: {delay: {about: x, example: 1s, type: text}, class: {about: x, example: c, type: text}}\n"),
		"codes/5-stock.md":  acmeCode("5", "5-stock", "B", "stock", "x", "http: 204\n"),
		"codes/6.md":        acmeCode("6", `"6"`, "C", "stock", "x", "http: 103\n"),
		"statuses.yaml":     "- status: 204\n  reason: No Content\n  about: x\n- status: 103\n  reason: Early Hints\n  about: x\n",
	}
	files := acme(t, own)
	h := handler(t, files)
	for target, want := range map[string]string{
		"/mock/1":                       "1",
		"/mock/2?legacy=1":              "400 this catalog has no legacy form",
		"/mock/call/place_order":        "404 this catalog doesn't say how its functions answer",
		"/mock/5":                       "400 several codes are written like this",
		"/mock/05":                      "400 several codes are written like this",
		"/mock/5-stock":                 "5-stock",
		"/mock/6":                       "501 an HTTP status below 200 can't end an answer",
		"/mock/5-orders?class=x":        "5-orders",
		"/mock/5-orders?%5Bdelay%5D=1h": "5-orders",
		"/mock/5-orders?delay=1h":       "400 delay must be a time from 0s to 30s",
		"/mock/random?class=4xx&%5Bclass%5D=x&module=orders":                          "400 the query holds a name that means nothing here",
		"/mock/random?class=2xx&%5Bclass%5D=x&outcome=failure&retry=never&status=200": "5-orders",
		"/mock/random?class=3xx": "404 no code passes all of these filters",
	} {
		if got := given(t, h, target); got != want {
			t.Errorf("%s: %s, want %s", target, got, want)
		}
	}
	for target, want := range map[string]string{
		"/mock/5-orders?%5Bdelay%5D=%22&class=":             `{"Code": 5, "Message": "Five \" ."}`,
		"/mock/5-orders?delay=1ms&%5Bclass%5D=[delay]":      `{"Code": 5, "Message": "Five 1s [delay]."}`,
		"/mock/random?module=orders&status=200&retry=never": `{"Code": 5, "Message": "Five 1s c."}`,
	} {
		var got, wanted any
		w := answered(h, "GET", target)
		if err := errors.Join(json.Unmarshal(w.Body.Bytes(), &got), json.Unmarshal([]byte(want), &wanted)); err != nil || !reflect.DeepEqual(got, wanted) {
			t.Errorf("%s: %v\n%s\nwant %s", target, err, w.Body, want)
		}
	}
	if w := answered(h, "GET", "/mock/5-stock"); w.Code != 204 || w.Body.Len() > 0 || w.Header().Get("Content-Type") != "" {
		t.Errorf("a status without a body: %d %v\n%s", w.Code, w.Header(), w.Body)
	}
	index := answered(h, "GET", "/mock/").Body.String()
	for text, there := range map[string]bool{"/mock/5-orders?delay=1s": true, "legacy": false, "/mock/call/": false} {
		if strings.Contains(index, text) != there {
			t.Errorf("%s is there: %t\n%s", text, !there, index)
		}
	}

	// Codes that are text.
	files = acme(t, map[string]string{
		"codes/random.md":    acmeCode("'random'", "random", "A", "orders", "A.", ""),
		"codes/sequence.md":  acmeCode("'027'", "sequence", "B", "orders", "B.", ""),
		"codes/slash.md":     acmeCode("'a/b,c'", "slash", "C", "stock", "C.", ""),
		"codes/quotation.md": acmeCode(`'"\\}'`, "quotation", "D", "stock", "D.", ""),
		"site.yaml":          "legacy: {pad: 3, http: 200}\n",
	})
	site := string(files["site.yaml"].Data)
	files["site.yaml"].Data = []byte(strings.Replace(site, "type: integer", "type: string", 1))
	h = handler(t, files)
	for target, want := range map[string]string{
		"/mock/%22random%22":         "random",
		"/mock/%23Sequence":          "404 no such code and no such form of the mock",
		"/mock/27":                   "sequence",
		"/mock/a%2Fb%2Cc":            "slash",
		"/mock/a/b":                  "404 no such code and no such form of the mock",
		"/mock/sequence/slash?id=a":  "slash",
		"/mock/sequence/random?id=a": "random",
		"/mock/quotation":            "quotation",
		"/mock/quotation?legacy=1":   "quotation",
		"/mock/random?module=stock&seed=1&outcome=empty": "404 no code passes all of these filters",
	} {
		if got := given(t, h, target); got != want {
			t.Errorf("%s: %s, want %s", target, got, want)
		}
	}
	for _, target := range []string{"/mock/quotation", "/mock/quotation?legacy=1"} {
		var got struct{ Code, Message string }
		if err := json.Unmarshal(answered(h, "GET", target).Body.Bytes(), &got); err != nil || got.Code != `"\\}` || got.Message != "D." {
			t.Errorf("%s: %v %v", target, err, got)
		}
	}
}
