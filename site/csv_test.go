package site

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"responsa/site/catalog"
)

// The table says what the catalog says, to a reader that takes the apostrophes
// off as /data/ explains.
func TestCSVSaysWhatTheCatalogSays(t *testing.T) {
	everyBuild(t, func(t *testing.T, c *catalog.Catalog, files Files, d dataset) {
		source := written(t, files, csvFile)
		rows, err := csv.NewReader(strings.NewReader(source)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) != len(c.Codes)+1 {
			t.Fatalf("%d rows, want a header and %d", len(rows), len(c.Codes))
		}
		columns := map[string]int{}
		for i, name := range rows[0] {
			columns[name] = i
		}
		for i, code := range c.Codes {
			row := rows[i+1]
			cell := func(name string) string {
				at, ok := columns[name]
				if !ok {
					t.Fatalf("no column %s", name)
				}
				return strings.TrimPrefix(row[at], "'")
			}
			if code.Code.Integer && row[0] != code.Code.Text {
				t.Errorf("the number %s stands as %q", code.Code, row[0])
			}
			data := d.code(code)
			for name, want := range map[string]string{
				"code": code.Code.Text, "http": number(code.HTTP), "module": code.Module, "title": code.Title, "message": code.Message, "note": code.Note,
				"slug": code.Slug, "name": code.Name, "wire": data.Wire, "outcome": string(code.Outcome), "retry": string(code.Retry), "actor": string(code.Actor),
				"keywords": strings.Join(code.Keywords, "\n"), "updated": string(code.Updated), "page": string(data.Addresses.Page),
				"wire_inferred": map[bool]string{true: "true", false: "false"}[data.WireInferred],
			} {
				if got := cell(name); got != want {
					t.Errorf("code %s: %s is %q, want %q", code.Code, name, got, want)
				}
			}
			for _, translation := range code.Translations {
				if got := cell("message_" + translation.Language); got != translation.Text {
					t.Errorf("code %s in %s: %q", code.Code, translation.Language, got)
				}
			}
			if code.Retired != nil && (cell("retired") != string(code.Retired.Since) || cell("replaced_by") != code.Retired.ReplacedBy) {
				t.Errorf("code %s retired %s for %s", code.Code, cell("retired"), cell("replaced_by"))
			}
			if code.Request != nil && cell("function") != code.Request.Function {
				t.Errorf("code %s: the function is %s", code.Code, cell("function"))
			}
		}
	})
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// No cell is a formula, whatever the catalog says; a number may have a minus.
func TestCSVRunsNothing(t *testing.T) {
	wholeNumber, guarded := regexp.MustCompile(`^-?[0-9]+$`), 0
	everyBuild(t, func(t *testing.T, c *catalog.Catalog, files Files, _ dataset) {
		rows, err := csv.NewReader(strings.NewReader(written(t, files, csvFile))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			for i, cell := range row {
				first, _ := utf8.DecodeRuneInString(cell)
				if strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) && !(i == 0 && wholeNumber.MatchString(cell)) && cell != "" {
					t.Errorf("a spreadsheet may run %q", cell)
				}
				if strings.HasPrefix(cell, "'") {
					guarded++
				}
			}
		}
	})
	if guarded < 10 {
		t.Errorf("only %d cells had to be kept from running", guarded)
	}
	for text, want := range map[string]string{"": "", "a=b": "a=b", "=b": "'=b", "'": "''", "'=b": "''=b", "-1": "'-1", "＠x": "'＠x", "\tx": "'\tx", "é": "é"} {
		if got := inert(text); got != want {
			t.Errorf("inert(%q) = %q, want %q", text, got, want)
		}
	}
}

// RFC 4180: rows end in CR LF, the last one too; a cell with a comma, a
// quotation mark or a line end stands in quotation marks.
func TestCSVForm(t *testing.T) {
	var b strings.Builder
	rows := newRows(&b)
	for _, row := range [][]string{{"a", "", `b"c`}, {"d,e", "f\ng", " h"}} {
		rows.write(row)
	}
	if err := rows.out.Flush(); err != nil {
		t.Fatal(err)
	}
	if want := "a,,\"b\"\"c\"\r\n\"d,e\",\"f\ng\",\" h\"\r\n"; b.String() != want {
		t.Errorf("the rows are %q, want %q", b.String(), want)
	}
}

func TestPythonReadsTheSameCSV(t *testing.T) {
	python := tool(t, "python3")
	everyBuild(t, func(t *testing.T, c *catalog.Catalog, files Files, _ dataset) {
		source := written(t, files, csvFile)
		name := filepath.Join(t.TempDir(), "catalog.csv")
		if err := os.WriteFile(name, []byte(source), 0o644); err != nil {
			t.Fatal(err)
		}
		out := runTool(t, ".", python, "-c", "import csv, json, sys; print(json.dumps(list(csv.reader(open(sys.argv[1], encoding='utf-8', newline=''), strict=True))))", name)
		var got [][]string
		if err := json.Unmarshal([]byte(out), &got); err != nil {
			t.Fatal(err)
		}
		want, err := csv.NewReader(strings.NewReader(source)).ReadAll()
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("Python reads\n%.300q, Go\n%.300q, %v", got, want, err)
		}
	})
}
