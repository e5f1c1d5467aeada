package catalog

import (
	"iter"
	"strconv"
	"strings"
)

// Reading takes a paste apart without understanding it: JSON wherever it
// stands, even in strings or escaped, and between it plain text. Nothing is
// read twice but the text of strings, which is shorter each time.

// maxNesting is how deep JSON may be nested.
const maxNesting = 100

// reading is what a text holds.
type reading struct {
	units     []unit
	sightings []*sighting // codes in the envelope's field
	named     []namedCode
	statuses  []statusSeen
	function  string
	time      string
	lines     int
	secrets   []string
	json      bool // there was some
	tooDeep   bool
	cutOff    bool
}

// unit is a piece of text whose words stand together: plain text between JSON,
// or a string of it.
type unit struct {
	text    string
	words   []word
	line    int
	quoted  bool // a string of JSON, not plain text
	message bool // the envelope's message
	whole   bool // all of the text
	cut     bool // the text ends within it
}

// sighting is a code in the envelope's field.
type sighting struct {
	code       string
	quoted     bool
	line       int
	status     int
	message    *unit
	messageCut bool
}

// namedCode is a code that stands for itself, or behind a word such as "error".
type namedCode struct {
	words, code string
	line        int
}

// statusSeen is an HTTP status of the text.
type statusSeen struct {
	status, line int
	before       int // how many sightings came before it
}

// reader is one run of reading.
type reader struct {
	*Matcher
	reading
}

func (m *Matcher) read(text string) reading {
	r := &reader{Matcher: m}
	r.lines = 1 + strings.Count(strings.TrimRight(text, " \n"), "\n")
	r.text(text, 1, 0)
	if len(r.units) == 1 && !r.units[0].quoted {
		r.units[0].whole = true
	}
	r.time = timeIn(text)
	r.joinStatuses()
	return r.reading
}

// joinStatuses gives each code the HTTP status that came with it: the last one
// before it that no other code has, or one behind it in the same line.
func (r *reader) joinStatuses() {
	for i, s := range r.statuses {
		switch {
		case s.before > 0 && r.sightings[s.before-1].status == 0 && r.sightings[s.before-1].line == s.line:
			r.sightings[s.before-1].status = s.status
		case s.before < len(r.sightings) && (i+1 == len(r.statuses) || r.statuses[i+1].before > s.before):
			r.sightings[s.before].status = s.status
		}
	}
}

