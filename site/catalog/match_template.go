package catalog

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Wording tells the templates of a code apart.
type Wording int

const (
	CurrentWording Wording = iota
	OlderWording           // the same meaning
	OlderMeaning           // another one
)

// Template is a message in which variable parts may stand for any text.
type Template struct {
	Kind  Wording
	Where string // an older one was found here
	Parts []Part
}

// Templates are a code's messages: as the catalog quotes it, as it is expected
// in a response where that differs, and older ones. The "+" of a vendor's
// table stands for "and here follows"; punctuation doesn't count anyway.
func Templates(code *Code) []Template {
	templates := []Template{{Parts: code.Parts(code.Message)}}
	if code.Wire != "" {
		templates = append(templates, Template{Parts: code.Parts(code.Wire)})
	}
	for _, e := range code.History {
		if e.Message == "" {
			continue
		}
		kind := OlderWording
		if e.Change == ChangedMeaning {
			kind = OlderMeaning
		}
		templates = append(templates, Template{Kind: kind, Where: e.Where, Parts: code.olderParts(e.Message)})
	}
	for i := range templates {
		templates[i].Parts = joinGaps(templates[i].Parts)
	}
	return templates
}

// joinGaps makes one of variable parts that no word stands between: nothing
// tells where one ends and the next begins.
func joinGaps(parts []Part) []Part {
	var joined []Part
	gap := -1 // of joined, while no word has come behind it
	for _, part := range parts {
		switch {
		case part.Param != "" && gap >= 0:
			joined = joined[:gap+1]
			joined[gap].Param += ", " + part.Param
			joined[gap].Text = joined[gap].Param
			continue
		case part.Param != "":
			gap = len(joined)
		case gap >= 0 && len(wordsOf(part.Text)) > 0:
			gap = -1
		}
		joined = append(joined, part)
	}
	return joined
}

// olderName is how an older message may write a variable part that has a name.
var olderName = lazily(`\[([^\[\]\n]+)\]|\(([^()\[\]\n]+)\)`)

// olderParts cuts an older message at its variable parts. Beside today's form
// they may be written in another case, with blanks inside, in square or in
// round brackets.
func (code *Code) olderParts(message string) []Part {
	var parts []Part
	for _, part := range code.Parts(message) {
		end := 0
		for _, at := range olderName().FindAllStringSubmatchIndex(part.Text, -1) {
			name := strings.TrimSpace(part.Text[at[0]+1 : at[1]-1])
			i := slices.IndexFunc(code.Params, func(p Param) bool { return strings.EqualFold(p.Name, name) })
			if part.Param != "" || i < 0 {
				continue
			}
			parts = append(parts, Part{Text: part.Text[end:at[0]]}, Part{Text: code.Params[i].Name, Param: code.Params[i].Name})
			end = at[1]
		}
		parts = append(parts, Part{Text: part.Text[end:], Param: part.Param})
	}
	return slices.DeleteFunc(parts, func(part Part) bool { return part.Text == "" })
}

// template is a message cut into words and gaps.
type template struct {
	entry   int
	kind    Wording
	where   string
	runs    [][]string // the words before the first gap, between gaps, after the last
	params  []string   // one less than runs
	words   int
	literal int // letters of all words
}

func compile(entry int, t Template) template {
	c := template{entry: entry, kind: t.Kind, where: t.Where, runs: [][]string{nil}}
	for _, part := range t.Parts {
		if part.Param != "" {
			c.params = append(c.params, part.Param)
			c.runs = append(c.runs, nil)
			continue
		}
		last := len(c.runs) - 1
		for _, w := range wordsOf(part.Text) {
			c.runs[last] = append(c.runs[last], w)
			c.words++
			c.literal += utf8.RuneCountInString(w)
		}
	}
	return c
}

// short reports whether a template says too little to be looked for within a
// text: it must be all of the text.
func (t *template) short() bool { return t.words < 2 || t.literal < 8 }

// first is the number of the first run that has words, -1 for none.
func (t *template) first() int {
	return slices.IndexFunc(t.runs, func(run []string) bool { return len(run) > 0 })
}

// anchor is a place where a template can be looked for: the word stands at
// this place of its first run.
type anchor struct{ template, at int }

// anchor files each template under the word of its first run that the fewest
// templates have.
func (m *Matcher) anchor() {
	uses := map[string]int{}
	for _, t := range m.templates {
		if first := t.first(); first >= 0 {
			for _, w := range t.runs[first] {
				uses[w]++
			}
		}
	}
	for i, t := range m.templates {
		first := t.first()
		if first < 0 {
			continue
		}
		run, best := t.runs[first], 0
		for at, w := range run {
			if uses[w] < uses[run[best]] {
				best = at
			}
		}
		m.anchors[run[best]] = append(m.anchors[run[best]], anchor{i, best})
	}
}

// hit is a template that stands in a text.
type hit struct {
	*template
	values    []NamedValue
	line      int
	beginning bool // the text ends before the message does
}

// window is how many words a gap may hold.
const window = 400

// templatesIn finds the templates that stand in a unit, each once, those with
// the longest literal part first.
func (m *Matcher) templatesIn(u unit) []hit {
	var hits []hit
	seen := map[int]bool{}
	for i, w := range u.words {
		for _, a := range m.anchors[w.text] {
			if seen[a.template] {
				continue
			}
			if h, ok := m.templates[a.template].standsAt(u, i-a.at); ok {
				seen[a.template] = true
				hits = append(hits, h)
			}
		}
	}
	if u.whole || u.message {
		for i := range m.templates {
			if t := &m.templates[i]; !seen[i] && t.beginsAs(u) {
				hits = append(hits, hit{template: t, line: u.line, beginning: true})
			}
		}
	}
	slices.SortStableFunc(hits, func(x, y hit) int {
		return cmp.Or(-cmp.Compare(x.literal, y.literal), cmp.Compare(x.kind, y.kind), cmp.Compare(x.entry, y.entry))
	})
	return hits
}

