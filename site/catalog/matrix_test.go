package catalog_test

import (
	"fmt"
	"slices"
	"testing"

	"responsa/site/catalog"
)

func TestMatrix(t *testing.T) {
	a, b := catalog.Module{ID: "a"}, catalog.Module{ID: "b"}
	ok, gone, refused := catalog.Status{Status: 200}, catalog.Status{Status: 410}, catalog.Status{Status: 422}
	code := func(slug, module string, status int) *catalog.Code {
		return &catalog.Code{Slug: slug, Module: module, HTTP: status}
	}
	retired := code("old", "a", 200)
	retired.Retired = &catalog.Retired{}
	for _, test := range []struct {
		name    string
		catalog catalog.Catalog
		want    []string // a row each: status, then the slugs of each cell
		totals  []int
	}{
		{"nothing", catalog.Catalog{}, nil, []int{0}},
		{"no codes", catalog.Catalog{Modules: []catalog.Module{a, b}, Statuses: []catalog.Status{ok}}, []string{"200 [] []"}, []int{0, 0}},
		{"empty rows and cells", catalog.Catalog{
			Modules: []catalog.Module{a, b}, Statuses: []catalog.Status{ok, gone, refused},
			Codes: []*catalog.Code{code("0", "a", 200), retired, code("2", "a", 422), code("1", "b", 422), code("3", "b", 422)},
		}, []string{"200 [0] []", "410 [] []", "422 [2] [1 3]"}, []int{2, 2}},
		{"codes without a status", catalog.Catalog{
			Modules: []catalog.Module{a, b}, Statuses: []catalog.Status{ok},
			Codes: []*catalog.Code{code("0", "a", 0), code("1", "b", 200)},
		}, []string{"200 [] [1]", "0 [0] []"}, []int{1, 1}},
		{"no statuses", catalog.Catalog{Modules: []catalog.Module{a}, Codes: []*catalog.Code{code("0", "a", 0)}}, []string{"0 [0]"}, []int{1}},
		{"no modules", catalog.Catalog{
			Statuses: []catalog.Status{ok, refused}, Codes: []*catalog.Code{code("0", "", 200), code("1", "", 422), code("2", "", 422)},
		}, []string{"200 [0]", "422 [1 2]"}, []int{3}},
	} {
		t.Run(test.name, func(t *testing.T) {
			statuses := len(test.catalog.Statuses)
			m := test.catalog.Matrix()
			var rows []string
			total, totals := 0, make([]int, len(m.Modules))
			for _, row := range m.Rows {
				text, count := fmt.Sprint(row.Status.Status), 0
				for j, cell := range row.Cells {
					var slugs []string
					for _, code := range cell {
						slugs = append(slugs, code.Slug)
					}
					text += " " + fmt.Sprint(slugs)
					count += len(cell)
					totals[j] += len(cell)
				}
				if row.Count != count || count != len(test.catalog.ByStatus(row.Status.Status)) {
					t.Errorf("row %s counts %d", text, row.Count)
				}
				total += count
				rows = append(rows, text)
			}
			if !slices.Equal(rows, test.want) {
				t.Errorf("got %q\nwant %q", rows, test.want)
			}
			if !slices.Equal(m.Totals, test.totals) || !slices.Equal(totals, test.totals) || m.Total != total || total != len(test.catalog.Current()) {
				t.Errorf("totals %v and %d, want %v; the cells hold %v", m.Totals, m.Total, test.totals, totals)
			}
			for j, module := range m.Modules {
				if totals[j] != len(test.catalog.ByModule(module.ID)) {
					t.Errorf("module %q has %d codes in the matrix", module.ID, totals[j])
				}
			}
			if len(test.catalog.Statuses) != statuses {
				t.Error("the catalog's own statuses have changed")
			}
		})
	}
}
