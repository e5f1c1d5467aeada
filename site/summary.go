package site

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"responsa/components"
	"responsa/site/catalog"
)

// What stands in for a list of more codes than a page shows. The rules are:
//
//   - it counts, and each count links to a page of such codes
//   - it stays small: mostStretches modules, or cells of mostCells elements, else it
//     has the pages of all codes in order, or a row for each status
//   - its pages work as they are: there is nothing to filter, so no script does
const (
	mostStretches = 120
	mostCells     = 1200
)

// modular reports whether modules divide the codes into few enough parts.
func (b *builder) modular() bool {
	return len(b.Modules) > 1 && len(b.Modules) <= mostStretches
}

func (b *builder) summary(page string) *components.SummaryView {
	all := b.listings.all
	v := &components.SummaryView{Count: count(len(all.codes), "code")}
	for n := range all.pages() {
		v.Pages = append(v.Pages, b.stretch(page, all, n+1))
	}
	if b.modular() {
		for _, m := range b.Modules {
			l := b.listings.byModule[m.ID]
			if len(l.codes) == 0 {
				continue
			}
			v.Modules = append(v.Modules, components.Stretch{Href: b.Href(page, l.page), Title: m.Title, About: m.About, Codes: ends(l.codes), Count: figure(len(l.codes))})
			for n := range l.pages() {
				v.Picture = append(v.Picture, b.stretch(page, l, n+1))
			}
		}
	}
	if len(v.Picture) == 0 || len(v.Picture) > mostStretches {
		v.Picture = slices.Clone(v.Pages)
	}
	for i := range v.Picture {
		if len(v.Picture) > mostStretches {
			v.Picture[i].Shares = nil
		}
		v.Legend = v.Legend || len(v.Picture[i].Shares) > 0
	}
	return v
}

// stretch is a page of a list.
func (b *builder) stretch(page string, l listing, n int) components.Stretch {
	codes := l.on(n)
	return components.Stretch{
		Href: b.Href(page, l.at(n)), Title: b.modulesOf(codes), Codes: ends(codes), Count: count(len(codes), "code"), Shares: shares(codes),
	}
}

// modulesOf names the first and the last module of some codes, "" where there
// is no other.
func (b *builder) modulesOf(codes []*catalog.Code) string {
	if len(b.Modules) < 2 {
		return ""
	}
	first, last := b.moduleTitle(codes[0]), b.moduleTitle(codes[len(codes)-1])
	if first == last {
		return first
	}
	return strings.Trim(first+" – "+last, " –")
}

// shares are the codes by HTTP class; those without a status come last. There
// are none where no code has a status.
func shares(codes []*catalog.Code) []components.Share {
	of := map[int]int{}
	for _, code := range codes {
		of[code.Class()]++
	}
	if of[0] == len(codes) {
		return nil
	}
	var all []components.Share
	before := 0
	for _, class := range []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 0} {
		if n := of[class]; n > 0 {
			from, to := 100*before/len(codes), 100*(before+n)/len(codes)
			all = append(all, components.Share{Class: class, From: fmt.Sprintf("%d%%", from), Width: fmt.Sprintf("%d%%", to-from)})
			before += n
		}
	}
	return all
}

// codesInOrder is a page of all codes.
func (b *builder) codesInOrder(page string, n int) component {
	l := b.listings.all
	title := fmt.Sprintf("All codes, page %d", n)
	v := components.ListView{
		Heading: title, Columns: columns(l.codes), Bands: b.bandsOn(page, l, n), Pager: b.pager(page, l, n),
	}
	p := b.frame(page, title, short(fmt.Sprintf("Response codes of %s, page %d of %d: %s.", b.Site.Vendor, n, l.pages(), ends(l.on(n)))),
		components.Link{Href: b.Href(page, ""), Text: "Home"}, components.Link{Href: b.Href(page, codesPage), Text: "Codes"}, components.Link{Text: fmt.Sprintf("Page %d", n)})
	p.Current = "Codes"
	p.Edit = b.edit("codes/")
	return components.List(p, v)
}

// bandsOn are the codes of a page of a list, by module where there are many.
func (b *builder) bandsOn(page string, l listing, n int) []components.Band {
	codes := l.on(n)
	switch {
	case len(codes) == 0:
		return nil
	case !b.listings.large() || len(b.Modules) == 0:
		return []components.Band{{Tiles: b.tiles(page, codes)}}
	}
	var bands []components.Band
	for i, run := range runs(codes) {
		band := components.Band{Tiles: b.tiles(page, run)}
		if m := b.Module(run[0].Module); m != nil {
			band.ID, band.Module, band.Href, band.About = moduleFragment+m.ID, m.Title, b.Href(page, modulePage(m.ID)), m.About
		}
		if i == 0 && n > 1 && l.codes[(n-1)*mostOnPage-1].Module == run[0].Module {
			band.About = "continued"
		}
		bands = append(bands, band)
	}
	return bands
}