// text reads plain text with JSON in it; line is that of its beginning.
func (r *reader) text(text string, line, depth int) {
	if depth > maxNesting {
		r.tooDeep = true
		return
	}
	from, lineFrom := 0, line   // what is not read yet, and its line
	counted, at := 0, line      // how far lines are counted
	lineOf := func(i int) int { // asked for in ascending order
		at += strings.Count(text[counted:i], "\n")
		counted = i
		return at
	}
	plain := func(to int) {
		if from < to {
			r.plain(text[from:to], lineFrom)
		}
	}
	for i := 0; i < len(text); i++ {
		if text[i] != '{' {
			continue
		}
		next := i + 1
		for next < len(text) && isBlank(text[next]) {
			next++
		}
		switch {
		case next < len(text) && text[next] == '"':
			j := &jsonReader{reader: r, source: text, at: i, line: lineOf(i), depth: depth}
			if !j.scan() {
				if j.resume > i {
					i = j.resume - 1
				}
				continue
			}
			plain(i)
			from, lineFrom = j.at, lineOf(j.at)
			j.emit()
			i = j.at - 1
		case next < len(text) && text[next] == '\\' && strings.HasPrefix(strings.TrimLeft(text[next:min(len(text), next+64)], `\`), `"`):
			plain(i)
			end := len(text)
			if lineEnd := strings.IndexByte(text[i:], '\n'); lineEnd >= 0 {
				end = i + lineEnd
			}
			r.text(unescape(text[i:end]), lineOf(i), depth+1)
			from, lineFrom, i = end, lineOf(end), end-1
		}
	}
	plain(len(text))
}

func isBlank(c byte) bool { return c == ' ' || c == '\n' }

// plain reads text that is no JSON.
func (r *reader) plain(text string, line int) {
	if strings.TrimSpace(text) == "" {
		return
	}
	u := unit{text: text, words: cutWords(text, line), line: line}
	r.units = append(r.units, u)
	r.names(text, line)
}

var (
	behindKey  = lazily(`^["'\s:=>\])\\]{1,12}`)
	codeValue  = lazily(`^-?[\pL\pN_][\pL\pN_.-]*`)
	behindName = lazily(`^[\s:=#"'(\[\\]{1,6}`)
	// Behind "HTTP" may stand its version, and the words "status code".
	behindStatus = lazily(`^(?:/[0-9](?:\.[0-9])?)?["'\s:=\\]{1,6}(?:(?i:status[ _]?)?(?i:code)?["'\s:=\\]{1,6})?`)
	threeDigits  = lazily(`^[1-5][0-9][0-9](?:[^0-9\pL_.:/-]|[.:]?(?:\s|$)|$)`)
	bearer       = lazily(`(?i)\b(?:bearer|basic)\s+([^\s"',;]{6,})`)
	longToken    = lazily(`[A-Za-z0-9_.+/=-]{32,}`)
	secretValue  = lazily(`^["'\s:=>\])\\]{1,12}(?:(?i:bearer|basic)\s+)?([^\s"',;&}\\]{3,})`)
)

// codeNames say that a code follows; foreignNames before them, that it is none
// of ours.
var (
	codeNames    = lazily(`^(err(or)?|((error|response)_?)?code)$`)
	foreignNames = lazily(`^(exit|http|status(code)?|zip|postal|country|area)$`)
	statusNames  = lazily(`^(http|(http_?)?status(_?code)?|http_code)$`)
	secretNames  = lazily(`authorization|passw(or)?d|secret|token|api_?key|cookie|session|cvv|card_?number`)
)

// nameReader looks at each name of a plain text: the envelope's field, a word
// such as "error", an HTTP status, a function, a secret.
type nameReader struct {
	*reader
	text    string
	line    int
	name    string // as it is written
	folded  string
	before  string // the name before it
	rest    string // what follows it, as far as it matters
	said    string // words such as "error code", so far
	saidEnd int
}

func (r *reader) names(text string, line int) {
	n := &nameReader{reader: r, text: text, line: line}
	counted, skip := 0, 0
	for at := range identifiersOf(text) {
		n.line += strings.Count(text[counted:at[0]], "\n")
		counted = at[0]
		n.before = n.folded
		n.name, n.rest = text[at[0]:at[1]], text[at[1]:min(len(text), at[1]+300)]
		n.folded = fold(n.name)
		if r.function == "" {
			r.function = r.functions[n.folded]
		}
		if secretName(n.folded) {
			if found := secretValue().FindStringSubmatch(n.rest); found != nil {
				r.secret(found[1])
			}
		}
		if at[0] < skip {
			continue
		}
		taken := n.field()
		if taken == 0 {
			taken = n.status()
		}
		if taken == 0 {
			taken = n.code(at[0], at[1])
		}
		skip = at[1] + taken
	}
}

// field takes the envelope's field with a value. Like the others it says how
// much it took of what follows the name.
func (n *nameReader) field() int {
	if len(n.codeAt) > 1 || n.folded != n.codeAt[0] {
		return 0
	}
	gap := behindKey().FindString(n.rest)
	code := codeText(n.rest[len(gap):])
	if gap == "" || !number().MatchString(code) && len(n.byCode[bareCode(code)]) == 0 {
		return 0
	}
	quoted := strings.HasSuffix(gap, `"`) || strings.HasSuffix(gap, `'`)
	n.sightings = append(n.sightings, &sighting{code: code, quoted: quoted, line: n.line})
	return len(gap) + len(code)
}

// status takes an HTTP status.
func (n *nameReader) status() int {
	if !statusNames().MatchString(n.folded) || n.folded == "status" && n.before == "exit" {
		return 0
	}
	gap := behindStatus().FindString(n.rest)
	if gap == "" || !threeDigits().MatchString(n.rest[len(gap):]) {
		return 0
	}
	status, _ := strconv.Atoi(n.rest[len(gap) : len(gap)+3])
	n.statuses = append(n.statuses, statusSeen{status, n.line, len(n.sightings)})
	return len(gap) + 3
}

// code takes a code behind a word such as "error", and one that needs none.
func (n *nameReader) code(start, end int) int {
	if !codeNames().MatchString(n.folded) || foreignNames().MatchString(n.before) {
		n.said = ""
		if len(n.byCode[n.folded]) > 0 && distinctive(n.name) && !adjoins(n.text, start, end) {
			n.named = append(n.named, namedCode{"", n.name, n.line})
		}
		return 0
	}
	if between := n.text[n.saidEnd:start]; n.said != "" && len(n.said) < 40 && behindName().FindString(between) == between {
		n.said += " " + n.folded
	} else {
		n.said = n.folded
	}
	n.saidEnd = end
	gap := behindName().FindString(n.rest)
	code := codeText(n.rest[len(gap):])
	if gap == "" || len(n.byCode[bareCode(code)]) == 0 || codeNames().MatchString(fold(code)) {
		return 0
	}
	n.named = append(n.named, namedCode{n.said, code, n.line})
	return len(gap) + len(code)
}

// identifiersOf gives the places of names: letters, digits and underscores.
func identifiersOf(text string) iter.Seq[[2]int] {
	return func(yield func([2]int) bool) {
		start := -1
		for i, r := range text {
			inside := r == '_' || inWord(r)
			if inside && start < 0 {
				start = i
			} else if !inside && start >= 0 {
				if !yield([2]int{start, i}) {
					return
				}
				start = -1
			}
		}
		if start >= 0 {
			yield([2]int{start, len(text)})
		}
	}
}

// secretName reports whether what is called so must not be shown.
func secretName(folded string) bool {
	return len(folded) <= 64 && secretNames().MatchString(folded)
}

// codeText is the code at the beginning of a text.
func codeText(text string) string {
	code := strings.TrimRight(codeValue().FindString(text), ".-")
	if whole, fraction, ok := strings.Cut(code, "."); ok && number().MatchString(whole) && strings.Trim(fraction, "0") == "" {
		return whole
	}
	return code
}

// distinctive reports whether a text code can be told from a word of prose.
func distinctive(code string) bool {
	return beginning(code, 3) != code && strings.ContainsAny(code, "0123456789_") && !number().MatchString(code)
}

// adjoins reports whether a name is part of a longer one, such as a path.
func adjoins(text string, start, end int) bool {
	return start > 0 && strings.ContainsRune("./-@", rune(text[start-1])) || end < len(text) && strings.ContainsRune("/-@", rune(text[end]))
}

var times = lazily(`\d{4}-\d\d-\d\d[T ]\d\d:\d\d[\d:.,]*(?:Z|[+-]\d\d:?\d\d)?|[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} [\d:]{8} GMT|\d\d/[A-Z][a-z]{2}/\d{4}:[\d:]{8} [+-]\d{4}`)

// timeIn looks no further than people would.
func timeIn(text string) string { return times().FindString(text[:min(len(text), 64<<10)]) }

// redact takes secrets out of a text that will be shown: what stood behind a
// name such as "token" anywhere in the paste, and whatever looks like a token.
func (r *reading) redact(text string) string {
	for _, secret := range r.secrets {
		text = strings.ReplaceAll(text, secret, removed)
	}
	text = bearer().ReplaceAllString(text, removed)
	return longToken().ReplaceAllStringFunc(text, func(token string) string {
		if strings.ContainsAny(token, "0123456789") && strings.ContainsFunc(token, isASCIILetter) {
			return removed
		}
		return token
	})
}

// secret notes a text that must not be shown.
func (r *reading) secret(text string) {
	const most = 100
	if len(r.secrets) < most && beginning(text, 2) != text {
		r.secrets = append(r.secrets, text)
	}
}

const removed = "[removed]"

func isASCIILetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

func (r *reading) redacted(values []NamedValue) []NamedValue {
	safe := make([]NamedValue, len(values))
	for i, v := range values {
		safe[i] = NamedValue{v.Name, r.redact(v.Value)}
	}
	return safe
}
