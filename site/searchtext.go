package site

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The texts of the search data are told in words, because ten thousand of them
// as they stand would be half a MB to load. static/match/texts.ts puts them
// together again. The rules are:
//
//   - a text has a shape, which is the text itself but for words that are
//     frequent: a row of these, with a blank between each two, is the mark
//     [wordRow] and how many they are. The code itself is a mark too
//   - these words stand one behind the other in the order of the texts, each as
//     its number in the list of words, the most frequent first; a number is two
//     letters, base [wordBase], which stand apart because that compresses best
//   - a shape is a letter too, its number in the list of shapes from 1 on; 0 is
//     the next of those that occur once
//   - further marks say what is what in a message. No catalog has a letter that
//     is one: YAML knows no control characters
type recordTexts struct {
	Words    string `json:"words,omitempty"` // that no other file has
	Titles   string `json:"titles"`
	Keywords string `json:"keywords"`
	Messages string `json:"messages"`
	Odd      string `json:"odd"` // shapes that occur once
	High     string `json:"high"`
	Low      string `json:"low"`
	// What few records have, by their place in the file.
	Addresses map[int]string `json:"addresses,omitempty"`
	More      map[int][]any  `json:"more,omitempty"`
}

const wordBase = 60

// The marks in a shape. What stands between the first two is a variable part,
// called by what is marked in it as its name, or else by its place.
const (
	partBegins = "\u0080"
	partEnds   = "\u0081"
	nameBegins = "\u0082"
	nameEnds   = "\u0083"
	noteBegins = "\u0084"
	codeItself = "\u0086"
	wordRow    = "\u0087" // and a number
	shapeEnds  = "\u0088" // between the shapes of a list
)

// plainText is a catalog's text, without what would be taken for a mark.
func plainText(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0x80 && r <= 0x88 {
			return ' '
		}
		return r
	}, text)
}

func isWordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return alphanumeric(byte(r))
	}
	return unicode.In(r, unicode.L, unicode.M, unicode.N)
}

// speller takes the texts of a file apart.
type speller struct {
	texts *recordTexts
	all   []*spelledText // in the order in which they will be read

	titles, keywords, messages []int // numbers of their shapes
}

// spelledText is a text that will be cut at its words: twice, as the pieces of all
// texts are far larger than these.
type spelledText struct {
	code  string
	text  string
	to    *[]int // the numbers that its shape's is added to, or
	shape *any   // where the shape itself goes
}

// atWords adds the pieces of a text, cut at its words: those at the odd places.
func atWords(pieces []string, text string) []string {
	for text != "" {
		word := strings.IndexFunc(text, isWordRune)
		if word < 0 {
			break
		}
		end := strings.IndexFunc(text[word:], func(r rune) bool { return !isWordRune(r) })
		if end < 0 {
			end = len(text) - word
		}
		pieces = append(pieces, text[:word], text[word:word+end])
		text = text[word+end:]
	}
	return append(pieces, text)
}

// shaped gives the shape of a text in pieces, and adds the frequent words to a list.
func (t *spelledText) shaped(pieces []string, frequent func(word string) bool, words *[]string) string {
	var shape strings.Builder
	row := 0
	end := func() {
		if row > 0 {
			shape.WriteString(wordRow + strconv.Itoa(row))
			row = 0
		}
	}
	for i, piece := range pieces {
		follows := i+1 < len(pieces) && i%2 == 0 && pieces[i+1] != t.code && frequent(pieces[i+1])
		switch {
		case i%2 == 1 && piece == t.code:
			shape.WriteString(codeItself)
		case i%2 == 1 && frequent(piece):
			row++
			*words = append(*words, piece)
		case piece != " " || row == 0 || !follows:
			end()
			shape.WriteString(piece)
		}
	}
	end()
	return shape.String()
}

// A word counts as frequent from so many uses on, and none does in a small
// catalog, which compresses best as it stands.
const (
	frequentUses = 3
	smallCatalog = 200 // records
)

// mostShapes keeps the number of a shape one letter.
const mostShapes = 10_000

