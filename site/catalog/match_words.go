package catalog

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Words in any order. The rules are:
//
//   - small words count only where there are no others
//   - each word must stand in the code's texts: as it is, as the beginning of
//     a word, with one slip (a letter added, left out, changed, or two swapped)
//     in words of five letters and more, or in the middle of a word; one that is
//     no word, no beginning and no slip may be one of a word of four letters, in the codes' texts.
//     Where no code has all words, two of three must be there
//   - a whole word counts more than a beginning, that more than a slip, that
//     more than a middle; the title counts more than the keywords and the
//     module, those more than the message, that more than the status's reason
//   - the words in just this order count more than all that
//   - a number counts beside words, and is never needed
//   - where the codes' texts have nothing, their translations are searched

const (
	mostWords   = 24 // of a text that is searched for
	longestWord = 64
)

// smallWords tell nothing.
var smallWords = map[string]bool{}

func init() {
	for _, w := range strings.Fields("a an and are as at be by for has in is it of on or that the this to was with you your") {
		smallWords[w] = true
	}
}

// The fields of an entry, by weight.
const (
	titleField = iota
	keywordsField
	messageField
	reasonField
	fieldCount
)

// wordIndex has each word once, and where it stands.
type wordIndex struct {
	byCode   map[string][]int
	words    []string
	postings [][]posting
	phrases  []string // of each entry: its texts, the words between blanks
	short    bool     // words may have a slip too
}

type posting struct{ entry, field int }

// index makes the index of the codes' texts, or that of their translations.
func (m *Matcher) index(translations bool) *wordIndex {
	x := &wordIndex{phrases: make([]string, len(m.entries)), byCode: m.byCode, short: !translations}
	numbers := map[string]int{}
	for i, e := range m.entries {
		var fields [fieldCount][]string
		if translations {
			if e.code != nil {
				fields[messageField] = []string{e.code.Translations.Text()}
			}
			x.add(i, fields, numbers)
			continue
		}
		if c := e.code; c != nil {
			fields = [fieldCount][]string{{c.Title}, {strings.Join(c.Keywords, ", ")}, {c.Message + "\n" + c.Note}, nil}
			if module := m.catalog.Module(c.Module); module != nil {
				fields[keywordsField] = append(fields[keywordsField], module.Title)
			}
		} else {
			fields = [fieldCount][]string{{e.mention.Title}, {e.mention.Place()}, {e.mention.About}, nil}
		}
		if status := m.catalog.Status(e.status()); status != nil {
			fields[reasonField] = []string{status.Reason}
		}
		x.add(i, fields, numbers)
	}
	return x
}

func (x *wordIndex) add(entry int, fields [fieldCount][]string, numbers map[string]int) {
	var phrases strings.Builder
	for field, texts := range fields {
		for _, text := range texts {
			words := wordsOf(text)
			phrases.WriteString(" " + strings.Join(words, " ") + " \n")
			for _, w := range words {
				n, known := numbers[w]
				if !known {
					n = len(x.words)
					numbers[w] = n
					x.words, x.postings = append(x.words, w), append(x.postings, nil)
				}
				x.postings[n] = append(x.postings[n], posting{entry, field})
			}
		}
	}
	x.phrases[entry] = phrases.String()
}

func (a *answering) wordSearch() {
	var all, telling []string
	for _, u := range a.units {
		if a.json && !u.message {
			continue // data, not words
		}
		for _, w := range u.words {
			if w.text == a.codeAt[len(a.codeAt)-1] || w.text == a.messageAt[len(a.messageAt)-1] {
				continue
			}
			all = append(all, w.text)
			if !smallWords[w.text] && !slices.Contains(telling, w.text) {
				telling = append(telling, w.text)
			}
			if len(telling) > mostWords || len(all) > 4*mostWords {
				return // prose
			}
		}
	}
	words := telling
	if len(words) == 0 {
		words = slices.Compact(slices.Sorted(slices.Values(all)))
	}
	why, results := "words", a.words().find(words, all)
	if len(results) == 0 {
		why, results = "words of a translation", a.translations().find(words, all)
	}
	for _, s := range results[:min(len(results), 40)] {
		a.find(s.entry, byWords, -s.score, why)
	}
}

