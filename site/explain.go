package site

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"responsa/site/catalog"
)

// Explain answers on a terminal what the site's box answers in a browser: a
// code, or anything pasted. What the text surely means is explained; what it
// may mean is listed. found is false where nothing was recognised, and the text
// says so.
func Explain(c *catalog.Catalog, text string, asJSON bool) (answer string, found bool) {
	a := catalog.NewMatcher(c).Match(text)
	if len(a.Matches) > 0 && a.Matches[0].Sure {
		for i, m := range a.Matches {
			if !m.Sure {
				a.Matches = a.Matches[:i]
				break
			}
		}
	}
	e := explanation{c, links{}}
	if l, err := newLinks(Published, c.Site.Address); err == nil {
		e.links = l
	}
	if asJSON {
		return e.json(a), len(a.Matches) > 0
	}
	return e.text(a, text), len(a.Matches) > 0
}

type explanation struct {
	*catalog.Catalog
	links
}

func (e explanation) text(a catalog.Answer, text string) string {
	var b strings.Builder
	for i, m := range a.Matches {
		if !m.Sure && len(a.Matches) > 1 {
			e.list(&b, a.Matches)
			break
		}
		if i > 0 {
			b.WriteString("\n")
		}
		e.match(&b, m)
	}
	if len(a.Matches) > 0 {
		for _, note := range a.Notes {
			fmt.Fprintf(&b, "\nNote: %s\n", note)
		}
		return b.String()
	}
	for _, note := range a.Notes {
		fmt.Fprintln(&b, note)
	}
	if len(a.Notes) == 0 {
		b.WriteString("no code recognised\n")
	}
	if near := catalog.Nearest(strings.TrimSpace(text), e.texts()); near != "" {
		fmt.Fprintf(&b, "\thint: did you mean %s?\n", near)
	}
	return b.String()
}

func (e explanation) texts() []string {
	var all []string
	for _, code := range e.Codes {
		all = append(all, code.Code.Text)
	}
	return all
}

// list is what a text may mean, a line each.
func (e explanation) list(b *strings.Builder, matches []catalog.Match) {
	const most = 20
	for _, m := range matches[:min(len(matches), most)] {
		code, title := e.named(m)
		fmt.Fprintf(b, "%-5s %s (%s)\n", code, title, m.Why)
	}
	if more := len(matches) - most; more > 0 {
		fmt.Fprintf(b, "… and %d more\n", more)
	}
	fmt.Fprintf(b, "\thint: responsa explain CODE says what to do\n")
}

func (e explanation) named(m catalog.Match) (code, title string) {
	if m.Mention != nil {
		return m.Spelled(), m.Mention.Title
	}
	return m.Code.Code.Text, m.Code.Title
}

func (e explanation) match(b *strings.Builder, m catalog.Match) {
	code, title := e.named(m)
	fmt.Fprintf(b, "%s  %s\n", code, title)
	if m.Mention != nil {
		fmt.Fprintf(b, "    %s\n", m.Mention.About)
	} else if m.Code.Message != "" {
		fmt.Fprintf(b, "    %s\n", strings.ReplaceAll(m.Code.Message, "\n", "\n    "))
	}
	fact := func(name, value string) { fmt.Fprintf(b, "%-13s%s\n", name+":", value) }
	if m.Why != "the code itself" {
		fact("Recognised", m.Why)
	}
	for _, v := range m.Values {
		fact(v.Name, v.Value)
	}
	for _, remark := range m.Remarks {
		fact("Remark", remark)
	}
	if m.Code != nil {
		if s := e.Status(m.Code.HTTP); s != nil {
			fact("HTTP status", strings.TrimSpace(fmt.Sprint(s.Status, " ", s.Reason)))
		}
		fact("Who acts", m.Code.Actor.Words())
		fact("Repeat", m.Code.Retry.Words())
		if m.Code.Documented() {
			fmt.Fprintf(b, "\n%s\n", strings.TrimSpace(section(m.Code.Prose.Text, "What to do")))
		}
	}
	fmt.Fprintf(b, "\n%s\n", e.address(m))
}