// wordUse is how often texts have a word, and where.
type wordUse struct{ times, file int }

const severalFiles = -1

// tell lists the words and shapes of all files, and tells the texts with them.
// A file has the words itself that no other has.
func tell(files []*speller) (list, shapes string, texts []*recordTexts) {
	small := len(files) == 1 && len(files[0].all) < 3*smallCatalog
	words := map[string]wordUse{}
	var pieces []string // of one text
	for i, f := range files {
		for _, t := range f.all {
			pieces = atWords(pieces[:0], t.text)
			for at := 1; at < len(pieces); at += 2 {
				word := pieces[at]
				use, known := words[word]
				switch {
				case !known:
					use.file = i
				case use.file != i:
					use.file = severalFiles
				}
				if word != t.code {
					use.times++
				}
				words[word] = use
			}
		}
	}
	maps.DeleteFunc(words, func(_ string, use wordUse) bool { return use.times < frequentUses || small })
	own, shared := make([]map[string]int, len(files)), map[string]int{}
	for word, use := range words {
		switch {
		case use.file == severalFiles || len(files) == 1:
			shared[word] = use.times
		case own[use.file] == nil:
			own[use.file] = map[string]int{word: use.times}
		default:
			own[use.file][word] = use.times
		}
	}
	ranking := ranked(shared)
	number := placesOf(ranking, 0)
	forms := map[string]int{}
	shapesOf := make([][]string, len(files))
	for i, f := range files {
		ownList := ranked(own[i])
		ownNumber := placesOf(ownList, len(ranking))
		f.texts.Words = strings.Join(ownList, " ")
		var told []string
		for _, t := range f.all {
			pieces = atWords(pieces[:0], t.text)
			shape := t.shaped(pieces, func(word string) bool { return words[word].times > 0 }, &told)
			shapesOf[i] = append(shapesOf[i], shape)
			forms[shape]++
		}
		var high, low []int
		for _, word := range told {
			n, known := number[word]
			if !known {
				n = ownNumber[word]
			}
			high, low = append(high, n/wordBase), append(low, n%wordBase)
		}
		f.texts.High, f.texts.Low = digits(high), digits(low)
	}
	maps.DeleteFunc(forms, func(_ string, n int) bool { return n < 2 })
	shapeList := ranked(forms)
	shapeList = shapeList[:min(len(shapeList), mostShapes)]
	shapeNumber := placesOf(shapeList, 1)
	for i, f := range files {
		var odd []string
		for at, t := range f.all {
			shape := shapesOf[i][at]
			if t.shape != nil {
				*t.shape = shape
				continue
			}
			*t.to = append(*t.to, shapeNumber[shape])
			if shapeNumber[shape] == 0 {
				odd = append(odd, shape)
			}
		}
		f.texts.Odd = strings.Join(odd, shapeEnds)
		f.texts.Titles, f.texts.Keywords, f.texts.Messages = digits(f.titles), digits(f.keywords), digits(f.messages)
		texts = append(texts, f.texts)
	}
	return strings.Join(ranking, " "), strings.Join(shapeList, shapeEnds), texts
}

func placesOf(list []string, first int) map[string]int {
	numbers := make(map[string]int, len(list))
	for i, s := range list {
		numbers[s] = first + i
	}
	return numbers
}

// digits tells numbers, a letter each.
func digits(numbers []int) string {
	var b strings.Builder
	for _, n := range numbers {
		b.WriteRune(digit(n))
	}
	return b.String()
}

// digit is a number as one letter, without those that JSON or HTML escapes.
func digit(n int) rune {
	switch {
	case n < '\\'-'?':
		return rune('?' + n)
	case n < 63:
		return rune('?' + n + 1)
	case n < 0xd7ff-98:
		return rune(n + 98)
	}
	panic("too many for a letter") // tables are cut to fit
}

// ranked lists texts, the most frequent first.
func ranked(uses map[string]int) []string {
	return slices.SortedFunc(maps.Keys(uses), func(x, y string) int {
		return cmp.Or(-cmp.Compare(uses[x], uses[y]), strings.Compare(x, y))
	})
}
