package site

import (
	"math/rand/v2"
	"strings"
	"testing"

	"responsa/site/catalog"
)

// Of ten thousand codes, the one that is meant comes first: a title with one
// typo, a message with its values filled in, a number. The figure is the mean of
// one over the place at which it comes.
func TestRightCodeFirst(t *testing.T) {
	c := syntheticCodes(t, 10_000)
	m := catalog.NewMatcher(c)
	random := rand.New(rand.NewPCG(8, 8))
	for _, kind := range []struct {
		name  string
		least float64
		text  func(code *catalog.Code) string
	}{
		{"a title with one typo", .98, func(code *catalog.Code) string {
			return withTypo(titleOf(code), random)
		}},
		{"a message with its values filled in", 1, func(code *catalog.Code) string {
			return strings.ReplaceAll(code.Message, "[Value]", "4711 and more")
		}},
		{"a bare number", 1, func(code *catalog.Code) string { return code.Code.Text }},
	} {
		sum, n := 0.0, 200
		for range n {
			code := c.Codes[random.IntN(len(c.Codes))]
			text := kind.text(code)
			place := 0
			for i, match := range m.Match(text).Matches {
				if match.Code == code || titleOf(match.Code) == titleOf(code) {
					place = i + 1
					sum += 1 / float64(place)
					break
				}
			}
			if place != 1 && testing.Verbose() {
				t.Logf("%s: %q for %q is at %d", kind.name, text, code.Title, place)
			}
		}
		t.Logf("%s: %.4f", kind.name, sum/float64(n))
		if sum/float64(n) < kind.least {
			t.Errorf("%s: %.4f, want %.2f", kind.name, sum/float64(n), kind.least)
		}
	}
}

// titleOf is a title without the number that the synthetic ones end with: nobody
// who knows the number types a word. Two codes may have the same, and then
// nothing tells which is meant.
func titleOf(code *catalog.Code) string { return strings.TrimSuffix(code.Title, " "+code.Code.Text) }

// withTypo leaves out, adds, changes or swaps a letter of the longest word.
func withTypo(text string, random *rand.Rand) string {
	words := strings.Fields(text)
	longest := 0
	for i, word := range words {
		if len(word) > len(words[longest]) {
			longest = i
		}
	}
	word := []byte(words[longest])
	at := random.IntN(len(word) - 1)
	switch random.IntN(4) {
	case 0:
		word = append(word[:at], word[at+1:]...)
	case 1:
		word[at], word[at+1] = word[at+1], word[at]
	case 2:
		word[at] = 'x'
	case 3:
		word = append(word[:at], append([]byte{'x'}, word[at:]...)...)
	}
	words[longest] = string(word)
	return strings.Join(words, " ")
}
