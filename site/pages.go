package site

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"responsa/components"
	"responsa/site/catalog"
)

// component is a page, ready to be written.
type component interface {
	Render(ctx context.Context, w io.Writer) error
}

// failed is the page of a func that couldn't make one.
type failed struct{ err error }

func (f failed) Render(context.Context, io.Writer) error { return f.err }

func render(w io.Writer, c component) error { return c.Render(context.Background(), w) }

func (b *builder) tile(page string, code *catalog.Code) components.Tile {
	t := components.Tile{
		Href: b.Href(page, codePage(code)), Code: code.Code.Text, Slug: code.Slug, Title: code.Title, Long: isLong(code),
		Class: code.Class(), Retry: code.Retry, Actor: code.Actor, Message: code.Message,
		Values: components.Values{Class: code.ClassName(), Status: code.StatusName(), Module: code.Module, Outcome: string(code.Outcome)},
	}
	if code.HTTP != 0 {
		t.Status = strconv.Itoa(code.HTTP)
	}
	return t
}

func (b *builder) tiles(page string, codes []*catalog.Code) []components.Tile {
	var tiles []components.Tile
	for _, code := range codes {
		tiles = append(tiles, b.tile(page, code))
	}
	return tiles
}

// bands are the codes by module, modules without codes left out.
func (b *builder) bands(page string) []components.Band {
	if codes := b.listings.all.codes; len(b.Modules) == 0 && len(codes) > 0 {
		return []components.Band{{Tiles: b.tiles(page, codes)}}
	}
	var bands []components.Band
	for _, m := range b.Modules {
		if codes := b.listings.byModule[m.ID].codes; len(codes) > 0 {
			bands = append(bands, components.Band{
				Module: m.Title, Href: b.Href(page, modulePage(m.ID)), About: m.About, Tiles: b.tiles(page, codes),
			})
		}
	}
	return bands
}

func (b *builder) home(page string) component {
	v := components.HomeView{Legend: b.legend(), Vendor: b.Site.Vendor}
	if b.hasMatrix() {
		v.Matrix = b.Href(page, matrixPage)
	}
	if b.listings.large() {
		v.Summary = b.summary(page)
	} else {
		v.Bands, v.Filters = b.bands(page), b.filters("class", "retry")
	}
	v.Steps = b.steps(page)
	if code := b.example(); code != nil {
		v.Example = wire(b.Catalog, code)
	}
	for _, g := range b.Guides {
		v.Guides = append(v.Guides, b.guideLink(page, g))
	}
	if len(b.Guides) > 0 {
		v.Format = v.Guides[0].Href
	}
	v.Quiet = slices.ContainsFunc(b.listings.all.codes, func(code *catalog.Code) bool {
		return code.Class() == 2 && code.Outcome != catalog.Success && code.Documented()
	})
	p := b.frame(page, b.Site.Title, b.Site.About)
	p.Title = b.Site.Title
	p.SearchInMain = true
	if v.Summary == nil {
		p.Scripts, p.Waits = append(p.Scripts, b.script(page, b.assets.explorer)), true
	}
	p.Edit = b.edit("site.yaml")
	return components.Home(p, v)
}

// steps are the statuses that codes have, each with its codes, or with how many
// they are.
func (b *builder) steps(page string) []components.Step {
	var steps []components.Step
	most := 1
	for _, l := range b.listings.byStatus {
		most = max(most, len(l.codes))
	}
	for _, s := range b.Statuses {
		codes := b.listings.byStatus[s.Status].codes
		if len(codes) == 0 {
			continue
		}
		step := components.Step{Href: b.Href(page, statusPage(s.Status)), Status: strconv.Itoa(s.Status), Reason: s.Reason, Class: s.Class()}
		if b.listings.large() {
			step.Count, step.Bar = figure(len(codes)), percent(len(codes), most)
		} else {
			step.Tiles = b.tiles(page, codes)
		}
		steps = append(steps, step)
	}
	return steps
}

// example is the code whose response the home page shows: the first failure
// that the developer can mend.
func (b *builder) example() *catalog.Code {
	var first *catalog.Code
	for _, code := range b.listings.all.codes {
		if code.Outcome == catalog.Failure && code.Retry == catalog.AfterChange && len(code.Params) == 0 && code.Class() == 4 {
			return code
		}
		if first == nil {
			first = code
		}
	}
	return first
}

// sayable is the code that the search box suggests: the last with one variable
// part, or else the first.
func sayable(codes []*catalog.Code) *catalog.Code {
	var first *catalog.Code
	for _, code := range slices.Backward(codes) {
		if first = code; len(code.Params) == 1 {
			break
		}
	}
	return first
}

