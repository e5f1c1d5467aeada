package site

import (
	"strings"

	"responsa/components"
)

// frame is what a page has around its content.
func (b *builder) frame(page, title, description string, crumbs ...components.Link) components.Page {
	var p components.Page
	if b.style == Published && b.sameFrame != nil {
		p = b.sameFrame()
	} else {
		p = b.anyFrame(page)
	}
	p.Title, p.Description, p.Crumbs = title+" · "+b.Site.Name, description, crumbs
	b.head(&p, page, title)
	return p
}

// anyFrame is what all pages have in common, with links from this one. A
// published site's links are the same from every page.
func (b *builder) anyFrame(page string) components.Page {
	asset := func(a components.Asset) components.Asset {
		a.Href = b.Href(page, a.Href)
		return a
	}
	p := components.Page{
		Language: b.Site.Language,
		Site:     b.Site.Name,
		Home:     b.Href(page, ""),
		Styles:   []components.Asset{asset(b.assets.styles[mainStyle]), asset(b.assets.styles[explorerStyle])},
		Scripts:  []components.Asset{asset(b.assets.script)},
		NoScript: asset(b.assets.styles[noscriptStyle]),
		Icon:     asset(b.assets.icon),
		Records:  b.Href(page, dataFile(searchName, b.style)),
		Cards:    b.Href(page, dataFile(cardsName, b.style)),
		AllCodes: components.Link{Href: b.Href(page, codesPage), Text: "All codes in one table"},
		Edit:     b.edit(""),
		Report:   b.Site.Report,
		Vendor:   b.Site.Vendor,
		Foot:     components.Foot(b.foot(page)),
		Offline:  b.style == Bundle,
	}
	if b.listings.large() {
		p.AllCodes.Text = "All codes, page by page"
	}
	if p.Offline {
		p.Policy = metaPolicy()
	}
	if code := b.sayable; code != nil {
		p.Example, p.ExampleIn = code.Code.Text, strings.ToLower(code.Title)
		p.Navigation = append(p.Navigation, components.Link{Href: b.Href(page, codesPage), Text: "Codes"})
	}
	if b.hasMatrix() {
		p.Navigation = append(p.Navigation, components.Link{Href: b.Href(page, matrixPage), Text: "HTTP matrix"})
	}
	if len(b.Guides) > 0 {
		p.Navigation = append(p.Navigation, components.Link{Href: b.Href(page, guidesPage), Text: "Guides"})
	}
	p.Search = components.Search(p, "Search", p.Example+", a word, a message")
	return p
}

// edit is where a file of the catalog can be changed, "" where nobody says.
func (b *builder) edit(file string) string {
	return strings.ReplaceAll(b.Site.Edit, "{file}", file)
}
