package site

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"responsa/site/catalog"
)

// searchRecord is what the search knows of a code, or of a mention of one
// outside the table.
type searchRecord struct {
	code      string
	number    bool // sent as one that a browser can hold
	status    int
	module    string
	outcome   int
	page      string
	title     string
	keywords  string
	message   string // with its marks
	templates []otherTemplate
	own       bool // the templates are all; else the message is one more, the first
	meanings  []string
	retired   []string
}

// otherTemplate is a message beside the catalog's own.
type otherTemplate struct {
	kind  catalog.Wording
	where string
	text  string
}

func (b *builder) searchRecords() []searchRecord {
	outcomes := catalog.Outcome.Known("")
	all := make([]searchRecord, 0, len(b.Codes)+len(b.Mentions))
	for _, code := range b.Codes {
		r := searchRecord{
			code: code.Code.Text, number: code.Code.Integer && len(code.Code.Text) < 16, status: code.HTTP, module: code.Module, page: codePage(code),
			title: plainText(code.Title), keywords: plainText(strings.Join(code.Keywords, ", ")), meanings: code.OlderMeanings(),
			outcome: 2 + 2*slices.Index(outcomes, string(cmp.Or(code.Outcome, catalog.Failure))),
		}
		if _, yes := code.WireMessage(); yes || code.Message == "" {
			r.outcome++
		}
		if code.Retired != nil {
			r.retired = []string{code.Retired.Words()}
		}
		var template string
		r.message, template = markedMessage(code)
		for i, t := range catalog.Templates(code) {
			text := markedTemplate(t)
			if i == 0 && (text == template || sameTemplate(text, template)) {
				continue
			}
			r.own = r.own || i == 0
			r.templates = append(r.templates, otherTemplate{t.Kind, t.Where, text})
		}
		all = append(all, r)
	}
	for _, m := range b.Mentions {
		all = append(all, searchRecord{
			code: m.Code, status: m.Status, page: guideAddress(b.Catalog, m),
			title: plainText(m.Title), keywords: plainText(m.Place()), message: plainText(m.About),
		})
	}
	return all
}

// markedMessage is the vendor's words, with marks, and the template that a
// browser will take them for.
func markedMessage(code *catalog.Code) (message, template string) {
	var b strings.Builder
	for _, part := range code.Parts(strings.TrimLeft(code.Message, " \n")) {
		written := plainText(part.Written)
		if part.Param == "" {
			b.WriteString(written)
			continue
		}
		before, after, named := strings.Cut(written, plainText(part.Param))
		if named {
			written = before + nameBegins + plainText(part.Param) + nameEnds + after
		}
		b.WriteString(partBegins + written + partEnds)
	}
	message, note := b.String(), strings.TrimSpace(code.Note)
	switch {
	case note == "":
		message = strings.TrimRight(message, " \n")
		return message, message
	case message == "":
		return noteBegins + plainText(note), ""
	default:
		return message + noteBegins + "\n" + plainText(note), message
	}
}

// markedTemplate is a template as a text with marks.
func markedTemplate(t catalog.Template) string {
	var b strings.Builder
	for _, part := range t.Parts {
		if text := plainText(part.Text); part.Param == "" {
			b.WriteString(text)
		} else {
			b.WriteString(partBegins + nameBegins + text + nameEnds + partEnds)
		}
	}
	return b.String()
}

// sameTemplate reports whether two texts with marks are the same to a matcher,
// to which only words and names count.
func sameTemplate(one, other string) bool {
	return slices.EqualFunc(templateParts(one), templateParts(other), slices.Equal[[]string])
}

// templateParts are by turns the words of a text and a name, as
// static/match/texts.ts cuts them.
func templateParts(marked string) [][]string {
	parts, unnamed := [][]string{}, 0
	text := func(s string) {
		parts = append(parts, strings.FieldsFunc(s, func(r rune) bool { return !isWordRune(r) }))
	}
	for i, rest := range strings.Split(marked, partBegins) {
		if i == 0 {
			text(rest)
			continue
		}
		part, behind, _ := strings.Cut(rest, partEnds)
		_, name, named := strings.Cut(part, nameBegins)
		if name, _, _ = strings.Cut(name, nameEnds); !named {
			unnamed++
			name = strconv.Itoa(unnamed)
		}
		parts = append(parts, []string{name})
		text(behind)
	}
	return parts
}

