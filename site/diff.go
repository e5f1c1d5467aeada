package site

import (
	"regexp"
	"strings"

	"github.com/sergi/go-diff/diffmatchpatch"

	"responsa/components"
)

var word = regexp.MustCompile(`[\p{L}\p{M}\p{N}_]+|(?s:.)`)

// diff marks the words that only one of two texts has. What stands
// between two marks, if it is white space, is marked as well.
func diff(before, after string) (was, is []components.Words) {
	var tokens []string
	numbers := map[string]rune{}
	encode := func(text string) (encoded []rune) {
		for _, token := range word.FindAllString(text, -1) {
			n, known := numbers[token]
			if !known {
				n = rune(len(tokens))
				numbers[token], tokens = n, append(tokens, token)
			}
			encoded = append(encoded, n)
		}
		return encoded
	}
	x, y := encode(before), encode(after)
	if len(tokens) >= 0xd800 { // no more numbers that are runes
		return unmarked(before), unmarked(after)
	}
	algorithm := diffmatchpatch.New()
	algorithm.DiffTimeout = 0 // the same marks on a slow machine
	runs := algorithm.DiffMainRunes(x, y, false)
	for i, run := range runs {
		var text strings.Builder
		for _, n := range run.Text {
			text.WriteString(tokens[n])
		}
		same := run.Type == diffmatchpatch.DiffEqual && (i == 0 || i == len(runs)-1 || strings.TrimSpace(text.String()) != "")
		if run.Type != diffmatchpatch.DiffInsert {
			was = appendWords(was, text.String(), !same)
		}
		if run.Type != diffmatchpatch.DiffDelete {
			is = appendWords(is, text.String(), !same)
		}
	}
	return was, is
}

func unmarked(text string) []components.Words { return appendWords(nil, text, false) }

func appendWords(all []components.Words, text string, marked bool) []components.Words {
	if last := len(all) - 1; last >= 0 && all[last].Marked == marked {
		all[last].Text += text
		return all
	}
	return append(all, components.Words{Text: text, Marked: marked})
}
