package site

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math/rand/v2"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"responsa/site/catalog"
)

// many is a catalog of n codes, spread over modules in order and over statuses
// by chance, with text that varies.
func many(n, modules int, statuses ...int) *catalog.Catalog {
	random := rand.New(rand.NewPCG(uint64(n), uint64(modules)))
	words := func(n int) string {
		said := make([]string, n)
		for i := range said {
			said[i] = fmt.Sprintf("w%x", random.IntN(500))
		}
		return strings.Join(said, " ")
	}
	c := &catalog.Catalog{Site: catalog.Site{
		Title: "Many codes", Name: "Many", Vendor: "Acme", About: "All of them.", Address: "https://many.example", Host: "api.many.example",
		Envelope: catalog.Envelope{Code: "code", Message: "message", Type: catalog.Scalar("integer")},
	}}
	for m := range modules {
		c.Modules = append(c.Modules, catalog.Module{ID: fmt.Sprintf("m%d", m), Title: "Module " + words(2), About: words(4)})
	}
	for _, s := range statuses {
		c.Statuses = append(c.Statuses, catalog.Status{Status: s, Reason: words(2)})
	}
	for i := range n {
		text := fmt.Sprint(1000 + i)
		code := &catalog.Code{
			Code: catalog.Value{Text: text, Integer: true}, Slug: text, Name: "Code" + text, Title: words(3), Message: words(9),
			Outcome: catalog.Failure, Retry: catalog.Never, Actor: catalog.Developer, Updated: "2026-11-26",
		}
		if modules > 0 {
			code.Module = c.Modules[i*modules/n].ID
		}
		if len(statuses) > 0 {
			code.HTTP = statuses[random.IntN(len(statuses))]
		}
		c.Codes = append(c.Codes, code)
	}
	return c
}

var manyStatuses = []int{200, 400, 401, 403, 404, 409, 422, 429, 500, 503}

func manyPages(t *testing.T, c *catalog.Catalog, style Style) *builder {
	t.Helper()
	l, err := newLinks(style, c.Site.Address)
	if err != nil {
		t.Fatal(err)
	}
	return list(c, l, false)
}

func (b *builder) parsed(t *testing.T, page string) (string, *html.Node) {
	t.Helper()
	i := slices.IndexFunc(b.files, func(f File) bool { return f.Path == file(page) })
	if i < 0 {
		t.Fatalf("no page %q", page)
	}
	text := contents(t, b.files[i])
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return text, root
}

// The pages that stand for all codes stay small, whatever the catalog's shape.
func TestSummariesStaySmall(t *testing.T) {
	var all []int
	for s := 400; s < 460; s++ {
		all = append(all, s)
	}
	for name, c := range map[string]*catalog.Catalog{
		"21 modules":                     many(10_000, 21, manyStatuses...),
		"one module and status":          many(10_000, 1, 422),
		"no modules, no statuses":        many(10_000, 0),
		"3,000 modules of 3":             many(9_000, 3_000, manyStatuses...),
		"120 modules, 60 statuses":       many(10_000, 120, all...),
		"100,000 codes in 201 modules":   many(100_000, 201, manyStatuses...),
		"60,000 codes in 120 modules":    many(60_000, 120, manyStatuses...),
		"more modules than fit, a stray": many(501, 121, 400),
	} {
		// Only these pages: the files of 100,000 codes take a while to list.
		b := &builder{Catalog: c, links: links{Published, "https://many.example", ""}, listings: newListings(c)}
		b.page("", b.home)
		b.page(codesPage, b.allCodes)
		b.page(notFoundPage, b.notFound)
		if b.hasMatrix() {
			b.page(matrixPage, b.matrix)
		}
		for _, f := range b.files {
			page := pageAt(f.Path)
			text, root := b.parsed(t, page)
			elements := 0
			for n := range root.Descendants() {
				if n.Type == html.ElementNode {
					elements++
				}
			}
			var zipped bytes.Buffer
			w, _ := gzip.NewWriterLevel(&zipped, gzip.BestCompression)
			_, _ = w.Write([]byte(text))
			_ = w.Close()
			if zipped.Len() > 30<<10 || elements > 1500 {
				t.Errorf("%s: /%s has %d bytes and %d elements, want 30 KB and 1,500 at most", name, page, zipped.Len(), elements)
			}
		}
	}
}

// links are the pages of the site that a page links to.
func (b *builder) linked(page string, root *html.Node) (pages []string, ids map[string]bool) {
	ids = map[string]bool{}
	base := url.URL{Path: "/" + file(page)}
	for n := range root.Descendants() {
		if id := attribute(n, "id"); id != "" {
			ids[id] = true
		}
		if href := attribute(n, "href"); n.Data == "a" && href != "" {
			if to, err := base.Parse(href); err == nil && to.Host == "" {
				to.Path = pageAt(strings.TrimPrefix(to.Path, "/"))
				pages = append(pages, to.String())
			}
		}
	}
	return pages, ids
}

