package sample

import (
	"encoding/json"
	"strings"

	"responsa/site/catalog"
)

// literal is how a language writes a JSON value as a value of its own.
type literal struct {
	quote                func(string) string
	mark                 string // around what is verbatim
	indent               string
	open, shut, empty    string // of an object
	list, unlist         string
	cast                 string // in front of an object whose first key is 0, which would become a list
	key                  func(w *literalWriter, key string)
	between              string // a key and its value
	comma                bool   // behind the last entry, too
	truth, untruth, none string
	number               func(string) string // nil: as in JSON
}

var (
	jsonLiteral = literal{
		quote: jsonString, mark: `"`, indent: "  ", open: "{", shut: "}", empty: "{}", list: "[", unlist: "]",
		key:     func(w *literalWriter, k string) { w.string(Keyword, k) },
		between: ": ", truth: "true", untruth: "false", none: "null",
	}
	javaScriptLiteral = literal{
		quote: JavaScript, mark: `"`, indent: "  ", open: "{", shut: "}", empty: "{}", list: "[", unlist: "]",
		key: func(w *literalWriter, k string) {
			switch {
			case k == "__proto__": // without brackets it would set the prototype
				w.write(Plain, "[")
				w.string(String, k)
				w.write(Plain, "]")
			case isIdentifier(k):
				w.write(Plain, k)
			default:
				w.string(String, k)
			}
		},
		between: ": ", comma: true, truth: "true", untruth: "false", none: "null",
	}
	pythonLiteral = literal{
		quote: Python, mark: `"`, indent: "    ", open: "{", shut: "}", empty: "{}", list: "[", unlist: "]",
		key:     func(w *literalWriter, k string) { w.string(String, k) },
		between: ": ", comma: true, truth: "True", untruth: "False", none: "None",
	}
	phpLiteral = literal{
		quote: PHP, mark: "'", indent: "    ", open: "[", shut: "]", empty: "new stdClass()", list: "[", unlist: "]", cast: "(object) ",
		key:     func(w *literalWriter, k string) { w.string(String, k) },
		between: " => ", comma: true, truth: "true", untruth: "false", none: "null",
	}
	cSharpLiteral = literal{
		quote: CSharp, mark: `"`, indent: "    ", open: "new JObject\n{", shut: "}", empty: "new JObject()", list: "new JArray\n{", unlist: "}",
		key: func(w *literalWriter, k string) {
			w.write(Plain, "[")
			w.string(String, k)
			w.write(Plain, "]")
		},
		between: " = ", comma: true, truth: "true", untruth: "false", none: "JValue.CreateNull()",
		number: func(n string) string {
			if smallInteger(n) {
				return n
			}
			return "new JRaw(" + CSharp(n) + ")"
		},
	}
	rubyLiteral = literal{
		quote: Ruby, mark: `"`, indent: "  ", open: "{", shut: "}", empty: "{}", list: "[", unlist: "]",
		key:     func(w *literalWriter, k string) { w.string(String, k) },
		between: " => ", comma: true, truth: "true", untruth: "false", none: "nil",
	}
)

// smallInteger reports whether a number is an integer that C#'s long holds.
func smallInteger(n string) bool {
	digits := strings.TrimPrefix(n, "-")
	return digits != "" && len(digits) <= 18 && strings.Trim(digits, "0123456789") == ""
}

// keywords are the words with which a value can begin.
var keywords = []string{"new stdClass", "new", "true", "false", "null", "True", "False", "None", "nil"}

