package sample

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"responsa/site/catalog"
)

// syntax is how a language writes values. Its rules' sources stand in quote.go.
type syntax struct {
	quote   func(string) string
	pattern func(string) string // a regular expression that must match as a whole; nil: has none
	text    func(json, margin string) string
	literal literal // of the body, where text is nil
}

// syntaxes are the known languages; a sample names one by its id or its quote.
var syntaxes = map[string]syntax{
	"http":       {quote: plain, literal: jsonLiteral},
	"curl":       {quote: Shell, text: shellText},
	"javascript": {quote: JavaScript, pattern: javaScriptPattern, literal: javaScriptLiteral},
	"typescript": {quote: JavaScript, pattern: javaScriptPattern, literal: javaScriptLiteral},
	"python":     {quote: Python, pattern: pythonPattern, literal: pythonLiteral},
	"php":        {quote: PHP, pattern: phpPattern, literal: phpLiteral},
	"csharp":     {quote: CSharp, pattern: cSharpPattern, literal: cSharpLiteral},
	"java":       {quote: Java, pattern: javaPattern, text: javaText},
	"go":         {quote: Go, pattern: goPattern, text: goText},
	"ruby":       {quote: Ruby, pattern: rubyPattern, literal: rubyLiteral},
}

// literal is how a language writes a JSON value as a value of its own.
type literal struct {
	quote                func(string) string
	indent               string
	open, shut, empty    string // of an object
	list, unlist         string
	key                  func(string) []Token
	between              string // a key and its value
	comma                bool   // behind the last entry, too
	truth, untruth, none string
	number               func(string) string // nil: as in JSON
}

// plain leaves text as it is, for what has no strings of its own, less the
// line ends, which would end a header.
func plain(s string) string { return strings.NewReplacer("\r", " ", "\n", " ").Replace(s) }

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
		// An empty array would become a list.
		quote: PHP, indent: "    ", open: "[", shut: "]", empty: "new stdClass()", list: "[", unlist: "]",
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
)

// object writes a JSON object. Lines but the first begin with the margin.
func (l literal) object(body catalog.Object, margin string) []Token {
	w := &literalWriter{literal: l, decoder: json.NewDecoder(bytes.NewReader(body))}
	w.decoder.UseNumber()
	if len(body) == 0 {
		return []Token{{"", l.empty}}
	}
	w.value(margin)
	return w.tokens
}

type literalWriter struct {
	literal
	decoder *json.Decoder
	tokens  []Token
}

func (w *literalWriter) write(kind, text string) {
	if n := len(w.tokens); n > 0 && w.tokens[n-1].Kind == kind {
		w.tokens[n-1].Text += text
		return
	}
	w.tokens = append(w.tokens, Token{kind, text})
}

func (w *literalWriter) next() json.Token {
	t, err := w.decoder.Token()
	if err != nil {
		panic(err) // the catalog holds valid JSON
	}
	return t
}

func (w *literalWriter) value(margin string) {
	switch t := w.next().(type) {
	case json.Delim:
		w.entries(t == '{', margin)
	case string:
		w.write("s", w.quote(t))
	case json.Number:
		if text := t.String(); w.number != nil {
			w.write("", w.number(text))
		} else {
			w.write("", text)
		}
	case bool:
		if t {
			w.write("", w.truth)
		} else {
			w.write("", w.untruth)
		}
	case nil:
		w.write("", w.none)
	default:
		panic(fmt.Sprintf("sample: %T in JSON", t))
	}
}

func (w *literalWriter) entries(object bool, margin string) {
	open, shut := w.list, w.unlist
	if object {
		open, shut = w.open, w.shut
	}
	if !w.decoder.More() {
		w.next()
		if object {
			w.write("", w.empty)
		} else {
			w.write("", strings.Join(strings.Fields(open), " ")+shut)
		}
		return
	}
	inner := margin + w.indent
	w.write("", strings.ReplaceAll(open, "\n", "\n"+margin)+"\n")
	for w.decoder.More() {
		w.write("", inner)
		if object {
			for _, t := range w.key(w.next().(string)) {
				w.write(t.Kind, t.Text)
			}
			w.write("", w.between)
		}
		w.value(inner)
		if w.comma || w.decoder.More() {
			w.write("", ",")
		}
		w.write("", "\n")
	}
	w.next()
	w.write("", margin+shut)
}
