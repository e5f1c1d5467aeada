package catalog

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// jsonReader reads one JSON object, as far as it is one. It is no parser: it
// keeps the path of keys and hands out strings and scalars.
type jsonReader struct {
	*reader
	source string
	at     int
	line   int
	depth  int
	resume int // where to go on if this was no object

	stack  []level
	key    string
	events []jsonEvent
	lastID int
}

type level struct {
	object bool
	key    string // folded; under which it stands in the object around it
	id     int
}

// jsonEvent is a string or a scalar with the path to it.
type jsonEvent struct {
	path   []string
	ids    []int // of the objects along the path
	text   string
	quoted bool
	line   int
	cut    bool
}

// scan reads the object at at, and says whether it was one: at least one key
// with a colon. It ends behind the object, or where the text is no JSON.
func (j *jsonReader) scan() bool {
	start := j.at
	keys := 0
	for {
		j.blanks()
		if j.at >= len(j.source) {
			return j.ended(keys, len(j.stack) > 0)
		}
		c := j.source[j.at]
		inObject := len(j.stack) > 0 && j.stack[len(j.stack)-1].object
		switch {
		case c == '{' || c == '[':
			if len(j.stack) > 0 && inObject && j.key == "" {
				return j.garbage(keys, start)
			}
			j.lastID++
			j.stack = append(j.stack, level{c == '{', j.key, j.lastID})
			j.key = ""
			j.at++
		case c == '}' || c == ']':
			if inObject != (c == '}') || j.key != "" {
				return j.garbage(keys, start)
			}
			j.stack = j.stack[:len(j.stack)-1]
			j.at++
			if len(j.stack) == 0 {
				return keys > 0
			}
		case c == ',':
			j.key = ""
			j.at++
		case c == '"':
			token, line := j.at, j.line
			text, whole := j.readString()
			if inObject && j.key == "" {
				if !whole {
					return j.ended(keys, true)
				}
				j.blanks()
				if j.at >= len(j.source) {
					return j.ended(keys, true)
				}
				if j.source[j.at] != ':' {
					j.resume = token + 1
					return keys > 0 && j.stopAt(token)
				}
				j.at++
				keys++
				j.key = "\x00" + fold(text)
				continue
			}
			j.event(text, true, line, !whole)
			j.key = ""
			if !whole {
				return j.ended(keys, true)
			}
		default:
			if inObject && j.key == "" || len(j.stack) == 0 {
				return j.garbage(keys, start)
			}
			from := j.at
			for j.at < len(j.source) && strings.IndexByte("+-.0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_", j.source[j.at]) >= 0 {
				j.at++
			}
			if j.at == from {
				return j.garbage(keys, start)
			}
			j.event(j.source[from:j.at], false, j.line, false)
			j.key = ""
		}
	}
}

func (j *jsonReader) ended(keys int, inside bool) bool {
	if keys > 0 && inside {
		j.cutOff = true
	}
	j.resume = len(j.source)
	return keys > 0
}

// garbage ends the object before what is no JSON.
func (j *jsonReader) garbage(keys, start int) bool {
	j.resume = max(j.at, start+1)
	return keys > 0
}

func (j *jsonReader) stopAt(at int) bool {
	j.at = at
	return true
}

func (j *jsonReader) blanks() {
	for j.at < len(j.source) && isBlank(j.source[j.at]) {
		if j.source[j.at] == '\n' {
			j.line++
		}
		j.at++
	}
}

// readString reads a string, and says whether it was ended.
func (j *jsonReader) readString() (text string, whole bool) {
	from := j.at + 1
	for i := from; i < len(j.source); i++ {
		switch j.source[i] {
		case '\\':
			i++
		case '\n':
			j.line++
		case '"':
			j.at = i + 1
			return unescape(j.source[from:i]), true
		}
	}
	j.at = len(j.source)
	return unescape(j.source[from:]), false
}

