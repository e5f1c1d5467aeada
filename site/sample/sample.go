// Package sample spells one exchange with the API in a programming language.
// A language is a template; what differs between languages beyond the template
// is how they quote text, and that stands here, one func a language.
package sample

import (
	"fmt"
	"strings"
	"text/template"

	"responsa/site/catalog"
)

// Exchange is a call of the API.
type Exchange struct {
	URL  string
	Body string // JSON
}

// Call is the exchange that can give a code. A code whose call isn't known
// gets the site's stand-in for a function's name.
func Call(c *catalog.Catalog, code *catalog.Code) Exchange {
	function, body := c.Site.Function, catalog.Object(nil)
	if code.Request != nil {
		function, body = code.Request.Function, code.Request.Body
	}
	return Exchange{URL: "https://" + c.Site.Host + "/" + function, Body: body.Indent()}
}

// Template is a sample language, ready to be filled in.
type Template struct {
	*catalog.Sample
	template *template.Template
}

// quoting is how a language writes text, by the id of the language.
var quoting = map[string]func(string) string{"curl": Shell}

// Parse makes a sample's template ready. The error names the file.
func Parse(s *catalog.Sample) (*Template, error) {
	quote := quoting[s.ID]
	if quote == nil {
		return nil, fmt.Errorf("%s: no quoting is known for the language %q", s.File, s.ID)
	}
	t, err := template.New(s.File).Funcs(template.FuncMap{"quote": quote}).Option("missingkey=error").Parse(s.Text)
	if err != nil {
		return nil, err
	}
	return &Template{s, t}, nil
}

// Fill gives the sample's text for an exchange.
func (t *Template) Fill(e Exchange) (string, error) {
	var b strings.Builder
	err := t.template.Execute(&b, e)
	return strings.TrimRight(b.String(), "\n"), err
}

// Shell quotes text for a POSIX shell: single quotes, in which nothing has a
// meaning but the quote itself (POSIX.1-2024, Shell Command Language, 2.2.2).
func Shell(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