// searched is the search data: what comes first, and the texts that have files of
// their own.
type searched struct {
	first searchData
	texts []*recordTexts
}

func (b *builder) searched() searched {
	data := searchData{
		Envelope: [2]string{b.Site.Envelope.Code, b.Site.Envelope.Message},
		Modules:  []string{}, Statuses: [][2]any{}, Others: []int{}, Functions: []string{}, Codes: []any{},
	}
	if b.Site.Legacy != nil {
		data.Pad = b.Site.Legacy.Pad
	}
	if b.Site.Envelope.ErrorsUnder200 {
		data.Vendor = b.Site.Vendor
	}
	modules, statuses := map[string]int{}, map[int]int{}
	for _, m := range b.Modules {
		data.Modules = append(data.Modules, m.Title)
		modules[m.ID] = len(modules) + 1
	}
	for _, s := range b.Statuses {
		data.Statuses = append(data.Statuses, [2]any{s.Status, s.Reason})
		statuses[s.Status] = len(statuses) + 1
	}
	for _, f := range b.Functions {
		data.Functions = append(data.Functions, f.Name)
	}
	before, after, _ := strings.Cut(b.fromRoot(codesPage+"0/"), "0")
	data.Page = [2]string{before, after}
	records := b.searchRecords()
	var http, module, outcome []int
	previous := int64(0)
	for _, r := range records {
		if r.status != 0 && statuses[r.status] == 0 {
			data.Others = append(data.Others, r.status)
			statuses[r.status] = len(statuses) + 1
		}
		http, module, outcome = append(http, statuses[r.status]), append(module, modules[r.module]), append(outcome, r.outcome)
		if n, err := strconv.ParseInt(r.code, 10, 64); r.number && err == nil {
			data.Codes = append(data.Codes, n-previous)
			previous = n
		} else {
			data.Codes = append(data.Codes, r.code)
		}
	}
	data.HTTP, data.Module, data.Outcome = digits(http), digits(module), digits(outcome)
	size := len(records)
	if b.style == Published && size > b.sizes.Texts {
		size = b.sizes.TextsFile
		data.Size = size
	}
	var files []*speller
	for part := range slices.Chunk(records, max(size, 1)) {
		files = append(files, b.spellRecords(part, data.Page))
	}
	var texts []*recordTexts
	data.Words, data.Shapes, texts = tell(files)
	if data.Size == 0 && len(texts) > 0 {
		data.Texts, texts = texts[0], nil
	}
	return searched{data, texts}
}

// spellRecords takes the texts of records apart.
func (b *builder) spellRecords(records []searchRecord, page [2]string) *speller {
	f := &speller{texts: &recordTexts{Addresses: map[int]string{}, More: map[int][]any{}}}
	for i, r := range records {
		add := func(text string, to *[]int, shape *any) {
			f.all = append(f.all, &spelledText{r.code, text, to, shape})
		}
		add(r.title, &f.titles, nil)
		add(r.keywords, &f.keywords, nil)
		add(r.message, &f.messages, nil)
		if address := b.fromRoot(r.page); address != page[0]+r.code+page[1] {
			f.texts.Addresses[i] = address
		}
		if len(r.templates)+len(r.meanings)+len(r.retired) == 0 {
			continue
		}
		templates, meanings, own := make([][3]any, len(r.templates)), make([]any, len(r.meanings)), 0
		for n, t := range r.templates {
			templates[n] = [3]any{t.kind, t.where}
			add(t.text, nil, &templates[n][2])
		}
		for n, meaning := range r.meanings {
			add(plainText(meaning), nil, &meanings[n])
		}
		if r.own {
			own = 1
		}
		f.texts.More[i] = []any{own, templates, meanings, append([]string{}, r.retired...)}
	}
	return f
}