func (j *jsonReader) event(text string, quoted bool, line int, cut bool) {
	if len(j.stack)+j.depth > maxNesting {
		j.tooDeep = true
		return
	}
	e := jsonEvent{text: text, quoted: quoted, line: line, cut: cut}
	for _, l := range j.stack {
		if l.object {
			e.ids = append(e.ids, l.id)
		}
		if l.key != "" {
			e.path = append(e.path, l.key[1:])
		}
	}
	if j.key != "" {
		e.path = append(e.path, j.key[1:])
	}
	j.events = append(j.events, e)
}

// endsWith reports whether a path of keys ends with the envelope's, and in
// which object that begins.
func (e jsonEvent) endsWith(path []string) (object int, ok bool) {
	from := len(e.path) - len(path)
	if from < 0 || len(e.ids) < len(path) || !slices.Equal(e.path[from:], path) {
		return 0, false
	}
	return e.ids[len(e.ids)-len(path)], true
}

// emit hands out what was read, strings as text.
func (j *jsonReader) emit() {
	j.json = true
	found := map[int]*sighting{}
	messages := map[int]*unit{}
	for _, e := range j.events {
		if e.quoted && len(e.path) > 0 && secretName(e.path[len(e.path)-1]) {
			j.secret(strings.TrimPrefix(strings.TrimPrefix(e.text, "Bearer "), "Basic "))
		}
		if object, ok := e.endsWith(j.codeAt); ok && e.text != "" && (e.quoted || number().MatchString(codeText(e.text))) {
			code := e.text
			if !e.quoted {
				code = codeText(e.text)
			}
			s := &sighting{code: code, quoted: e.quoted, line: e.line, message: messages[object]}
			s.messageCut = s.message != nil && s.message.cut
			found[object] = s
			j.sightings = append(j.sightings, s)
			continue
		}
		last := ""
		if len(e.path) > 0 {
			last = e.path[len(e.path)-1]
		}
		switch object, isMessage := e.endsWith(j.messageAt); {
		case isMessage && e.quoted:
			u := unit{text: e.text, words: cutWords(e.text, e.line), line: e.line, quoted: true, message: true, cut: e.cut}
			for i := range u.words {
				u.words[i].line = e.line
			}
			j.units = append(j.units, u)
			messages[object] = &u
			if s := found[object]; s != nil {
				s.message, s.messageCut = &u, e.cut
			}
			j.nested(e)
		case statusNames().MatchString(last) && len(e.text) == 3 && threeDigits().MatchString(e.text):
			status, _ := strconv.Atoi(e.text)
			j.statuses = append(j.statuses, statusSeen{status, e.line, len(j.sightings)})
		case codeNames().MatchString(last) && len(j.byCode[bareCode(e.text)]) > 0:
			j.named = append(j.named, namedCode{last, e.text, e.line})
		case e.quoted:
			j.reader.text(e.text, e.line, j.depth+len(e.path))
		}
	}
}

// nested looks for JSON in a message.
func (j *jsonReader) nested(e jsonEvent) {
	if strings.Contains(e.text, "{") {
		j.reader.text(e.text, e.line, j.depth+len(e.path))
	}
}

// unescape resolves the escapes of a JSON string, and leaves alone what is none.
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		switch c := s[i]; c {
		case 'n':
			b.WriteByte('\n')
		case 't', 'r', 'b', 'f':
			b.WriteByte(' ')
		case 'u':
			r, n := unicodeEscape(s[i-1:])
			if n == 0 {
				b.WriteByte('u')
				continue
			}
			b.WriteRune(r)
			i += n - 2
		default:
			b.WriteByte(c)
		}
	}
	return blanks(b.String())
}

// unicodeEscape reads \uXXXX, or two of them that are one rune, and says how
// many bytes it took.
func unicodeEscape(s string) (rune, int) {
	unit := func(s string) rune {
		if len(s) < 6 || s[:2] != `\u` {
			return -1
		}
		n, err := strconv.ParseUint(s[2:6], 16, 16)
		if err != nil {
			return -1
		}
		return rune(n)
	}
	first := unit(s)
	if first < 0 {
		return 0, 0
	}
	if utf16.IsSurrogate(first) {
		if second := unit(s[6:]); second >= 0 && utf16.DecodeRune(first, second) != '\uFFFD' {
			return utf16.DecodeRune(first, second), 12
		}
		return '\uFFFD', 6
	}
	return first, 6
}
