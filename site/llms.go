package site

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"responsa/site/catalog"
)

// The site for language models, as llmstxt.org has it. The rules are:
//
//   - llms.txt has a line for each code and guide, which links to its text;
//     llms-full.txt is all these texts, one after the other
//   - addresses are absolute: a text is read without knowing where it stood
//   - the vendor's words stand to the letter, as code; what else the catalog
//     says is text, whatever characters it has
//   - no translations: they are for end users, and codes/27.md has them
const (
	llmsName     = "llms.txt"
	llmsFullName = "llms-full.txt"
)

func (b *builder) llms(w io.Writer) error {
	t := bufio.NewWriter(w) // a catalog may be large
	b.aboutResponses(t)
	item := func(text, address, note string) {
		fmt.Fprintf(t, "- [%s](%s): %s\n", markdownLine(text), address, note)
	}
	section := func(title string, codes []*catalog.Code) {
		if len(codes) > 0 {
			fmt.Fprintf(t, "\n## %s\n\n", markdownLine(title))
		}
		for _, code := range codes {
			item(code.Code.Text+" "+code.Title, b.Canonical(codeMarkdownFile(code)), llmsNote(code))
		}
	}
	if len(b.Modules) == 0 {
		section("Codes", b.listings.all.codes)
	}
	for _, m := range b.Modules {
		section(m.Title, b.listings.byModule[m.ID].codes)
	}
	var retired []*catalog.Code
	for _, code := range b.Codes {
		if code.Retired != nil {
			retired = append(retired, code)
		}
	}
	section("Retired codes", retired)
	if len(b.Guides) > 0 {
		t.WriteString("\n## Guides\n\n")
	}
	for _, g := range b.Guides {
		item(g.Title, b.Canonical(guidePage(g.ID)), markdownLine(g.About))
	}
	t.WriteString("\n## Optional\n\n")
	item("All of this in one text", b.Canonical(llmsFullName), "every code and every guide")
	item("The catalog as data", b.Canonical(dataPage), "JSON, CSV, OpenAPI and other forms for programs")
	if len(b.Changes()) > 0 {
		item("What changed", b.Canonical(changesPage), "what the codes said before, beside what they say today")
	}
	return t.Flush()
}

// llmsNote is a code in a line.
func llmsNote(code *catalog.Code) string {
	var facts []string
	if code.HTTP != 0 {
		facts = append(facts, fmt.Sprintf("HTTP %d", code.HTTP))
	}
	if code.Retired != nil {
		facts = append(facts, fmt.Sprintf("retired since %s", code.Retired.Since))
	}
	if code.Documented() {
		facts = append(facts, "repeat: "+strings.ToLower(code.Retry.Label()), "who acts: "+strings.ToLower(code.Actor.Label()))
	} else {
		facts = append(facts, "not documented")
	}
	note := strings.Join(facts, "; ") + "."
	if code.Message != "" {
		note += " " + codeSpan(code.Message)
	}
	return note
}

// aboutResponses begins both texts: whose they are, and how to read a response.
func (b *builder) aboutResponses(w io.Writer) {
	vendor, envelope := markdownLine(b.Site.Vendor), b.Site.Envelope
	fmt.Fprintf(w, "# %s\n\n> %s\n\n", markdownLine(b.Site.Title), markdownLine(b.Site.About))
	fmt.Fprintf(w, "A response carries its code in %s and its message in %s.", codeSpan(envelope.Code), codeSpan(envelope.Message))
	if b.Site.Legacy != nil {
		fmt.Fprintf(w, " Older versions of the API send the code as text of %d digits, filled with zeros from the left.", b.Site.Legacy.Pad)
	}
	fmt.Fprintf(w, "\n\nMessages are %s’s words, to the letter, with variable parts in brackets. Titles, explanations and advice are this site’s; what no page of the vendor states is marked as an inference.\n", vendor)
}

func (b *builder) llmsFull(w io.Writer) error {
	t := bufio.NewWriter(w) // one text, the catalog may be large
	b.aboutResponses(t)
	for _, code := range b.Codes {
		writeLine(t)
		b.codeText(t, code)
	}
	for _, g := range b.Guides {
		fmt.Fprintf(t, "\n# %s\n\n%s\n\n%s\n\nLast changed %s. The page: <%s>\n", markdownLine(g.Title), markdownLine(g.About), b.data.portable(g.Page), g.Updated, b.Canonical(guidePage(g.ID)))
	}
	return t.Flush()
}

// codeSpan is text on one line that stands to the letter.
func codeSpan(text string) string {
	text = strings.ReplaceAll(text, "\n", " ")
	fence := "`"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") || strings.HasPrefix(text, " ") && strings.HasSuffix(text, " ") {
		text = " " + text + " "
	}
	return fence + text + fence
}
