package site

import (
	"encoding/json"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"responsa/components"
	"responsa/site/catalog"
)

// headOf is a page's head as another program reads it.
type headOf struct {
	canonical, robots, manifest, search string
	preview                             map[string]string // by property
	alternates                          map[string]string // type by address
	trail                               []string          // JSON-LD
}

func readHead(t *testing.T, p page) headOf {
	t.Helper()
	h := headOf{preview: map[string]string{}, alternates: map[string]string{}}
	for n := range p.root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch rel, href := attribute(n, "rel"), attribute(n, "href"); {
		case n.Data == "meta" && attribute(n, "property") != "":
			property := attribute(n, "property")
			if _, twice := h.preview[property]; twice {
				t.Errorf("%s: %s stands twice", p.path, property)
			}
			h.preview[property] = attribute(n, "content")
		case n.Data == "meta" && attribute(n, "name") == "robots":
			h.robots = attribute(n, "content")
		case n.Data == "script" && attribute(n, "type") == "application/ld+json":
			h.trail = append(h.trail, n.FirstChild.Data)
		case n.Data != "link":
		case rel == "canonical":
			h.canonical = href
		case rel == "manifest":
			h.manifest = href
		case rel == "search":
			h.search = href
		case rel == "alternate":
			h.alternates[href] = attribute(n, "type")
		}
	}
	return h
}

// pagesOf are all pages of a site, parsed.
func pagesOf(t *testing.T, files Files) map[string]page {
	t.Helper()
	pages := map[string]page{}
	for _, f := range files {
		if strings.HasSuffix(f.Path, ".html") {
			root, err := html.Parse(strings.NewReader(contents(t, f)))
			if err != nil {
				t.Fatal(err)
			}
			pages[f.Path] = page{path: f.Path, root: root}
		}
	}
	return pages
}

// A chat that reads a page's head says which code it is and what to do.
func TestPreviews(t *testing.T) {
	c, _ := real()
	files := built(t)
	pages := pagesOf(t, files)
	titles := map[string]string{}
	for name, p := range pages {
		if name == singleFile(c) {
			continue // it is no page of the site
		}
		h := readHead(t, p)
		if name == notFoundPage {
			if len(h.preview) > 0 || h.canonical != "" || h.robots != "noindex" {
				t.Errorf("%s: %+v, want no preview and no index", name, h)
			}
			continue
		}
		title, description := h.preview["og:title"], h.preview["og:description"]
		if n := len([]rune(title)); n == 0 || n > 70 || titles[title] != "" {
			t.Errorf("%s: the title %q is %d long, or that of %q", name, title, n, titles[title])
		}
		titles[title] = name
		if n := len([]rune(description)); n < 30 || n > longestPreview {
			t.Errorf("%s: the description is %d long: %q", name, n, description)
		}
		for _, text := range []string{title, description} {
			if strings.ContainsAny(text, "`*\n") || strings.Contains(text, "](") || strings.Contains(text, "&#") || strings.TrimSpace(text) != text {
				t.Errorf("%s: %q is no plain text", name, text)
			}
		}
		if h.robots != "" {
			t.Errorf("%s: robots are told %q", name, h.robots)
		}
		if h.preview["og:site_name"] != c.Site.Name || h.preview["og:type"] != "website" {
			t.Errorf("%s: %v", name, h.preview)
		}
		for property, want := range map[string]string{"og:url": "/" + strings.TrimSuffix(name, "index.html"), "og:image": "/card.png"} {
			u, err := url.Parse(h.preview[property])
			if err != nil || u.Scheme != "https" || u.Host != "hyper-response-codes.example" || u.Path != want {
				t.Errorf("%s: %s is %q", name, property, h.preview[property])
			}
		}
		if h.canonical != h.preview["og:url"] {
			t.Errorf("%s: canonical %q, but og:url %q", name, h.canonical, h.preview["og:url"])
		}
		if h.manifest != "/manifest.webmanifest" || (h.search != "") != (name == "index.html") {
			t.Errorf("%s: manifest %q, search %q", name, h.manifest, h.search)
		}
	}
	for _, code := range c.Codes {
		p := pages[file(codePage(code))]
		h := readHead(t, p)
		if want := code.Code.Text + " " + code.Title; h.preview["og:title"] != want {
			t.Errorf("%s: the title is %q, want %q", p.path, h.preview["og:title"], want)
		}
		got := strings.TrimSuffix(h.preview["og:description"], " …")
		if want := firstStep(p.root); want == "" || !strings.HasPrefix(got, want) && !strings.HasPrefix(want, got) {
			t.Errorf("%s: the description is\n%q, want it to begin\n%q", p.path, got, want)
		}
	}
}

