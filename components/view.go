// Package components turns values into HTML. A component may branch and loop;
// it may not sort, group or compute an address: package site hands it finished
// values, all declared in view.go and the files named after it.
//
// templ escapes text and attributes. Markdown is the one thing that arrives as
// HTML, and [Markdown] and [Highlighted] are the places where such HTML is let through.
package components

import (
	"strconv"

	"github.com/a-h/templ"

	"responsa/site/catalog"
)

// Link is an address with its text.
type Link struct{ Href, Text string }

// Asset is a file of the site with a hash over its content; Integrity is empty
// where browsers would refuse it (from a disk).
type Asset struct{ Href, Integrity string }

// Page is what every page has around its content.
type Page struct {
	Title, Description string
	Canonical          string // absolute, "" on the 404 page and in a bundle
	NoIndex            bool   // search engines are to leave it out
	Alternates         []Alternate
	Manifest           string // addresses, "" for none
	OpenSearch         string
	Preview            Preview
	Trail              any // the breadcrumbs as JSON-LD, nil for none
	Language           string
	Site               string // its name, for the header
	Home               string
	Current            string // text of the navigation's entry that is open
	Navigation         []Link
	Crumbs             []Link // the page itself is the last, without an address
	Styles             []Asset
	Scripts            []Asset
	Waits              bool // for its scripts, before it is shown: they change what is seen
	Icon               Asset
	NoScript           Asset  // the style sheet for when scripts don't run
	Records, Cards     string // addresses of the search data and of the cards' data
	SearchInMain       bool   // the page shows the search box itself
	Example, ExampleIn string // what can be typed: a code, and a title
	AllCodes           Link
	Edit, Report       string
	Vendor             string
	Search, Foot       templ.Component // the box at the top, and links to more pages
	Offline            bool            // read from a disk: classic scripts only
	Policy             string          // the Content-Security-Policy, where no server sends it
}

// Alternate is a page's content in another form.
type Alternate struct{ Type, Href string }

// Preview is what a chat shows of a page. Without a picture there is none.
type Preview struct{ Title, Description, Image string }

// Tile is a code in the periodic table, in a cell of the matrix or in a list.
type Tile struct {
	Href, Code, Slug string
	Title            string
	Long             bool   // the code needs smaller letters
	Status           string // "422", "" for none
	Class            int    // first digit of the status
	Retry            catalog.Retry
	Actor            catalog.Actor
	Message          string
	Values           Values
}

// Values are a code's answers to the facets, as an address spells them.
type Values struct{ Class, Status, Module, Outcome string }

// Filters are what a page needs so that its codes can be filtered.
type Filters struct {
	Facets []Facet
	Known  string // every value of every facet with its label, as JSON for the script
	Total  string // "35 codes"
}

// Facet is a filter: a label and a toggle for every value.
type Facet struct {
	Name, Label string
	Options     []Option
}

// Option is one value of a facet. Bar is the length of its bar, "84%".
type Option struct {
	Value, Label, About string
	Count, Bar          string
	Class               int    // of an HTTP status, 0 for none
	Edge                string // the value of a tile's edge that it stands for, or ""
	Empty               bool   // it would leave no code
}

// Band is a module's codes.
type Band struct {
	ID     string // of the element, "" for none
	Module string
	Href   string
	About  string
	Tiles  []Tile
}

// Step is a status with its codes, or, where those are many, with their Count
// and the length of its bar.
type Step struct {
	Href, Status, Reason string
	Class                int
	Tiles                []Tile
	Count, Bar           string
}

// HomeView is the periodic table.
type HomeView struct {
	Bands   []Band
	Summary *SummaryView // instead, where there are too many codes
	Filters Filters      // those that the legend offers
	Matrix  string       // address of the matrix, "" where there is none
	Legend  LegendView
	Steps   []Step
	Example WireView
	Guides  []GuideLink
	Vendor  string
	Format  string // address of the first guide, may be ""
	Quiet   bool   // some codes that need attention come with HTTP 200
}

// LegendView says which signs a page has that need to be explained.
type LegendView struct{ Classes, Retries bool }

// GuideLink is a guide in a list.
type GuideLink struct{ Href, Title, About string }

// Columns says which columns a table of codes has beside code and meaning: those
// in which some code has something. Long says that some code needs room.
type Columns struct{ Statuses, Advice, Long bool }

