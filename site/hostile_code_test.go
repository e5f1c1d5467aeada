package site

import (
	"encoding/xml"
	"fmt"
	"go/scanner"
	"go/token"
	"regexp"
	"strconv"
	"strings"
)

// codeLexer knows where a language's comments and strings begin and end.
type codeLexer struct {
	lines    []string    // what begins a comment up to the line's end
	ends     string      // what ends a line
	close    string      // what ends such a comment before that
	blocks   [][2]string // comments from, to
	quotes   []codeQuote // the longer first
	word     bool        // a comment begins only where a word would
	shell    bool        // a backslash takes the next character; 'a'\''b' is one word
	prepared func(string) string
}

// codeQuote is a form of string, or of a regular expression.
type codeQuote struct {
	open, close string
	escape      bool     // a backslash takes the next character
	doubled     bool     // the closing quote twice is one
	multiline   bool     // may hold line ends
	runs        []string // what begins a piece of program in it
}

const (
	unixEnds = "\n\r"
	moreEnds = "\n\r\u2028\u2029"
)

var (
	slashes    = [][2]string{{"/*", "*/"}}
	tagOfBlock = regexp.MustCompile(`(?m)^[ \t/]*\**[ \t]*@[A-Za-z]+|\{@[A-Za-z]+`)

	scriptLexer = codeLexer{lines: []string{"//"}, ends: moreEnds, blocks: slashes, quotes: []codeQuote{
		{open: `"`, escape: true}, {open: `'`, escape: true}, {open: "`", escape: true, multiline: true, runs: []string{"${"}}, {open: "/^", close: "/", escape: true}, {open: "/[", close: "/", escape: true},
	}}
	codeLexers = map[string]codeLexer{
		"ts": scriptLexer, "mts": scriptLexer, "mjs": scriptLexer,
		"py": {lines: []string{"#"}, ends: unixEnds, quotes: []codeQuote{
			{open: `f"`, close: `"`, escape: true, runs: []string{"{"}}, {open: `"""`, escape: true, multiline: true}, {open: `'''`, escape: true, multiline: true}, {open: `"`, escape: true}, {open: `'`, escape: true},
		}},
		"php": {lines: []string{"//", "# "}, ends: unixEnds, close: "?>", blocks: slashes, quotes: []codeQuote{
			{open: `"`, escape: true, multiline: true, runs: []string{"$"}}, {open: `'`, escape: true, multiline: true},
		}},
		"cs": {lines: []string{"//"}, ends: moreEnds + "\u0085", blocks: slashes, quotes: []codeQuote{
			{open: `@"`, close: `"`, doubled: true, multiline: true}, {open: `$"`, close: `"`, escape: true, runs: []string{"{"}}, {open: `"`, escape: true}, {open: `'`, escape: true},
		}},
		"java": {lines: []string{"//"}, ends: unixEnds, blocks: slashes, prepared: javaUnicode, quotes: []codeQuote{
			{open: `"""`, escape: true, multiline: true}, {open: `"`, escape: true}, {open: `'`, escape: true},
		}},
		"rb": {lines: []string{"#"}, ends: "\n", quotes: []codeQuote{
			{open: `"`, escape: true, multiline: true, runs: []string{"#{", "#$", "#@"}}, {open: `'`, escape: true, multiline: true}, {open: `/\A`, close: "/", escape: true, multiline: true, runs: []string{"#{", "#$", "#@"}},
		}},
		"sh": {lines: []string{"#"}, ends: "\n", word: true, shell: true, quotes: []codeQuote{
			{open: `"`, escape: true, multiline: true, runs: []string{"$", "`"}}, {open: `'`, multiline: true},
		}},
	}
)

// codeShape is a program less the text of its comments and strings: C, S.
func codeShape(ending, source string, report func(format string, args ...any)) string {
	if ending == "go" {
		return goShape(source, report)
	}
	l := codeLexers[ending]
	if l.prepared != nil {
		source = l.prepared(source)
	}
	var b strings.Builder
	xmlDoc := ""
next:
	for i := 0; i < len(source); {
		rest := source[i:]
		for _, block := range l.blocks {
			if strings.HasPrefix(rest, block[0]) {
				inner, _, closed := strings.Cut(rest[2:], block[1])
				if !closed {
					report("a comment has no end")
				}
				b.WriteString(" C" + strings.Join(tagOfBlock.FindAllString(inner, -1), ",") + " ")
				i += len(block[0]) + len(inner) + len(block[1])
				continue next
			}
		}
		for _, line := range l.lines {
			if strings.HasPrefix(rest, line) && (!l.word || i == 0 || strings.ContainsRune(" \t\n;", rune(source[i-1]))) {
				end := strings.IndexAny(rest, l.ends)
				if end < 0 {
					end = len(rest)
				}
				if at := strings.Index(rest[:end], l.close); l.close != "" && at >= 0 {
					end = at
				}
				if doc, is := strings.CutPrefix(rest[:end], "///"); is && ending == "cs" {
					xmlDoc += doc + "\n"
				}
				b.WriteString(" C ")
				i += end
				continue next
			}
		}
		if xmlDoc != "" && strings.TrimLeft(rest[:1], " \t\n") != "" {
			b.WriteString(xmlShape("<doc>"+xmlDoc+"</doc>", nil, report))
			xmlDoc = ""
		}
		for _, q := range l.quotes {
			if strings.HasPrefix(rest, q.open) && (q.open != `f"` || i == 0 || !identifierByte(source[i-1])) {
				length, runs, problem := q.read(rest, l.ends)
				if problem != "" {
					report("%s: %.80q", problem, rest)
				}
				b.WriteString("S" + runs)
				i += length
				continue next
			}
		}
		if l.shell && rest[0] == '\\' && len(rest) > 1 {
			b.WriteString(rest[:2])
			i += 2
			continue
		}
		b.WriteByte(rest[0])
		i++
	}
	shape := b.String()
	if l.shell {
		shape = strings.ReplaceAll(shape, `S\'S`, "S")
	}
	return strings.Join(strings.Fields(regexp.MustCompile(`(\s*\bC[@{,A-Za-z */]*\s)+`).ReplaceAllStringFunc(shape, func(comments string) string {
		return " C" + strings.Join(strings.Fields(strings.ReplaceAll(comments, "C", " ")), "") + " "
	})), " ")
}

