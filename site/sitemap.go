package site

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"slices"
	"sync"

	"responsa/site/catalog"
)

// sitemap.xml, by the protocol of sitemaps.org, and the robots.txt that names
// it. The rules are:
//
//   - each page that may be indexed is listed, once: not the 404 page, not a
//     retired code's
//   - lastmod is the newest updated of what a page shows; a page that shows no
//     file with a date has none
//   - a file lists mostAddresses at most; where there are more, sitemap.xml is
//     the index of sitemap-1.xml and so on
//
// A robots.txt counts at the root of a host only: a site below a path has one
// that nobody reads. A disk has neither file.
const (
	sitemapName   = "sitemap.xml"
	robotsName    = "robots.txt"
	mostAddresses = 50_000
	sitemapSpace  = "http://www.sitemaps.org/schemas/sitemap/0.9"
)

type sitemapEntry struct {
	Address string       `xml:"loc"`
	Changed catalog.Date `xml:"lastmod,omitempty"`
}

// sitemapFile is a list of pages, or the index of such lists.
type sitemapFile struct {
	XMLName xml.Name
	Pages   []sitemapEntry `xml:"url"`
	Files   []sitemapEntry `xml:"sitemap"`
}

// sitemaps adds the files that list the pages so far, most in each.
func (b *builder) sitemaps(most int) {
	hidden := map[string]bool{notFoundPage: true, singleFile(b.Catalog): true}
	for _, code := range b.Codes {
		if code.Retired != nil {
			hidden[codePage(code)] = true
		}
	}
	var pages []string
	for _, f := range b.files {
		if page := pageAt(f.Path); path.Ext(f.Path) == ".html" && !hidden[page] {
			pages = append(pages, page)
		}
	}
	listed := sync.OnceValue(func() []datedPage { return b.datedPages(pages) })
	add := func(name, element string, file func() sitemapFile) {
		b.add(name, func(w io.Writer) error {
			f := file()
			f.XMLName = xml.Name{Space: sitemapSpace, Local: element}
			return writeXML(w, f)
		})
	}
	if len(pages) <= most {
		add(sitemapName, "urlset", func() sitemapFile { return sitemapFile{Pages: b.sitemapEntries(listed())} })
		return
	}
	name := func(i int) string { return fmt.Sprintf("sitemap-%d.xml", i+1) }
	for i := range (len(pages) + most - 1) / most {
		add(name(i), "urlset", func() sitemapFile {
			all := listed()
			return sitemapFile{Pages: b.sitemapEntries(all[i*most : min((i+1)*most, len(all))])}
		})
	}
	add(sitemapName, "sitemapindex", func() (index sitemapFile) {
		for chunk := range slices.Chunk(listed(), most) {
			newest := slices.MaxFunc(chunk, func(x, y datedPage) int { return cmp.Compare(x.changed, y.changed) })
			index.Files = append(index.Files, sitemapEntry{b.Canonical(name(len(index.Files))), newest.changed})
		}
		return index
	})
}

// datedPage is a page and when it was changed.
type datedPage struct {
	page    string
	changed catalog.Date
}

// datedPages is each page with its date, by address. The addresses themselves are
// made where they are written: they would take more memory than all else here.
func (b *builder) datedPages(pages []string) []datedPage {
	dated, changed := make([]datedPage, len(pages)), b.lastChanges()
	for i, page := range pages {
		dated[i] = datedPage{page, changed[page]}
	}
	slices.SortFunc(dated, func(x, y datedPage) int { return cmp.Compare(escapePath(x.page), escapePath(y.page)) })
	return dated
}

func (b *builder) sitemapEntries(pages []datedPage) []sitemapEntry {
	entries := make([]sitemapEntry, len(pages))
	for i, p := range pages {
		entries[i] = sitemapEntry{b.Canonical(p.page), p.changed}
	}
	return entries
}

// lastChanges is the newest date of what each page shows. A retired code still
// counts where it was listed: that it went is a change.
func (b *builder) lastChanges() map[string]catalog.Date {
	changed := map[string]catalog.Date{}
	show := func(updated catalog.Date, pages ...string) {
		for _, page := range pages {
			changed[page] = max(changed[page], updated)
		}
	}
	for _, code := range b.Codes {
		show(code.Updated, codePage(code), "", codesPage, matrixPage, changesPage)
		if code.Retired != nil {
			show(code.Updated, statusPage(code.HTTP), modulePage(code.Module))
		}
	}
	for _, l := range b.listings.each() {
		for n := range l.pages() {
			for _, code := range l.on(n + 1) {
				show(code.Updated, l.at(n+1))
			}
		}
	}
	for _, guide := range b.Guides {
		show(guide.Updated, guidePage(guide.ID), "", guidesPage, changesPage)
	}
	return changed
}

func (b *builder) robots(w io.Writer) error {
	_, err := fmt.Fprintf(w, "User-agent: *\nAllow: /\n\nSitemap: %s\n", b.Canonical(sitemapName))
	return err
}