// isIdentifier reports whether a name can stand without quotes in JavaScript.
func isIdentifier(name string) bool {
	for i, c := range []byte(name) {
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' || c == '$'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return name != ""
}

// value is a token of JSON: its first character, and the text of a string or a
// number.
type value struct {
	first byte
	text  string
}

// read takes a JSON object apart, for all languages at once. It leaves commas
// and colons out, and rare strings to encoding/json.
func read(body catalog.Object) []value {
	if len(body) == 0 {
		body = catalog.Object("{}")
	}
	text := string(body)
	values := make([]value, 0, 16)
	for i, end := 0, 0; i < len(text); i = end {
		end = i + 1
		switch c := text[i]; c {
		case ' ', '\t', '\r', '\n', ',', ':':
		case '{', '}', '[', ']':
			values = append(values, value{first: c})
		case '"':
			for ; text[end] != '"'; end++ {
				if text[end] == '\\' {
					end++
				}
			}
			end++
			s := text[i+1 : end-1]
			if strings.Contains(s, `\`) {
				if err := json.Unmarshal(body[i:end], &s); err != nil {
					panic(err) // the catalog holds valid JSON
				}
			}
			values = append(values, value{c, s})
		default:
			for end < len(text) && !strings.ContainsRune(" \t\r\n,]}", rune(text[end])) {
				end++
			}
			values = append(values, value{c, text[i:end]})
		}
	}
	return values
}

// object writes a JSON object. Lines but the first begin with the margin. It is
// false when yield was.
func (l *literal) object(body []value, margin string, yield func(Token) bool) bool {
	w := literalWriter{literal: l, rest: body, yield: yield}
	w.value(margin)
	return !w.stopped
}

type literalWriter struct {
	*literal
	rest    []value // to be written
	yield   func(Token) bool
	stopped bool
}

// more reports whether the object or list goes on.
func (w *literalWriter) more() bool {
	return w.rest[0].first != '}' && w.rest[0].first != ']'
}

func (w *literalWriter) write(kind Kind, text string) {
	if text != "" && !w.stopped {
		w.stopped = !w.yield(Token{Kind: kind, Text: text})
	}
}

// string writes a string, or a key that is written as one.
func (w *literalWriter) string(kind Kind, text string) {
	switch {
	case w.stopped:
	case verbatim(text):
		w.stopped = !w.yield(Token{kind, text, w.mark})
	default:
		w.write(kind, w.quote(text))
	}
}

// line begins a line.
func (w *literalWriter) line(margin string) {
	w.write(Plain, "\n")
	w.write(Plain, margin)
}

// word writes text that may begin with a keyword. One of several lines gets
// the margin.
func (w *literalWriter) word(text, margin string) {
	for _, k := range keywords {
		if rest, found := strings.CutPrefix(text, k); found && (rest == "" || !isIdentifier(rest[:1])) {
			w.write(Keyword, k)
			text = rest
			break
		}
	}
	first, rest, lines := strings.Cut(text, "\n")
	w.write(Plain, first)
	if lines {
		w.line(margin)
		w.write(Plain, rest)
	}
}

func (w *literalWriter) next() value {
	t := w.rest[0]
	w.rest = w.rest[1:]
	return t
}

func (w *literalWriter) value(margin string) {
	switch v := w.next(); v.first {
	case '{':
		w.object(margin)
	case '[':
		w.array(margin)
	case '"':
		w.string(String, v.text)
	case 't':
		w.word(w.truth, "")
	case 'f':
		w.word(w.untruth, "")
	case 'n':
		w.word(w.none, "")
	default:
		text := v.text
		if w.number != nil {
			text = w.number(text)
		}
		w.word(text, "")
	}
}

func (w *literalWriter) object(margin string) {
	inner := margin + w.indent
	for first := true; w.more(); first = false {
		key := w.next().text
		if first {
			if key == "0" {
				w.write(Plain, w.cast)
			}
			w.word(w.open, margin)
		}
		w.line(inner)
		w.key(w, key)
		w.write(Plain, w.between)
		w.entry(inner)
		if !w.more() {
			w.line(margin)
			w.write(Plain, w.shut)
			w.next()
			return
		}
	}
	w.next()
	w.word(w.empty, "")
}

func (w *literalWriter) array(margin string) {
	if !w.more() {
		w.next()
		w.word(strings.ReplaceAll(w.list, "\n", " ")+w.unlist, "")
		return
	}
	w.word(w.list, margin)
	inner := margin + w.indent
	for w.more() {
		w.line(inner)
		w.entry(inner)
	}
	w.next()
	w.line(margin)
	w.write(Plain, w.unlist)
}

// entry writes a value and the comma behind it.
func (w *literalWriter) entry(margin string) {
	w.value(margin)
	if w.comma || w.more() {
		w.write(Plain, ",")
	}
}
