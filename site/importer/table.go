package importer

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"unicode/utf16"
	"unicode/utf8"

	"responsa/site/catalog"
)

// Reading a table. The rules are:
//
//   - a file is UTF-8, or UTF-16 with a byte order mark
//   - .csv, .tsv, .jsonl and .ndjson say what a file is; else its beginning does
//   - a CSV's separator is the one that gives the most columns with known names
//   - what a row can't be read for is a reason to refuse it, not the table
//   - a row without any value is none
type table struct {
	columns []string
	of      map[string]string // the column of each field that has one
	rows    []*row
	lost    []string // what of the table as a whole is not carried over
	typed   bool     // it tells numbers from text
	empty   int      // rows without any value
}

// row is a line of a table, and what is said of it.
type row struct {
	line    int
	cells   map[string]cell // by column
	fields  map[string]string
	said    []string
	refused string // why
	merged  int    // line of the row that took this one in, 0 for none

	textCode bool // the table says that the code is text
}

// cell is a value of a row.
type cell struct {
	text   string
	number bool // where the table tells numbers from text
}

func (r *row) remark(format string, args ...any) {
	if text := fmt.Sprintf(format, args...); !slices.Contains(r.said, text) {
		r.said = append(r.said, text)
	}
}

// largest is how many bytes a table may have.
const largest = 64 << 20

// ReadFile reads a table's file. What isn't a plain file is never read: it may
// have no end.
func ReadFile(name string) ([]byte, error) {
	f, err := os.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is not a plain file", name)
	case info.Size() > largest:
		return nil, fmt.Errorf("%s is larger than %d MiB: cut the table in pieces", name, largest>>20)
	}
	return io.ReadAll(io.LimitReader(f, largest+1))
}

// Map adds to columns what text says: "code=ErrorCode,message=Text". A column's
// name may hold commas.
func Map(columns map[string]string, text string) error {
	at := assignment.FindAllStringSubmatchIndex(text, -1)
	if len(at) == 0 || at[0][0] != 0 {
		return fmt.Errorf("write it as FIELD=COLUMN; the fields are %s", strings.Join(Fields, ", "))
	}
	for i, a := range at {
		end := len(text)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		field, name := text[a[2]:a[3]], text[a[1]:end]
		if name == "" {
			return fmt.Errorf("%s= names no column", field)
		}
		if _, twice := columns[field]; twice {
			return fmt.Errorf("%s is given twice", field)
		}
		columns[field] = name
	}
	return nil
}

var assignment = regexp.MustCompile("(?:^|,)(" + strings.Join(Fields, "|") + ")=")

// read reads a table; columns are those of fields that have another name.
func read(name string, data []byte, columns map[string]string) (*table, error) {
	text, err := decoded(data)
	if err != nil {
		return nil, err
	}
	t := &table{}
	first := strings.TrimLeft(text, " \t\n")
	switch extension := strings.ToLower(path.Ext(name)); {
	case slices.Contains([]string{".csv", ".tsv"}, extension):
		err = t.csv(text, columns)
	case slices.Contains([]string{".jsonl", ".ndjson"}, extension):
		t.jsonLines(text)
	case strings.HasPrefix(first, "["):
		err = t.json(text)
	case strings.HasPrefix(first, "{"):
		if err = t.json(text); errors.Is(err, errMore) {
			*t, err = table{}, nil
			t.jsonLines(text)
		}
	default:
		err = t.csv(text, columns)
	}
	if err != nil {
		return nil, err
	}
	return t, t.resolve(columns)
}

// decoded is a file's text, with plain line ends.
func decoded(data []byte) (string, error) {
	text := string(bytes.TrimPrefix(data, []byte("\ufeff")))
	for mark, order := range map[string][2]int{"\xff\xfe": {1, 0}, "\xfe\xff": {0, 1}} {
		if rest, is := strings.CutPrefix(text, mark); is {
			units := make([]uint16, len(rest)/2)
			for i := range units {
				units[i] = uint16(rest[2*i+order[0]])<<8 | uint16(rest[2*i+order[1]])
			}
			text = string(utf16.Decode(units))
		}
	}
	if !utf8.ValidString(text) {
		line := 1
		for l := range strings.Lines(text) {
			if !utf8.ValidString(l) {
				break
			}
			line++
		}
		return "", fmt.Errorf("line %d is not UTF-8: save the table as UTF-8", line)
	}
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text), nil
}