func (b *builder) allCodes(page string) component {
	p := b.frame(page, "All codes", fmt.Sprintf("All %s of %s in one table: HTTP status, message, who must act, and whether repeating helps.", count(len(b.listings.all.codes), "response code"), b.Site.Vendor),
		components.Link{Href: b.Href(page, ""), Text: "Home"}, components.Link{Text: "Codes"})
	p.Current = "Codes"
	p.Edit = b.edit("codes/")
	if b.listings.large() {
		p.Description = fmt.Sprintf("All %s of %s, %d on a page.", count(len(b.listings.all.codes), "response code"), b.Site.Vendor, mostOnPage)
		return components.CodesSummary(p, *b.summary(page))
	}
	return components.Codes(p, components.CodesView{Count: len(b.listings.all.codes), Columns: columns(b.listings.all.codes), Bands: b.bands(page)})
}

// columns are those that a table of these codes needs.
func columns(codes []*catalog.Code) components.Columns {
	return components.Columns{
		Statuses: slices.ContainsFunc(codes, func(code *catalog.Code) bool { return code.HTTP != 0 }),
		Long:     slices.ContainsFunc(codes, isLong),
		Advice:   slices.ContainsFunc(codes, func(code *catalog.Code) bool { return code.Actor != "" || code.Retry != "" }),
	}
}

// isLong reports whether a code needs more room than most numbers do.
func isLong(code *catalog.Code) bool {
	n := utf8.RuneCountInString(code.Code.Text)
	return n > 6 || n > 4 && code.HTTP != 0
}

// hasMatrix reports whether there is a page of the codes by HTTP status: a
// catalog without statuses has nothing to show there.
func (b *builder) hasMatrix() bool { return len(b.Statuses) > 0 }

// legend explains what the tiles show.
func (b *builder) legend() components.LegendView {
	return components.LegendView{
		Classes: len(b.Statuses) > 0 && len(b.listings.all.codes) > 0,
		Retries: slices.ContainsFunc(b.listings.all.codes, func(code *catalog.Code) bool { return code.Retry != "" }),
	}
}

// meanings is the page of a code that has several.
func (b *builder) meanings(page string, l listing, n int) component {
	codes := l.codes
	text := codes[0].Code.Text
	v := components.ListView{
		Kicker: text, Heading: fmt.Sprintf("%d meanings", len(codes)),
		About:   "This code means something else in each module. Which one answered tells them apart.",
		Columns: columns(codes), Bands: []components.Band{{Tiles: b.tiles(page, l.on(n))}}, Pager: b.pager(page, l, n),
	}
	modules := map[string]bool{}
	for _, code := range codes {
		modules[code.Module] = true
	}
	if len(modules) < len(codes) {
		v.About = "This code comes with several messages. The message tells them apart."
	}
	p := b.frame(page, numbered(text, n), short(numbered(fmt.Sprintf("The %d meanings of code %s of %s", len(codes), text, b.Site.Vendor), n)+"."),
		components.Link{Href: b.Href(page, ""), Text: "Home"}, components.Link{Href: b.Href(page, codesPage), Text: "Codes"}, components.Link{Text: text})
	p.Edit = ""
	return components.List(p, v)
}

func (b *builder) status(page string, s catalog.Status, n int) component {
	number, l := strconv.Itoa(s.Status), b.listings.byStatus[s.Status]
	v := components.ListView{
		Kicker: number, Heading: s.Reason, Class: s.Class(), About: s.About,
		Columns: columns(l.codes), Bands: b.bandsOn(page, l, n), Pager: b.pager(page, l, n), SiblingsName: "Other HTTP statuses",
		Empty: "No documented code comes under this status.",
	}
	for _, other := range b.Statuses {
		if other.Status != s.Status {
			v.Siblings = append(v.Siblings, components.Link{Href: b.Href(page, statusPage(other.Status)), Text: strings.TrimSpace(strconv.Itoa(other.Status) + " " + other.Reason)})
		}
	}
	if s.Reason == "" && s.About == "" {
		v.About = "What this status means here is not documented."
	}
	name := strings.TrimSpace("HTTP " + number + " " + s.Reason)
	p := b.frame(page, numbered(name, n), short(stopped(numbered(name+" from "+b.Site.Vendor, n), s.About)),
		components.Link{Href: b.Href(page, ""), Text: "Home"}, components.Link{Href: b.Href(page, matrixPage), Text: "HTTP matrix"}, components.Link{Text: number})
	p.Edit = b.edit("statuses.yaml")
	return components.List(p, v)
}

func (b *builder) module(page string, m catalog.Module, n int) component {
	l := b.listings.byModule[m.ID]
	v := components.ListView{
		Heading: m.Title, Columns: columns(l.codes), Pager: b.pager(page, l, n),
		SiblingsName: "Other modules", Empty: "This module has no codes.",
	}
	if len(l.codes) > 0 {
		v.Bands = []components.Band{{Tiles: b.tiles(page, l.on(n))}}
	}
	if m.About != "" {
		v.About = m.About + "."
	}
	for i, other := range b.Modules {
		beside := i > 0 && b.Modules[i-1].ID == m.ID || i+1 < len(b.Modules) && b.Modules[i+1].ID == m.ID
		if other.ID != m.ID && (beside || len(b.Modules) <= mostStretches) {
			v.Siblings = append(v.Siblings, components.Link{Href: b.Href(page, modulePage(other.ID)), Text: other.Title})
		}
	}
	p := b.frame(page, numbered(m.Title, n), stopped(numbered(fmt.Sprintf("The %s of %s in the module %s", count(len(l.codes), "response code"), b.Site.Vendor, m.Title), n), strings.ToLower(m.About)+"."),
		components.Link{Href: b.Href(page, ""), Text: "Home"}, components.Link{Href: b.Href(page, codesPage), Text: "Codes"}, components.Link{Text: m.Title})
	p.Edit = b.edit("modules.yaml")
	return components.List(p, v)
}

