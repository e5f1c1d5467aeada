package site

import (
	"path"
	"regexp"
	"strings"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

// highlight gives code as HTML with three kinds of token: keyword k, string s
// and comment c. A language that chroma doesn't know stays plain.
func highlight(language, code string) string {
	lexer := lexers.Get(language)
	if language == "" || lexer == nil {
		return textEscaper.Replace(code)
	}
	tokens, err := chroma.Coalesce(lexer).Tokenise(nil, code)
	if err != nil {
		return textEscaper.Replace(code)
	}
	var b, run, space strings.Builder
	open := ""
	flush := func() {
		writeToken(&b, open, run.String())
		b.WriteString(space.String())
		run.Reset()
		space.Reset()
	}
	for token := range tokens.Stdlib() {
		if strings.TrimSpace(token.Value) == "" { // shows no colour: it belongs to either side
			space.WriteString(token.Value)
			continue
		}
		kind := tokenKind(token.Type)
		if token.Value == "\\\n" || kind == "k" && !letter.MatchString(token.Value) {
			kind = "" // chroma takes a shell's line end for a string, its $( and ) for keywords
		}
		if kind != open {
			flush()
			open = kind
		}
		run.WriteString(space.String() + token.Value)
		space.Reset()
	}
	flush()
	return b.String()
}

var letter = regexp.MustCompile(`\pL`)

// textEscaper escapes what would end text. A quote needn't be, and a program
// has hundreds.
var textEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// elements are what kinds become. A code's page has seven hundred tokens:
// without a class they cost it half as much.
var elements = map[string][2]string{
	"":  {"", ""},
	"k": {"<b>", "</b>"},
	"s": {"<i>", "</i>"},
	"c": {"<em>", "</em>"},
}

// writeToken writes a run of one kind; "" is the kind that has no colour.
func writeToken(b *strings.Builder, kind, text string) {
	if text == "" {
		return
	}
	b.WriteString(elements[kind][0])
	_, _ = textEscaper.WriteString(b, text)
	b.WriteString(elements[kind][1])
}

func tokenKind(t chroma.TokenType) string {
	switch {
	case t.InCategory(chroma.Comment), t == chroma.LiteralStringDoc:
		return "c"
	case t.InCategory(chroma.Keyword), t == chroma.NameTag:
		return "k"
	case t.InSubCategory(chroma.LiteralString):
		return "s"
	}
	return ""
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
