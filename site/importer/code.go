package importer

import (
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"responsa/site/catalog"
)

// maker makes codes of rows.
type maker struct {
	options      Options
	source       string // the table's file
	placeholders catalog.Placeholders
	codes        []*code               // in the order of the table
	same         map[[2]string][]*code // by code and module
	integers     bool                  // all codes are
	modules      []module
	reasons      map[int]string // what the table calls statuses
}

// code is a code with one message, in one module.
type code struct {
	text, module         string
	http                 int
	name, title, message string
	notes                []string
	keywords             []string
	rows                 []*row

	slug, constant, heading string // made up by name
}

type module struct{ id, title string }

func (c *code) file() string { return "codes/" + c.slug + ".md" }

var status = regexp.MustCompile(`^(?i:HTTP[ /:]*)?([1-5][0-9][0-9])(?:[ :.-]+(.*))?$`)

// take makes a code of a row, or adds the row to one.
func (m *maker) take(r *row) {
	f := r.fields
	switch {
	case r.refused != "":
		return
	case f["code"] == "":
		r.refused = "it has no code"
		return
	}
	c := &code{text: f["code"], module: f["module"], name: f["name"], title: f["title"], message: f["message"], rows: []*row{r}}
	if f["notes"] != "" {
		c.notes = []string{f["notes"]}
	}
	if found := status.FindStringSubmatch(f["http"]); found != nil {
		c.http, _ = strconv.Atoi(found[1])
		m.reason(r, c.http, strings.TrimSpace(found[2]))
	} else if f["http"] != "" {
		r.remark("%q is no HTTP status, and is left out", f["http"])
	}
	if c.title == "" {
		c.title = c.name
	} else if c.name != "" && c.name != c.title {
		c.keywords = []string{c.name}
	}
	m.foreign(r, c.message)
	for _, other := range m.same[[2]string{c.text, c.module}] {
		if other.absorb(c) {
			r.merged = other.rows[0].line
			return
		}
	}
	m.codes = append(m.codes, c)
	m.same[[2]string{c.text, c.module}] = append(m.same[[2]string{c.text, c.module}], c)
}

// reason keeps what the vendor calls a status.
func (m *maker) reason(r *row, status int, said string) {
	if said == "" {
		return
	}
	if first := m.reasons[status]; first == "" {
		m.reasons[status] = said
	} else if first != said {
		r.remark("HTTP %d is called %q before, so %q is left out", status, first, said)
	}
}

// absorb takes in another code of the same text and module, if it says nothing
// else.
func (c *code) absorb(other *code) bool {
	if c.message != other.message && c.message != "" && other.message != "" ||
		c.http != other.http && c.http != 0 && other.http != 0 {
		return false
	}
	c.message += map[bool]string{true: other.message}[c.message == ""]
	c.http = max(c.http, other.http)
	for _, word := range append(other.keywords, other.title) {
		if c.title == "" {
			c.title = word
		} else if word != c.title && word != "" && !slices.Contains(c.keywords, word) {
			c.keywords = append(c.keywords, word)
			other.rows[0].remark("%q is a word to search for, because the code has a title", word)
		}
	}
	for _, note := range other.notes {
		if !slices.Contains(c.notes, note) {
			c.notes = append(c.notes, note)
		}
	}
	c.rows = append(c.rows, other.rows...)
	return true
}

// styles are those that a table's messages may have. Of two that are as usual,
// the first counts: ${x} is no brace.
var styles = []catalog.Placeholders{catalog.Percent, catalog.Dollar, catalog.Braces, catalog.Angles, catalog.Brackets}

// usual is the style of placeholders that the most messages have.
func usual(rows []*row) catalog.Placeholders {
	best, most := catalog.NoPlaceholders, 0
	for _, style := range styles {
		n := 0
		for _, r := range rows {
			tags := style == catalog.Angles && strings.Contains(r.fields["message"], "</")
			if r.refused == "" && !tags && len(style.Names(r.fields["message"])) > 0 {
				n++
			}
		}
		if n > most {
			best, most = style, n
		}
	}
	return best
}

// foreign says which placeholders of a message are of another style.
func (m *maker) foreign(r *row, message string) {
	if m.placeholders == catalog.NoPlaceholders {
		return
	}
	for _, text := range m.placeholders.Parts(message) {
		for _, style := range styles {
			for _, part := range style.Parts(text.Written) {
				if text.Param == "" && part.Param != "" {
					r.remark("%s is text: most messages write their variable parts in another way (%s)", part.Written, m.placeholders)
					return
				}
			}
		}
	}
}

// reasonOf is what a status is called: by the vendor, or else by IANA; "" where
// neither says.
func (m *maker) reasonOf(status int) string {
	if said := m.reasons[status]; said != "" {
		return said
	}
	return http.StatusText(status)
}

var integer = regexp.MustCompile(`^(0|-?[1-9][0-9]*)$`)

// arrange finds out what must be the same over all codes, or different.
func (m *maker) arrange(typed func(*row) bool) {
	m.integers = len(m.codes) > 0
	for _, c := range m.codes {
		if !integer.MatchString(c.text) || typed(c.rows[0]) {
			m.integers = false
		}
	}
	m.modules = nil
	ids := names{}
	without := false
	for _, c := range m.codes {
		if c.module == "" {
			without = true
		} else if !slices.ContainsFunc(m.modules, func(o module) bool { return o.title == c.module }) {
			m.modules = append(m.modules, module{ids.free(slug(strings.ToLower(c.module), "module")), c.module})
		}
	}
	if without && len(m.modules) > 0 {
		m.modules = append(m.modules, module{ids.free("no-module"), "No module"})
	}
	m.name()
}

// moduleID is the id of a code's module, "" where the table has none.
func (m *maker) moduleID(c *code) string {
	for _, o := range m.modules {
		if o.title == c.module {
			return o.id
		}
	}
	if n := len(m.modules); n > 0 {
		return m.modules[n-1].id
	}
	return ""
}

// statuses are those that some code has, ascending.
func (m *maker) statuses() []int {
	var all []int
	for _, c := range m.codes {
		if c.http != 0 && !slices.Contains(all, c.http) {
			all = append(all, c.http)
		}
	}
	slices.Sort(all)
	return all
}