func (b *builder) guideLink(page string, g *catalog.Guide) components.GuideLink {
	return components.GuideLink{Href: b.Href(page, guidePage(g.ID)), Title: g.Title, About: g.About}
}

func (b *builder) guides(page string) component {
	var guides []components.GuideLink
	var titles []string
	for _, g := range b.Guides {
		guides = append(guides, b.guideLink(page, g))
		titles = append(titles, g.Title)
	}
	p := b.frame(page, "Guides", short("Guides to the responses of "+b.Site.Vendor+": "+strings.Join(titles, "; ")+"."),
		components.Link{Href: b.Href(page, ""), Text: "Home"}, components.Link{Text: "Guides"})
	p.Current = "Guides"
	p.Edit = b.edit("guides/")
	return components.Guides(p, guides)
}

func (b *builder) guide(page string, i int) component {
	g := b.Guides[i]
	d, body, err := b.prose(page, g.Page)
	if err != nil {
		return failed{err}
	}
	v := components.GuideView{Title: g.Title, Body: body, Sources: sources(g.Sources), Updated: string(g.Updated)}
	for _, h := range d.headings {
		if h.level == 2 {
			v.Contents = append(v.Contents, components.Link{Href: "#" + h.id, Text: h.text})
		}
	}
	if i+1 < len(b.Guides) {
		next := b.guideLink(page, b.Guides[i+1])
		v.Next = &next
	}
	p := b.frame(page, g.Title, g.About,
		components.Link{Href: b.Href(page, ""), Text: "Home"}, components.Link{Href: b.Href(page, guidesPage), Text: "Guides"}, components.Link{Text: g.Title})
	p.Edit = b.edit(g.Page.File)
	return components.Guide(p, v)
}

// notFound is the page of every address that has none. It lists all that an
// address may have meant, and its script picks the nearest; where codes are too
// many to list, it looks in the search data.
func (b *builder) notFound(page string) component {
	p := b.frame(page, "No such page", "There is no page at this address. Look the response code up here.")
	p.NoIndex, p.Canonical, p.Preview = true, "", components.Preview{}
	p.SearchInMain = true
	p.Scripts, p.Waits = append(p.Scripts, b.script(page, b.assets.missing)), true
	p.Edit = ""
	var v components.NotFoundView
	if len(b.Codes) > mostOnPage {
		v.Records = p.Records
	} else {
		v.Codes = b.tiles(page, b.Codes)
	}
	if b.style == Published {
		v.Redirects = b.Href(page, redirectsName)
	}
	for _, m := range b.Mentions {
		t := components.Tile{Href: b.Href(page, guideAddress(b.Catalog, m)), Code: m.Code, Title: m.Title, Class: m.Status / 100}
		if m.Code == "" {
			t.Code = "HTTP " + strconv.Itoa(m.Status)
		}
		v.Mentions = append(v.Mentions, t)
	}
	for _, s := range b.Statuses {
		v.Statuses = append(v.Statuses, components.Tile{Href: b.Href(page, statusPage(s.Status)), Code: "HTTP " + strconv.Itoa(s.Status), Title: s.Reason, Class: s.Class()})
	}
	return components.NotFound(p, v)
}

// prose renders Markdown with its links turned into addresses, and the site's
// own into the one at which it stands.
func (b *builder) prose(page string, p catalog.Prose) (*document, string, error) {
	d := b.markdown.parse(b.here(p.Text, b.Site.Address))
	if b.style == Single {
		d.lower(2)
	}
	for _, link := range d.links {
		if to, internal, problem, _ := resolve(b.Catalog, b.pages, p.File, link.destination); problem == "" && internal && link.set != nil {
			link.set(b.Href(page, to))
		}
	}
	body, err := b.markdown.render(d)
	return d, body, err
}

// stopped is a beginning with what may follow it, as a sentence.
func stopped(beginning, rest string) string {
	if strings.Trim(rest, ".") == "" {
		return beginning + "."
	}
	return beginning + ": " + rest
}

// short cuts a description where search engines do.
func short(s string) string { return cut(s, 160) }

// cut cuts a text at a word, to so many characters at most.
func cut(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	cut := string([]rune(s)[:most-2])
	if i := strings.LastIndexByte(cut, ' '); i > 0 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, ",;:. ") + " …"
}
