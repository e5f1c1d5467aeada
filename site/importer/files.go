package importer

import (
	_ "embed"
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"responsa/site/catalog"
)

// What the files say. A text stands in YAML so that it is read back to the
// letter: plain or in a block where a person reads that best, else in quotes.

//go:embed site.yaml.txt
var siteText string

// nothingPublished is a list without a line: names and addresses may change
// until somebody locks them.
const nothingPublished = "# Nothing is published yet. \"responsa lock\" adds what others will rely on; from then on it only grows.\n"

// files writes the catalog.
func (m *maker) files() Files {
	m.arrange(func(r *row) bool { return r.textCode })
	files := Files{catalog.PermalinksFile: nothingPublished}
	scalar := "string"
	if m.integers {
		scalar = "integer"
	}
	files["site.yaml"] = strings.NewReplacer(
		"{title}", quoted(m.options.Vendor+" response codes"), "{name}", quoted(m.options.Vendor+" codes"), "{vendor}", quoted(m.options.Vendor),
		"{about}", quoted("What each response code of "+m.options.Vendor+" means."),
		"{type}", scalar, "{placeholders}", string(m.placeholders), "{source}", inline(m.source),
	).Replace(siteText)
	if len(m.modules) > 0 {
		var b strings.Builder
		b.WriteString("# The groups of codes, in their order. `about` says in a few words what one covers.\n")
		for _, o := range m.modules {
			fmt.Fprintf(&b, "- id: %s\n  title: %s\n", quoted(o.id), quoted(o.title))
		}
		files["modules.yaml"] = b.String()
	}
	if statuses := m.statuses(); len(statuses) > 0 {
		var b strings.Builder
		b.WriteString("# The HTTP statuses of the codes. `about` says what the API means by one.\n")
		for _, status := range statuses {
			fmt.Fprintf(&b, "- status: %d\n", status)
			if reason := m.reasonOf(status); reason != "" {
				fmt.Fprintf(&b, "  reason: %s\n", quoted(reason))
			}
		}
		files["statuses.yaml"] = b.String()
	}
	for _, c := range m.codes {
		files[c.file()] = m.text(c)
	}
	return files
}

// text is a code's file.
func (m *maker) text(c *code) string {
	var b strings.Builder
	field := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s: %s\n", name, value)
		}
	}
	words := func(name, value string) {
		if value != "" {
			field(name, quoted(value))
		}
	}
	b.WriteString("---\n")
	if m.integers {
		field("code", c.text)
	} else {
		field("code", doubleQuoted(c.text))
	}
	if c.slug != c.text {
		words("slug", c.slug)
	}
	words("name", c.constant)
	words("title", c.heading)
	if c.http != 0 {
		field("http", fmt.Sprint(c.http))
	}
	words("module", m.moduleID(c))
	field("message", quoted(c.message))
	note := strings.Join(c.notes, "\n\n")
	words("note", note)
	if note != "" && markdown.MatchString(note) {
		field("note_format", "markdown")
	}
	if len(c.keywords) > 0 {
		b.WriteString("keywords:\n")
		for _, word := range c.keywords {
			fmt.Fprintf(&b, "  - %s\n", quoted(word))
		}
	}
	field("prose", "not-documented")
	fmt.Fprintf(&b, "sources:\n  - what: %s\n    from: %s\n", c.statements(), quoted(m.source))
	field("updated", m.options.Day)
	b.WriteString("---\n")
	return b.String()
}

// statements says what of a code the table states.
func (c *code) statements() string {
	said := []string{"code"}
	if c.http != 0 {
		said = append(said, "HTTP status")
	}
	if c.title != "" {
		said = append(said, "title")
	}
	if c.message != "" {
		said = append(said, "message")
	}
	if len(c.notes) > 0 {
		said = append(said, "notes")
	}
	last := len(said) - 1
	if last == 0 {
		return said[0]
	}
	return strings.Join(said[:last], ", ") + " and " + said[last]
}

// markdown finds what only Markdown writes so: a fence, a table, a link, code, a
// heading, a list, bold words.
var markdown = regexp.MustCompile("(?m)^ {0,3}(?:```|~~~)|^ *\\|? *:?-{3,}:? *\\||\\]\\([^)\\n]+\\)|`[^`\\n]+`|^#{1,6} \\S|^ {0,3}(?:[-*+]|[0-9]{1,3}[.)]) \\S|\\*\\*[^*\\n]+\\*\\*")

var (
	plainText  = regexp.MustCompile(`^\p{L}[\p{L}\p{N}_.-]*(?: [\p{L}\p{N}_./-]+)*$`)
	beginnings = regexp.MustCompile(`(?m)^.`) // of lines that aren't empty
)

// quoted writes a text as a value of YAML.
func quoted(text string) string {
	switch strings.ToLower(text) {
	case "null", "true", "false", "yes", "no", "on", "off", "y", "n":
		return doubleQuoted(text)
	}
	if plainText.MatchString(text) {
		return text
	}
	if strings.Contains(text, "\n") && blocky(text) {
		return "|-\n" + beginnings.ReplaceAllString(text, "  $0")
	}
	return doubleQuoted(text)
}

// blocky reports whether a text can stand in a block as it is.
func blocky(text string) bool {
	if strings.TrimSpace(text) != text {
		return false
	}
	for _, r := range text {
		if r != '\n' && !unicode.IsPrint(r) {
			return false
		}
	}
	return true
}

func doubleQuoted(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case unicode.IsPrint(r):
			b.WriteRune(r)
		case r > 0xffff:
			fmt.Fprintf(&b, `\U%08x`, r)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// inline is a text for a remark of YAML.
func inline(text string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return '?'
		}
		return r
	}, text)
}