// address is the page of a match, with the values in its fragment.
func (e explanation) address(m catalog.Match) string {
	if m.Mention != nil {
		file, fragment, _ := strings.Cut(m.Mention.Guide, "#")
		return e.Canonical(pageOf(e.Catalog, file)) + strings.TrimSuffix("#"+fragment, "#")
	}
	return e.Canonical(codePage(m.Code)) + valuesFragment(m.Values)
}

var emphasis = strings.NewReplacer("`", "", "*", "")

var linkText = regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`)

// section cuts a section's text out of a code's Markdown, its links as text.
func section(markdown, heading string) string {
	start, end := plainSection(markdown, heading)
	if start < 0 {
		start, end = parsedSection(markdown, heading)
	}
	text := markdown[start:end]
	if strings.Contains(text, "[") {
		text = linkText.ReplaceAllString(text, "$1")
	}
	return emphasis.Replace(text)
}

// parsedSection is where a section's text stands, below its heading.
func parsedSection(markdown, heading string) (start, end int) {
	d := newMarkdown().parse(markdown)
	for i, h := range d.headings {
		if h.text != heading {
			continue
		}
		end := len(markdown)
		if i+1 < len(d.headings) {
			end = d.headings[i+1].offset
		}
		_, text, _ := strings.Cut(markdown[h.offset:end], "\n")
		return end - len(text), end
	}
	return 0, 0
}

// plainSection is the same without parsing, in text as most of it is: headings
// begin their lines, and there is nothing in which they would be none. The
// start is -1 for other text.
func plainSection(markdown, heading string) (start, end int) {
	start = -1
	for offset := 0; offset < len(markdown); {
		line, _, _ := strings.Cut(markdown[offset:], "\n")
		next := min(offset+len(line)+1, len(markdown))
		title, isHeading := strings.CutPrefix(line, "## ")
		switch {
		case strings.ContainsAny(line, "`~<\t\r\\&=|>"), strings.Contains(title, "#"), strings.HasPrefix(strings.TrimLeft(line, " "), "--"):
			return -1, 0
		case isHeading && start >= 0:
			return start, offset
		case title == heading && isHeading:
			start = next
		}
		offset = next
	}
	return start, len(markdown)
}

func (e explanation) json(a catalog.Answer) string {
	type match struct {
		Code    *catalog.Value    `json:"code"` // null for an HTTP status outside the table
		HTTP    int               `json:"http,omitempty"`
		Title   string            `json:"title"`
		Why     string            `json:"why"`
		Values  map[string]string `json:"values"`
		Remarks []string          `json:"remarks"`
		Address string            `json:"address"`

		Translations map[string]string `json:"translations,omitempty"` // by language
	}
	answer := struct {
		Matches  []match  `json:"matches"`
		Notes    []string `json:"notes"`
		Function string   `json:"function,omitempty"`
		Time     string   `json:"time,omitempty"`
	}{[]match{}, append([]string{}, a.Notes...), a.Function, a.Time}
	for _, found := range a.Matches {
		m := match{Why: found.Why, Values: map[string]string{}, Remarks: append([]string{}, found.Remarks...), Address: e.address(found)}
		if found.Code != nil {
			m.Code, m.HTTP, m.Title = &found.Code.Code, found.Code.HTTP, found.Code.Title
			m.Translations = map[string]string{}
			for _, t := range found.Code.Translations {
				m.Translations[t.Language] = t.Text
			}
		} else {
			m.HTTP, m.Title = found.Mention.Status, found.Mention.Title
			if found.Mention.Code != "" {
				m.Code = &catalog.Value{Text: found.Mention.Code}
			}
		}
		for _, v := range found.Values {
			m.Values[v.Name] = v.Value
		}
		answer.Matches = append(answer.Matches, m)
	}
	text, err := json.MarshalIndent(answer, "", "  ")
	if err != nil {
		panic(err) // strings and numbers always encode
	}
	return string(text) + "\n"
}