func identifierByte(c byte) bool { return alphanumeric(c) || c == '_' }

// read says where a string ends, and what in it is program.
func (q codeQuote) read(source, ends string) (length int, runs, problem string) {
	end := q.close
	if end == "" {
		end = q.open
	}
	for i := len(q.open); i < len(source); {
		rest := source[i:]
		switch {
		case q.escape && rest[0] == '\\' && len(rest) > 1:
			i += 2
		case q.doubled && strings.HasPrefix(rest, end+end):
			i += 2 * len(end)
		case strings.HasPrefix(rest, end):
			return i + len(end), runs, ""
		case !q.multiline && strings.ContainsRune(ends, []rune(rest[:min(len(rest), 4)])[0]):
			return i, runs, "a string goes over its line"
		default:
			for _, run := range q.runs {
				if strings.HasPrefix(rest, run) {
					runs += run
				}
			}
			i++
		}
	}
	return len(source), runs, "a string has no end"
}

var unicodeEscape = regexp.MustCompile(`\\(\\|u+[0-9a-fA-F]{4})`)

// javaUnicode reads Unicode escapes, as Java does before all else. The one of a
// backslash escapes nothing here, which is stricter.
func javaUnicode(source string) string {
	return unicodeEscape.ReplaceAllStringFunc(source, func(escape string) string {
		if escape == `\\` {
			return escape
		}
		r, _ := strconv.ParseUint(strings.TrimLeft(escape[1:], "u"), 16, 32)
		return string(rune(r))
	})
}

func goShape(source string, report func(format string, args ...any)) string {
	var s scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(source))
	s.Init(file, []byte(source), func(pos token.Position, message string) { report("no Go: %v: %s", pos, message) }, scanner.ScanComments)
	var tokens []string
	for {
		_, t, text := s.Scan()
		switch {
		case t == token.EOF:
			return strings.Join(tokens, " ")
		case t == token.COMMENT && regexp.MustCompile(`^//(go:|line |export )`).MatchString(text):
			tokens = append(tokens, text)
		case t == token.COMMENT && len(tokens) > 0 && tokens[len(tokens)-1] == "C":
		case t == token.COMMENT:
			tokens = append(tokens, "C")
		case t == token.STRING || t == token.CHAR:
			tokens = append(tokens, "S")
		case t == token.SEMICOLON && text == "\n":
		default:
			tokens = append(tokens, t.String()+text)
		}
	}
}

// xmlShape is XML less its text: elements and their attributes. HTML in a
// content of that type is held to what a page may have.
func xmlShape(source string, keys map[string]bool, report func(format string, args ...any)) string {
	d := xml.NewDecoder(strings.NewReader(source))
	var b strings.Builder
	asHTML, text := false, ""
	for {
		t, err := d.Token()
		if err != nil {
			if err.Error() != "EOF" {
				report("no XML: %v", err)
			}
			return b.String()
		}
		switch t := t.(type) {
		case xml.StartElement:
			fmt.Fprintf(&b, "<%s %s", t.Name.Space, t.Name.Local)
			asHTML, text = false, ""
			for _, a := range t.Attr {
				switch {
				case a.Name.Local == "href" || a.Name.Local == "src" || a.Name.Local == "template":
					fmt.Fprintf(&b, " %s=%s", a.Name.Local, addressShape(a.Value, report))
				case a.Name.Local == "type" || a.Name.Local == "rel" || strings.HasPrefix(a.Name.Space+a.Name.Local, "xmlns"):
					fmt.Fprintf(&b, " %s=%s", a.Name.Local, a.Value)
					asHTML = asHTML || a.Value == "html"
				default:
					fmt.Fprintf(&b, " %s", a.Name.Local)
				}
			}
			b.WriteString(">\n")
		case xml.EndElement:
			if asHTML {
				b.WriteString(htmlShape(text, report))
			}
			asHTML = false
			b.WriteString("</>\n")
		case xml.CharData:
			text += string(t)
		case xml.Comment:
			report("a comment: %.60q", string(t))
		case xml.ProcInst:
			b.WriteString("<?" + t.Target + "\n")
		case xml.Directive:
			report("a directive: %.60q", string(t))
		}
	}
}
