package catalog

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Answer is what a text means.
type Answer struct {
	Matches  []Match  // best first
	Notes    []string // of the text as a whole
	Function string   // of the catalog, that the text names
	Time     string   // the first that the text holds, as it stands there
}

// Match is a code, or a mention, that a text means.
type Match struct {
	Code    *Code
	Mention *Mention
	Why     string
	Values  []NamedValue // of the message's variable parts, in the message's order
	Remarks []string     // what differs from the catalog
	Sure    bool         // the text says so; else it may only be meant
}

// NamedValue is the value of a variable part.
type NamedValue struct{ Name, Value string }

// Spelled is the code as it is written, or the HTTP status of a mention that
// has none.
func (m Match) Spelled() string {
	switch {
	case m.Code != nil:
		return m.Code.Code.Text
	case m.Mention.Code != "":
		return m.Mention.Code
	}
	return strconv.Itoa(m.Mention.Status)
}

// String gives an answer in the form of testdata/match.txt.
func (a Answer) String() string {
	var b strings.Builder
	for _, m := range a.Matches {
		fmt.Fprintf(&b, "= %s\n  why: %s\n", m.Spelled(), m.Why)
		for _, v := range m.Values {
			fmt.Fprintf(&b, "  %s = %s\n", v.Name, v.Value)
		}
		for _, r := range m.Remarks {
			fmt.Fprintf(&b, "  remark: %s\n", r)
		}
	}
	for _, n := range a.Notes {
		fmt.Fprintf(&b, "! %s\n", n)
	}
	if a.Function != "" {
		fmt.Fprintf(&b, "@ function %s\n", a.Function)
	}
	if a.Time != "" {
		fmt.Fprintf(&b, "@ time %s\n", a.Time)
	}
	return b.String()
}

// answer puts the findings in order.
func (a *answering) answer() Answer {
	slices.SortStableFunc(a.findings, func(x, y *finding) int {
		return cmp.Or(-cmp.Compare(x.rank, y.rank), cmp.Compare(x.order, y.order), cmp.Compare(x.entry, y.entry))
	})
	answer := Answer{Notes: a.notes, Function: a.function, Time: a.time}
	for _, f := range a.findings {
		e := a.entries[f.entry]
		answer.Matches = append(answer.Matches, Match{
			Code: e.code, Mention: e.mention, Why: strings.Join(f.whys, "; "),
			Values: f.values, Remarks: a.remarks(f, e), Sure: f.rank >= sure,
		})
	}
	return answer
}

// remarks say what differs from the catalog.
func (a *answering) remarks(f *finding, e entryOf) (remarks []string) {
	add := func(format string, args ...any) { remarks = append(remarks, fmt.Sprintf(format, args...)) }
	if e.mention != nil {
		add("outside the table: %s", e.mention.Place())
		return remarks
	}
	code, site := e.code, a.catalog.Site
	if code.Retired != nil {
		add("%s", code.Retired.Words())
	}
	switch {
	case f.status == 0 || code.HTTP == 0 || f.status == code.HTTP:
	case f.status == 200 && code.Failed() && site.Envelope.ErrorsUnder200:
		add("came with HTTP 200; documented is %d, and %s says that some errors come under 200", code.HTTP, site.Vendor)
	default:
		add("came with HTTP %d; documented is %d", f.status, code.HTTP)
	}
	switch {
	case f.older != nil && f.older.kind == OlderMeaning:
		add("the older meaning (%s)", f.older.where)
	case f.older != nil:
		add("an older wording (%s)", f.older.where)
	case f.other == "?":
		add("the message is not the one of the catalog")
	case f.other != "" && f.other != code.Code.Text: // else it is another meaning's
		add("the message is that of %s", f.other)
	}
	meanings := code.OlderMeanings()
	if site.Legacy != nil && len(f.written) == site.Legacy.Pad && strings.HasPrefix(f.written, "0") && bareCode(f.written) == code.Code.Text && f.written != code.Code.Text {
		add("%q is the form of older versions", f.written)
		for _, meaning := range meanings {
			add("before, it meant: %s", meaning)
		}
		return remarks
	}
	if f.quoted && f.rank == byField && code.Code.Integer && len(code.Code.Text) < 16 {
		add("sent as text; documented is a number")
	}
	if len(meanings) > 0 {
		add("the number meant something else before")
	}
	return remarks
}

// OlderMeanings are the meanings that the number had before, each with where.
func (code *Code) OlderMeanings() []string {
	var meanings []string
	for _, e := range code.History {
		if e.Change == ChangedMeaning {
			meanings = append(meanings, fmt.Sprintf("%s (%s)", cmp.Or(e.Message, e.About), e.Where))
		}
	}
	return meanings
}
