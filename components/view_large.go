package components

// SummaryView stands in for a list of more codes than a page shows.
type SummaryView struct {
	Count   string
	Picture []Stretch // what the home page shows: the pages of all modules, or else Pages
	Modules []Stretch // empty where there are none, or too many
	Pages   []Stretch // of all codes in order
	Legend  bool      // shares need to be explained
}

// Stretch is a page of codes, or a module with many.
type Stretch struct {
	Href         string
	Title, About string // what its codes have in common, may be ""
	Codes, Count string // "0 – 476", "477 codes"
	Shares       []Share
}

// Share is a part of a bar: the codes of an HTTP class.
type Share struct {
	Class       int
	From, Width string // "20%"
}

// CountsView is the matrix of a catalog with more codes than a page shows:
// modules down, HTTP statuses across; or, where there are no modules or too
// many, a row for each status.
type CountsView struct {
	Columns []CountsColumn // statuses, empty where those are the rows
	Rows    []CountsRow
	Pages   bool // some row has cells, where rows are statuses
	Total   string
	Legend  LegendView
}

// CountsColumn is an HTTP status with its codes.
type CountsColumn struct {
	Href, Status, Reason string
	Class                int
	Count                string
}

// CountsRow is a module, or a status.
type CountsRow struct {
	Href, Text, About string
	Class             int
	Count, Bar        string
	Cells             []CountsCell
}

// CountsCell is how many codes a module has under a status, "" for none, or a
// page of a status's codes.
type CountsCell struct {
	Href, Text, Label string
	Status            string
	Class             int
}

// PagerView is where a page stands among those of its list.
type PagerView struct {
	Where          string // "Page 2 of 7"
	Pages          []PagerPage
	Previous, Next *Link
}

// PagerPage is one of them. Without an address it is the page itself, without a
// text there are some between.
type PagerPage struct{ Href, Number, Codes string }