// firstStep is what a reader of the page reads first below "What to do".
func firstStep(root *html.Node) string {
	below := false
	for n := range root.Descendants() {
		if n.Data == "h2" {
			below = attribute(n, "id") == "what-to-do"
		}
		if below && (n.Data == "p" || n.Data == "li") && n.FirstChild != nil {
			return textOf(n)
		}
	}
	return ""
}

// What a search engine reads of the breadcrumbs is what a reader sees.
func TestTrail(t *testing.T) {
	for name, p := range pagesOf(t, built(t)) {
		var crumbs []trailItem
		for n := range p.root.Descendants() {
			if n.Data != "nav" || attribute(n, "aria-label") != "Breadcrumbs" {
				continue
			}
			for li := range n.Descendants() {
				if li.Data == "li" {
					item := trailItem{Type: "ListItem", Position: len(crumbs) + 1, Name: textOf(li)}
					if href := attribute(li.FirstChild, "href"); href != "" {
						item.Address = "https://hyper-response-codes.example" + href
					}
					crumbs = append(crumbs, item)
				}
			}
		}
		h := readHead(t, p)
		if len(crumbs) == 0 {
			if len(h.trail) > 0 {
				t.Errorf("%s: a trail, but no breadcrumbs", name)
			}
			continue
		}
		if len(h.trail) != 1 {
			t.Errorf("%s: %d trails", name, len(h.trail))
			continue
		}
		var got trail
		if err := json.Unmarshal([]byte(h.trail[0]), &got); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got.Context != "https://schema.org" || got.Type != "BreadcrumbList" || !slices.Equal(got.Items, crumbs) {
			t.Errorf("%s: the trail is %+v, want %+v", name, got, crumbs)
		}
		for i, item := range got.Items {
			if last := i == len(got.Items)-1; last != (item.Address == "") {
				t.Errorf("%s: %+v", name, item)
			}
		}
	}
}

// From a disk a page names nothing but files beside it, and has no address.
func TestHeadOfTheBundle(t *testing.T) {
	files := builtAs(t, Bundle)
	for name, p := range pagesOf(t, files) {
		h := readHead(t, p)
		if h.canonical != "" || h.manifest != "" || h.search != "" || len(h.preview) > 0 || len(h.trail) > 0 {
			t.Errorf("%s: %+v", name, h)
		}
		if want := name == notFoundPage; (h.robots != "") != want {
			t.Errorf("%s: robots are told %q", name, h.robots)
		}
		for href := range h.alternates {
			if u, err := url.Parse(href); err != nil || u.IsAbs() || strings.HasPrefix(href, "/") {
				t.Errorf("%s: the alternate %q", name, href)
			}
		}
	}
	for _, name := range []string{cardFile, manifestFile, securityFile} {
		if _, there := files.Get(name); there {
			t.Errorf("the bundle has %s", name)
		}
	}
}

