package sdk

import (
	"slices"
	"strconv"
	"strings"

	"responsa/site/catalog"
)

// view is what a template sees.
type view struct {
	Vendor    string
	Home      string // address of the home page, which every page's begins with
	Type      string // of a constant
	Text      bool   // the constants are text
	Legacy    bool   // older versions of the API padded a code with zeros
	Constants []constant
	Rows      []row

	Retries []catalog.Retry
	Actors  []catalog.Actor
}

// constant is one code.
type constant struct {
	Name, Value string   // as the language writes them
	About       []string // paragraphs
	Retired     string   // a sentence, "" for a code in use
}

// row is one value and what the codes with it agree in; the rest is empty. There
// are thousands, so all stands as the language writes it.
type row struct {
	Value, Title string
	Retry, Actor *word
	Page         string // what follows Home in the address of its page, if it has one
}

// word is one of a closed list's, such as after-change: as a string, as
// AfterChange and as AFTER_CHANGE.
type word struct{ Quoted, Pascal, Upper string }

// Current are the constants in use, Retired the others.
func (v view) Current() []constant { return v.retired(false) }

func (v view) Retired() []constant { return v.retired(true) }

func (v view) retired(want bool) []constant {
	return slices.DeleteFunc(slices.Clone(v.Constants), func(c constant) bool { return (c.Retired != "") != want })
}

// Parts are the rows, some hundreds at a time: a method of Java may have 64 KiB.
func (v view) Parts() [][]row { return slices.Collect(slices.Chunk(v.Rows, 500)) }

func newView(l language, c *catalog.Catalog, home string, page func(...*catalog.Code) string) view {
	v := view{Vendor: c.Site.Vendor, Home: home, Legacy: c.Site.Legacy != nil}
	for _, r := range catalog.Retry("").Known() {
		v.Retries = append(v.Retries, catalog.Retry(r))
	}
	for _, a := range catalog.Actor("").Known() {
		v.Actors = append(v.Actors, catalog.Actor(a))
	}
	write := l.quote
	v.Type, v.Text = l.text, true
	if c.Site.Envelope.Type == catalog.IntegerScalar {
		for _, i := range l.integers {
			if !slices.ContainsFunc(c.Codes, func(code *catalog.Code) bool { return !i.fits(code.Code.Text) }) {
				v.Type, v.Text = i.name, false
				write = func(value string) string { return value + i.suffix }
				break
			}
		}
	}
	sharing, order := map[string][]*catalog.Code{}, make([]string, 0, len(c.Codes))
	for _, code := range c.Codes {
		value := code.Code.Text
		if sharing[value] == nil {
			order = append(order, value)
		}
		sharing[value] = append(sharing[value], code)
	}
	v.Constants, v.Rows = make([]constant, 0, len(c.Codes)), make([]row, 0, len(order))
	for _, code := range c.Codes {
		v.Constants = append(v.Constants, constant{
			Name: l.constant(code), Value: write(code.Code.Text),
			About:   l.about(c, code, sharing[code.Code.Text], page(code)),
			Retired: l.retired(c, code),
		})
	}
	words := map[string]*word{"": nil}
	for _, w := range slices.Concat(catalog.Retry("").Known(), catalog.Actor("").Known()) {
		words[w] = &word{l.quote(w), pascalWord(w), upperWord(w)}
	}
	quoted := func(text string) string {
		if text == "" {
			return ""
		}
		return l.quote(text)
	}
	for _, value := range order {
		title, retry, actor := merge(sharing[value])
		v.Rows = append(v.Rows, row{
			write(value), quoted(title), words[string(retry)], words[string(actor)],
			quoted(strings.TrimPrefix(page(sharing[value]...), home)),
		})
	}
	return v
}

// merge is what codes agree in.
func merge(codes []*catalog.Code) (title string, retry catalog.Retry, actor catalog.Actor) {
	title, retry, actor = codes[0].Title, codes[0].Retry, codes[0].Actor
	for _, other := range codes[1:] {
		if other.Title != title {
			title = ""
		}
		if other.Retry != retry {
			retry = ""
		}
		if other.Actor != actor {
			actor = ""
		}
	}
	return title, retry, actor
}

// about is what a constant's comment says.
func (l language) about(c *catalog.Catalog, code *catalog.Code, sharing []*catalog.Code, page string) []string {
	first := "Code " + code.Code.Text + ": " + code.Title
	if l.leads {
		first = l.constant(code) + " is code " + code.Code.Text + ": " + code.Title
	}
	if code.HTTP != 0 {
		first += " (HTTP " + strconv.Itoa(code.HTTP) + ")"
	}
	words := code.Message
	if code.Note != "" {
		words += "\n" + code.Note
	}
	paragraphs := []string{
		stop(first),
		"In " + c.Site.Vendor + "'s words: \"" + words + "\"",
		"Who must act? " + stop(code.Actor.Words()) + " Does repeating help? " + stop(code.Retry.Words()),
	}
	var others []string
	for _, other := range sharing {
		if other != code {
			others = append(others, l.constant(other))
		}
	}
	if len(others) > 0 {
		paragraphs = append(paragraphs, "The same value stands for "+strings.Join(others, ", ")+" too.")
	}
	return append(paragraphs, page)
}

// retired says why a constant shouldn't be used any more.
func (l language) retired(c *catalog.Catalog, code *catalog.Code) string {
	r := code.Retired
	if r == nil {
		return ""
	}
	text := stop(r.Words())
	if replacement := c.Code(r.ReplacedBy); replacement != nil {
		text += " Use " + l.constant(replacement) + " instead."
	}
	return text
}

// stop ends a sentence.
func stop(s string) string {
	if s = strings.TrimSpace(s); strings.HasSuffix(s, ".") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") {
		return s
	}
	return s + "."
}
