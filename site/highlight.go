package site

import (
	"iter"
	"path"
	"regexp"
	"strings"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"

	"responsa/site/sample"
)

// highlight gives code as HTML with three kinds of token: keyword k, string s
// and comment c. A language that chroma doesn't know stays plain.
func highlight(language, code string) string {
	var c colours
	for kind, text := range lexed(language, code) {
		c.add(kind, text)
	}
	return c.end()
}

// lexed are the tokens of a program with their kinds.
func lexed(language, code string) iter.Seq2[kind, string] {
	return func(yield func(kind, string) bool) {
		var lexer chroma.Lexer
		if language != "" { // chroma would ask all its patterns for a file of no name
			lexer = lexers.Get(language)
		}
		if lexer == nil {
			yield(plainKind, code)
			return
		}
		tokens, err := chroma.Coalesce(lexer).Tokenise(nil, code)
		if err != nil {
			yield(plainKind, code)
			return
		}
		for token := range tokens.Stdlib() {
			shown := strings.TrimRight(token.Value, "\n") // some lexers have a line's end in its comment
			if shown != "" && !yield(kindOf(token), shown) || shown != token.Value && !yield(spaceKind, token.Value[len(shown):]) {
				return
			}
		}
	}
}

// kind is how a token is shown.
type kind byte

const (
	plainKind   kind = 0
	spaceKind   kind = ' ' // shows no colour: it belongs to either side
	keywordKind kind = kind(sample.Keyword)
	stringKind  kind = kind(sample.String)
	commentKind kind = 'c'
)

func kindOf(token chroma.Token) kind {
	switch t := token.Type; {
	case strings.TrimSpace(token.Value) == "":
		return spaceKind
	case token.Value == "\\\n": // chroma takes a shell's line end for a string
		return plainKind
	case t.InCategory(chroma.Comment), t == chroma.LiteralStringDoc:
		return commentKind
	case t.InCategory(chroma.Keyword), t == chroma.NameTag:
		if letter.MatchString(token.Value) { // it takes a shell's $( and ) for keywords
			return keywordKind
		}
	case t.InSubCategory(chroma.LiteralString):
		return stringKind
	}
	return plainKind
}

// colours writes tokens as HTML.
type colours struct {
	strings.Builder
	space string // not yet written
	open  kind
}

func (c *colours) add(kind kind, text string) {
	if kind == spaceKind {
		c.space += text
		return
	}
	c.begin(kind)
	_, _ = textEscaper.WriteString(c, text)
}

// addText adds text whose kinds are known, one for each byte. One that is longer
// than they are goes on as the last.
func (c *colours) addText(text string, kinds []kind) {
	if len(kinds) == 0 {
		kinds = []kind{plainKind}
	}
	for from, to := 0, 0; from < len(text); from = to {
		kind := kinds[min(from, len(kinds)-1)]
		for to < len(text) && kinds[min(to, len(kinds)-1)] == kind {
			to++
		}
		c.add(kind, text[from:to])
	}
}

// begin has what follows stand in the element of a kind.
func (c *colours) begin(kind kind) {
	if kind != c.open {
		c.WriteString(elements[c.open][1])
	}
	c.WriteString(c.space)
	if kind != c.open {
		c.WriteString(elements[kind][0])
	}
	c.space, c.open = "", kind
}

func (c *colours) end() string {
	c.begin(plainKind)
	return c.String()
}

var letter = regexp.MustCompile(`\pL`)

// textEscaper escapes what would end text. A quote needn't be, and a program
// has hundreds.
var textEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// appendText is textEscaper for many short texts.
func appendText(html []byte, text string) []byte {
	for i := range len(text) {
		if endsText[text[i]] {
			return append(html, textEscaper.Replace(text)...)
		}
	}
	return append(html, text...)
}

var endsText = [256]bool{'&': true, '<': true, '>': true}

// elements are what kinds become. A code's page has seven hundred tokens:
// without a class they cost it half as much.
var elements = [...][2]string{
	keywordKind: {"<b>", "</b>"},
	stringKind:  {"<i>", "</i>"},
	commentKind: {"<em>", "</em>"},
}

// lexerOf is the language of a sample's file, "" when chroma doesn't know it.
func lexerOf(file string) string {
	if name, known := endings[path.Ext(file)]; known {
		return name
	}
	if lexer := lexers.Match(file); lexer != nil {
		return lexer.Config().Name
	}
	return ""
}

// endings are those of the most common languages: chroma asks a thousand
// patterns for each. A test holds them to what it says.
var endings = map[string]string{
	".cs": "C#", ".go": "Go", ".http": "", ".java": "Java", ".js": "JavaScript", ".mjs": "JavaScript", ".mts": "TypeScript",
	".php": "PHP", ".py": "Python", ".rb": "Ruby", ".sh": "Bash", ".ts": "TypeScript",
}
