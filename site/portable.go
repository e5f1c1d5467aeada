package site

import (
	"bufio"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"responsa/site/catalog"
)

// Markdown that leaves the site. It is read by programs that know neither the
// catalog's files nor our renderer, so:
//
//   - a link within the site is absolute, and the site's address that of the build
//   - HTML, which a page shows as text, is text for every other renderer too
//   - all else stands as it was written

// portable is a piece of Markdown for readers elsewhere.
func (d dataset) portable(p catalog.Prose) string {
	type edit struct {
		span
		text string
	}
	var edits []edit
	p.Text = d.here(p.Text, d.Site.Address)
	// A link has its address behind it or is defined somewhere; the rest is HTML.
	if !strings.Contains(p.Text, "](") && !strings.Contains(p.Text, "]:") && !strings.Contains(p.Text, "<") {
		return trimmed(p.Text)
	}
	document := d.markdown.parse(p.Text)
	for _, link := range document.links {
		to, internal, problem, _ := resolve(d.Catalog, d.pages, p.File, link.destination)
		if problem != "" || !internal || link.end.end == 0 {
			continue
		}
		address := d.linkTo(to)
		if link.title != "" {
			address += ` "` + strings.ReplaceAll(markdownText(link.title), `"`, "&quot;") + `"`
		}
		edits = append(edits, edit{link.end, "](" + address + ")"})
	}
	for _, raw := range document.raw {
		edits = append(edits, edit{raw, markdownText(p.Text[raw.start:raw.end])})
	}
	slices.SortFunc(edits, func(a, b edit) int { return a.start - b.start })
	var b strings.Builder
	at := 0
	for _, e := range edits {
		b.WriteString(p.Text[at:e.start] + e.text)
		at = e.end
	}
	b.WriteString(p.Text[at:])
	return trimmed(b.String())
}

func trimmed(text string) string {
	return strings.TrimRight(strings.TrimLeft(text, "\n"), " \t\n")
}

// linkTo is a page's absolute address as it stands in a link of Markdown.
func (d dataset) linkTo(page string) string {
	return parentheses.Replace(d.Canonical(page))
}

var parentheses = strings.NewReplacer("(", "%28", ")", "%29")

// What begins an item of a list, or underlines a heading.
var lineMark = regexp.MustCompile(`(?m)^([ \t]*[0-9]{0,9})([-+=.)])([-=]*[ \t]*$|[ \t])`)

// markdownText is Markdown that reads as this text.
func markdownText(text string) string {
	escaped := text
	if strings.ContainsAny(text, "<>&|_\\`*[]#~!") { // most texts have none of these
		escaped = escapeMarkdown(text)
	}
	if marks := strings.TrimLeft(text, " \t0123456789"); strings.Contains(text, "\n") || marks != "" && strings.IndexByte("-+=.)", marks[0]) >= 0 {
		return lineMark.ReplaceAllString(escaped, `$1\$2$3`)
	}
	return escaped
}

func escapeMarkdown(text string) string {
	var b strings.Builder
	before := ' '
	for i, r := range text {
		switch r {
		case '<':
			b.WriteString("&lt;")
		case '>':
			b.WriteString("&gt;")
		case '&':
			b.WriteString("&amp;")
		case '|':
			b.WriteString("&#124;")
		case '_':
			after, _ := utf8.DecodeRuneInString(text[i+1:])
			if !inWord(before) || !inWord(after) {
				b.WriteByte('\\')
			}
			b.WriteByte('_')
		case '\\', '`', '*', '[', ']', '#', '~', '!':
			b.WriteByte('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
		before = r
	}
	return b.String()
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// markdownLine is markdownText on one line.
func markdownLine(text string) string {
	if strings.ContainsFunc(text, func(r rune) bool { return r != ' ' && unicode.IsSpace(r) }) || strings.Contains(text, "  ") || strings.Trim(text, " ") != text {
		text = strings.Join(strings.Fields(text), " ")
	}
	return markdownText(text)
}

// writeFenced writes a block of text that stands to the letter.
func writeFenced(t *bufio.Writer, language, text string) {
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	writeLine(t, fence, language, "\n", strings.TrimSuffix(text, "\n"), "\n", fence)
}

// writeLine writes a line of these parts.
func writeLine(t *bufio.Writer, parts ...string) {
	for _, part := range parts {
		t.WriteString(part)
	}
	t.WriteByte('\n')
}
