package sdk

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// How each language takes text into a comment. Nothing in it ends the comment
// or its line, or begins a tag; it reads as it stands in the catalog, but for
// white space.

// columns is where a comment's lines break.
const columns = 88

// comment breaks paragraphs into lines behind a prefix.
func (l language) comment(prefix string, paragraphs ...string) string {
	var lines []string
	for i, p := range paragraphs {
		if i > 0 {
			lines = append(lines, strings.TrimRight(prefix, " "))
		}
		line := ""
		for _, word := range strings.Fields(l.escape(visible(p))) {
			switch {
			case line == "":
				line = word
			case utf8.RuneCountInString(prefix)+utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > columns:
				lines, line = append(lines, prefix+line), word
			default:
				line += " " + word
			}
		}
		lines = append(lines, prefix+line)
	}
	return strings.Join(lines, "\n")
}

// visible makes a blank of whatever isn't seen: controls, line ends of every
// kind, the byte order mark, and what XML can't hold.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || r == '\ufeff' || r == '\ufffe' || r == '\uffff' {
			return ' '
		}
		return r
	}, s)
}

func plainComment(s string) string { return s }

// A tag begins with @ at the beginning of a line, which any word may come to
// stand at, or with {@.
var tag = regexp.MustCompile(`(^|[ {])@`)

var entity = regexp.MustCompile(`&(#?[0-9A-Za-z]+;)`)

// blockComment is for JSDoc and PHPDoc, which are read as Markdown or HTML.
func blockComment(s string) string {
	s = strings.ReplaceAll(entity.ReplaceAllString(s, "&amp;$1"), "*/", "*&#47;")
	return tag.ReplaceAllString(s, "${1}&#64;")
}

var xmlText = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

func xmlComment(s string) string { return xmlText.Replace(s) }

// javadoc is HTML. A backslash could begin a Unicode escape, which Java reads
// in comments too; beyond ASCII the compiler may assume another encoding.
func javadoc(s string) string {
	var b strings.Builder
	for _, r := range strings.ReplaceAll(xmlText.Replace(s), "*/", "*&#47;") {
		if r == '\\' || r > unicode.MaxASCII {
			b.WriteString("&#" + strconv.Itoa(int(r)) + ";")
		} else {
			b.WriteRune(r)
		}
	}
	return tag.ReplaceAllString(b.String(), "${1}&#64;")
}

// docstring is between three double quotes.
func docstring(s string) string {
	return strings.NewReplacer(`\`, `\\`, `"""`, `""\"`).Replace(s)
}