// scored is an entry that has the words.
type scored struct{ entry, found, score int }

// find gives the entries that have the words, the best first. sequence is the
// whole text, small words too.
func (x *wordIndex) find(words, sequence []string) (results []scored) {
	scores := make([]scored, len(x.phrases))
	best, needed := 0, 0
	for _, w := range words {
		counts := 0
		if !number().MatchString(w) {
			counts = 1
		}
		needed += counts
		for i, points := range x.points(w) {
			if points > 0 {
				scores[i].score += points
				scores[i].found += counts
				best = max(best, scores[i].found)
			}
		}
	}
	if best == 0 || best < needed && (best < 2 || 3*best < 2*needed) {
		return nil
	}
	phrase := " " + strings.Join(sequence, " ")
	for i, s := range scores {
		if s.found < best {
			continue
		}
		if len(sequence) > 1 && strings.Contains(x.phrases[i], phrase) {
			s.score += 1000
		}
		s.entry = i
		results = append(results, s)
	}
	slices.SortFunc(results, func(x, y scored) int { return cmp.Or(-cmp.Compare(x.score, y.score), cmp.Compare(x.entry, y.entry)) })
	return results
}

// points are the best that a word finds in each entry, 0 for nothing.
func (x *wordIndex) points(word string) []int {
	best := make([]int, len(x.phrases))
	for _, i := range x.byCode[word] {
		best[i] = 24
	}
	if beginning(word, longestWord) != word {
		return best
	}
	if x.like(word, likeness, best) < slipPoints && x.short && len(x.byCode[word]) == 0 && !number().MatchString(word) {
		x.like(word, shortSlip, best)
	}
	return best
}

// like adds the points of the words that are like one, and gives the most.
func (x *wordIndex) like(word string, likeness func(there, typed string) int, best []int) (most int) {
	for n, there := range x.words {
		if points := likeness(there, word); points > 0 {
			most = max(most, points)
			for _, p := range x.postings[n] {
				best[p.entry] = max(best[p.entry], points+fieldCount-1-p.field)
			}
		}
	}
	return most
}

const slipPoints = 8

// shortSlip is the likeness of a word that has no better.
func shortSlip(there, typed string) int {
	if utf8.RuneCountInString(typed) >= 3 && utf8.RuneCountInString(there) >= 4 && slip(there, typed) {
		return slipPoints
	}
	return 0
}

// likeness says how well a word that was typed fits one that is there.
func likeness(there, typed string) int {
	switch {
	case there == typed:
		return 20
	case strings.HasPrefix(there, typed):
		return 12
	case number().MatchString(typed):
		return 0
	}
	length := utf8.RuneCountInString(typed)
	switch {
	case length >= 4 && utf8.RuneCountInString(there) >= 5 && slip(there, typed):
		return slipPoints
	case length >= 5 && beginningSlip(there, typed):
		return 6
	case length >= 3 && strings.Contains(there, typed):
		return 4
	}
	return 0
}

// slip tells whether two words differ by one letter added, left out or
// changed, or by two neighbours swapped.
func slip(one, other string) bool {
	if len(one)-len(other) > utf8.UTFMax || len(other)-len(one) > utf8.UTFMax {
		return false
	}
	a, b := []rune(one), []rune(other)
	if len(a)-len(b) > 1 || len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	rest := func(s []rune, from int) []rune { return s[min(from, len(s)):] }
	return slices.Equal(rest(a, i+1), rest(b, i)) || slices.Equal(rest(a, i), rest(b, i+1)) || slices.Equal(rest(a, i+1), rest(b, i+1)) ||
		i+1 < len(a) && i+1 < len(b) && a[i] == b[i+1] && a[i+1] == b[i] && slices.Equal(rest(a, i+2), rest(b, i+2))
}

// beginningSlip tells whether a word is another's beginning but for one slip.
func beginningSlip(there, typed string) bool {
	a, n := []rune(there), utf8.RuneCountInString(typed)
	for length := n - 1; length <= n+1; length++ {
		if length < len(a) && slip(string(a[:length]), typed) {
			return true
		}
	}
	return false
}
