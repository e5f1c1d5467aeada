package site

import (
	"os"
	"strings"
	"testing"

	"responsa/site/catalog"
)

// What is found without parsing is what is found by parsing.
func TestPlainSection(t *testing.T) {
	c, problems := catalog.Load(os.DirFS("../content"), "content")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	plain := 0
	var texts []string
	for _, code := range c.Codes {
		texts = append(texts, code.Prose.Text)
	}
	const before, after = "## Why\n\n- a\n\n", "\n## More\n\nb\n"
	for _, text := range []string{
		"## What to do\n\n1. one\n2. two\n", "## What to do\n1. one\n   - # two\n", "## What to do", "## What to do\n", "## What to do\n\n1. one\n\n   ## two\n",
		"## What to do ##\n\n1. one\n", "## What to do {#a}\n\n1. one\n", "#What to do\n\n1. one\n", "```\n## What to do\n```\n", "    ## What to do\n", "What to do\n---\n\n1. one\n",
		"What to do\n===\n\none\n- -\n", "<div>\n## What to do\n</div>\n", "> ## What to do\n> one\n", "# What to do\n\none\n", "## What to do\n\none\n#two\n####### three\n", "## What to do\n\n[a](b) *c*\n- d\n-e\n- - -\n* * *\n",
		"## What to do\r\n\none\n", "## What to do\n\n## What to do\n\none\n", "- a\n\n  ## What to do\n\n  one\n",
	} {
		texts = append(texts, text, before+text, text+after, before+text+after)
	}
	for _, text := range texts {
		start, end := plainSection(text, "What to do")
		if start < 0 {
			continue
		}
		plain++
		wantStart, wantEnd := parsedSection(text, "What to do")
		if got, want := strings.TrimSpace(text[start:end]), strings.TrimSpace(text[wantStart:wantEnd]); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
	if plain < 20 {
		t.Errorf("only %d of %d texts are plain", plain, len(texts))
	}
}
