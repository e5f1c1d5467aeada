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

// A build highlights each language once for every kind of handling, not for
// every code: a whole program takes milliseconds.
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
	kinds := map[string]bool{}
	for _, code := range c.Codes {
		call := s.calls.Of(code)
		kinds[strings.Repeat("value ", len(call.Params))+handlingOf(call)] = true
	}
	if n, most := s.highlighted.Load(), int64(len(c.Samples)*len(kinds)); n == 0 || n > most || len(kinds) > 8 {
		t.Errorf("highlighted %d times, want at most %d: %d languages, %d kinds", n, most, len(c.Samples), len(kinds))
	}
}

func handlingOf(e *sample.Exchange) string {
	switch {
	case e.Succeeds:
		return "succeeds"
	case e.GoesOn:
		return "goes on"
	case e.Waits:
		return "waits"
	}
	return "stops"
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
			got := strings.Join(s.html(s.lexers[i], program), "")
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
