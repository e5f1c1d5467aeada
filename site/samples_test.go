package site

import (
	"github.com/alecthomas/chroma/v2/lexers"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/html"

	"responsa/site/catalog"
	"responsa/site/sample"
)

// A build highlights each language's template once: a program takes milliseconds.
func TestSamplesAreHighlightedOnce(t *testing.T) {
	c, _ := real()
	s, err := newSampler(c, links{origin: "https://codes.example"})
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for _, code := range c.Codes {
		group.Go(func() {
			if _, err := s.views(code); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if n := s.highlighted.Load(); n != int64(len(c.Samples)) {
		t.Errorf("highlighted %d times, want once for each of %d languages", n, len(c.Samples))
	}
}

// A program put together from its parts is the program, and looks as if it had
// been highlighted as a whole.
func TestSamplesAreWhole(t *testing.T) {
	c, _ := real()
	s, err := newSampler(c, links{origin: "https://codes.example"})
	if err != nil {
		t.Fatal(err)
	}
	for i, template := range s.templates {
		for _, code := range c.Codes {
			bare := *code
			if bare.Request != nil { // chroma colours keys as C#'s attributes, and numbers as TypeScript's types
				request := *bare.Request
				request.Body, bare.Request = nil, &request
			}
			call := sample.NewCalls(c, func(*catalog.Code) string { return "https://codes.example/a/" }, "https://codes.example/").Of(&bare)
			program, err := template.Fill(call)
			if err != nil {
				t.Fatal(err)
			}
			var shown strings.Builder
			if err := s.colour(s.lexers[i], template, program).write(&shown); err != nil {
				t.Fatal(err)
			}
			got := shown.String()
			root, err := html.Parse(strings.NewReader("<pre>" + got))
			if err != nil {
				t.Fatal(err)
			}
			var text string
			for n := range root.Descendants() {
				if n.Type == html.TextNode {
					text += n.Data
				}
			}
			if text != program.String() {
				t.Errorf("%s of %s: the page shows\n%s\nwant\n%s", template.Title, code.Code, text, program)
			}
			if template.Request() {
				continue // chroma reads its body by other rules than a value's
			}
			if want := highlight(s.lexers[i], program.String()); got != want {
				at := difference(got, want)
				t.Errorf("%s of %s is coloured\n…%.200s\nwant\n…%.200s", template.Title, code.Code, got[at:], want[at:])
			}
		}
	}
}

func TestEndings(t *testing.T) {
	for ending, want := range endings {
		got := ""
		if lexer := lexers.Match("x" + ending); lexer != nil {
			got = lexer.Config().Name
		}
		if got != want {
			t.Errorf("%s is %q, chroma says %q", ending, want, got)
		}
	}
}

// Whatever a template does, its text and its values have their colours.
func TestSamplesOfAnyTemplate(t *testing.T) {
	s := &sampler{highlights: new(sync.Map)}
	e := &sample.Exchange{Title: "a<b", Code: catalog.Value{Text: "E\n1"}, Fine: []catalog.Value{{Text: "x"}, {Text: "y"}}}
	for _, tt := range []struct{ text, want string }{
		{`{{if .Params}}x = {{else}}return {{end}}{{quote .Title}}`, `<b>return</b> <i>"a&lt;b"</i>`},
		{`{{if .Params}}del{{else}}return{{end}} x`, `<b>return</b> x`},
		{`x = {{code .Code}} # {{comment .Title}}`, `x = <i>"E\n1"</i> <em># a&lt;b</em>`},
		{`{{codes .Fine ", "}}{{if true}} # {{comment .Code}}{{end}}`, `<i>"x", "y"</i> <em># E 1</em>`},
		{`x{{printf "%d" 123}} = {{body ""}} # y`, `x123 = {} <em># y</em>`},
		{`# {{printf "%d" 123}}{{if eq .Title "b"}} b{{end}} y`, `<em># 123 y</em>`},
		{`{{define "a"}}# {{comment .Title}}{{end}}x = 1 {{template "a" .}}`, `x = 1 <em># a&lt;b</em>`},
	} {
		template, err := sample.Parse(&catalog.Sample{SampleLanguage: catalog.SampleLanguage{ID: "python"}, Text: tt.text})
		if err != nil {
			t.Fatal(err)
		}
		program, err := template.Fill(e)
		if err != nil {
			t.Fatal(err)
		}
		var got strings.Builder
		if err := s.colour("Python", template, program).write(&got); err != nil || got.String() != tt.want {
			t.Errorf("%s: %v\n%s\nwant\n%s", tt.text, err, got.String(), tt.want)
		}
	}
}

// A value of nothing takes nothing of what stands around it.
func TestSamplesWithEmptyValues(t *testing.T) {
	template, err := sample.Parse(&catalog.Sample{SampleLanguage: catalog.SampleLanguage{ID: "python"}, Text: `a{{codes .Fine ", "}}b{{codes .Fine ", "}}c = {{quote .Title}}d{{codes .Fine ", "}}`})
	if err != nil {
		t.Fatal(err)
	}
	program, err := template.Fill(&sample.Exchange{})
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	s := &sampler{highlights: new(sync.Map)}
	if err := s.colour("Python", template, program).write(&got); err != nil || got.String() != `abc = <i>""</i>d` {
		t.Errorf("%s, %v", got.String(), err)
	}
}
