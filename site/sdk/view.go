package sdk

import (
	"slices"
	"strings"

	"responsa/site/catalog"
)

// view is what a template sees.
type view struct {
	Vendor    string
	Home      string // address of the home page, which every page's begins with
	Type      string // of a constant
	Text      bool   // the constants are text
	Legacy    bool   // older versions of the API padded a code with zeros
	Constants []*constant
	Parts     []string // the rows (rows.go), some hundreds each: a method of Java may have 64 KiB

	Retries []catalog.Retry
	Actors  []catalog.Actor
}

// constant is one code.
type constant struct {
	Name, Value string   // as the language writes them
	About       []string // paragraphs
	Comment     string   // the same, as lines of a comment
	Retired     string   // a sentence, "" for a code in use
}

// Current are the constants in use, Retired the others.
func (v view) Current() []*constant { return v.retired(false) }

func (v view) Retired() []*constant { return v.retired(true) }

func (v view) retired(want bool) []*constant {
	return slices.DeleteFunc(slices.Clone(v.Constants), func(c *constant) bool { return (c.Retired != "") != want })
}

func newView(l language, f *facts) view {
	v := view{Vendor: f.catalog.Site.Vendor, Home: f.home, Legacy: f.catalog.Site.Legacy != nil}
	for _, r := range catalog.Retry("").Known() {
		v.Retries = append(v.Retries, catalog.Retry(r))
	}
	for _, a := range catalog.Actor("").Known() {
		v.Actors = append(v.Actors, catalog.Actor(a))
	}
	write := l.quote
	v.Type, v.Text = l.text, true
	if f.catalog.Site.Envelope.Type == catalog.IntegerScalar {
		for _, i := range l.integers {
			if !slices.ContainsFunc(f.catalog.Codes, func(code *catalog.Code) bool { return !i.fits(code.Code.Text) }) {
				v.Type, v.Text = i.name, false
				write = func(value string) string { return value + i.suffix }
				break
			}
		}
	}
	for _, code := range f.codes {
		about := l.about(code)
		v.Constants = append(v.Constants, &constant{l.constant(code.Code), write(code.Code.Code.Text), about, l.comment(l.margin, about...), l.retired(f.catalog, code.Code)})
	}
	for part := range slices.Chunk(f.values, 500) {
		var rows []string
		for _, value := range part {
			rows = append(rows, l.row(l.agreed(write(value.text), value)))
		}
		v.Parts = append(v.Parts, strings.Join(rows, "\n"))
	}
	return v
}

// about is what a constant's comment says.
func (l language) about(code codeFacts) []string {
	first := "Code " + code.title
	if l.leads {
		first = l.constant(code.Code) + " is code " + code.title
	}
	paragraphs := append(make([]string, 0, 5), first, code.words, code.guidance)
	var others []string
	for _, other := range code.sharing {
		if other != code.Code {
			others = append(others, l.constant(other))
		}
	}
	if len(others) > 0 {
		paragraphs = append(paragraphs, "The same value stands for "+strings.Join(others, ", ")+" too.")
	}
	return append(paragraphs, code.page)
}

// retired says why a constant shouldn't be used any more.
func (l language) retired(c *catalog.Catalog, code *catalog.Code) string {
	r := code.Retired
	if r == nil {
		return ""
	}
	text := stop(r.Words())
	if replacement := c.Code(r.ReplacedBy); replacement != nil {
		text += " Use " + l.constant(replacement) + " instead."
	}
	return text
}
