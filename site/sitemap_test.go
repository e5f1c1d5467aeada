package site

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"os"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"responsa/site/catalog"
)

// readSitemap has the npm package "sitemap" read sitemap.xml, and the files
// that it names if it is an index, strictly. It returns lastmod by address, and
// how many files there are.
func readSitemap(t *testing.T, files Files, address string) (pages map[string]string, read int) {
	t.Helper()
	const library = "../.ci/node_modules/sitemap"
	if _, err := os.Stat(library); err != nil {
		missing(t, "no sitemap: npm ci --prefix .ci installs it")
	}
	pages = map[string]string{}
	next := []string{"sitemap.xml"}
	for ; read < len(next); read++ {
		f, ok := files.Get(next[read])
		if !ok {
			t.Fatalf("no %s", next[read])
		}
		text := contents(t, f)
		var root struct{ XMLName xml.Name }
		if err := xml.Unmarshal([]byte(text), &root); err != nil || root.XMLName.Space != "http://www.sitemaps.org/schemas/sitemap/0.9" {
			t.Fatalf("%s: %v, the root is %v", f.Path, err, root.XMLName)
		}
		stream := map[string]string{"urlset": "XMLToSitemapItemStream", "sitemapindex": "XMLToSitemapIndexStream"}[root.XMLName.Local]
		if stream == "" {
			t.Fatalf("%s is a %s", f.Path, root.XMLName.Local)
		}
		command := exec.Command(tool(t, "node"), "-e", `
const sitemap = require("`+library+`");
const items = [];
process.stdin.pipe(new sitemap.`+stream+`({level: "throw"}))
	.on("data", item => items.push({url: item.url, lastmod: item.lastmod || ""}))
	.on("end", () => console.log(JSON.stringify(items)));`)
		command.Stdin = strings.NewReader(text)
		var wrong bytes.Buffer
		command.Stderr = &wrong
		out, err := command.Output()
		var items []struct{ URL, Lastmod string }
		if err == nil {
			err = json.Unmarshal(out, &items)
		}
		if err != nil || wrong.Len() > 0 {
			t.Fatalf("%s: %v\n%s", f.Path, err, wrong.String())
		}
		for _, item := range items {
			if stream == "XMLToSitemapIndexStream" {
				next = append(next, strings.TrimPrefix(item.URL, address))
				continue
			}
			if _, twice := pages[item.URL]; twice {
				t.Errorf("%s stands twice", item.URL)
			}
			pages[item.URL] = item.Lastmod
		}
	}
	return pages, read
}

// The sitemap has each page that may be indexed, and no other address.
func TestSitemap(t *testing.T) {
	const address = "https://host.example/d%C3%B6cs/"
	actual, _ := real()
	for name, c := range map[string]*catalog.Catalog{"real": actual, "changing": changing(t)} {
		t.Run(name, func(t *testing.T) {
			files := builtOf(t, c, address)
			pages, _ := readSitemap(t, files, address)
			count := 0
			for _, f := range files {
				if path.Ext(f.Path) != ".html" || noindex(t, contents(t, f)) || retiredPage(c, f.Path) {
					continue
				}
				count++
				page := address + strings.TrimSuffix(f.Path, "index.html")
				if day, listed := pages[page]; !listed {
					t.Errorf("%s is not listed", page)
				} else if _, err := time.Parse(time.DateOnly, day); err != nil && day != "" {
					t.Errorf("%s: lastmod %q", page, day)
				}
			}
			if len(pages) != count || count < 10 {
				t.Errorf("%d addresses for %d pages", len(pages), count)
			}
		})
	}
}

// A page's day is that of the newest file that it shows.
func TestLastmod(t *testing.T) {
	c := changing(t)
	for _, code := range c.Codes {
		code.Updated = catalog.Date("2020-01-0" + code.Slug)
	}
	c.Guides[0].Updated = "2019-01-01"
	pages, _ := readSitemap(t, builtOf(t, c, ""), c.Site.Address)
	for page, want := range map[string]string{
		"codes/1/": "2020-01-01", "codes/3/": "2020-01-03", "modules/orders/": "2020-01-02", "modules/stock/": "2020-01-03", "http/404/": "2020-01-02",
		"": "2020-01-03", "http/422/": "2020-01-03", "codes/": "2020-01-03", "http/": "2020-01-03", "changes/": "2020-01-03", "guides/": "2019-01-01", "guides/start/": "2019-01-01",
	} {
		if got, listed := pages[c.Site.Address+"/"+page]; got != want || !listed {
			t.Errorf("/%s: %q (%v), want %q", page, got, listed, want)
		}
	}
	if _, listed := pages[c.Site.Address+"/codes/2/"]; listed {
		t.Error("a retired code's page is listed")
	}
}

// More pages than a file may list stand in several, under an index.
func TestSitemapIndex(t *testing.T) {
	c := changing(t)
	l, err := newLinks(Published, c.Site.Address)
	if err != nil {
		t.Fatal(err)
	}
	whole, _ := readSitemap(t, builtOf(t, c, ""), c.Site.Address+"/")
	for _, most := range []int{1, 5, len(whole) - 1, len(whole)} {
		t.Run(fmt.Sprint(most), func(t *testing.T) {
			b := list(c, l, false)
			b.files = slices.DeleteFunc(b.files, func(f File) bool { return f.Path == "sitemap.xml" })
			b.sitemaps(most)
			slices.SortFunc(b.files, func(x, y File) int { return strings.Compare(x.Path, y.Path) })
			got, read := readSitemap(t, b.files, c.Site.Address+"/")
			for page, day := range whole {
				if got[page] != day {
					t.Errorf("%s: %q, want %q", page, got[page], day)
				}
			}
			want := 1
			if most < len(whole) {
				want += (len(whole) + most - 1) / most
			}
			if len(got) != len(whole) || read != want {
				t.Errorf("%d pages in %d files, want %d in %d", len(got), read, len(whole), want)
			}
		})
	}
}

func noindex(t *testing.T, text string) bool {
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Data == "meta" && attribute(n, "name") == "robots" && strings.Contains(attribute(n, "content"), "noindex") {
			return true
		}
	}
	return false
}

func retiredPage(c *catalog.Catalog, name string) bool {
	code := c.Code(strings.TrimSuffix(strings.TrimPrefix(name, "codes/"), "/index.html"))
	return code != nil && code.Retired != nil
}

// robots.txt lets everyone in and names the sitemap, read by Python.
func TestRobots(t *testing.T) {
	f, _ := builtOf(t, changing(t), "https://host.example/docs").Get("robots.txt")
	command := exec.Command(tool(t, "python3"), "-c", `
import sys, urllib.robotparser
robots = urllib.robotparser.RobotFileParser()
robots.parse(sys.stdin.read().splitlines())
print(robots.can_fetch("x", "https://host.example/docs/codes/1/"), robots.site_maps())`)
	command.Stdin = strings.NewReader(contents(t, f))
	out, err := command.CombinedOutput()
	if err != nil || string(out) != "True ['https://host.example/docs/sitemap.xml']\n" {
		t.Errorf("%v %s", err, out)
	}
}

// What leads others to the site makes no sense on a disk.
func TestBundleHasNoFeed(t *testing.T) {
	_, files := acmeAs(t, Bundle)
	for _, name := range []string{"feed.atom", "sitemap.xml", "robots.txt"} {
		if _, ok := files.Get(name); ok {
			t.Errorf("there is a %s", name)
		}
	}
	if _, ok := files.Get("changes/index.html"); !ok {
		t.Error("the page of changes is missing")
	}
}