func TestAlternates(t *testing.T) {
	l, _ := newLinks(Published, "https://h.example/docs")
	b := &builder{links: l, pages: addressSet{others: map[string]bool{"codes/3.md": true, "codes/3.json": true, "feed.atom": true}}}
	got := b.alternates("codes/3/", "codes/3.md", "codes/3.json", "codes/3.xml", "feed.atom")
	want := []components.Alternate{
		{Type: "text/markdown", Href: "/docs/codes/3.md"}, {Type: "application/json", Href: "/docs/codes/3.json"}, {Type: "application/atom+xml", Href: "/docs/feed.atom"},
	}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	// Wherever there is such a file, its page names it.
	files := built(t)
	for name, p := range pagesOf(t, files) {
		h := readHead(t, p)
		beside := []string{}
		switch dir := strings.TrimSuffix(name, "/index.html"); {
		case name == "index.html" || dir == "changes":
			beside = append(beside, "feed.atom")
		case dir == "codes" || dir == "http":
			beside = append(beside, "catalog.json")
		case strings.HasPrefix(dir, "codes/"):
			beside = append(beside, dir+".md", dir+".json")
		}
		n := 0
		for _, f := range beside {
			if _, there := files.Get(f); there {
				n++
				if h.alternates["/"+f] != mediaType(f) {
					t.Errorf("%s: no link to %s in %v", name, f, h.alternates)
				}
			}
		}
		if len(h.alternates) != n {
			t.Errorf("%s: %v", name, h.alternates)
		}
	}
}

// changed is the site of testdata/valid with some of its files' texts replaced.
func changed(t *testing.T, address string, replace map[string]*strings.Replacer) (*catalog.Catalog, Files) {
	t.Helper()
	content := valid(t)
	for name, r := range replace {
		content[name] = &fstest.MapFile{Data: []byte(r.Replace(string(content[name].Data)))}
	}
	c, problems := checked(content)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	files, err := Build(c, Options{Static: os.DirFS("../static"), Address: address})
	if err != nil {
		t.Fatal(err)
	}
	return c, files
}

func TestRetiredCodeIsNotIndexed(t *testing.T) {
	_, files := changed(t, "", map[string]*strings.Replacer{
		"codes/2.md": strings.NewReplacer("\nupdated:", "\nretired: {since: 2026-01-01, why: gone, replaced_by: \"3\"}\nupdated:"),
	})
	for name, want := range map[string]string{"codes/2/index.html": "noindex", "codes/3/index.html": ""} {
		h := readHead(t, pagesOf(t, files)[name])
		if h.robots != want || h.canonical == "" || h.preview["og:title"] == "" {
			t.Errorf("%s: %+v, want robots %q", name, h, want)
		}
	}
}

// Whatever the catalog says arrives as text, in every form.
func TestHostileHead(t *testing.T) {
	const bad = `</script><script>alert(1)</script>"'><img src=x onerror=a()>&amp;{{`
	quoted := func(field, old string) []string {
		return []string{field + ": " + old, field + ": '" + strings.ReplaceAll(bad, "'", "''") + " " + old + "'"}
	}
	c, files := changed(t, "", map[string]*strings.Replacer{
		"site.yaml":    strings.NewReplacer(slices.Concat(quoted("name", "Acme codes"), quoted("title", "Acme API response codes"), quoted("vendor", "Acme"))...),
		"modules.yaml": strings.NewReplacer(quoted("title", "Stock")...),
		"codes/3.md":   strings.NewReplacer("Order less:", "Order `less`\nof <script>alert(1)</script> *these*, <https://a.example> [or](2.md) &lt;those&gt;:"),
	})
	h := readHead(t, pagesOf(t, files)["codes/3/index.html"])
	for property, want := range map[string]string{
		"og:site_name": c.Site.Name, "og:description": "Order less of <script>alert(1)</script> these, https://a.example or <those>:",
	} {
		if h.preview[property] != want {
			t.Errorf("%s is\n%q, want\n%q", property, h.preview[property], want)
		}
	}
	var trail trail
	if err := json.Unmarshal([]byte(h.trail[0]), &trail); err != nil || trail.Items[2].Name != c.Module("stock").Title {
		t.Errorf("the trail is %v %+v", err, trail)
	}
}
