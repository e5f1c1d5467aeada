package site

import (
	"strings"
	"unicode/utf8"

	"responsa/components"
)

// What a page's head says to programs: its address, its other forms, what a
// chat shows of it, where it stands in the site. A bundle has no address, so
// its pages name nothing but files beside them.

// head fills a page's head. Code pages and the 404 page change some of it.
func (b *builder) head(p *components.Page, page, title string) {
	switch page {
	case codesPage, matrixPage:
		p.Alternates = b.alternates(page, catalogFile)
	case "", changesPage:
		p.Alternates = b.alternates(page, feedName)
	}
	if b.style == Bundle {
		return
	}
	p.Canonical = b.Canonical(page)
	p.Manifest = b.Href(page, manifestFile)
	p.Preview = components.Preview{Title: title, Description: p.Description, Image: b.Canonical(cardFile)}
	if page == "" {
		p.OpenSearch = b.Href(page, openSearchFile)
	}
	if len(p.Crumbs) > 0 {
		p.Trail = b.trail(p.Crumbs)
	}
}

// alternates are a page's content in other forms, those that there are.
func (b *builder) alternates(page string, files ...string) []components.Alternate {
	var links []components.Alternate
	for _, f := range files {
		if b.pages.has(f) {
			links = append(links, components.Alternate{Type: mediaType(f), Href: b.Href(page, f)})
		}
	}
	return links
}

// foot are the pages that the foot of every page leads to, those that there
// are.
func (b *builder) foot(page string) []components.Link {
	var links []components.Link
	for _, link := range []components.Link{{Href: changesPage, Text: "What changed"}, {Href: dataPage, Text: "Data"}, {Href: offlinePage, Text: "Offline"}} {
		if b.pages.has(link.Href) {
			links = append(links, components.Link{Href: b.Href(page, link.Href), Text: link.Text})
		}
	}
	return links
}

// trail is a page's breadcrumbs, as schema.org's BreadcrumbList.
type trail struct {
	Context string      `json:"@context"`
	Type    string      `json:"@type"`
	Items   []trailItem `json:"itemListElement"`
}

type trailItem struct {
	Type     string `json:"@type"`
	Position int    `json:"position"`
	Name     string `json:"name"`
	Address  string `json:"item,omitempty"` // the page itself needs none
}

func (b *builder) trail(crumbs []components.Link) trail {
	t := trail{Context: "https://schema.org", Type: "BreadcrumbList"}
	for i, crumb := range crumbs {
		item := trailItem{Type: "ListItem", Position: i + 1, Name: crumb.Text}
		if crumb.Href != "" {
			item.Address = b.absolute(crumb.Href)
		}
		t.Items = append(t.Items, item)
	}
	return t
}

// longestPreview is how much of a description every chat shows, in characters.
const longestPreview = 200

// whatToDo is the section of that name as plain text: as many of its steps as
// a chat shows whole, or else a part of the first.
func whatToDo(prose *document) string {
	text := ""
	for _, step := range prose.section("What to do") {
		longer := strings.TrimSpace(text + " " + step)
		if text != "" && utf8.RuneCountInString(longer) > longestPreview {
			break
		}
		text = longer
	}
	return cut(text, longestPreview)
}
