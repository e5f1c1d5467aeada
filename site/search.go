package site

import (
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"responsa/site/catalog"
)

// Search data: short records, no index. The browser loads them at the first
// focus of the box. Their form, which static/match/records.ts reads:
//
//	{"envelope": ["ResponseCode", "Message"],  paths to code and message
//	 "pad": 3,                                 digits of older versions, 0 for none
//	 "vendor": "Acme",                         if it says that errors come under 200
//	 "modules": ["Success", …], "statuses": [[200, "OK"], …], "others": [502],
//	 "functions": […],
//	 "page": ["codes/", "/"],                  what an address has around its code
//	 "words": "…", "shapes": "…",              see searchtext.go
//	 "codes": [0, 1, 1, …, "A1"],              a number says how much more it is
//	 "http": "…", "module": "…", "outcome": "…",  a letter a record
//	 "size": 0, "texts": {…}}
//
// Of the letters, as [digit] has them, http is a number of the statuses and the
// others, and module one of the modules, from 1 on with 0 for none; outcome is
// twice one of the outcomes from 1 on, or 0 for a mention of a code outside the
// table, whose words say where it stands, and 1 more where the message in a
// response is our inference or isn't known. Addresses are relative to the site's root; those that
// differ from the code stand with the texts. A template is [kind, where, text]
// with kind as in [catalog.Wording].
//
// Up to so many records ([SearchSizes]) the texts stand in the same file. Beyond,
// size is how many records have theirs in one file of data/search/, 0.json and so
// on: a number needs few of them. A disk serves no fetch, and a page's policy lets
// no script add another, so a bundle has all in one.
//
// What only the card of a result shows stands in a file of its own:
//
//	{"address": "https://…/", "retry": {"never": "No, …"}, "actor": {…},
//	 "size": 0, "cards": [[retry, actor, [step, …]], …],
//	 "translated": true, "translations": [text, …]}  in the order of the records
type searchData struct {
	Envelope  [2]string    `json:"envelope"`
	Pad       int          `json:"pad"`
	Vendor    string       `json:"vendor"`
	Modules   []string     `json:"modules"`
	Statuses  [][2]any     `json:"statuses"`
	Others    []int        `json:"others"` // statuses that the list lacks
	Functions []string     `json:"functions"`
	Page      [2]string    `json:"page"`
	Words     string       `json:"words"`
	Shapes    string       `json:"shapes"`
	Codes     []any        `json:"codes"`
	HTTP      string       `json:"http"`
	Module    string       `json:"module"`
	Outcome   string       `json:"outcome"`
	Size      int          `json:"size"`
	Texts     *recordTexts `json:"texts,omitempty"`
}

// The files of the box: a disk serves no fetch, so there they are scripts that
// assign a variable.
const (
	searchName = "search"
	cardsName  = "cards"

	translationsName = "translations"
)

func dataFile(name string, style Style) string {
	if style == Bundle {
		return name + ".js"
	}
	return name + ".json"
}

// writeData writes a value as such a file.
func (b *builder) writeData(w io.Writer, name string, data any) error {
	if b.style == Bundle { // that has but these two
		if _, err := io.WriteString(w, "window."+name+"Data="); err != nil {
			return err
		}
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(data)
}

// SearchSizes say how many records' texts and cards stand in one file with all
// else, and how many beyond that in files of their own.
type SearchSizes struct{ Texts, TextsFile, Cards, CardsFile int }

var usualSizes = SearchSizes{10_000, 1000, 500, 100}

func (b *builder) searchData(w io.Writer) error { return b.writeData(w, searchName, b.search().first) }

// searchFiles adds the files that a large catalog's data are cut into.
func (b *builder) searchFiles() {
	if b.style != Published {
		return
	}
	records := len(b.Codes) + len(b.Mentions)
	if records > b.sizes.Texts {
		for i := range (records + b.sizes.TextsFile - 1) / b.sizes.TextsFile {
			b.add(fmt.Sprintf("%s%s/%d.json", dataPage, searchName, i), func(w io.Writer) error { return b.writeData(w, "", b.search().texts[i]) })
		}
	}
	if len(b.Codes) <= b.sizes.Cards {
		return
	}
	n := 0
	for codes := range slices.Chunk(b.Codes, b.sizes.CardsFile) {
		b.add(fmt.Sprintf("%s%s/%d.json", dataPage, cardsName, n), func(w io.Writer) error {
			cards := [][3]any{}
			for _, code := range codes {
				cards = append(cards, card(code))
			}
			return b.writeData(w, "", cards)
		})
		n++
	}
	if b.translated() {
		b.add(dataPage+translationsName+".json", func(w io.Writer) error { return b.writeData(w, "", b.translations()) })
	}
}

// cardData is what the card of a result shows beside its record. Where there are
// many, the cards and the translations have files of their own.
type cardData struct {
	Address      string                   `json:"address"` // of the site
	Retry        map[catalog.Retry]string `json:"retry"`
	Actor        map[catalog.Actor]string `json:"actor"`
	Size         int                      `json:"size"` // cards that stand in one file, 0 for all
	Cards        [][3]any                 `json:"cards"`
	Translated   bool                     `json:"translated"`
	Translations []string                 `json:"translations"`
}

func (b *builder) cardData(w io.Writer) error {
	data := cardData{b.Canonical(""), map[catalog.Retry]string{}, map[catalog.Actor]string{}, 0, [][3]any{}, b.translated(), []string{}}
	for _, code := range b.Codes {
		data.Retry[code.Retry], data.Actor[code.Actor] = code.Retry.Words(), code.Actor.Words()
	}
	if b.style == Published && len(b.Codes) > b.sizes.Cards {
		data.Size = b.sizes.CardsFile
		return b.writeData(w, cardsName, data)
	}
	for _, code := range b.Codes {
		data.Cards = append(data.Cards, card(code))
	}
	if data.Translated {
		data.Translations = b.translations()
	}
	return b.writeData(w, cardsName, data)
}

func card(code *catalog.Code) [3]any { return [3]any{code.Retry, code.Actor, steps(code)} }

func (b *builder) translated() bool {
	return slices.ContainsFunc(b.Codes, func(code *catalog.Code) bool { return code.Translations.Text() != "" })
}

func (b *builder) translations() []string {
	var all []string
	for _, code := range b.Codes {
		all = append(all, code.Translations.Text())
	}
	return all
}

var listMark = regexp.MustCompile(`^(?:[0-9]+[.)]|[-*+])[ \t]+`)

// steps are what to do, an item of the list each, as text.
func steps(code *catalog.Code) []string {
	all := []string{}
	if !code.Documented() {
		return all
	}
	for _, line := range strings.Split(strings.TrimSpace(section(code.Prose.Text, "What to do")), "\n") {
		text := listMark.ReplaceAllString(line, "")
		switch {
		case text != line || len(all) == 0:
			all = append(all, text)
		case strings.TrimSpace(text) != "":
			all[len(all)-1] += " " + strings.TrimSpace(text)
		}
	}
	return all
}

// fromRoot is a page's address relative to the root, in both styles.
func (b *builder) fromRoot(page string) string {
	return strings.TrimPrefix(b.Href("", page), b.base+"/")
}

// guideAddress is the page and fragment that explain a mention.
func guideAddress(c *catalog.Catalog, m catalog.Mention) string {
	file, fragment, has := strings.Cut(m.Guide, "#")
	page := pageOf(c, file)
	if has {
		page += "#" + fragment
	}
	return page
}
