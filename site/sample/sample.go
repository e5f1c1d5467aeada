// Package sample spells one exchange with the API in a programming language:
// the call that can give a code, and what a client does when it gets it.
//
// A language is a template. What differs between languages beyond it is how
// they write text, and that stands in syntax.go and quote.go, one func a
// language.
//
// # Templates
//
// A template's values can't be printed as they are: each goes through one of
// the funcs quote, comment, code, codes, body and pattern, which write it as
// the language does. So nothing gets into a program unquoted, and [Program]
// knows which parts of it are the code's own. The rest is common to all codes
// that are handled alike, and is highlighted once.
package sample

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/template"

	"responsa/site/catalog"
)

// Template is a sample language, ready to be filled in.
type Template struct {
	*catalog.Sample
	quoting  string
	syntax   syntax
	template *template.Template
}

// Parse makes a sample's template ready. The error names the file.
func Parse(s *catalog.Sample) (*Template, error) {
	name := s.Quote
	if name == "" {
		name = s.ID
	}
	spelled, ok := syntaxes[name]
	if !ok {
		return nil, fmt.Errorf("%s: no quoting is known for the language %q; quote: names one of %s", s.File, name, strings.Join(Quotings(), ", "))
	}
	// The funcs of Fill take their place; here they give the names.
	t, err := template.New(s.File).Funcs(new(filling).funcs()).Parse(s.Text)
	if err != nil {
		return nil, err
	}
	return &Template{s, name, spelled, t}, nil
}

// Request reports whether the sample is the call alone, without a client's
// handling of the answer.
func (t *Template) Request() bool { return t.quoting == "http" }

// Quotings are the names that a sample language's quote may have.
func Quotings() []string {
	var names []string
	for name := range syntaxes {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Fill gives the sample's text for an exchange.
func (t *Template) Fill(e Exchange) (Program, error) {
	f := &filling{syntax: t.syntax, exchange: e}
	own, err := t.template.Clone()
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	if err := own.Funcs(f.funcs()).Execute(&b, e); err != nil {
		return nil, err
	}
	return f.program(strings.TrimRight(b.String(), "\n"), t.File)
}

// filling is one run of a template. Its funcs write a mark and keep what
// stands there.
type filling struct {
	syntax   syntax
	exchange Exchange
	own      []Piece
}

func (f *filling) funcs() template.FuncMap {
	return template.FuncMap{
		// quote writes its arguments, one behind the other, as one string.
		"quote": func(parts ...any) string {
			return f.mark(f.syntax.quote(join(parts)), f.syntax.quote(f.standIn()))
		},
		// comment writes them for a comment of one line.
		"comment": func(parts ...any) string { return f.mark(comment(join(parts)), f.standIn()) },
		// code writes a response code as the envelope carries it.
		"code": func(v catalog.Value) string { return f.code([]catalog.Value{v}, "") },
		// codes writes several with a text between them.
		"codes": f.code,
		// body writes the call's body. Its lines but the first begin with the margin.
		"body": func(margin string) string {
			if f.syntax.text != nil {
				return f.mark(f.syntax.text(f.exchange.Body.Indent(), margin), f.syntax.quote(f.standIn()))
			}
			return f.keep(Piece{Tokens: f.syntax.literal.object(f.exchange.Body, margin), StandIn: f.standIn()})
		},
		// pattern writes a regular expression that matches the code's message
		// and captures the values in it.
		"pattern": func() (string, error) {
			if f.syntax.pattern == nil {
				return "", errors.New("this language has no regular expressions here")
			}
			return f.mark(f.syntax.pattern(f.exchange.pattern()), f.syntax.pattern(f.standIn())), nil
		},
	}
}

func (f *filling) code(values []catalog.Value, between string) string {
	var texts []string
	for _, v := range values {
		text := v.Text
		if !v.Integer {
			text = f.syntax.quote(text)
		}
		texts = append(texts, text)
	}
	standIn := f.standIn()
	if len(values) > 0 && !values[0].Integer {
		standIn = f.syntax.quote(standIn)
	}
	return f.mark(strings.Join(texts, between), standIn)
}

// standIn is a word that stands nowhere else in the program.
func (f *filling) standIn() string { return fmt.Sprintf("own%dpiece", len(f.own)) }

func (f *filling) mark(text, standIn string) string {
	return f.keep(Piece{Tokens: []Token{{Text: text}}, StandIn: standIn})
}

// The marks between which a piece's number stands: private use characters,
// which have no place in a template.
const open, shut = "\uf8f0", "\uf8f1"

func (f *filling) keep(p Piece) string {
	f.own = append(f.own, p)
	return fmt.Sprint(open, len(f.own)-1, shut)
}

// Text is a value of an exchange. Printed as it is, it is a mistake.
type Text string

const bare = "\uf8f2"

func (Text) String() string { return bare }

func join(parts []any) string {
	var b strings.Builder
	for _, part := range parts {
		switch part := part.(type) {
		case Text:
			b.WriteString(string(part))
		case catalog.Value:
			b.WriteString(part.Text)
		default:
			fmt.Fprint(&b, part)
		}
	}
	return b.String()
}

func (f *filling) program(text, file string) (Program, error) {
	if strings.Contains(text, bare) {
		return nil, errors.New(file + ": a value is printed as it is; put it through quote, comment, code, codes, body or pattern")
	}
	var p Program
	for text != "" {
		common, rest, found := strings.Cut(text, open)
		if common != "" {
			p = append(p, Piece{Tokens: []Token{{Text: common}}})
		}
		if !found {
			break
		}
		var n int
		var after string
		number, after, _ := strings.Cut(rest, shut)
		if _, err := fmt.Sscan(number, &n); err != nil || n >= len(f.own) {
			return nil, fmt.Errorf("%s: holds the character %+q, which is of private use", file, open)
		}
		p, text = append(p, f.own[n]), after
	}
	return p, nil
}