// From the home page every code can be reached over lists alone, without a
// script; no list is longer than a page, and no link between lists is dead.
func TestEveryCodeIsReached(t *testing.T) {
	for _, test := range []struct {
		catalog *catalog.Catalog
		style   Style
	}{
		{many(500, 3, 400, 500), Published}, {many(501, 1, 400), Published}, {many(501, 0), Bundle}, {many(1_200, 2, 400, 500), Bundle},
		{many(603, 201, 422), Published}, {many(10_000, 21, manyStatuses...), Published},
	} {
		c, b := test.catalog, manyPages(t, test.catalog, test.style)
		name := fmt.Sprintf("%d codes in %d modules", len(c.Codes), len(c.Modules))
		isCode := map[string]bool{}
		for _, code := range c.Codes {
			isCode[codePage(code)] = true
		}
		ids := map[string]map[string]bool{}
		var fragments []string
		reached := map[string]bool{}
		for todo := []string{""}; len(todo) > 0; todo = todo[1:] {
			page := todo[0]
			if ids[page] != nil {
				continue
			}
			_, root := b.parsed(t, page)
			pages, found := b.linked(page, root)
			ids[page] = found
			codes := map[string]bool{}
			for _, to := range pages {
				to, fragment, _ := strings.Cut(to, "#")
				switch {
				case isCode[to]:
					codes[to], reached[to] = true, true
				case !b.pages.has(to):
					t.Fatalf("%s: /%s links to /%s", name, page, to)
				case to == "" || strings.HasPrefix(to, codesPage) || strings.HasPrefix(to, modulesPage) || strings.HasPrefix(to, matrixPage):
					if todo = append(todo, to); fragment != "" {
						fragments = append(fragments, to+"#"+fragment)
					}
				}
			}
			if len(codes) > mostOnPage {
				t.Errorf("%s: /%s lists %d codes", name, page, len(codes))
			}
		}
		if len(reached) != len(c.Codes) {
			t.Errorf("%s: %d codes are reached", name, len(reached))
		}
		for _, link := range fragments {
			if page, id, _ := strings.Cut(link, "#"); id != "main" && !ids[page][id] {
				t.Errorf("%s: nothing is at /%s", name, link)
			}
		}
		for _, f := range b.files {
			if page := pageAt(f.Path); strings.Contains(page, "/page/") && ids[page] == nil {
				t.Errorf("%s: no link leads to /%s", name, page)
			}
		}
		if later := strings.Contains(fmt.Sprint(slices.Collect(b.pages.all())), "/page/"); later != (len(c.Codes) > mostOnPage) {
			t.Errorf("%s: later pages: %v", name, later)
		}
	}
}

// A cell of the counted matrix says how many codes stand where it leads.
func TestCountsAddUp(t *testing.T) {
	c := many(3_000, 7, manyStatuses...)
	c.Codes[5].HTTP = 0
	b := manyPages(t, c, Published)
	for _, s := range c.Statuses {
		l := b.listings.byStatus[s.Status]
		rows := map[string]int{}
		for n := range l.pages() {
			_, root := b.parsed(t, l.at(n+1))
			for table := range root.Descendants() {
				if id := attribute(table, "id"); strings.HasPrefix(id, moduleFragment) {
					for row := range table.Descendants() {
						if row.Data == "th" && attribute(row, "scope") == "row" {
							rows[strings.TrimPrefix(id, moduleFragment)]++
						}
					}
				}
			}
		}
		for _, row := range b.counts("").Rows {
			for _, cell := range row.Cells {
				if cell.Status == fmt.Sprint(s.Status) && cell.Text != fmt.Sprint(rows[path.Base(row.Href)]) {
					t.Errorf("%s under %d: the cell says %s, the list has %d", row.Text, s.Status, cell.Text, rows[path.Base(row.Href)])
				}
			}
		}
	}
	if v := b.counts(""); len(v.Columns) != len(c.Statuses)+1 || v.Rows[0].Cells[len(c.Statuses)].Text != "1" || v.Total != "3,000" {
		t.Errorf("the code without a status is not counted: %+v", v.Rows[0].Cells)
	}
}

// Titles and descriptions tell the pages of a list apart.
func TestPagesOfAList(t *testing.T) {
	c := many(3_700, 1, 422)
	b := manyPages(t, c, Published)
	titles := map[string]string{}
	for page := range b.pages.all() {
		if !strings.Contains(page, "page/") && page != "modules/m0/" && page != "http/422/" {
			continue
		}
		text, root := b.parsed(t, page)
		for n := range root.Descendants() {
			told := ""
			if n.Data == "title" {
				told = textOf(n)
			} else if n.Data == "meta" && attribute(n, "name") == "description" {
				told = attribute(n, "content")
			}
			if other := titles[told]; told != "" && other != "" {
				t.Errorf("/%s and /%s both say %q", page, other, told)
			}
			titles[told] = page
		}
		if !strings.Contains(text, `<link rel="canonical" href="https://many.example/`+page) {
			t.Errorf("/%s isn't its own canonical page", page)
		}
	}
	if len(titles) < 48 {
		t.Error(len(titles), "texts were compared")
	}
	v := b.pager("", b.listings.byModule["m0"], 4)
	if v.Where != "Page 4 of 8" || len(v.Pages) != 8 || v.Pages[3].Href != "" || v.Previous.Href != "/modules/m0/page/3/" || v.Next.Text != "3000 – 3499" {
		t.Errorf("%+v", v)
	}
	if first := b.pager("", b.listings.byModule["m0"], 2).Previous; first.Href != "/modules/m0/" {
		t.Error(first)
	}
	if pages := b.pager("", b.listings.all, 1).Pages; len(pages) != 6 || pages[4] != (v.Pages[0]) && pages[4].Number != "" || pages[5].Number != "8" {
		t.Errorf("%+v", pages)
	}
}

