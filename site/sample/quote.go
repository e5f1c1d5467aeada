package sample

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
)

// How each language writes text. Every func takes any valid UTF-8 and gives a
// literal that the language reads back as the same text; a fuzz test asks each
// language's own compiler or interpreter.

// escapes writes text between quotes. What own doesn't spell stays as it is,
// unless it is a control character or a line separator of Unicode, which other
// spells.
func escapes(s, quote string, own map[rune]string, other func(r rune) string) string {
	if unescaped(s) {
		return quote + s + quote
	}
	var b strings.Builder
	b.WriteString(quote)
	for _, r := range s {
		switch spelled, ok := own[r]; {
		case ok:
			b.WriteString(spelled)
		case r < ' ', r >= 0x7f && r < 0xa0, r == '\u2028', r == '\u2029', r == '\ufeff':
			b.WriteString(other(r))
		default:
			b.WriteRune(r)
		}
	}
	b.WriteString(quote)
	return b.String()
}

// unescaped reports whether text is what every language writes as it is. Most is.
func unescaped(s string) bool {
	for i := range len(s) {
		if asWritten[s[i]] == 0 {
			return false
		}
	}
	return true
}

// verbatim reports whether text is what every language writes as it is between
// its marks.
func verbatim(s string) bool {
	for i := range len(s) {
		if asWritten[s[i]] != betweenMarks {
			return false
		}
	}
	return true
}

// asWritten are the characters that need no escape: anywhere, or in some places.
var asWritten = func() (all [256]byte) {
	for c := ' '; c <= '~'; c++ {
		all[c] = betweenMarks
	}
	all['\''], all['#'] = inSome, inSome
	all['\\'], all['"'], all['$'] = 0, 0, 0
	return all
}()

const inSome, betweenMarks = 1, 2

var common = map[rune]string{'\\': `\\`, '"': `\"`, '\n': `\n`, '\r': `\r`, '\t': `\t`}

// fourDigits is \uXXXX, which the characters in question all fit.
func fourDigits(r rune) string { return fmt.Sprintf(`\u%04X`, r) }

// Shell quotes text for a POSIX shell: single quotes, in which nothing has a
// meaning but the quote itself (POSIX.1-2024, Shell Command Language, 2.2.2).
// No shell can hold a NUL.
func Shell(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

func shellText(json, _ string) string { return Shell(json) }

// jsonString quotes as RFC 8259, section 7, says.
func jsonString(s string) string { return escapes(s, `"`, common, fourDigits) }

// JavaScript quotes for JavaScript and TypeScript (ECMA-262, 12.9.4, String
// Literals).
func JavaScript(s string) string { return escapes(s, `"`, common, fourDigits) }

// Python: The Python Language Reference, 2.4.1, String literals.
func Python(s string) string { return escapes(s, `"`, common, fourDigits) }

var (
	inSingleQuotes = strings.NewReplacer(`\`, `\\`, "'", `\'`)
	inPHP          = map[rune]string{'\\': `\\`, '"': `\"`, '\n': `\n`, '\r': `\r`, '\t': `\t`, '$': `\$`}
)

// PHP: the manual, Strings. In single quotes only the quote and the backslash
// have a meaning; control characters need double quotes, where $ has one, too.
func PHP(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f }) < 0 {
		return "'" + inSingleQuotes.Replace(s) + "'"
	}
	return escapes(s, `"`, inPHP, func(r rune) string { return fmt.Sprintf(`\u{%x}`, r) })
}

// CSharp: ECMA-334, 6.4.5.6, String literals, the regular form, in which no
// character that ends a line may stand.
func CSharp(s string) string { return escapes(s, `"`, common, fourDigits) }

// Java: The Java Language Specification, 3.10.5 and 3.10.7. Unicode escapes
// are read before anything else (3.3), so that \u000A would end a line within a
// string: controls are written in octal. Beyond ASCII they free the program from
// the encoding that a compiler assumes.
func Java(s string) string {
	return ascii(escapes(s, `"`, common, func(r rune) string {
		if r < 0x80 {
			return fmt.Sprintf(`\%03o`, r)
		}
		return string(r)
	}))
}

// ascii writes what is beyond ASCII as Java's Unicode escapes.
func ascii(s string) string {
	if unescaped(s) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if r < 0x80 {
			b.WriteRune(r)
			continue
		}
		for _, unit := range utf16.Encode([]rune{r}) {
			fmt.Fprintf(&b, `\u%04X`, unit)
		}
	}
	return b.String()
}

var inTextBlock = strings.NewReplacer(`\`, `\\`, `"""`, `\"""`)

// javaText is a text block (JLS 3.10.6): it begins on a line of its own, and
// the white space that all its lines begin with is no part of it.
func javaText(json, margin string) string {
	json = inTextBlock.Replace(json)
	return "\"\"\"\n" + margin + strings.ReplaceAll(ascii(json), "\n", "\n"+margin) + `"""`
}

// Go: The Go Programming Language Specification, String literals.
func Go(s string) string { return strconv.Quote(s) }

func goText(json, _ string) string { return goRaw(json) }

// goRaw is a raw string where the text can be one: without a backquote, which
// would end it, and without a carriage return, which would be dropped.
func goRaw(s string) string {
	if strconv.CanBackquote(strings.ReplaceAll(s, "\n", "")) {
		return "`" + s + "`"
	}
	return Go(s)
}

var interpolation = strings.NewReplacer("#{", `\#{`, "#$", `\#$`, "#@", `\#@`)

// Ruby: doc/syntax/literals.rdoc, Strings. In double quotes # begins an
// interpolation before a brace, a $ or an @.
func Ruby(s string) string {
	return interpolation.Replace(escapes(s, `"`, common, fourDigits))
}

var inComment = strings.NewReplacer(`\`, "/", "?>", "? >", "*/", "* /")

// comment makes text fit for a comment of one line in every language: nothing
// in it ends the line, ends the comment, ends PHP (?>), or is an escape that
// Java would read even here.
func comment(s string) string {
	if unescaped(s) && !strings.ContainsAny(s, "?*") && !strings.Contains(s, "  ") && s == strings.TrimSpace(s) {
		return s
	}
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return r <= ' ' || r >= 0x7f && r <= 0xa0 || r == '\u2028' || r == '\u2029' || r == '\ufeff'
	}), " ")
	return inComment.Replace(s)
}
