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
	var b strings.Builder
	margin, size := utf8.RuneCountInString(prefix), 0
	for _, p := range paragraphs {
		size += len(p) + (2+len(p)/(columns/2))*(len(prefix)+1)
	}
	b.Grow(size)
	for i, p := range paragraphs {
		if i > 0 {
			b.WriteString("\n" + strings.TrimRight(prefix, " ") + "\n")
		}
		b.WriteString(prefix)
		at := margin
		for text := l.escape(visible(p)); text != ""; {
			var word string
			if word, text, _ = strings.Cut(text, " "); word == "" {
				continue
			}
			width := utf8.RuneCountInString(word)
			switch {
			case at == margin:
			case at+1+width > columns:
				b.WriteString("\n" + prefix)
				at = margin
			default:
				b.WriteByte(' ')
				at++
			}
			b.WriteString(word)
			at += width
		}
	}
	return b.String()
}

// visible makes a blank of whatever isn't seen: controls, line ends of every
// kind, the byte order mark, and what XML can't hold.
func visible(s string) string {
	if printableASCII(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || r == '\ufeff' || r == '\ufffe' || r == '\uffff' {
			return ' '
		}
		return r
	}, s)
}

func printableASCII(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

func plainComment(s string) string { return s }

// A tag begins with @ at the beginning of a line, which any word may come to
// stand at, or with {@.
var tag = regexp.MustCompile(`(^|[ {])@`)

var entity = regexp.MustCompile(`&(#?[0-9A-Za-z]+;)`)

// blockComment is for JSDoc and PHPDoc, which are read as Markdown or HTML.
func blockComment(s string) string {
	if strings.Contains(s, "&") {
		s = entity.ReplaceAllString(s, "&amp;$1")
	}
	return withoutTags(strings.ReplaceAll(s, "*/", "*&#47;"))
}

func withoutTags(s string) string {
	if !strings.Contains(s, "@") {
		return s
	}
	return tag.ReplaceAllString(s, "${1}&#64;")
}

var xmlText = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

func xmlComment(s string) string { return xmlText.Replace(s) }

// javadoc is HTML. A backslash could begin a Unicode escape, which Java reads
// in comments too; beyond ASCII the compiler may assume another encoding.
func javadoc(s string) string {
	s = strings.ReplaceAll(xmlText.Replace(s), "*/", "*&#47;")
	if printableASCII(s) && strings.IndexByte(s, '\\') < 0 {
		return withoutTags(s)
	}
	var b strings.Builder
	for _, r := range s {
		if r == '\\' || r > unicode.MaxASCII {
			b.WriteString("&#" + strconv.Itoa(int(r)) + ";")
		} else {
			b.WriteRune(r)
		}
	}
	return withoutTags(b.String())
}

var inDocstring = strings.NewReplacer(`\`, `\\`, `"""`, `""\"`)

// docstring is between three double quotes.
func docstring(s string) string { return inDocstring.Replace(s) }