func (c Columns) count() string {
	n := 2
	if c.Statuses {
		n++
	}
	if c.Advice {
		n += 2
	}
	return strconv.Itoa(n)
}

// CodesView is the whole catalog as one table.
type CodesView struct {
	Count   int
	Columns Columns
	Bands   []Band
}

// DataView is the page that explains the files for programs.
type DataView struct {
	Notice string // whose words are whose
	Files  []DataFile
}

// DataFile is one such file, or some of one kind.
type DataFile struct {
	ID, Title, About string
	Links            []Link
	Example          string // HTML out of the highlighter
}

// ChangesView is what the codes said before, beside what they say today.
type ChangesView struct {
	Vendor   string
	Feed     string // address
	Sections []ChangeSection
	Days     []ChangeDay // when the pages changed last
}

// ChangeSection is one kind of change.
type ChangeSection struct {
	ID, Heading, About string
	Count              string // "8 codes"
	Blocks             []ChangeBlock
}

// ChangeBlock is one code's changes of one kind.
type ChangeBlock struct {
	Tile    Tile
	Earlier []ChangeEarlier
	Today   []Words
	Retired *RetiredView
}

// ChangeEarlier is an older meaning: the vendor's words, or About, ours.
type ChangeEarlier struct {
	ID         string
	Words      []Words
	About      string
	Where, Day string
}

// Words are a piece of a text; marked, only the other text hasn't got them.
type Words struct {
	Text   string
	Marked bool
}

// ChangeDay is the pages that changed last on a day.
type ChangeDay struct {
	Day, Pages string // "2026-11-23", "6 pages"
	Codes      int
	Tiles      []Tile
	More       int // codes that aren't named
	Guides     []Link
}

// MatrixView is the HTTP statuses by module.
type MatrixView struct {
	Published string  // the page's address on the published site
	Bars      []Facet // those that are shown as a bar picture
	Filters   Filters // the others
	Modules   []MatrixColumn
	Rows      []MatrixRow
	Totals    []int
	Total     int
	Legend    LegendView
}

// MatrixColumn is one module.
type MatrixColumn struct {
	Link
	Room int // codes in its fullest cell
}

// MatrixRow is one status.
type MatrixRow struct {
	Href, Status, Reason string
	Class                int
	Cells                []MatrixCell
	Count                int
	About                string // said where no code uses the status
	Span                 string // how many cells that takes
}

// MatrixCell is the codes of a status in a module.
type MatrixCell struct {
	Module string
	Tiles  []Tile
}

// OfflineView offers the editions for a disk.
type OfflineView struct {
	Editions []Edition
	Sums     Link
	Archive  string // the bundle's name, for commands
	Version  string
	Guide    *GuideLink
}

// Edition is a file to take away.
type Edition struct {
	Link         // its name and address
	Title, About string
	Size, SHA256 string
}

// SingleView is the whole catalog on one page.
type SingleView struct {
	Heading          string
	Address, Version string // where it is published; hash of the catalog
	Style, Script    string // of the page, let through by its policy
	Data             any    // for the script
	Parts            []SinglePart
	Matrix           MatrixView
}

// SinglePart is a module's codes.
type SinglePart struct {
	ID, Title, About string
	Codes            []SingleCode
}

// SingleCode is a code's section.
type SingleCode struct {
	CodeView
	ID               string
	From, Inferences string // the sources, in one line
}

// ListView is a page of a status, a module, or a code's meanings.
type ListView struct {
	Heading, Kicker string
	Class           int
	About           string
	Columns         Columns
	Bands           []Band
	Pager           *PagerView // nil where the list is one page
	Empty           string     // said where there are no codes
	Mentions        []GuideLink
	Siblings        []Link
	SiblingsName    string
}

// NotFoundView is what an address that led nowhere may have meant.
type NotFoundView struct {
	Redirects string // address of the redirects, "" where there are none
	Records   string // that of the search data, where Codes would be too many
	Codes     []Tile
	Mentions  []Tile
	Statuses  []Tile
}

// GuideView is a guide's page.
type GuideView struct {
	Title, Body string
	Contents    []Link
	Sources     []SourceView
	Updated     string
	Next        *GuideLink
}
