package site

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"responsa/site/catalog"
)

// Explain answers on a terminal what a code's page answers in a browser. A
// spelling that no code has gives a text that says so, and found is false.
func Explain(c *catalog.Catalog, spelling string, asJSON bool) (text string, found bool) {
	codes, mentions := c.Find(spelling)
	found = len(codes)+len(mentions) > 0
	if asJSON {
		return explainJSON(codes, mentions), found
	}
	var b strings.Builder
	for i, code := range codes {
		if i > 0 {
			b.WriteString("\n")
		}
		explainCode(&b, c, code)
	}
	for i, m := range mentions {
		if i > 0 || len(codes) > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "%s  %s (outside the table: %s, %s)\n    %s\n", m.Code, m.Title, m.Where, m.Source, m.About)
	}
	if !found {
		fmt.Fprintf(&b, "no code %s in this catalog\n", spelling)
		var all []string
		for _, code := range c.Codes {
			all = append(all, code.Code.Text)
		}
		if near := catalog.Nearest(spelling, all); near != "" {
			fmt.Fprintf(&b, "\thint: did you mean %s?\n", near)
		}
	}
	return b.String(), found
}

func explainCode(b *strings.Builder, c *catalog.Catalog, code *catalog.Code) {
	fmt.Fprintf(b, "%s  %s\n", code.Code, code.Title)
	fmt.Fprintf(b, "    %s\n", strings.ReplaceAll(code.Message, "\n", "\n    "))
	if s := c.Status(code.HTTP); s != nil {
		fmt.Fprintf(b, "HTTP status: %d %s\n", s.Status, s.Reason)
	}
	fmt.Fprintf(b, "Who acts:    %s\nRepeat:      %s\n\n", code.Actor.Words(), code.Retry.Words())
	fmt.Fprintf(b, "%s\n", strings.TrimSpace(section(code.Prose.Text, "What to do")))
	if code.MeantOther() {
		b.WriteString("\nThis number meant something else before: see its page.\n")
	}
	if address, err := newLinks(Published, c.Site.Address); err == nil {
		fmt.Fprintf(b, "\n%s\n", address.Canonical(codePage(code)))
	}
}

var linkText = regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`)

// section cuts a section's text out of a code's Markdown, its links as text.
func section(markdown, heading string) string {
	m := newMarkdown()
	d := m.parse(markdown)
	for i, h := range d.headings {
		if h.text != heading {
			continue
		}
		end := len(markdown)
		if i+1 < len(d.headings) {
			end = d.headings[i+1].offset
		}
		_, text, _ := strings.Cut(markdown[h.offset:end], "\n")
		return linkText.ReplaceAllString(strings.NewReplacer("`", "", "*", "").Replace(text), "$1")
	}
	return ""
}

func explainJSON(codes []*catalog.Code, mentions []catalog.Mention) string {
	type match struct {
		Code    catalog.Value     `json:"code"`
		Why     string            `json:"why"`
		Values  map[string]string `json:"values"`
		Remarks []string          `json:"remarks"`
	}
	answer := struct {
		Matches []match `json:"matches"`
	}{[]match{}}
	for _, code := range codes {
		m := match{code.Code, "the code itself", map[string]string{}, []string{}}
		if code.MeantOther() {
			m.Remarks = append(m.Remarks, "this number meant something else before")
		}
		answer.Matches = append(answer.Matches, m)
	}
	for _, m := range mentions {
		answer.Matches = append(answer.Matches, match{catalog.Value{Text: m.Code}, "mentioned outside the table", map[string]string{}, []string{m.Where + ": " + m.About}})
	}
	text, err := json.MarshalIndent(answer, "", "  ")
	if err != nil {
		panic(err) // strings and numbers always encode
	}
	return string(text) + "\n"
}