// moduleFragment begins the ids of the modules on a page of a list.
const moduleFragment = "module-"

// pager says where a page stands in its list: the first and the last, and those
// about it.
func (b *builder) pager(page string, l listing, n int) *components.PagerView {
	last := l.pages()
	if last == 1 {
		return nil
	}
	v := &components.PagerView{Where: fmt.Sprintf("Page %d of %d", n, last)}
	link := func(n int) *components.Link {
		if n < 1 || n > last {
			return nil
		}
		return &components.Link{Href: b.Href(page, l.at(n)), Text: ends(l.on(n))}
	}
	v.Previous, v.Next = link(n-1), link(n+1)
	const about = 3
	for i := 1; i <= last; i++ {
		switch {
		case i == n:
			v.Pages = append(v.Pages, components.PagerPage{Number: strconv.Itoa(i), Codes: ends(l.on(i))})
		case i == 1 || i == last || i >= n-about && i <= n+about:
			v.Pages = append(v.Pages, components.PagerPage{Href: link(i).Href, Number: strconv.Itoa(i), Codes: ends(l.on(i))})
		case i == n-about-1 || i == n+about+1:
			v.Pages = append(v.Pages, components.PagerPage{})
		}
	}
	return v
}

// counts is the matrix as counts.
func (b *builder) counts(page string) components.CountsView {
	v := components.CountsView{Total: figure(len(b.listings.all.codes)), Legend: b.legend()}
	statuses := b.Statuses
	if len(b.listings.byStatus[0].codes) > 0 {
		statuses = append(slices.Clone(statuses), catalog.Status{})
	}
	wide := b.modular() && len(b.Modules)*(2*len(statuses)+4) <= mostCells
	most := 1
	for _, s := range statuses {
		most = max(most, len(b.listings.byStatus[s.Status].codes))
	}
	for _, s := range statuses {
		l := b.listings.byStatus[s.Status]
		column := components.CountsColumn{Status: "none", Class: s.Class(), Count: figure(len(l.codes)), Reason: s.Reason}
		if s.Status != 0 {
			column.Status, column.Href = strconv.Itoa(s.Status), b.Href(page, statusPage(s.Status))
		}
		if wide {
			v.Columns = append(v.Columns, column)
			continue
		}
		row := components.CountsRow{Href: column.Href, Text: column.Status, About: s.Reason, Class: s.Class(), Count: column.Count, Bar: percent(len(l.codes), most)}
		if s.Status != 0 && l.pages() > 1 {
			v.Pages = true
			for n := range l.pages() {
				row.Cells = append(row.Cells, components.CountsCell{Href: b.Href(page, l.at(n+1)), Text: ends(l.on(n + 1)), Class: s.Class()})
			}
		}
		v.Rows = append(v.Rows, row)
	}
	if wide {
		v.Rows = b.countsByModule(page, statuses)
	}
	return v
}

// countsByModule are the rows of modules. A status's list is in the order of
// modules, so a cell leads to the place where its codes begin.
func (b *builder) countsByModule(page string, statuses []catalog.Status) []components.CountsRow {
	type cell struct {
		module string
		status int
	}
	codes, first := map[cell]int{}, map[cell]int{}
	for status, l := range b.listings.byStatus {
		for i, code := range l.codes {
			at := cell{code.Module, status}
			if codes[at]++; codes[at] == 1 {
				first[at] = i
			}
		}
	}
	var rows []components.CountsRow
	for _, m := range b.Modules {
		row := components.CountsRow{Href: b.Href(page, modulePage(m.ID)), Text: m.Title, Count: figure(len(b.listings.byModule[m.ID].codes))}
		for _, s := range statuses {
			at := cell{m.ID, s.Status}
			c := components.CountsCell{Class: s.Class(), Status: strconv.Itoa(s.Status)}
			if codes[at] > 0 {
				c.Text = figure(codes[at])
			}
			if s.Status == 0 {
				c.Status = "none"
			} else if codes[at] > 0 {
				c.Label = fmt.Sprintf("%s in %s under %d", count(codes[at], "code"), m.Title, s.Status)
				c.Href = b.Href(page, b.listings.byStatus[s.Status].at(first[at]/mostOnPage+1)+"#"+moduleFragment+m.ID)
			}
			row.Cells = append(row.Cells, c)
		}
		rows = append(rows, row)
	}
	return rows
}
