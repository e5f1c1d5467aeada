package site

import (
	"crypto/sha256"
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync"
)

// highlights.txt keeps how the templates and examples that come with the program
// are highlighted, because chroma takes half the time of a small build for them. A
// line has a lexer, a text's hash, and the kinds of its text as runs: 3k2w are
// three bytes of a keyword, then two of white space. What isn't in it is given to
// chroma. TestHighlights holds it to what chroma says, and writes it.
//
//go:embed highlights.txt
var highlights string

var keptRuns = sync.OnceValue(func() map[string]string {
	kept := map[string]string{}
	for line := range strings.Lines(highlights) {
		i := strings.LastIndexByte(line, ' ')
		kept[line[:i]] = line[i+1 : len(line)-1]
	}
	return kept
})

// runName names a text and its lexer in highlights.txt.
func runName(lexer, text string) string {
	return fmt.Sprintf("%s %x", lexer, sha256.Sum256([]byte(text)))
}

// kindsOf are the kinds of a text, one for each byte.
func kindsOf(lexer, text string) []kind {
	kinds := make([]kind, 0, len(text))
	add := func(kind kind, length int) {
		for range length {
			kinds = append(kinds, kind)
		}
	}
	if runs, ok := keptRuns()[runName(lexer, text)]; ok {
		for runs != "" {
			i := strings.IndexFunc(runs, func(r rune) bool { return r > '9' })
			length, _ := strconv.Atoi(runs[:i])
			add(runKinds[runs[i]], length)
			runs = runs[i+1:]
		}
		return kinds
	}
	for kind, text := range lexed(lexer, text) {
		add(kind, len(text))
	}
	return kinds
}

// runKinds are the kinds by their letters.
var runKinds = map[byte]kind{'p': plainKind, 'w': spaceKind, 'k': keywordKind, 's': stringKind, 'c': commentKind}
