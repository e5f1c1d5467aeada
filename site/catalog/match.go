package catalog

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// A Matcher tells which codes a text means: a number, a message, a response,
// lines of a log. The browser has the same rules in TypeScript, static/match/,
// and testdata/match.txt holds both to them. They are, best first:
//
//   - the field of the envelope that carries the code, in JSON (also escaped,
//     in a string, or cut off), or as a name with a value; failures come before
//     what worked, then in the order of the text; of several meanings of a code
//     first those whose message came with it, then those of its HTTP status
//   - a text that is nothing but a code; then an HTTP status, then the beginning
//     of either, where it is a number
//   - a message, current or older; the one with the longest literal part first.
//     Placeholders match any text; case, white space and punctuation don't count
//   - a number behind a word such as "error", a text code that stands for itself
//   - an HTTP status or a module's name: its codes
//   - words in any order (match_words.go), where none of these was found
//
// What stands for several codes gives all of them. Matching takes time in
// proportion to the text, of which the first MiB is read.
type Matcher struct {
	catalog             *Catalog
	entries             []entryOf
	byCode              map[string][]int // by bare code
	byStatus            map[int][]int
	functions           map[string]string
	templates           []template
	anchors             map[string][]anchor // where a template can begin, by its rarest word
	words, translations func() *wordIndex   // made at the first use
	codeAt              []string            // the envelope's path to the code, folded
	messageAt           []string
}

// entryOf is a code, or a mention of one outside the table.
type entryOf struct {
	code    *Code
	mention *Mention
}

// MostRead is how much of a text is read, in bytes.
const MostRead = 1 << 20

// The ranks of evidence. From sure on nothing weaker is offered beside it.
const (
	byWords = iota
	byPrefix
	byStatus // or module
	sure
	byToken = sure + iota
	byName
	byBeginning
	byMessage
	byItself
	byField
)

// mostFound is how many codes are still an answer.
const mostFound = 500

// finding is an entry with the evidence for it.
type finding struct {
	entry   int
	rank    int
	order   int // within a rank: smaller is better
	whys    []string
	values  []NamedValue
	status  int    // HTTP status that came with it
	written string // the code as it was written
	quoted  bool   // as a JSON string
	older   *template
	other   string // whose message came with it, "?" for nobody's
}

// NewMatcher makes the matcher of a catalog.
func NewMatcher(c *Catalog) *Matcher {
	m := &Matcher{
		catalog: c, byCode: map[string][]int{}, byStatus: map[int][]int{}, functions: map[string]string{},
		anchors: map[string][]anchor{}, codeAt: foldedPath(c.Site.Envelope.Code), messageAt: foldedPath(c.Site.Envelope.Message),
	}
	for _, code := range c.Codes {
		m.entries = append(m.entries, entryOf{code: code})
	}
	for i := range c.Mentions {
		m.entries = append(m.entries, entryOf{mention: &c.Mentions[i]})
	}
	for i, e := range m.entries {
		if text := e.text(); text != "" {
			m.byCode[bareCode(text)] = append(m.byCode[bareCode(text)], i)
		}
		if status := e.status(); status != 0 {
			m.byStatus[status] = append(m.byStatus[status], i)
		}
		if e.code != nil {
			for _, t := range Templates(e.code) {
				m.templates = append(m.templates, compile(i, t))
			}
		}
	}
	for _, f := range c.Functions {
		m.functions[fold(f.Name)] = f.Name
	}
	m.anchor()
	m.words = sync.OnceValue(func() *wordIndex { return m.index(false) })
	m.translations = sync.OnceValue(func() *wordIndex { return m.index(true) })
	return m
}

func foldedPath(path string) []string { return strings.Split(fold(path), ".") }

func (e entryOf) text() string {
	if e.code != nil {
		return e.code.Code.Text
	}
	return e.mention.Code
}

func (e entryOf) status() int {
	if e.code != nil {
		return e.code.HTTP
	}
	return e.mention.Status
}

// answering is one run of a matcher.
type answering struct {
	*Matcher
	reading
	findings []*finding
	byEntry  map[int]*finding
	notes    []string
}