// Every address of a list answers for ever: where the list got shorter, or went
// elsewhere, those of its last pages lead to it.
func TestShorterLists(t *testing.T) {
	grown := many(1_700, 2, 400)
	text, _ := Lock(grown)
	for _, want := range []string{"/codes/page/1/", "/codes/page/4/", "/modules/m1/page/2/", "/http/400/page/4/"} {
		if !strings.Contains(text, want+"\n") {
			t.Errorf("%s isn't locked", want)
		}
	}
	answers := func(c *catalog.Catalog) (map[string]string, string) {
		c.Permalinks = catalog.ParsePermalinks(text)
		pages := addresses(c)
		rules, problems := redirects(c, pages)
		if len(problems) > 0 {
			t.Error(problems)
		}
		to := map[string]string{}
		for _, rule := range rules {
			to[rule.from] = rule.to
		}
		return to, vanished(c, pages, rules).Error()
	}
	retired := func(from int) *catalog.Catalog {
		c := many(1_700, 2, 400)
		for _, code := range c.Codes[from:] {
			code.Retired = &catalog.Retired{Since: "2026-11-26", Why: "Gone."}
		}
		return c
	}
	to, gone := answers(retired(1_400)) // m1 has 550 codes left
	if gone != "" || to["codes/page/4"] != "codes/" || to["http/400/page/4"] != "http/400/" || to["codes/page/3"] != "" || to["modules/m1/page/2"] != "" {
		t.Errorf("after some went: %v, %s", to["codes/page/4"], gone)
	}
	to, gone = answers(retired(400))
	if gone != "" || to["codes/page/1"] != "codes/" || to["http/400/page/2"] != "http/400/" || to["modules/m1/page/2"] != "modules/m1/" {
		t.Errorf("after most went: %s", gone)
	}
	// The pages may come back, and then nothing leads away from them.
	if to, gone = answers(many(1_700, 2, 400)); gone != "" || to["codes/page/4"] != "" {
		t.Errorf("after they came back: %s", gone)
	}
	// A module that goes takes its list along, to where its redirect leads.
	moved := many(1_700, 1, 400)
	if _, gone = answers(moved); !strings.Contains(gone, "/modules/m1/ was published") || !strings.Contains(gone, "/modules/m1/page/2/ was published") {
		t.Errorf("a module went: %s", gone)
	}
	moved.Site.Redirects = []catalog.Redirect{{From: "/modules/m1/", To: "/modules/m0/"}}
	if to, gone = answers(moved); gone != "" || to["modules/m1/page/2"] != "modules/m0/" {
		t.Errorf("a module moved: %s", gone)
	}
	// More codes add lines, and take none away.
	again, _ := Lock(grown)
	larger, _ := Lock(many(2_700, 2, 400))
	for line := range strings.Lines(again) {
		if strings.Contains(line, "/page/") && !strings.Contains(larger, line) {
			t.Errorf("%s is gone from a larger catalog", line)
		}
	}
}

// A page of a list was changed when a code on it was.
func TestPagesOfAListChange(t *testing.T) {
	c := many(1_200, 1, 400)
	c.Codes[600].Updated, c.Codes[1_100].Updated = "2026-11-27", "2026-11-28"
	changed := manyPages(t, c, Published).lastChanges()
	for page, want := range map[string]catalog.Date{
		"modules/m0/": "2026-11-26", "modules/m0/page/2/": "2026-11-27", "codes/page/2/": "2026-11-27", "codes/page/3/": "2026-11-28",
		"http/400/page/3/": "2026-11-28", "codes/": "2026-11-28", "": "2026-11-28",
	} {
		if changed[page] != want {
			t.Errorf("/%s: %s, want %s", page, changed[page], want)
		}
	}
}

// What a code's page holds doesn't depend on how many codes there are.
func TestCodePageStaysSmall(t *testing.T) {
	length := func(codes int) int {
		c := many(3_000, 3, 400, 500)
		c.Codes = c.Codes[:codes]
		for i := 3; i < codes; i += 4 { // which the samples tell apart
			c.Codes[i].Outcome = catalog.Success
		}
		files, err := Build(c, Options{Static: plainStatic})
		if err != nil {
			t.Fatal(err)
		}
		f, _ := files.Get(file(codePage(c.Codes[100])))
		return len(contents(t, f))
	}
	if few, all := length(200), length(3_000); all > few+250 { // codes have more digits
		t.Errorf("a page has %d bytes among 200 codes, %d among 3,000", few, all)
	}
}
