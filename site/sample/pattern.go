package sample

import "strings"

// How each language writes a regular expression that must match a text as a
// whole, in which a full stop is any character. The expressions hold nothing
// but escaped text and groups, so that all dialects read them alike.

// slashed is an expression between slashes. Other characters that could not
// stand there are written as escapes that every dialect knows.
func slashed(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '/':
			b.WriteString(`\/`)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r < ' ' || r == 0x7f:
			b.WriteString(hexEscape(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func hexEscape(r rune) string {
	const digits = "0123456789abcdef"
	return `\x` + string(digits[r>>4]) + string(digits[r&15])
}

// javaScriptPattern: ECMA-262, 12.9.5, Regular Expression Literals, which end
// at the line separators of Unicode, too.
func javaScriptPattern(s string) string {
	return "/^" + separators.Replace(slashed(s)) + "$/s"
}

var separators = strings.NewReplacer("\u2028", `\u2028`, "\u2029", `\u2029`)

// pythonPattern is for re.fullmatch. A raw string can hold neither its quote
// nor the end of a line.
func pythonPattern(s string) string {
	if strings.ContainsAny(s, "\"\n\r\x00") {
		return Python(s)
	}
	return `r"` + s + `"`
}

// phpPattern: the manual, PCRE, Delimiters and Pattern Modifiers. In single
// quotes a backslash stands for itself but before another, or a quote.
func phpPattern(s string) string {
	s = `/\A` + slashed(s) + `\z/su`
	if strings.Contains(s, `\\`) || strings.Contains(s, "'") {
		return PHP(s)
	}
	return "'" + s + "'"
}

// cSharpPattern is for RegexOptions.Singleline; a verbatim string doubles its
// quote (ECMA-334, 6.4.5.6).
func cSharpPattern(s string) string {
	s = `\A` + s + `\z`
	if strings.ContainsAny(s, "\n\r\x00\u0085\u2028\u2029") {
		return CSharp(s)
	}
	return `@"` + strings.ReplaceAll(s, `"`, `""`) + `"`
}

// javaPattern is for Pattern.DOTALL and matches().
func javaPattern(s string) string { return Java(s) }

func goPattern(s string) string { return goRaw("(?s)^" + s + "$") }

// rubyPattern: doc/syntax/literals.rdoc, Regexp Literals; # begins an
// interpolation there, too.
func rubyPattern(s string) string {
	return `/\A` + strings.ReplaceAll(slashed(s), "#", `\#`) + `\z/m`
}
