package site

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"responsa/components"
	"responsa/site/catalog"
)

func (b *builder) matrixView(page string) components.MatrixView {
	m := b.Matrix()
	v := components.MatrixView{
		Published: b.Canonical(matrixPage),
		Bars:      b.filters("status", "module").Facets, Filters: b.filters("class", "actor", "retry", "outcome"),
		Totals: m.Totals, Total: m.Total, Legend: b.legend(),
	}
	for _, module := range m.Modules {
		column := components.MatrixColumn{Link: components.Link{Text: module.Title}}
		if module.ID != "" {
			column.Href = b.Href(page, modulePage(module.ID))
		}
		v.Modules = append(v.Modules, column)
	}
	for _, r := range m.Rows {
		row := components.MatrixRow{Status: "none", Count: r.Count, Class: r.Status.Class()}
		if r.Status.Status != 0 {
			row.Href, row.Status, row.Reason = b.Href(page, statusPage(r.Status.Status)), strconv.Itoa(r.Status.Status), r.Status.Reason
		}
		if r.Count == 0 {
			row.About, row.Span = "Listed by the vendor; no documented code uses it.", strconv.Itoa(len(r.Cells))
		}
		for i, codes := range r.Cells {
			v.Modules[i].Room = max(v.Modules[i].Room, len(codes))
			row.Cells = append(row.Cells, components.MatrixCell{Module: m.Modules[i].Title, Tiles: b.tiles(page, codes)})
		}
		v.Rows = append(v.Rows, row)
	}
	return v
}

func (b *builder) matrix(page string) component {
	p := b.frame(page, "Codes by HTTP status", "Which response code of "+b.Site.Vendor+" comes under which HTTP status, module by module, in one matrix.",
		components.Link{Href: b.Href(page, ""), Text: "Home"}, components.Link{Text: "HTTP matrix"})
	p.Current = "HTTP matrix"
	p.Edit = b.edit("statuses.yaml")
	if b.listings.large() {
		return components.Counts(p, b.counts(page))
	}
	p.Scripts, p.Waits = append(p.Scripts, b.script(page, b.assets.explorer)), true
	return components.Matrix(p, b.matrixView(page))
}

// script is one that a kind of page has beside the main one. It runs before the
// page is shown: an address may carry filters, and nothing must move under the
// reader's eyes.
func (b *builder) script(page string, script components.Asset) components.Asset {
	script.Href = b.Href(page, script.Href)
	return script
}

// filters are the facets of these names, for a page. Its script learns all of
// them: an address may carry one that the page has no buttons for.
func (b *builder) filters(names ...string) components.Filters {
	total := len(b.listings.all.codes)
	f := components.Filters{Total: count(total, "code")}
	type known struct {
		Name   string      `json:"name"`
		Label  string      `json:"label"`
		Values [][2]string `json:"values"` // each with its label
	}
	all := []known{}
	for _, facet := range b.Facets() {
		k := known{Name: facet.Name, Label: facet.Label}
		for _, v := range facet.Values {
			k.Values = append(k.Values, [2]string{v.Value, v.Label})
		}
		all = append(all, k)
		if slices.Contains(names, facet.Name) && total > 0 {
			f.Facets = append(f.Facets, facetView(facet))
		}
	}
	text, err := json.Marshal(all)
	if err != nil {
		panic(err) // strings always marshal
	}
	f.Known = string(text)
	return f
}

func facetView(facet catalog.Facet) components.Facet {
	view := components.Facet{Name: facet.Name, Label: facet.Label}
	most := 1
	for _, v := range facet.Values {
		most = max(most, v.Count)
	}
	for _, v := range facet.Values {
		option := components.Option{
			Value: v.Value, Label: v.Label, About: v.About, Class: v.Class, Empty: v.Count == 0,
			Count: strconv.Itoa(v.Count), Bar: percent(v.Count, most),
		}
		if facet.Name == "retry" && v.Value != string(catalog.NotNeeded) {
			option.Edge = v.Value
		}
		view.Options = append(view.Options, option)
	}
	return view
}

// percent is a share of most, rounded.
func percent(n, most int) string { return fmt.Sprintf("%d%%", (200*n+most)/(2*most)) }
