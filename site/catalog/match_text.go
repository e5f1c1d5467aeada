package catalog

import (
	"strconv"
	"strings"
	"unicode"
)

// Words, as the matcher compares them: letters, marks and digits, folded. An
// ideograph or kana is a word of its own, because nothing stands between words
// there.

// word is a word of a text, with its place in bytes.
type word struct {
	text       string
	start, end int
	line       int // of the text, from 1
}

func inWord(r rune) bool {
	if r < 0x80 {
		return r >= '0' && r <= '9' || isASCIILetter(r)
	}
	return unicode.In(r, unicode.L, unicode.M, unicode.N)
}

func byItselfAWord(r rune) bool {
	return r >= 0x2e80 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) && inWord(r)
}

// cutWords cuts a text into words; line is that of its beginning.
func cutWords(text string, line int) []word {
	words := make([]word, 0, len(text)/6+1)
	start := -1
	end := func(at int) {
		if start >= 0 {
			if folded := fold(text[start:at]); folded != "" {
				words = append(words, word{folded, start, at, line})
			}
			start = -1
		}
	}
	for i, r := range text {
		switch {
		case byItselfAWord(r):
			end(i)
			start = i
			end(i + len(string(r)))
		case inWord(r):
			if start < 0 {
				start = i
			}
		default:
			end(i)
			if r == '\n' {
				line++
			}
		}
	}
	end(len(text))
	return words
}

func wordsOf(text string) []string {
	var words []string
	for _, w := range cutWords(text, 1) {
		words = append(words, w.text)
	}
	return words
}

// spelling is how a text that is nothing but a code writes it.
type spelling int

const (
	plainSpelling     spelling = iota // the code and nothing else
	decoratedSpelling                 // quotes, brackets, words such as "error"
	statusSpelling                    // the word "HTTP" or "status"
)

var (
	nothingBut = lazily(`^((?i:(?:error|err|response|status|http|code|number|no)[ :=_#]*)*)(["'#([{]*) *(-?[0-9A-Za-z_][0-9A-Za-z_.-]*?)(["')\]}.,;!]*)$`)
	number     = lazily(`^-?[0-9]+$`)
)

// alone reads a text that is nothing but a code or a status, with at most a
// few words before it.
func (m *Matcher) alone(text string) (written string, how spelling, ok bool) {
	text = strings.TrimSpace(text)
	if text == "" || beginning(text, 64) != text {
		return "", 0, false
	}
	if bare := bareCode(text); len(m.byCode[bare]) > 0 {
		if written = strings.Trim(text, `"'#`); written != text {
			how = decoratedSpelling
		}
		return written, how, true
	}
	parts := nothingBut().FindStringSubmatch(text)
	if parts == nil || !number().MatchString(parts[3]) && len(m.byCode[bareCode(parts[3])]) == 0 {
		return "", 0, false
	}
	words := strings.ToLower(parts[1])
	switch {
	case strings.Contains(words, "http") || strings.Contains(words, "status"):
		how = statusSpelling
	case parts[1]+parts[2]+parts[4] != "":
		how = decoratedSpelling
	}
	return parts[3], how, true
}

// digits is the value of a text of one to four digits.
func digits(s string) (int, bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil && n >= 0 && len(s) <= 4
}
