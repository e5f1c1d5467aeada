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
//     in words of four letters and more, or in the middle of a word; where no
//     code has all words, two of three must be there
//   - a whole word counts more than a beginning, that more than a slip, that
//     more than a middle; the title counts more than the keywords and the
//     module, those more than the message, that more than the status's reason
//   - the words in just this order count more than all that
//   - a number counts beside words, and is never needed

const (
	mostWords   = 24 // of a text that is searched for
	longestWord = 64 // in bytes
)

// smallWords tell nothing.
var smallWords = map[string]bool{}

func init() {
	for _, w := range strings.Fields("a an and are as at be by for has in is it of on or that the this to was with you your") {
		smallWords[w] = true
	}
}

// entryWords are the words of an entry, by field: title, keywords with the
// module, message, reason.
type entryWords struct {
	fields  [4][]string
	phrases []string // title, keywords and message, each word between blanks
	code    string
}

func (m *Matcher) index() []entryWords {
	all := make([]entryWords, len(m.entries))
	for i, e := range m.entries {
		w := &all[i]
		add := func(field int, texts ...string) {
			for _, text := range texts {
				words := wordsOf(text)
				w.fields[field] = append(w.fields[field], words...)
				w.phrases = append(w.phrases, " "+strings.Join(words, " ")+" ")
			}
		}
		if c := e.code; c != nil {
			add(0, c.Title)
			add(1, c.Keywords...)
			if module := m.catalog.Module(c.Module); module != nil {
				add(1, module.Title)
			}
			add(2, c.Message, c.Note)
		} else {
			add(0, e.mention.Title)
			add(1, e.mention.Where)
			add(2, e.mention.About)
		}
		if status := m.catalog.Status(e.status()); status != nil {
			add(3, status.Reason)
		}
		w.code = bareCode(e.text())
	}
	return all
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
	needed := 0
	for _, w := range words {
		if !number.MatchString(w) {
			needed++
		}
	}
	if needed == 0 {
		return
	}
	type scored struct{ entry, found, score int }
	var results []scored
	best := 0
	entries := a.words()
	for i := range entries {
		s := scored{entry: i}
		for _, w := range words {
			if points := entries[i].points(w); points > 0 {
				s.score += points
				if !number.MatchString(w) {
					s.found++
				}
			}
		}
		if s.found > 0 {
			results = append(results, s)
			best = max(best, s.found)
		}
	}
	if best < needed && (best < 2 || 3*best < 2*needed) {
		return
	}
	phrase := " " + strings.Join(all, " ")
	results = slices.DeleteFunc(results, func(s scored) bool { return s.found < best })
	for i := range results {
		if len(all) > 1 && slices.ContainsFunc(entries[results[i].entry].phrases, func(p string) bool { return strings.Contains(p, phrase) }) {
			results[i].score += 1000
		}
	}
	slices.SortFunc(results, func(x, y scored) int { return cmp.Or(-cmp.Compare(x.score, y.score), cmp.Compare(x.entry, y.entry)) })
	for _, s := range results[:min(len(results), 40)] {
		a.find(s.entry, byWords, -s.score, "words")
	}
}

// points is the best that a word finds in an entry, 0 for nothing.
func (e *entryWords) points(word string) int {
	best := 0
	if e.code == word {
		best = 24
	}
	if len(word) > longestWord {
		return best
	}
	for field, words := range e.fields {
		for _, w := range words {
			if points := likeness(w, word); points > 0 {
				best = max(best, points+3-field)
			}
		}
	}
	return best
}

// likeness says how well a word that was typed fits one that is there.
func likeness(there, typed string) int {
	switch {
	case there == typed:
		return 20
	case strings.HasPrefix(there, typed):
		return 12
	case number.MatchString(typed):
		return 0
	}
	length := utf8.RuneCountInString(typed)
	switch {
	case length >= 4 && slip(there, typed):
		return 8
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
