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
// that are handled alike: a template is executed once for them, see plan.go, and
// highlighted once for all codes, see text.go.
package sample

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"text/template"

	"responsa/site/catalog"
)

// Template is a sample language, ready to be filled in.
type Template struct {
	*catalog.Sample
	quoting  string
	template *template.Template
	text     *text
	regular  bool     // see the func of that name
	plans    sync.Map // [shape]: *Plan
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
	// The funcs of a recording take their place; here they give the names.
	t, err := template.New(s.File).Funcs(new(recording).funcs()).Parse(s.Text)
	if err != nil {
		return nil, err
	}
	regular := regular(t)
	return &Template{Sample: s, quoting: name, template: t, text: textOf(t, spelled), regular: regular}, nil
}

// Text is what the template can write, each branch once, with stand-ins for
// values.
func (t *Template) Text() string { return t.text.String() }

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
func (t *Template) Fill(e *Exchange) (Program, error) {
	if e.values == nil {
		e.ready()
	}
	p, err := t.planFor(e)
	if err != nil {
		return Program{}, err
	}
	return Program{p, &t.text.syntax, e}, nil
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
