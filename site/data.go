package site

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"

	"responsa/site/catalog"
)

// The catalog as data: catalog.json and a JSON file for each code. Both hold
// the same object for a code; data_fields.go lists its fields. Addresses in
// data are absolute in both styles, because data are read elsewhere.

// The files. Those of a code stand beside its page.
const (
	catalogFile = "catalog.json"
	schemaFile  = "catalog.schema.json"
	csvFile     = "catalog.csv"
	openAPIFile = "openapi.json"
)

func codeJSONFile(code *catalog.Code) string     { return codesPage + code.Slug + ".json" }
func codeMarkdownFile(code *catalog.Code) string { return codesPage + code.Slug + ".md" }

// dataset is what data are made of.
type dataset struct {
	*catalog.Catalog
	links
	pages    addressSet
	markdown *markdown
}

// catalogJSON writes a code at a time, a line each: no size of a catalog fills
// the memory, and tools that know lines can search and compare it.
func (b *builder) catalogJSON(w io.Writer) error {
	version, err := b.options.version()
	if err != nil {
		return err
	}
	return b.data.write(w, version)
}

func (b *builder) codeJSON(w io.Writer, code *catalog.Code) error {
	value := b.data.code(code)
	value.Schema = address(b.Canonical(schemaFile) + codeSchema)
	t := bufio.NewWriter(w)
	t.Write(jsonLines(t.AvailableBuffer(), &value))
	return t.Flush()
}

func (b *builder) schemaJSON(w io.Writer) error {
	text, err := schemaText(b.data)
	if err != nil {
		return err
	}
	_, err = w.Write(text)
	return err
}

// write writes the whole catalog.
func (d dataset) write(w io.Writer, version string) error {
	head := d.head(version)
	t := bufio.NewWriter(w) // it keeps the first error
	// What comes last in the head is the empty list of codes.
	t.Write(bytes.TrimSuffix(jsonLines(nil, &head), []byte("]\n}\n")))
	var line []byte
	for i, code := range d.Codes {
		if i > 0 {
			t.WriteByte(',')
		}
		t.WriteByte('\n')
		value := d.code(code)
		line = jsonLine(line[:0], &value)
		t.Write(line)
	}
	t.WriteString("\n]\n}\n")
	return t.Flush()
}

func (d dataset) link(page string) address { return address(d.Canonical(page)) }

// head is the catalog without its codes.
func (d dataset) head(version string) dataCatalog {
	head := dataCatalog{
		Schema: d.link(schemaFile), Version: contentHash(version),
		Title: d.Site.Title, Vendor: d.Site.Vendor, About: d.Site.About, Language: d.Site.Language, Address: d.link(""),
		Notice:       "Codes, HTTP statuses and messages are " + d.Site.Vendor + "’s, to the letter. Titles, explanations, advice and translations are this site’s; what no page of the vendor states is marked as an inference.",
		Envelope:     dataEnvelope{d.Site.Envelope.Code, d.Site.Envelope.Message, d.Site.Envelope.Type, d.Site.Envelope.ErrorsUnder200},
		Placeholders: d.Site.Placeholders,
	}
	if legacy := d.Site.Legacy; legacy != nil {
		head.Legacy = &dataLegacy{legacy.Pad, httpStatus(legacy.HTTP)}
	}
	for _, m := range d.Modules {
		head.Modules = append(head.Modules, dataModule{m.ID, m.Title, known(&m.About), d.link(modulePage(m.ID))})
	}
	for _, s := range d.Statuses {
		head.Statuses = append(head.Statuses, dataStatus{httpStatus(s.Status), known(&s.Reason), known(&s.About), d.link(statusPage(s.Status))})
	}
	for _, f := range d.Functions {
		function := dataFunction{f.Name, f.About, f.Source, f.Legacy, nil, f.Codes}
		for _, field := range f.Fields {
			function.Fields = append(function.Fields, dataField{field.Name, field.About, field.Required, known(&field.Example)})
		}
		head.Functions = append(head.Functions, function)
	}
	for _, m := range d.Mentions {
		head.Mentions = append(head.Mentions, dataMention{
			known(&m.Code), known((*httpStatus)(&m.Status)), m.Title, m.About, known(&m.Where), m.Source, d.link(guideAddress(d.Catalog, m)),
		})
	}
	for _, g := range d.Guides {
		head.Guides = append(head.Guides, dataGuide{g.Title, g.About, g.Updated, d.link(guidePage(g.ID))})
	}
	return head
}

// code is one code. It says nothing that changes with another code.
func (d dataset) code(code *catalog.Code) dataCode {
	value := d.facts(code)
	if code.Documented() {
		prose := d.portable(code.Prose)
		value.Prose = &prose
	}
	response := d.PlainResponse(code)
	value.Response = dataResponse{httpStatus(response.Status), known(&response.Reason), response.JSON()}
	return value
}

// facts are a code less its prose and its response.
func (d dataset) facts(code *catalog.Code) dataCode {
	wire, inferred := code.WireMessage()
	value := dataCode{
		Code: code.Code, HTTP: known((*httpStatus)(&code.HTTP)), Module: known(&code.Module),
		Title: code.Title, Message: code.Message, Note: known(&code.Note), NoteFormat: known(&code.NoteFormat), Slug: code.Slug, Name: code.Name,
		Wire: wire, WireInferred: inferred,
		Outcome: known(&code.Outcome), Retry: known(&code.Retry), Actor: known(&code.Actor),
		Keywords: code.Keywords, Aliases: code.Aliases, Updated: code.Updated,
		Addresses: dataCodeAddresses{d.link(codePage(code)), d.link(codeJSONFile(code)), d.link(codeMarkdownFile(code))},
	}
	for i, p := range code.Params {
		value.Params = append(value.Params, dataParam{p.Name, d.Site.Placeholders.Written(code.Message, p.Name), known(&code.Params[i].About), p.Example, p.Type})
	}
	if r := code.Request; r != nil {
		body := json.RawMessage(r.Body)
		if len(body) == 0 {
			body = json.RawMessage("{}")
		}
		value.Request = &dataRequest{r.Function, body, r.Repeatable}
	}
	for _, r := range code.Related {
		value.Related = append(value.Related, dataRelated{r.Slug, r.Why, d.link(codePage(d.Code(r.Slug)))})
	}
	if len(code.Translations) > 0 {
		value.Translations = make(map[string]string, len(code.Translations))
	}
	for _, t := range code.Translations {
		value.Translations[t.Language] = t.Text
	}
	for i := range code.History {
		e := &code.History[i]
		value.History = append(value.History, dataEarlier{
			e.Change, known(&e.Message), known(&e.About), known((*httpStatus)(&e.HTTP)), e.Where, e.Source, e.Recorded,
		})
	}
	for _, s := range code.Sources {
		value.Sources = append(value.Sources, dataSource(s))
	}
	if r := code.Retired; r != nil {
		value.Retired = &dataRetired{r.Since, r.Why, known(&r.ReplacedBy)}
	}
	return value
}

// known is null for what the catalog leaves empty.
func known[T comparable](value *T) *T {
	var empty T
	if *value == empty {
		return nil
	}
	return value
}
