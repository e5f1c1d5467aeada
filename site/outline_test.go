package site

import (
	"os"
	"reflect"
	"slices"
	"testing"

	"responsa/site/catalog"
)

// FuzzPlainOutline has the parser say the same of all Markdown that isn't parsed.
func FuzzPlainOutline(f *testing.F) {
	c, problems := catalog.Load(os.DirFS("testdata/valid"), "content")
	if len(problems) > 0 {
		f.Fatal(problems)
	}
	for _, p := range proseOf(c) {
		f.Add(p.Text)
	}
	for _, seed := range []string{
		"", "plain", "## What happened\n\nThis.\n\n## Why\n\n- a\n- b\n\n## What to do\n\n1. c\n2. d", "## Why\n## Why\n", "##  Why\n", "## Why ##\n", "## \n", "##\n",
		"text\n-\n", "text\n ---  \n", "text\n==\n", "- a\n## Why\n", "> a\n## Why\n", "1.\n## Why\n", "- # a\n", "    ## Why\n", " ## Why\n", "a\\\n## Why\n", "`a\n## Why\n`",
		"- a\n\n  ## Why\n", "# Why\n", "### Why\n", "## Why {#a}\n", "## *Why*\n", "## Why\\\n", "| a |\n| - |\n## Why\n", "& ## a", "## A1 b\n", "\ufeff## Why\n", "***\n## Why",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		headings, ok := plainOutline(text)
		if !ok {
			return
		}
		d := newMarkdown().parse(text)
		if len(d.links) > 0 || len(headings)+len(d.headings) > 0 && !reflect.DeepEqual(headings, d.headings) {
			t.Errorf("%q: %+v, want %+v and %+v", text, headings, d.headings, d.links)
		}
	})
}

// What is plain isn't parsed, what isn't is.
func TestPlainOutline(t *testing.T) {
	headings, ok := plainOutline("## What happened\n\nThe name is empty.\n\n## Why\n\n- It is.\n\n## What to do\n\n1. Fill it in.\n")
	var titles []string
	for _, h := range headings {
		titles = append(titles, h.text)
	}
	if !ok || !slices.Equal(titles, sections) {
		t.Errorf("%v: %v", ok, titles)
	}
	for _, text := range []string{
		"[a](b)", "<https://a.example>", "```\n## Why\n```\n", "~~~\n## Why\n~~~\n", "Why\n---\n", "Why\n  = \n", "# Why\n", "- ## Why\n", " ## Why\n", "## Why\n\n## Why\n", "## *Why*\n", "## Why ##\n",
		"a\t## Why",
	} {
		if headings, ok := plainOutline(text); ok {
			t.Errorf("%q is taken for plain: %v", text, headings)
		}
	}
}
