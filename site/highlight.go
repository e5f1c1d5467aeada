package site

import (
	"html"
	"strings"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

// highlight gives code as HTML with three kinds of token: keyword k, string s
// and comment c. A language that chroma doesn't know stays plain.
func highlight(language, code string) string {
	lexer := lexers.Get(language)
	if language == "" || lexer == nil {
		return html.EscapeString(code)
	}
	tokens, err := chroma.Coalesce(lexer).Tokenise(nil, code)
	if err != nil {
		return html.EscapeString(code)
	}
	var b, run strings.Builder
	open := ""
	flush := func() {
		writeToken(&b, open, run.String())
		run.Reset()
	}
	for token := range tokens.Stdlib() {
		if kind := tokenKind(token.Type); kind != open {
			flush()
			open = kind
		}
		run.WriteString(token.Value)
	}
	flush()
	return b.String()
}

// writeToken writes a run of one kind; "" is the kind that has no colour.
func writeToken(b *strings.Builder, kind, text string) {
	switch {
	case text == "":
	case kind == "":
		b.WriteString(html.EscapeString(text))
	default:
		b.WriteString(`<span class="` + kind + `">` + html.EscapeString(text) + "</span>")
	}
}

func tokenKind(t chroma.TokenType) string {
	switch {
	case t.InCategory(chroma.Comment):
		return "c"
	case t.InCategory(chroma.Keyword), t == chroma.NameTag, t == chroma.NameBuiltin:
		return "k"
	case t.InSubCategory(chroma.LiteralString):
		return "s"
	}
	return ""
}

// lexerOf is the language of a sample's file, "" when chroma doesn't know it.
func lexerOf(file string) string {
	if lexer := lexers.Match(file); lexer != nil {
		return lexer.Config().Name
	}
	return ""
}
