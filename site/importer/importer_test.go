package importer_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf16"

	"golang.org/x/tools/txtar"

	"responsa/site"
	"responsa/site/catalog"
	"responsa/site/importer"
)

var update = flag.Bool("update", false, "write what imports give into testdata")

func options() importer.Options {
	return importer.Options{Columns: map[string]string{}, Vendor: "Acme", Day: "2026-11-26", Check: site.CheckImport}
}

func memory(files importer.Files) fstest.MapFS {
	all := fstest.MapFS{}
	for name, text := range files {
		all[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return all
}

// loaded holds what was imported to what every import promises: it passes the
// check, and no row is lost without a word.
func loaded(t testing.TB, result importer.Result) *catalog.Catalog {
	t.Helper()
	c, problems := catalog.Load(memory(result.Files), "content")
	if problems = append(append(problems, site.Check(c)...), site.Unlocked(c)...); len(problems) > 0 {
		t.Fatalf("what was imported doesn't pass the check:\n%v", problems)
	}
	r := result.Report
	if len(c.Codes) != r.Codes || r.Codes+r.Merged+r.Refused != r.Rows {
		t.Fatalf("%d codes; the report says %+v", len(c.Codes), r)
	}
	reasons := 0
	for _, line := range r.Lines {
		if strings.HasPrefix(line.Text, "refused: ") || strings.HasPrefix(line.Text, "merged with ") {
			reasons++
		}
	}
	if reasons != r.Refused+r.Merged {
		t.Fatalf("%d rows refused and merged, %d lines about them", r.Refused+r.Merged, reasons)
	}
	return c
}

func imported(t testing.TB, name, text string, change ...func(*importer.Options)) (*catalog.Catalog, importer.Report) {
	t.Helper()
	o := options()
	for _, f := range change {
		f(&o)
	}
	result, err := importer.Import(name, []byte(text), o)
	if err != nil {
		t.Fatal(err)
	}
	return loaded(t, result), result.Report
}

// described is a report, and a line for each code: what a reader of the catalog
// gets.
func described(t testing.TB, name string, c *catalog.Catalog, r importer.Report) string {
	t.Helper()
	var b strings.Builder
	if err := r.Write(&b, name, "out"); err != nil {
		t.Fatal(err)
	}
	value := func(name, text string) {
		if text != "" {
			fmt.Fprintf(&b, " %s=%q", name, text)
		}
	}
	for _, code := range c.Codes {
		fmt.Fprintf(&b, "%s:", code.Slug)
		text, _ := json.Marshal(code.Code)
		fmt.Fprintf(&b, " code=%s", text)
		value("name", code.Name)
		value("title", code.Title)
		if code.HTTP != 0 {
			fmt.Fprintf(&b, " http=%d", code.HTTP)
			value("reason", c.Status(code.HTTP).Reason)
		}
		value("module", code.Module)
		value("message", code.Message)
		for _, p := range code.Params {
			value("param", p.Name)
		}
		value("note", code.Note)
		value("note_format", string(code.NoteFormat))
		value("keywords", strings.Join(code.Keywords, ", "))
		b.WriteString("\n")
	}
	return b.String()
}

// Each file of testdata is an oddity of real tables: its comment says which, it
// holds a table, may hold the option -map, and what comes of it.
func TestOddities(t *testing.T) {
	cases, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			o := options()
			table, want := archive.Files[0], &archive.Files[len(archive.Files)-1]
			for _, f := range archive.Files[1:] {
				if f.Name == "map" {
					if err := importer.Map(o.Columns, strings.TrimSpace(string(f.Data))); err != nil {
						t.Fatal(err)
					}
				}
			}
			result, err := importer.Import(table.Name, table.Data, o)
			if err != nil {
				t.Fatal(err)
			}
			got := described(t, table.Name, loaded(t, result), result.Report)
			if *update {
				want.Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(archive), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			if want.Name != "want" || got != string(want.Data) {
				t.Errorf("%sgot:\n%s\nwant:\n%s", archive.Comment, got, want.Data)
			}
		})
	}
}