// standsAt matches a template whose first run begins at a word of the unit.
func (t *template) standsAt(u unit, at int) (hit, bool) {
	first := t.first()
	if at < 0 || !runAt(u.words, at, t.runs[first]) {
		return hit{}, false
	}
	h := hit{template: t, line: u.words[at].line}
	if first > 0 {
		h.values = append(h.values, NamedValue{t.params[first-1], u.before(at)})
	}
	end := at + len(t.runs[first])
	for i := first + 1; i < len(t.runs); i++ {
		run := t.runs[i]
		if len(run) == 0 { // the last, because two gaps side by side are one
			h.values = append(h.values, NamedValue{t.params[i-1], u.after(end)})
			break
		}
		next := u.find(run, end)
		if next < 0 {
			return hit{}, false
		}
		h.values = append(h.values, NamedValue{t.params[i-1], u.between(end, next)})
		end = next + len(run)
	}
	if t.short() && (!u.whole && !u.message || at > 0 || end < len(u.words) && len(t.params) == 0) {
		return hit{}, false
	}
	h.values = slices.DeleteFunc(h.values, func(v NamedValue) bool { return fold(v.Value) == fold(v.Name) })
	return h, true
}

func runAt(words []word, at int, run []string) bool {
	if at+len(run) > len(words) {
		return false
	}
	for i, w := range run {
		if words[at+i].text != w {
			return false
		}
	}
	return true
}

// beginsAs reports whether the unit is the beginning of the template, of at
// least five words. Where the unit was cut off, so may its last word be.
func (t *template) beginsAs(u unit) bool {
	run := t.runs[0]
	n := len(u.words)
	if n < 5 || n > len(run) || n == len(run) && len(t.runs) == 1 {
		return false
	}
	for i, w := range u.words {
		if w.text != run[i] && !(u.cut && i == n-1 && strings.HasPrefix(run[i], w.text)) {
			return false
		}
	}
	return true
}

// find is the place of a run, from a word on, in the same line unless the unit
// is a string of its own; -1 for none.
func (u unit) find(run []string, from int) int {
	for at := from; at < min(from+window, len(u.words)); at++ {
		if !u.quoted && from > 0 && u.words[at].line != u.words[from-1].line {
			return -1
		}
		if runAt(u.words, at, run) {
			return at
		}
	}
	return -1
}

// between is the text between two words.
func (u unit) between(end, next int) string {
	return value(beginning(u.text[u.words[end-1].end:u.words[next].start], mostValue))
}

// before is the text before a word: of its line, unless the unit is a string.
func (u unit) before(at int) string {
	text := u.text[:u.words[at].start]
	if !u.quoted {
		text = text[strings.LastIndexByte(text, '\n')+1:]
	}
	if skipped := at - window; skipped > 0 {
		text = text[max(0, u.words[skipped].start-(u.words[at].start-len(text))):]
	}
	return value(beginning(text, mostValue))
}

// mostValue is how many characters a value may have, as JavaScript counts them.
const mostValue = 2000

// beginning is at most so many characters of a text.
func beginning(text string, most int) string {
	n := 0
	for i, r := range text {
		if n += utf16.RuneLen(r); n > most {
			return text[:i]
		}
	}
	return text
}

// closing is what can end a string in a line of log or code.
var closing = lazily(`["'][\s,;}\])]|["']$|</|\n`)

// endOfValue is where a text ends: before a quote that it didn't begin itself.
func endOfValue(text string) int {
	for _, at := range closing().FindAllStringIndex(text, -1) {
		quote := text[at[0] : at[0]+1]
		if quote == "<" || quote == "\n" || strings.Count(text[:at[0]], quote)%2 == 0 {
			return at[0]
		}
	}
	return len(text)
}

// after is the text behind the last literal word.
func (u unit) after(end int) string {
	to := len(u.text)
	if last := end + window; last < len(u.words) {
		to = u.words[last].start
	}
	text := beginning(u.text[u.words[end-1].end:to], mostValue)
	if !u.quoted {
		text = text[:endOfValue(text)]
	}
	return value(text)
}

var (
	spaces   = lazily(`[ \n]+`)
	leading  = lazily(`^(?:[ :;,：，]|\. )*(?:\+ |\+$)?`)
	trailing = lazily(`[ .,;:!?。，]+$`)
	enclosed = lazily(`^(?:"([^"]*)"|'([^']*)'|[“«]([^“”«»]*)[”»]|[([{]([^()\[\]{}]*)[)\]}]|[)\]} ]*([^()\[\]{}]*)(?:[([{ ]*|[)\]} ]*))$`)
)

// value takes away what stands around a value: blanks, the colon before it,
// the full stop behind it, a pair of quotes or brackets, also half of a pair of
// brackets whose other half stands elsewhere in the message. One that opens in
// front may be the value's own.
func value(text string) string {
	text = spaces().ReplaceAllString(text, " ")
	for {
		was := text
		text = trailing().ReplaceAllString(leading().ReplaceAllString(text, ""), "")
		text = enclosed().ReplaceAllString(text, "$1$2$3$4$5")
		if text == was {
			return text
		}
	}
}
