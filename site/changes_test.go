package site

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"responsa/site/catalog"
)

const hostile = `</q></title><img src=x onerror="alert(1)"> & ]]> [a](javascript:alert(1)) *b* <!-- `

// changing is the valid catalog with a change of every kind, a retired code,
// and hostile text in all of it.
func changing(t testing.TB) *catalog.Catalog {
	t.Helper()
	c, problems := checked(valid(t))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	earlier := func(change catalog.Change, message, about string, day catalog.Date) catalog.Earlier {
		return catalog.Earlier{Change: change, Message: message, About: about, Where: "place" + hostile, Source: "source" + hostile, Recorded: day}
	}
	for _, code := range c.Codes {
		code.Title += hostile
		code.Message += hostile
		code.Note += "note" + hostile
	}
	c.Code("1").History = []catalog.Earlier{
		earlier(catalog.ChangedWording, "Older words."+hostile, "", "2026-11-30"),
		earlier(catalog.NewCode, "", "ours"+hostile, "2026-11-29"),
	}
	c.Code("2").Retired = &catalog.Retired{Since: "2020-02-02", Why: "why" + hostile, ReplacedBy: "3"}
	c.Code("2").Updated = "2026-12-02"
	c.Code("3").History = append(c.Code("3").History, earlier(catalog.ChangedCause, "Older words."+hostile, "", "2026-11-30"))
	return c
}

func builtOf(t testing.TB, c *catalog.Catalog, address string) Files {
	t.Helper()
	files, err := Build(c, Options{Static: plainStatic, Address: address})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// Each change stands on the page once, under its fragment, with the words of
// the catalog, and nothing but words.
func TestChangesPage(t *testing.T) {
	actual, _ := real()
	for name, c := range map[string]*catalog.Catalog{"hostile": changing(t), "real": actual} {
		t.Run(name, func(t *testing.T) {
			f, _ := builtOf(t, c, "").Get("changes/index.html")
			root, err := html.Parse(strings.NewReader(contents(t, f)))
			if err != nil {
				t.Fatal(err)
			}
			at := map[string]*html.Node{}
			for n := range root.Descendants() {
				if id := attribute(n, "id"); id != "" {
					at[id] = n
				}
				if n.Data == "img" || strings.HasPrefix(attribute(n, "href"), "javascript:") {
					t.Errorf("<%s> came out of a text", n.Data)
				}
			}
			for _, change := range c.Changes() {
				before := at[change.ID]
				if before == nil {
					t.Errorf("no #%s", change.ID)
					continue
				}
				today := before.Parent.NextSibling
				marks := change.Kind == catalog.ChangedWording || change.Kind == catalog.ChangedCause
				said := change.Code.Message
				if change.Code.Note != "" {
					said += "\n" + change.Code.Note
				}
				if e := change.Earlier; e == nil {
					want(t, change.ID, rawText(before), said)
					want(t, change.ID, rawText(today), change.Code.Retired.Why, string(change.Code.Retired.Since))
				} else {
					want(t, change.ID, rawText(before), e.Message+e.About, e.Where, e.Source, string(e.Recorded))
					want(t, change.ID, rawText(today), said)
					if quoted := find(before, "q") != nil; quoted != (e.Message != "") {
						t.Errorf("#%s: quoted as the vendor's: %v", change.ID, quoted)
					}
					if marked := find(before, "del") != nil || find(today, "ins") != nil; marked != (marks && e.Message != "") {
						t.Errorf("#%s: a difference is marked: %v", change.ID, marked)
					}
				}
				if section := before.Parent.Parent.Parent.Parent; attribute(find(section, "h2"), "id") != string(change.Kind) {
					t.Errorf("#%s stands among %q", change.ID, textOf(find(section, "h2")))
				}
			}
		})
	}
}

func want(t *testing.T, where, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%s: %q is not in %q", where, part, text)
		}
	}
}

func find(root *html.Node, element string) *html.Node {
	for n := range root.Descendants() {
		if n.Data == element {
			return n
		}
	}
	return nil
}

func rawText(root *html.Node) string {
	var b strings.Builder
	for n := range root.Descendants() {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
	}
	return b.String()
}

// What the vendor changed, as its pages have it.
func TestRealChanges(t *testing.T) {
	c, _ := real()
	slugs := map[catalog.Change]map[string]bool{}
	for _, change := range c.Changes() {
		if slugs[change.Kind] == nil {
			slugs[change.Kind] = map[string]bool{}
		}
		slugs[change.Kind][change.Code.Slug] = true
	}
	for kind, want := range map[catalog.Change]string{
		catalog.ChangedMeaning: "10 11 13 14 15 30 32 6", catalog.NewCode: "1", catalog.ChangedCause: "5",
		catalog.ChangedWording: "0 11 14 16 17 18 2 20 21 22 4 7 8 9", catalog.Retirement: "",
	} {
		if got := strings.Join(slices.Sorted(maps.Keys(slugs[kind])), " "); got != want {
			t.Errorf("%s: %s, want %s", kind.Label(), got, want)
		}
	}
}

// A catalog without a change has neither the page nor the feed.
func TestNoChanges(t *testing.T) {
	files := valid(t)
	text := string(files["codes/3.md"].Data)
	before, rest, _ := strings.Cut(text, "history:")
	_, after, _ := strings.Cut(rest, "sources:")
	files["codes/3.md"] = &fstest.MapFile{Data: []byte(before + "sources:" + after)}
	c, problems := checked(files)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	site := builtOf(t, c, "")
	for _, name := range []string{"changes/index.html", "feed.atom"} {
		if _, ok := site.Get(name); ok {
			t.Errorf("there is a %s", name)
		}
	}
	if _, ok := site.Get("sitemap.xml"); !ok {
		t.Error("there is no sitemap.xml")
	}
}

// A page of a day lists no more than can be read.
func TestManyPagesOfADay(t *testing.T) {
	c := changing(t)
	for i := range 2 * mostOfDay {
		code := *c.Codes[0]
		code.Slug = fmt.Sprint("n", i)
		c.Codes = append(c.Codes, &code)
	}
	b := list(c, links{}, false)
	total := 0
	for _, day := range b.days(changesPage) {
		if total += day.Codes; len(day.Tiles) > mostOfDay || len(day.Tiles)+day.More != day.Codes {
			t.Errorf("%s: %d named, %d more, of %d", day.Day, len(day.Tiles), day.More, day.Codes)
		}
	}
	if total != len(c.Codes) {
		t.Errorf("%d codes, want %d", total, len(c.Codes))
	}
}
