package site

import (
	"bufio"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

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
	facts := b.data.facts(code)
	t := bufio.NewWriter(w) // it keeps the first error
	writeFrontMatter(t, &facts)
	t.WriteString("\n")
	b.codeText(t, code)
	return t.Flush()
}

// codeText is the page without the facts in front.
func (b *builder) codeText(t *bufio.Writer, code *catalog.Code) {
	section := func(heading string) { writeLine(t, "\n## ", heading, "\n") }
	vendor := markdownLine(b.Site.Vendor)
	writeLine(t, "# ", markdownLine(code.Code.Text), " ", markdownLine(code.Title), "\n")
	if r := code.Retired; r != nil {
		replacement := ""
		if other := b.Catalog.Code(r.ReplacedBy); other != nil {
			replacement = " See " + b.markdownLink(other) + "."
		}
		writeLine(t, "**Retired** since ", string(r.Since), ": ", markdownLine(r.Why), replacement, "\n")
	}
	if code.Message != "" {
		writeLine(t, vendor, "’s words, to the letter:\n")
		writeFenced(t, "text", code.Message)
	} else {
		writeLine(t, vendor, " documents no message for this code.")
	}
	if code.Note != "" {
		writeLine(t)
		writeFenced(t, "text", code.Note)
	}
	writeLine(t)
	for _, p := range code.Params {
		written := markdownLine(b.Site.Placeholders.Written(code.Message, p.Name))
		if p.About == "" {
			writeLine(t, "- ", written, " is not documented")
		} else {
			writeLine(t, "- ", written, " is ", markdownLine(p.About), ", such as ", markdownLine(p.Example))
		}
	}
	if s := b.Status(code.HTTP); s != nil {
		writeLine(t, "- HTTP status: [", markdownLine(strconv.Itoa(s.Status)+" "+s.Reason), "](", b.data.linkTo(statusPage(s.Status)), ")")
	}
	writeLine(t, "- Outcome: ", code.Outcome.Words())
	writeLine(t, "- Who acts: ", code.Actor.Words())
	writeLine(t, "- Does repeating help? ", code.Retry.Words())
	if code.Documented() {
		writeLine(t, "\n", b.data.portable(code.Prose))
	}
	section("The response")
	inference := ""
	if _, inferred := code.WireMessage(); inferred {
		inference = " The message’s text is our inference: the table describes it."
	}
	writeLine(t, "Put together from these facts, not recorded from a server.", inference, "\n")
	response := b.PlainResponse(code)
	writeFenced(t, "http", response.StatusLine()+"\nContent-Type: "+response.Type+"\n\n"+string(response.JSON()))
	if len(code.Related) > 0 {
		section("Look-alikes")
		for _, r := range code.Related {
			writeLine(t, "- ", b.markdownLink(b.Catalog.Code(r.Slug)), ": ", markdownLine(r.Why))
		}
	}
	if len(code.History) > 0 {
		section("What it meant before")
		for _, e := range code.History {
			where := markdownLine(e.Where + ", " + e.Source)
			if e.HTTP != 0 {
				where += ", HTTP " + strconv.Itoa(e.HTTP)
			}
			if e.Message == "" {
				writeLine(t, "- ", e.Change.Label(), " (", where, "): ", markdownLine(e.About))
			} else {
				writeLine(t, "- ", e.Change.Label(), " (", where, "), ", vendor, "’s words: ", markdownLine(e.Message))
			}
		}
	}
	section("Sources")
	for _, s := range sources(code.Sources) {
		from := markdownLine(s.From)
		if s.Inference {
			from = "Our inference"
		}
		writeLine(t, "- ", from, ": ", markdownLine(strings.Join(s.What, "; ")))
	}
	writeLine(t, "\nLast changed ", string(code.Updated), ". The page: <", b.Canonical(codePage(code)), ">")
}

func (b *builder) markdownLink(code *catalog.Code) string {
	return "[" + markdownLine(code.Code.Text) + " " + markdownLine(code.Title) + "](" + b.data.linkTo(codePage(code)) + ")"
}

// writeFrontMatter writes an object's fields, a line each. JSON is YAML, but
// for characters that can't be seen.
func writeFrontMatter(t *bufio.Writer, value *dataCode) {
	writeLine(t, "---")
	var j jsonText
	v := reflect.ValueOf(value).Elem()
	for i, field := range jsonFields()[v.Type()] {
		if slices.Contains([]string{"$schema", "prose", "response"}, field.name) {
			continue
		}
		j.text = j.text[:0]
		j.value(v.Field(i))
		switch string(j.text) {
		case "null", "[]", "{}":
		default:
			t.WriteString(field.name)
			t.WriteString(": ")
			t.Write(visible(j.text))
			t.WriteByte('\n')
		}
	}
	writeLine(t, "---")
}

// visible escapes what YAML doesn't take as it is. In JSON such characters
// stand in strings only.
func visible(text []byte) []byte {
	if !slices.ContainsFunc(text, func(c byte) bool { return c < ' ' || c > '~' }) {
		return text
	}
	var b []byte
	for _, r := range string(text) {
		switch {
		case unicode.IsPrint(r):
			b = utf8.AppendRune(b, r)
		case r > 0xffff:
			b = fmt.Appendf(b, `\U%08x`, r)
		default:
			b = fmt.Appendf(b, `\u%04x`, r)
		}
	}
	return b
}
