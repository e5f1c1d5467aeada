package site

import (
	"cmp"
	"encoding/json"
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
//	 "modules": ["Success", …], "statuses": [[200, "OK"], …], "functions": […],
//	 "records": [[code, status, title, module, message, words, outcome, address,
//	              inferred, templates, meanings, retired], …]}
//
// A code that is sent as a number is one. status is 0 for none, module an index
// or -1, outcome one too, or -1 for a mention of a code outside the table, whose
// words say where it stands. The address is relative to the site's root. What
// ends a record may be left out: inferred is 1 where the message in a response
// is our inference or isn't known, a template is [kind, where, text, name, text, …] with kind
// as in [catalog.Wording], meanings are older ones, retired says since when.
//
// What only the card of a result shows stands in a file of its own:
//
//	{"address": "https://…/", "retry": {"never": "No, …"}, "actor": {…},
//	 "cards": [[retry, actor, [step, …], translations], …]}  in the order of the
//	                                                 records; one a line
type searchData struct {
	Envelope  [2]string `json:"envelope"`
	Pad       int       `json:"pad"`
	Vendor    string    `json:"vendor"`
	Modules   []string  `json:"modules"`
	Statuses  [][2]any  `json:"statuses"`
	Functions []string  `json:"functions"`
	Records   [][]any   `json:"records"`
}

// The files of the box: a disk serves no fetch, so there they are scripts that
// assign a variable.
const (
	searchName = "search"
	cardsName  = "cards"
)

func dataFile(name string, style Style) string {
	if style == Bundle {
		return name + ".js"
	}
	return name + ".json"
}

// writeData writes a value as such a file.
func (b *builder) writeData(w io.Writer, name string, data any) error {
	text, err := json.Marshal(data)
	if err != nil {
		return err
	}
	if b.style == Bundle {
		text = append(append([]byte("window."+name+"Data="), text...), ';')
	}
	_, err = w.Write(append(text, '\n'))
	return err
}

func (b *builder) searchData(w io.Writer) error { return b.writeData(w, searchName, b.records()) }

func (b *builder) records() searchData {
	data := searchData{
		Envelope: [2]string{b.Site.Envelope.Code, b.Site.Envelope.Message},
		Modules:  []string{}, Statuses: [][2]any{}, Functions: []string{}, Records: [][]any{},
	}
	if b.Site.Legacy != nil {
		data.Pad = b.Site.Legacy.Pad
	}
	if b.Site.Envelope.ErrorsUnder200 {
		data.Vendor = b.Site.Vendor
	}
	index := map[string]int{"": -1}
	for i, m := range b.Modules {
		index[m.ID] = i
		data.Modules = append(data.Modules, m.Title)
	}
	for _, s := range b.Statuses {
		data.Statuses = append(data.Statuses, [2]any{s.Status, s.Reason})
	}
	for _, f := range b.Functions {
		data.Functions = append(data.Functions, f.Name)
	}
	outcomes := catalog.Outcome.Known("")
	for _, code := range b.Codes {
		record := []any{codeValue(code.Code), code.HTTP, code.Title, index[code.Module], strings.TrimSpace(code.Message + "\n" + code.Note),
			strings.Join(code.Keywords, ", "), slices.Index(outcomes, string(cmp.Or(code.Outcome, catalog.Failure))), b.fromRoot(codePage(code))}
		inferred, templates, meanings := 0, templateData(code), code.OlderMeanings()
		if _, yes := code.WireMessage(); yes || code.Message == "" {
			inferred = 1
		}
		switch {
		case code.Retired != nil:
			record = append(record, inferred, templates, append([]string{}, meanings...), []string{code.Retired.Words()})
		case len(meanings) > 0:
			record = append(record, inferred, templates, meanings)
		case len(templates) > 1 || code.Note != "" || len(code.Params) > 0 || inferred == 1:
			record = append(record, inferred, templates)
		}
		data.Records = append(data.Records, record)
	}
	for _, m := range b.Mentions {
		data.Records = append(data.Records, []any{m.Code, m.Status, m.Title, -1, m.About, m.Place(), -1, b.fromRoot(guideAddress(b.Catalog, m))})
	}
	return data
}

// codeValue is a code as JSON carries it. A number that a browser can't hold
// goes as text.
func codeValue(v catalog.Value) any {
	if v.Integer && len(v.Text) < 16 {
		return v
	}
	return v.Text
}

func templateData(code *catalog.Code) [][]any {
	var all [][]any
	for _, t := range catalog.Templates(code) {
		data := []any{t.Kind, t.Where}
		text := true // the next one is a text
		for _, part := range t.Parts {
			if text == (part.Param != "") {
				data, text = append(data, ""), !text
			}
			data, text = append(data, part.Text), !text
		}
		if text {
			data = append(data, "")
		}
		all = append(all, data)
	}
	return all
}

// cardData is what the card of a result shows beside its record.
type cardData struct {
	Address string                   `json:"address"` // of the site
	Retry   map[catalog.Retry]string `json:"retry"`
	Actor   map[catalog.Actor]string `json:"actor"`
	Cards   [][4]any                 `json:"cards"`
}

func (b *builder) cardData(w io.Writer) error {
	data := cardData{b.Canonical(""), map[catalog.Retry]string{}, map[catalog.Actor]string{}, [][4]any{}}
	for _, code := range b.Codes {
		data.Retry[code.Retry], data.Actor[code.Actor] = code.Retry.Words(), code.Actor.Words()
		data.Cards = append(data.Cards, [4]any{code.Retry, code.Actor, steps(code), code.Translations.Text()})
	}
	return b.writeData(w, cardsName, data)
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