// The files of a small import, byte for byte.
func TestFiles(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/golden/small.txtar")
	if err != nil {
		t.Fatal(err)
	}
	result, err := importer.Import(archive.Files[0].Name, archive.Files[0].Data, options())
	if err != nil {
		t.Fatal(err)
	}
	loaded(t, result)
	got := &txtar.Archive{Comment: archive.Comment, Files: archive.Files[:1]}
	for _, name := range slices.Sorted(maps.Keys(result.Files)) {
		got.Files = append(got.Files, txtar.File{Name: name, Data: []byte(result.Files[name])})
	}
	if *update {
		if err := os.WriteFile("testdata/golden/small.txtar", txtar.Format(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile("testdata/golden/small.txtar"); err != nil || string(txtar.Format(got)) != string(want) {
		t.Errorf("got:\n%s", txtar.Format(got))
	}
}

// The same table in every form and encoding is the same catalog.
func TestForms(t *testing.T) {
	const table = "code,http,message\nE1,404,Weg: “ä” שלום\nE2,,\"two\nlines, one cell\"\n"
	wide := func(text string, order func(uint16) [2]byte) string {
		var b strings.Builder
		for _, unit := range utf16.Encode([]rune(text)) {
			pair := order(unit)
			b.Write(pair[:])
		}
		return b.String()
	}
	want, _ := imported(t, "t.csv", table)
	for name, form := range map[string][2]string{
		"BOM":                   {"t.csv", "\ufeff" + table},
		"CRLF":                  {"t.csv", strings.ReplaceAll(table, "\n", "\r\n")},
		"CR":                    {"t.csv", strings.ReplaceAll(table, "\n", "\r")},
		"UTF-16LE":              {"t.csv", wide("\ufeff"+table, func(u uint16) [2]byte { return [2]byte{byte(u), byte(u >> 8)} })},
		"UTF-16BE":              {"t.csv", wide("\ufeff"+table, func(u uint16) [2]byte { return [2]byte{byte(u >> 8), byte(u)} })},
		"semicolons":            {"t.csv", "code;http;message\nE1;404;Weg: “ä” שלום\nE2;;\"two\nlines, one cell\"\n"},
		"tabs":                  {"t.tsv", "Code\tHTTP \tMessage\nE1\t404\tWeg: “ä” שלום\nE2\t\t\"two\nlines, one cell\"\n"},
		"no ending":             {"t", table},
		"JSON":                  {"t.json", `[{"code":"E1","http":404,"message":"Weg: “ä” שלום"}, {"code":"E2","http":null,"message":"two\nlines, one cell"}]`},
		"JSON, CRLF":            {"t.json", "[{\"code\":\"E1\",\r\n\"http\":\"404\",\"message\":\"Weg: “ä” שלום\"},\r\n{\"code\":\"E2\",\"message\":\"two\\r\\nlines, one cell\"}]"},
		"JSON, a list":          {"t.json", `{"codes": [{"code":"E1","http":404,"message":"Weg: “ä” שלום"}, {"code":"E2","message":"two\nlines, one cell"}]}`},
		"JSON, by code":         {"t.json", `{"E1": {"http":404,"message":"Weg: “ä” שלום"}, "E2": {"message":"two\nlines, one cell"}}`},
		"JSON Lines":            {"t.jsonl", "{\"code\":\"E1\",\"http\":404,\"message\":\"Weg: “ä” שלום\"}\n\n{\"code\":\"E2\",\"message\":\"two\\nlines, one cell\"}\n"},
		"JSON Lines, no ending": {"t", "{\"code\":\"E1\",\"http\":404,\"message\":\"Weg: “ä” שלום\"}\n{\"code\":\"E2\",\"message\":\"two\\nlines, one cell\"}"},
	} {
		t.Run(name, func(t *testing.T) {
			got, r := imported(t, form[0], form[1])
			for _, code := range got.Codes { // which names the table's file
				code.Sources, want.Code(code.Slug).Sources = nil, nil
			}
			a, b := described(t, "", got, importer.Report{}), described(t, "", want, importer.Report{})
			if a != b || len(r.Lines) > 0 {
				t.Errorf("got:\n%s%v\nwant:\n%s", a, r.Lines, b)
			}
		})
	}
}

// Whatever stands in a message or a note is read back to the letter.
func TestToTheLetter(t *testing.T) {
	texts := []string{
		"null", "true", "no", "~", "- a", "? b", "# c", "a: b", "a #b", "'q'", `"q"`, `\n`, "&a", "*a", "!a", "|", ">", "@", "`x`", "%", "{", "[", "---", "...",
		"\ta", "a\tb", " a", "a ", "a\n", "\na", "a\n\nb", "a\n  b", "  a\nb", "a\n---\nb", "a: |\n  b\n", "\u0085", "\u2028", "\u2029", "\u00a0", "\u200f\u05d0", "\ufeffa", "\ufffe", "\U0001f600", "\U0010ffff",
		"<script>alert(1)</script>", "27", "0x1F", "1e3", "2026-01-01", "=1+1", "é", "e\u0301", "数据库错误", "エラー", "خطأ في الخادم", strings.Repeat("x ", 5000),
	}
	var rows []map[string]string
	for i, text := range texts {
		rows = append(rows, map[string]string{"code": fmt.Sprintf("C%d", i), "message": text, "notes": text})
	}
	table, err := json.Marshal(rows)
	if err != nil {
		t.Fatal(err)
	}
	c, r := imported(t, "t.json", string(table), func(o *importer.Options) { o.Placeholders = catalog.NoPlaceholders })
	if r.Codes != len(texts) {
		t.Fatalf("%+v", r)
	}
	for i, text := range texts {
		code := c.Code(fmt.Sprintf("C%d", i))
		if strings.TrimSpace(text) == "" {
			text = ""
		}
		text = strings.ReplaceAll(text, "\u0085", "") // a control character
		if code.Message != text || code.Note != text {
			t.Errorf("%q came back as %q and %q", text, code.Message, code.Note)
		}
	}
}

// Every code becomes a name that nobody else has, on every disk.
func TestNames(t *testing.T) {
	codes := []string{"a", "A", "a ", "a-2", "a/b", "a b", "a.b", "..", ".", "-", "con", "NUL.txt", "27.md", "27", "27.json", "index.html", "é", "日本", "✓", strings.Repeat("x", 300), strings.Repeat("x", 300) + "y", "%2e", "a?b#c"}
	var rows []map[string]string
	for _, code := range codes {
		rows = append(rows, map[string]string{"code": code, "title": "The same"})
	}
	table, err := json.Marshal(rows)
	if err != nil {
		t.Fatal(err)
	}
	c, r := imported(t, "t.json", string(table))
	if r.Codes != len(codes)-1 || r.Merged != 1 { // "a " is "a"
		t.Errorf("%+v", r)
	}
	if _, err := site.Build(c, site.Options{Static: os.DirFS("../../static")}); err != nil {
		t.Error(err)
	}
}

func TestLargeTable(t *testing.T) {
	const n = 3000
	var b strings.Builder
	b.WriteString("code,http,title,message,module,notes\r\n")
	for i := range n {
		fmt.Fprintf(&b, "%d,%d,Title %d,\"Message %d with %%s, and 服务器\",Module %d,Note\r\n", i, 400+i%100, i%1500, i, i%12)
	}
	c, r := imported(t, "t.csv", b.String())
	if r.Codes != n || len(c.Modules) != 12 || c.Site.Envelope.Type != catalog.IntegerScalar || len(r.Lines) != n/2 { // half the titles stand twice
		t.Errorf("%d codes, %d modules, %d lines, codes are %s", r.Codes, len(c.Modules), len(r.Lines), c.Site.Envelope.Type)
	}
}

func TestUnreadable(t *testing.T) {
	for name, tt := range map[string]struct{ file, text, want string }{
		"empty":            {"t.csv", "", "the table is empty"},
		"no code":          {"t.csv", "kode,message\n1,a\n", `the table has no column "code": say which it is, -map code=NAME; did you mean "kode"?`},
		"no code in JSON":  {"t.json", `[{"id":1,"text":"a"}]`, "it has id, text"},
		"not UTF-8":        {"t.csv", "code,message\n1,a\n2,\xe4\n", "line 3 is not UTF-8"},
		"broken JSON":      {"t.json", "[{\"code\":1},\n{\"code\":2]", "line 2: "},
		"cut off":          {"t.json", `[{"code":1},{"code"`, "line 1: unexpected EOF"},
		"several lists":    {"t.json", `{"a":[{"code":1}],"b":[{"code":2}]}`, "several lists, a, b"},
		"too deep":         {"t.json", strings.Repeat("[", 200), "nested deeper than 100 levels"},
		"a header in half": {"t.csv", "code,\"message\n", "the first row, which names the columns, can't be read"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := importer.Import(tt.file, []byte(tt.text), options()); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
	o := options()
	o.Columns["message"] = "Texte"
	if _, err := importer.Import("t.csv", []byte("code,Text\n1,a\n"), o); err == nil || !strings.Contains(err.Error(), `no column "Texte": did you mean "Text"?`) {
		t.Error(err)
	}
}

func TestMap(t *testing.T) {
	for text, want := range map[string]string{
		"code=Id":                           "code=Id",
		"code=Error code,message=Text, all": "code=Error code;message=Text, all",
		"message=a=b,http=x":                "http=x;message=a=b",
		"":                                  "write it as FIELD=COLUMN; the fields are code, http, name, title, message, module, notes",
		"kode=Id":                           "write it as FIELD=COLUMN; the fields are code, http, name, title, message, module, notes",
		"code=":                             "code= names no column",
		"code=a,code=b":                     "code is given twice",
	} {
		columns := map[string]string{}
		err := importer.Map(columns, text)
		var got []string
		for _, field := range slices.Sorted(maps.Keys(columns)) {
			got = append(got, field+"="+columns[field])
		}
		if said := strings.Join(got, ";"); err == nil && said != want || err != nil && err.Error() != want {
			t.Errorf("%q: got %q, %v, want %q", text, said, err, want)
		}
	}
}

// The catalog to begin with passes the check, and every file says what to do.
func TestStarter(t *testing.T) {
	files := importer.Starter()
	c, problems := catalog.Load(memory(files), "content")
	if problems = append(append(problems, site.Check(c)...), site.Unlocked(c)...); len(problems) > 0 {
		t.Fatal(problems)
	}
	if len(c.Codes) < 3 || len(c.Guides) == 0 || c.Site.Envelope.Type != catalog.StringScalar || !strings.Contains(c.Site.Envelope.Code, ".") {
		t.Errorf("%d codes, %d guides, %+v", len(c.Codes), len(c.Guides), c.Site.Envelope)
	}
	for name, text := range files {
		if strings.HasSuffix(name, ".yaml") && !strings.Contains(text, "# ") {
			t.Errorf("%s has no remark", name)
		}
	}
}

var _ fs.FS = fstest.MapFS{}
