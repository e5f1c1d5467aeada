package sample

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strings"

	"responsa/site/catalog"
)

// literal is how a language writes a JSON value as a value of its own.
type literal struct {
	quote                func(string) string
	indent               string
	open, shut, empty    string // of an object
	list, unlist         string
	cast                 string // in front of an object whose first key is 0, which would become a list
	key                  func(string) []Token
	between              string // a key and its value
	comma                bool   // behind the last entry, too
	truth, untruth, none string
	number               func(string) string // nil: as in JSON
}

var (
	jsonLiteral = literal{
		quote: jsonString, indent: "  ", open: "{", shut: "}", empty: "{}", list: "[", unlist: "]",
		key:     func(k string) []Token { return []Token{{"k", jsonString(k)}} },
		between: ": ", truth: "true", untruth: "false", none: "null",
	}
	javaScriptLiteral = literal{
		quote: JavaScript, indent: "  ", open: "{", shut: "}", empty: "{}", list: "[", unlist: "]",
		key: func(k string) []Token {
			switch {
			case k == "__proto__": // without brackets it would set the prototype
				return []Token{{"", "["}, {"s", JavaScript(k)}, {"", "]"}}
			case identifier.MatchString(k):
				return []Token{{"", k}}
			}
			return []Token{{"s", JavaScript(k)}}
		},
		between: ": ", comma: true, truth: "true", untruth: "false", none: "null",
	}
	pythonLiteral = literal{
		quote: Python, indent: "    ", open: "{", shut: "}", empty: "{}", list: "[", unlist: "]",
		key:     func(k string) []Token { return []Token{{"s", Python(k)}} },
		between: ": ", comma: true, truth: "True", untruth: "False", none: "None",
	}
	phpLiteral = literal{
		quote: PHP, indent: "    ", open: "[", shut: "]", empty: "new stdClass()", list: "[", unlist: "]", cast: "(object) ",
		key:     func(k string) []Token { return []Token{{"s", PHP(k)}} },
		between: " => ", comma: true, truth: "true", untruth: "false", none: "null",
	}
	cSharpLiteral = literal{
		quote: CSharp, indent: "    ", open: "new JObject\n{", shut: "}", empty: "new JObject()", list: "new JArray\n{", unlist: "}",
		key:     func(k string) []Token { return []Token{{"", "["}, {"s", CSharp(k)}, {"", "]"}} },
		between: " = ", comma: true, truth: "true", untruth: "false", none: "JValue.CreateNull()",
		number: func(n string) string {
			if smallInteger.MatchString(n) {
				return n
			}
			return "new JRaw(" + CSharp(n) + ")"
		},
	}
	rubyLiteral = literal{
		quote: Ruby, indent: "  ", open: "{", shut: "}", empty: "{}", list: "[", unlist: "]",
		key:     func(k string) []Token { return []Token{{"s", Ruby(k)}} },
		between: " => ", comma: true, truth: "true", untruth: "false", none: "nil",
	}

	identifier   = regexp.MustCompile(`^[A-Za-z_$][A-Za-z0-9_$]*$`)
	smallInteger = regexp.MustCompile(`^-?[0-9]{1,18}$`)
	keyword      = regexp.MustCompile(`^(new stdClass|new|true|false|null|True|False|None|nil)\b`)
)

// read takes a JSON object apart, for all languages at once.
func read(body catalog.Object) []json.Token {
	if len(body) == 0 {
		body = catalog.Object("{}")
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var tokens []json.Token
	for {
		t, err := d.Token()
		if err == io.EOF {
			return tokens
		} else if err != nil {
			panic(err) // the catalog holds valid JSON
		}
		tokens = append(tokens, t)
	}
}

// object writes a JSON object. Lines but the first begin with the margin.
func (l literal) object(body []json.Token, margin string) []Token {
	w := &literalWriter{literal: l, rest: body}
	w.value(margin)
	return w.tokens
}

type literalWriter struct {
	literal
	rest   []json.Token // to be written
	tokens []Token
}

// more reports whether the object or list goes on.
func (w *literalWriter) more() bool {
	return w.rest[0] != json.Delim('}') && w.rest[0] != json.Delim(']')
}

func (w *literalWriter) write(kind, text string) {
	n := len(w.tokens)
	switch {
	case text == "":
	case n > 0 && w.tokens[n-1].Kind == kind:
		w.tokens[n-1].Text += text
	default:
		w.tokens = append(w.tokens, Token{kind, text})
	}
}

// word writes text that may begin with a keyword.
func (w *literalWriter) word(text string) {
	if k := keyword.FindString(text); k != "" {
		w.write("k", k)
		text = text[len(k):]
	}
	w.write("", text)
}

func (w *literalWriter) next() json.Token {
	t := w.rest[0]
	w.rest = w.rest[1:]
	return t
}

func (w *literalWriter) value(margin string) {
	switch t := w.next().(type) {
	case json.Delim:
		if t == '{' {
			w.object(margin)
		} else {
			w.array(margin)
		}
	case string:
		w.write("s", w.quote(t))
	case json.Number:
		text := t.String()
		if w.number != nil {
			text = w.number(text)
		}
		w.word(text)
	case bool:
		if t {
			w.word(w.truth)
		} else {
			w.word(w.untruth)
		}
	case nil:
		w.word(w.none)
	default:
		panic(fmt.Sprintf("sample: %T in JSON", t))
	}
}

func (w *literalWriter) object(margin string) {
	inner := margin + w.indent
	for first := true; w.more(); first = false {
		key := w.next().(string)
		if first {
			if key == "0" {
				w.write("", w.cast)
			}
			w.word(strings.ReplaceAll(w.open, "\n", "\n"+margin))
		}
		w.write("", "\n"+inner)
		for _, t := range w.key(key) {
			w.write(t.Kind, t.Text)
		}
		w.write("", w.between)
		w.entry(inner)
		if !w.more() {
			w.write("", "\n"+margin+w.shut)
			w.next()
			return
		}
	}
	w.next()
	w.word(w.empty)
}

func (w *literalWriter) array(margin string) {
	if !w.more() {
		w.next()
		w.word(strings.ReplaceAll(w.list, "\n", " ") + w.unlist)
		return
	}
	w.word(strings.ReplaceAll(w.list, "\n", "\n"+margin))
	inner := margin + w.indent
	for w.more() {
		w.write("", "\n"+inner)
		w.entry(inner)
	}
	w.next()
	w.write("", "\n"+margin+w.unlist)
}

// entry writes a value and the comma behind it.
func (w *literalWriter) entry(margin string) {
	w.value(margin)
	if w.comma || w.more() {
		w.write("", ",")
	}
}