// Match reads a text.
func (m *Matcher) Match(text string) Answer {
	a := &answering{Matcher: m, byEntry: map[int]*finding{}}
	if len(text) > MostRead {
		text = strings.ToValidUTF8(text[:MostRead], "")
		a.note("only the first MiB was read")
	}
	text = blanks(text)
	a.reading = m.read(text)
	a.fields()
	a.itself(text)
	a.messages()
	a.byNames()
	a.module()
	if !a.sure() {
		a.status()
	}
	if len(a.findings) == 0 && len(a.notes) == 0 {
		a.wordSearch()
	}
	if a.tooDeep {
		a.note("nested deeper than %d levels; the rest was not read", maxNesting)
	}
	if a.cutOff {
		a.note("the JSON ends too soon")
	}
	return a.answer()
}

func (a *answering) note(format string, args ...any) {
	const most = 20
	if text := fmt.Sprintf(format, args...); len(a.notes) < most && !slices.Contains(a.notes, text) {
		a.notes = append(a.notes, text)
	}
}

func (a *answering) sure() bool {
	return slices.ContainsFunc(a.findings, func(f *finding) bool { return f.rank >= sure })
}

// find notes evidence for an entry. All that speaks for an entry is one
// finding, of the best rank.
func (a *answering) find(entry, rank, order int, why string) *finding {
	f := a.byEntry[entry]
	if f == nil {
		f = &finding{entry: entry, rank: rank, order: order}
		if len(a.findings) == mostFound {
			return f
		}
		a.findings = append(a.findings, f)
		a.byEntry[entry] = f
	}
	if rank > f.rank {
		f.rank, f.order = rank, order
	}
	if !slices.Contains(f.whys, why) && len(f.whys) < 3 {
		f.whys = append(f.whys, why)
	}
	return f
}

// itself takes a text that is nothing but a code or a status.
func (a *answering) itself(text string) {
	written, spelled, ok := a.alone(text)
	if !ok {
		return
	}
	number, isNumber := digits(written)
	statuses := a.byStatus[number]
	if spelled == statusSpelling && len(statuses) > 0 {
		a.statusCodes(number, byItself, "")
		return
	}
	for i, entry := range a.coded(written) {
		f := a.find(entry, byItself, i, "the code itself")
		f.written = written
	}
	if isNumber {
		a.statusCodes(number, byStatus, "")
	}
	if isNumber && spelled == plainSpelling {
		prefix := bareCode(written)
		for i, e := range a.entries {
			switch {
			case a.byEntry[i] != nil:
			case e.text() != "" && strings.HasPrefix(bareCode(e.text()), prefix):
				a.find(i, byPrefix, i, "begins with "+prefix)
			case e.status() != 0 && strings.HasPrefix(strconv.Itoa(e.status()), prefix):
				a.find(i, byPrefix, len(a.entries)+i, "HTTP status begins with "+prefix)
			}
		}
	}
	if len(a.findings) > 0 {
		return
	}
	if isNumber && a.catalog.Status(number) != nil {
		a.note("no code comes under HTTP %d", number)
	} else {
		a.note("no code %s in this catalog", written)
	}
}

// coded are the entries of a code as it is written: those written just so
// first, then in catalog order.
func (a *answering) coded(written string) []int {
	found := slices.Clone(a.byCode[bareCode(written)])
	slices.SortStableFunc(found, func(x, y int) int {
		exact := func(i int) int {
			if a.entries[i].text() == written {
				return 0
			}
			return 1
		}
		return cmp.Compare(exact(x), exact(y))
	})
	return found
}

// fields takes the codes that stand in the envelope's field.
func (a *answering) fields() {
	for order, s := range a.sightings {
		entries := a.coded(s.code)
		if len(entries) == 0 {
			a.note("no code %s in this catalog", a.redact(beginning(s.code, 40)))
		}
		for i, entry := range entries {
			place := 2*order*len(a.entries) + i
			if code := a.entries[entry].code; code != nil && !code.Failed() {
				place += 2 * len(a.sightings) * len(a.entries) // failures first
			}
			if f := a.byEntry[entry]; f != nil && f.rank == byField {
				continue // it came more than once
			}
			f := a.find(entry, byField, place, a.catalog.Site.Envelope.Code+" is "+s.code+a.inLine(s.line))
			f.status, f.written, f.quoted = s.status, s.code, s.quoted
			if e := a.entries[entry]; !a.compareMessage(f, s) && (f.other == e.text() || s.status != 0 && s.status != e.status()) {
				f.order += len(a.entries)
			}
		}
	}
}

