package sample

import "strings"

// syntax is how a language writes values. Its rules' sources stand in quote.go
// and pattern.go.
type syntax struct {
	quote   func(string) string
	mark    string              // around what is verbatim: quote(s) is mark + s + mark
	pattern func(string) string // a regular expression that must match as a whole; nil: has none

	// The body of a call is a text, or else a value of the language's own.
	text    func(json, margin string) string
	literal literal
}

// syntaxes are the known languages; a sample names one by its id or its quote.
var syntaxes = map[string]syntax{
	"http":       {quote: plain, literal: jsonLiteral},
	"curl":       {quote: Shell, mark: "'", text: shellText},
	"javascript": {quote: JavaScript, mark: `"`, pattern: javaScriptPattern, literal: javaScriptLiteral},
	"typescript": {quote: JavaScript, mark: `"`, pattern: javaScriptPattern, literal: javaScriptLiteral},
	"python":     {quote: Python, mark: `"`, pattern: pythonPattern, literal: pythonLiteral},
	"php":        {quote: PHP, mark: "'", pattern: phpPattern, literal: phpLiteral},
	"csharp":     {quote: CSharp, mark: `"`, pattern: cSharpPattern, literal: cSharpLiteral},
	"java":       {quote: Java, mark: `"`, pattern: javaPattern, text: javaText},
	"go":         {quote: Go, mark: `"`, pattern: goPattern, text: goText},
	"ruby":       {quote: Ruby, mark: `"`, pattern: rubyPattern, literal: rubyLiteral},
}

// plain leaves text as it is, for what has no strings of its own, less the
// line ends, which would end a header.
func plain(s string) string { return oneLine.Replace(s) }

var oneLine = strings.NewReplacer("\r", " ", "\n", " ")
