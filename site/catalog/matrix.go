package catalog

// Matrix is the codes by HTTP status (down) and module (across). Retired codes
// are left out. A catalog without modules has one column, without a name.
type Matrix struct {
	Modules []Module // across
	Rows    []MatrixRow
	Totals  []int // by module
	Total   int
}

// MatrixRow is one status. A documented status that no code uses has empty
// cells; codes without a status stand in a last row whose Status is zero.
type MatrixRow struct {
	Status Status
	Cells  [][]*Code // by module
	Count  int
}

// Matrix arranges the catalog.
func (c *Catalog) Matrix() Matrix {
	modules := c.Modules
	if len(modules) == 0 {
		modules = []Module{{}}
	}
	m := Matrix{Modules: modules, Totals: make([]int, len(modules))}
	statuses := c.Statuses
	if len(c.ByStatus(0)) > 0 {
		statuses = append(statuses[:len(statuses):len(statuses)], Status{})
	}
	row, column := map[int]int{}, map[string]int{}
	for i, s := range statuses {
		row[s.Status] = i
		m.Rows = append(m.Rows, MatrixRow{Status: s, Cells: make([][]*Code, len(modules))})
	}
	for i, module := range modules {
		column[module.ID] = i
	}
	for _, code := range c.Current() {
		r, j := &m.Rows[row[code.HTTP]], column[code.Module]
		r.Cells[j] = append(r.Cells[j], code)
		r.Count++
		m.Totals[j]++
		m.Total++
	}
	return m
}
