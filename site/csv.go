package site

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"responsa/site/catalog"
)

// catalog.csv, RFC 4180, a code a row. The rules are:
//
//   - a spreadsheet runs no cell: a text that begins as a formula does gets an
//     apostrophe in front, and so does one that begins with an apostrophe; take
//     one apostrophe off and you have the text
//   - a code that is a number stands as it is, with its minus
//   - what isn't known is an empty cell; several values of a cell stand on lines
//     of their own
//   - columns are added behind the others, never renamed or moved; programs go
//     by their names
func (b *builder) catalogCSV(w io.Writer) error {
	languages := b.spoken()
	header := []string{
		"code", "http", "module", "title", "message", "note", "slug", "name", "wire", "wire_inferred",
		"params", "outcome", "retry", "actor", "function", "related", "keywords", "updated", "retired", "replaced_by", "page",
	}
	for _, language := range languages {
		header = append(header, "message_"+language)
	}
	rows := newRows(w)
	rows.write(header)
	for _, code := range b.Codes {
		rows.write(b.row(code, languages))
	}
	return rows.out.Flush()
}

func (b *builder) row(code *catalog.Code, languages []string) []string {
	wire, inferred := code.WireMessage()
	var status, function, retired, replacement string
	var params, related []string
	if code.HTTP != 0 {
		status = strconv.Itoa(code.HTTP)
	}
	if code.Request != nil {
		function = code.Request.Function
	}
	if code.Retired != nil {
		retired, replacement = string(code.Retired.Since), code.Retired.ReplacedBy
	}
	for _, p := range code.Params {
		params = append(params, p.Name)
	}
	for _, r := range code.Related {
		related = append(related, r.Slug)
	}
	row := []string{
		code.Code.Text, status, code.Module, code.Title, code.Message, code.Note, code.Slug, code.Name, wire, strconv.FormatBool(inferred),
		strings.Join(params, "\n"), string(code.Outcome), string(code.Retry), string(code.Actor), function,
		strings.Join(related, "\n"), strings.Join(code.Keywords, "\n"), string(code.Updated), retired, replacement, b.Canonical(codePage(code)),
	}
	for _, language := range languages {
		text, _ := code.Translations.Get(language)
		row = append(row, text)
	}
	for i := range row {
		if i > 0 || !code.Code.Integer {
			row[i] = inert(row[i])
		}
	}
	return row
}

// spoken are the languages into which some message is translated.
func (b *builder) spoken() []string {
	var codes []string
	for _, language := range catalog.Languages {
		if slices.ContainsFunc(b.Codes, func(code *catalog.Code) bool { _, has := code.Translations.Get(language.Code); return has }) {
			codes = append(codes, language.Code)
		}
	}
	return codes
}

// inert is a text that no spreadsheet runs.
func inert(text string) string {
	if first, _ := utf8.DecodeRuneInString(text); text != "" && strings.ContainsRune("=+-@＝＋－＠\t\r\n'", first) {
		return "'" + text
	}
	return text
}

// rows writes rows that end as RFC 4180 has it. The library would end lines
// within cells so too, and change them.
type rows struct {
	out *bufio.Writer // it keeps the first error
	row bytes.Buffer
	csv *csv.Writer
}

func newRows(w io.Writer) *rows {
	r := &rows{out: bufio.NewWriter(w)}
	r.csv = csv.NewWriter(&r.row)
	return r
}

func (r *rows) write(cells []string) {
	r.row.Reset()
	r.csv.Write(cells) // into memory, and with the usual comma: that always works
	r.csv.Flush()
	r.out.Write(bytes.TrimSuffix(r.row.Bytes(), []byte("\n")))
	r.out.WriteString("\r\n")
}