// compareMessage compares the message that came with a code. It returns whether
// that is the code's own, which is noted with all messages.
func (a *answering) compareMessage(f *finding, s *sighting) bool {
	code := a.entries[f.entry].code
	if code == nil || s.message == nil || s.messageCut {
		return false
	}
	found := a.templatesIn(*s.message)
	if slices.ContainsFunc(found, func(t hit) bool { return t.entry == f.entry }) {
		return true
	}
	if _, inferred := code.WireMessage(); len(found) > 0 {
		f.other = a.entries[found[0].entry].text()
	} else if !inferred && code.Message != "" && code.Outcome != Success && strings.TrimSpace(s.message.text) != "" {
		f.other = "?"
	}
	return false
}

// messages takes the messages of the catalog that stand in the text.
func (a *answering) messages() {
	for _, unit := range a.units {
		for _, t := range a.templatesIn(unit) {
			why, rank := "its message", byMessage
			if t.beginning {
				why, rank = "the beginning of its message", byBeginning
			}
			if f := a.byEntry[t.entry]; f == nil || f.rank < byField {
				why += a.inLine(t.line)
			}
			f := a.find(t.entry, rank, -t.literal*len(a.entries)+t.entry, why)
			if f.values == nil {
				f.values = a.redacted(t.values)
				if t.kind != CurrentWording {
					f.older = t.template
				}
			}
		}
	}
}

// byNames takes codes behind a word such as "error", and text codes that need
// none.
func (a *answering) byNames() {
	if slices.ContainsFunc(a.findings, func(f *finding) bool { return f.rank >= byItself }) {
		return
	}
	for order, n := range a.named {
		for i, entry := range a.coded(n.code) {
			rank, why := byName, n.words+" "+n.code
			if n.words == "" {
				rank, why = byToken, "the code itself"
			}
			f := a.find(entry, rank, order*len(a.entries)+i, why+a.inLine(n.line))
			if f.written == "" {
				f.written = n.code
			}
		}
	}
}

// status takes the codes that come under an HTTP status.
func (a *answering) status() {
	if len(a.units) == 1 && a.units[0].whole && len(a.units[0].words) > 1 {
		for _, s := range a.catalog.Statuses {
			if a.units[0].says(fmt.Sprint(s.Status, " ", s.Reason)) {
				a.statusCodes(s.Status, byStatus, "")
			}
		}
	}
	for _, s := range a.statuses {
		a.statusCodes(s.status, byStatus, a.inLine(s.line))
		if len(a.byStatus[s.status]) == 0 {
			a.note("no code comes under HTTP %d", s.status)
		}
	}
}

func (a *answering) statusCodes(status, rank int, line string) {
	for _, entry := range a.byStatus[status] {
		a.find(entry, rank, entry, fmt.Sprintf("HTTP status %d%s", status, line))
	}
}

// module takes a text that is a module's name.
func (a *answering) module() {
	if len(a.units) != 1 {
		return
	}
	for _, module := range a.catalog.Modules {
		if !a.units[0].says(module.Title) && !a.units[0].says(module.Title+" module") {
			continue
		}
		for i, e := range a.entries {
			if e.code != nil && e.code.Module == module.ID {
				a.find(i, byStatus, i, "the module "+module.Title)
			}
		}
	}
}

// says reports whether the unit has just the words of a text.
func (u unit) says(text string) bool {
	words := wordsOf(text)
	return len(words) > 0 && len(words) == len(u.words) && runAt(u.words, 0, words)
}

// inLine says where, in a text of several lines.
func (a *answering) inLine(line int) string {
	if a.lines < 2 {
		return ""
	}
	return fmt.Sprintf(", line %d", line)
}