func (t *table) csv(text string, columns map[string]string) error {
	header, _, _ := strings.Cut(strings.TrimLeft(text, "\n"), "\n")
	best, comma := -1, ','
	for _, separator := range ",;\t|" {
		r := csv.NewReader(strings.NewReader(header))
		r.Comma, r.LazyQuotes = separator, true
		names, _ := r.Read()
		known := 0
		for _, field := range Fields {
			if column(names, field, columns) != "" {
				known++
			}
		}
		if known > best {
			best, comma = known, separator
		}
	}
	rows := &records{text: text, comma: comma}
	rows.from(0, 1)
	names, err := rows.Read()
	if errors.Is(err, io.EOF) {
		return errors.New("the table is empty: its first row must name the columns")
	} else if err != nil {
		return fmt.Errorf("the first row, which names the columns, can't be read: %w", err)
	}
	for i, name := range names {
		name = strings.TrimSpace(name)
		if name == "" {
			name = fmt.Sprintf("column %d", i+1)
		}
		if slices.Contains(t.columns, name) {
			t.lost = append(t.lost, fmt.Sprintf("column %q stands twice; the first counts", name))
			name = fmt.Sprintf("%s, column %d", name, i+1)
		}
		t.columns = append(t.columns, name)
	}
	for {
		record, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		one := &row{line: rows.line, cells: map[string]cell{}}
		var mistake *csv.ParseError
		switch {
		case errors.As(err, &mistake):
			one.refused = mistake.Err.Error()
			if more := mistake.Line - mistake.StartLine; more > 0 {
				one.refused = fmt.Sprintf("up to line %d: %s", one.line+more, one.refused)
			}
		case err != nil:
			return err
		case strings.TrimSpace(strings.Join(record, "")) == "":
			t.empty++
			continue
		}
		t.rows = append(t.rows, one)
		if rows.quotes {
			one.remark("its quotes in the middle of a value are taken as they stand")
		}
		for i, value := range record[:min(len(record), len(t.columns))] {
			one.cells[t.columns[i]] = cell{text: value}
		}
		if more := record[min(len(record), len(t.columns)):]; strings.TrimSpace(strings.Join(more, "")) != "" {
			one.remark("left out, because they stand in no column: %q", more)
		}
	}
}

// records reads a CSV. A quote in the middle of a value without quotes around it
// is no mistake here: what it stands for is plain.
type records struct {
	*csv.Reader
	text   string
	comma  rune
	begin  int  // where the reader began
	before int  // lines before that
	line   int  // of the last record
	quotes bool // it had such quotes
}

func (r *records) from(offset, line int) {
	r.begin, r.before = offset, line-1
	r.Reader = csv.NewReader(strings.NewReader(r.text[offset:]))
	r.Comma, r.FieldsPerRecord = r.comma, -1
}

func (r *records) Read() ([]string, error) {
	at := r.begin + int(r.InputOffset())
	record, err := r.Reader.Read()
	var mistake *csv.ParseError
	r.quotes = errors.As(err, &mistake) && errors.Is(err, csv.ErrBareQuote)
	switch {
	case mistake != nil:
		r.line = r.before + mistake.StartLine
	case err == nil:
		line, _ := r.FieldPos(0)
		r.line = r.before + line
	}
	if !r.quotes {
		return record, err
	}
	again := csv.NewReader(strings.NewReader(r.text[at:]))
	again.Comma, again.FieldsPerRecord, again.LazyQuotes = r.comma, -1, true
	record, err = again.Read()
	end := at + int(again.InputOffset())
	r.from(end, 1+strings.Count(r.text[:end], "\n"))
	return record, err
}

// column is the name of a field's column among some, "" where there is none.
func column(names []string, field string, columns map[string]string) string {
	wanted := field
	if other, given := columns[field]; given {
		wanted = other
	}
	for _, same := range []func(string) bool{
		func(name string) bool { return name == wanted },
		func(name string) bool { return strings.EqualFold(strings.TrimSpace(name), strings.TrimSpace(wanted)) },
	} {
		if i := slices.IndexFunc(names, same); i >= 0 {
			return names[i]
		}
	}
	return ""
}

// resolve finds the column of each field, and gives the rows their fields.
func (t *table) resolve(columns map[string]string) error {
	t.of = map[string]string{}
	for _, field := range Fields {
		name := column(t.columns, field, columns)
		if wanted, given := columns[field]; given && name == "" && len(t.columns) > 0 {
			return fmt.Errorf("the table has no column %q: %s", wanted, t.hint(wanted))
		}
		if name != "" {
			t.of[field] = name
		}
	}
	if t.of["code"] == "" && len(t.columns) > 0 {
		return fmt.Errorf("the table has no column \"code\": say which it is, -map code=NAME; %s", t.hint("code"))
	}
	used := map[string]bool{}
	for _, name := range t.of {
		used[name] = true
	}
	for _, name := range t.columns {
		if used[name] {
			continue
		}
		values := 0
		for _, r := range t.rows {
			if strings.TrimSpace(r.cells[name].text) != "" {
				values++
			}
		}
		if values > 0 {
			t.lost = append(t.lost, fmt.Sprintf("column %q is not carried over (%s); -map can", name, count(values, "value")))
		}
	}
	for _, r := range t.rows {
		r.fields = map[string]string{}
		for _, field := range Fields {
			if name := t.of[field]; name != "" {
				r.fields[field] = r.clean(field, r.cells[name].text)
			}
		}
		r.textCode = t.typed && !r.cells[t.of["code"]].number
	}
	return nil
}

func (t *table) hint(wanted string) string {
	if near := catalog.Nearest(wanted, t.columns); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return "it has " + strings.Join(t.columns[:min(len(t.columns), 20)], ", ")
}

// clean takes out of a value what a catalog can't hold, and says so. Only
// messages and notes may have blanks at their ends.
func (r *row) clean(field, text string) string {
	gone := 0
	text = strings.Map(func(c rune) rune {
		if catalog.Hidden(c) {
			gone++
			return -1
		}
		return c
	}, strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text))
	if gone > 0 {
		r.remark("left out of its %s: %s", field, count(gone, "control character"))
	}
	trimmed := strings.TrimSpace(text)
	if field == "message" || field == "notes" {
		if trimmed == "" {
			return ""
		}
		return text
	}
	if field == "code" && trimmed != text {
		r.remark("the blanks at the ends of its code are left out")
	}
	if line := strings.Join(strings.Fields(trimmed), " "); field != "code" && line != trimmed {
		r.remark("the %s is brought on one line, with single blanks", field)
		return line
	}
	return trimmed
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
