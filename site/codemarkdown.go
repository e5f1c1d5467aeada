package site

import (
	"bytes"
	"fmt"
	"io"
	"iter"
	"strings"
	"unicode"

	"responsa/site/catalog"
)

// codes/27.md: a code's page as Markdown, for a person in a terminal and for
// programs that read text. It is rendered and not the source file, because that
// one leaves out what other files say (the response, what a fact's value means),
// its links lead to files, and its form is for writers and may change. The rules
// are:
//
//   - the facts stand in front, as YAML: the fields of codes/27.json, each on
//     a line, with a JSON value; those that say nothing are left out, and so are
//     the prose and the response, which follow
//   - the vendor's words stand to the letter in blocks of text, marked as such
//   - what else the catalog says is text, whatever characters it has
func (b *builder) codeMarkdown(w io.Writer, code *catalog.Code) error {
	value := b.data.code(code)
	var t bytes.Buffer
	if err := writeFrontMatter(&t, value); err != nil {
		return err
	}
	t.WriteString("\n")
	b.codeText(&t, code, value)
	_, err := w.Write(t.Bytes())
	return err
}

// codeText is the page without the facts in front.
func (b *builder) codeText(t *bytes.Buffer, code *catalog.Code, value dataCode) {
	line := func(format string, args ...any) { fmt.Fprintf(t, format+"\n", args...) }
	section := func(heading string) { line("\n## %s\n", heading) }
	line("# %s %s\n", markdownLine(code.Code.Text), markdownLine(code.Title))
	if r := code.Retired; r != nil {
		replacement := ""
		if other := b.Catalog.Code(r.ReplacedBy); other != nil {
			replacement = " See " + b.markdownLink(other) + "."
		}
		line("**Retired** since %s: %s%s\n", r.Since, markdownLine(r.Why), replacement)
	}
	if code.Message != "" {
		line("%s’s words, to the letter:\n", markdownLine(b.Site.Vendor))
		t.WriteString(fenced("text", code.Message))
	} else {
		line("%s documents no message for this code.", markdownLine(b.Site.Vendor))
	}
	if code.Note != "" {
		t.WriteString("\n" + fenced("text", code.Note))
	}
	line("")
	for _, p := range value.Params {
		if p.About == nil {
			line("- %s is not documented", markdownLine(p.Written))
		} else {
			line("- %s is %s, such as %s", markdownLine(p.Written), markdownLine(*p.About), markdownLine(p.Example))
		}
	}
	if s := b.Status(code.HTTP); s != nil {
		line("- HTTP status: [%s](%s)", markdownLine(fmt.Sprint(s.Status, " ", s.Reason)), b.data.linkTo(statusPage(s.Status)))
	}
	line("- Outcome: %s", code.Outcome.Words())
	line("- Who acts: %s", code.Actor.Words())
	line("- Does repeating help? %s", code.Retry.Words())
	if value.Prose != nil {
		line("\n%s", *value.Prose)
	}
	section("The response")
	line("Put together from these facts, not recorded from a server.%s\n", map[bool]string{true: " The message’s text is our inference: the table describes it."}[value.WireInferred])
	response := b.Response(code, nil)
	t.WriteString(fenced("http", response.StatusLine()+"\nContent-Type: "+response.Type+"\n\n"+string(response.JSON())))
	if len(code.Related) > 0 {
		section("Look-alikes")
		for _, r := range code.Related {
			line("- %s: %s", b.markdownLink(b.Catalog.Code(r.Slug)), markdownLine(r.Why))
		}
	}
	if len(code.History) > 0 {
		section("What it meant before")
		for _, e := range code.History {
			where := markdownLine(e.Where + ", " + e.Source)
			if e.HTTP != 0 {
				where += fmt.Sprintf(", HTTP %d", e.HTTP)
			}
			if e.Message == "" {
				line("- %s (%s): %s", e.Change.Label(), where, markdownLine(e.About))
			} else {
				line("- %s (%s), %s’s words: %s", e.Change.Label(), where, markdownLine(b.Site.Vendor), markdownLine(e.Message))
			}
		}
	}
	section("Sources")
	for _, s := range sources(code.Sources) {
		from := markdownLine(s.From)
		if s.Inference {
			from = "Our inference"
		}
		line("- %s: %s", from, markdownLine(strings.Join(s.What, "; ")))
	}
	line("\nLast changed %s. The page: <%s>", code.Updated, value.Addresses.Page)
}

func (b *builder) markdownLink(code *catalog.Code) string {
	return fmt.Sprintf("[%s %s](%s)", markdownLine(code.Code.Text), markdownLine(code.Title), b.data.linkTo(codePage(code)))
}

// writeFrontMatter writes an object's fields, a line each. JSON is YAML, but
// for characters that can't be seen.
func writeFrontMatter(w io.Writer, value dataCode) error {
	text, err := encode(value, "")
	if err != nil {
		return err
	}
	fmt.Fprintln(w, "---")
	for name, field := range fields(text) {
		switch {
		case name == "prose", name == "response", field == "null", field == "[]", field == "{}":
		default:
			fmt.Fprintf(w, "%s: %s\n", name, visible(field))
		}
	}
	fmt.Fprintln(w, "---")
	return err
}

// fields are those of a JSON object without white space between them, as text.
// A decoder would make values of all that, to be written again.
func fields(object []byte) iter.Seq2[string, string] {
	return func(yield func(name, field string) bool) {
		depth, from, colon, quoted := 0, 1, 0, false
		for i := 0; i < len(object); i++ {
			switch c := object[i]; {
			case quoted && c == '\\':
				i++
			case c == '"':
				quoted = !quoted
			case quoted:
			case c == ':' && depth == 1 && colon == 0:
				colon = i
			case c == '{' || c == '[':
				depth++
			case c == '}' || c == ']' || c == ',' && depth == 1:
				if c != ',' {
					depth--
				}
				if colon > 0 && (c == ',' || depth == 0) {
					if !yield(string(object[from+1:colon-1]), string(object[colon+1:i])) {
						return
					}
					from, colon = i+1, 0
				}
			}
		}
	}
}

// visible escapes what YAML doesn't take as it is. In JSON such characters
// stand in strings only.
func visible(text string) string {
	if strings.IndexFunc(text, func(r rune) bool { return r < ' ' || r > '~' }) < 0 {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		switch {
		case unicode.IsPrint(r):
			b.WriteRune(r)
		case r > 0xffff:
			fmt.Fprintf(&b, `\U%08x`, r)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}
