package site

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"responsa/site/sample"
)

// What is kept of highlighting is what chroma says of the templates and
// the examples here, and no more.
func TestHighlights(t *testing.T) {
	c, _ := real()
	texts := map[string]string{} // their lexers
	for _, e := range list(c, links{}, false).exports() {
		texts[e.example] = exampleLexer
	}
	for _, language := range slices.Concat(c.Samples, sample.BuiltIn()) {
		template, err := sample.Parse(language)
		if err != nil {
			t.Fatal(err)
		}
		texts[template.Text()] = lexerOf(programFile(language))
	}
	var lines []string
	for text, lexer := range texts {
		if lexer == "" {
			continue
		}
		var runs strings.Builder
		last, length := kind(0), 0
		end := func() {
			for letter, kind := range runKinds {
				if kind == last && length > 0 {
					fmt.Fprintf(&runs, "%d%c", length, letter)
				}
			}
		}
		for kind, part := range lexed(lexer, text) {
			if kind != last {
				end()
				last, length = kind, 0
			}
			length += len(part)
		}
		end()
		lines = append(lines, runName(lexer, text)+" "+runs.String()+"\n")
	}
	slices.Sort(lines)
	want := strings.Join(lines, "")
	if *update {
		if err := os.WriteFile("highlights.txt", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if highlights != want {
		t.Error("highlights.txt isn't what chroma says of our texts: go test ./site -run Highlights -update")
	}
}

// What is kept is read as it was written, and what isn't is highlighted.
func TestKindsOf(t *testing.T) {
	c, _ := real()
	for _, language := range c.Samples {
		template, err := sample.Parse(language)
		if err != nil {
			t.Fatal(err)
		}
		lexer := lexerOf(programFile(language))
		for _, text := range []string{template.Text(), template.Text() + "\n", ""} {
			var want []kind
			for k, part := range lexed(lexer, text) {
				want = append(want, slices.Repeat([]kind{k}, len(part))...)
			}
			if got := kindsOf(lexer, text); !slices.Equal(got, want) {
				t.Errorf("%s: %q, want %q", language.File, got, want)
			}
		}
	}
}
