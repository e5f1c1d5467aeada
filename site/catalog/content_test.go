package catalog_test

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"responsa/site/catalog"
)

// The vendor's table, as it was read from kb_page1226.
type row struct {
	Code         int
	HTTP         int
	Module, Text string
}

func table(t *testing.T) []row {
	t.Helper()
	text, err := os.ReadFile("testdata/codes.json")
	if err != nil {
		t.Fatal(err)
	}
	var rows []row
	if err := json.Unmarshal(text, &rows); err != nil {
		t.Fatal(err)
	}
	return rows
}

// The content says what the vendor's table says, to the letter.
func TestContent(t *testing.T) {
	c, problems := catalog.Load(os.DirFS("../../content"), "content")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	rows := table(t)
	if len(rows) != 35 || len(c.Codes) != len(rows) {
		t.Errorf("%d codes, and %d in the table, want 35", len(c.Codes), len(rows))
	}
	translations := map[[2]string]string{} // by language and message
	for _, want := range rows {
		slug := strconv.Itoa(want.Code)
		t.Run(slug, func(t *testing.T) {
			code := c.Code(slug)
			if code == nil {
				t.Fatal("is in the table and not in content/codes")
			}
			if code.Code != (catalog.Value{Text: slug, Integer: true}) {
				t.Errorf("code %#v", code.Code)
			}
			if code.HTTP != want.HTTP {
				t.Errorf("HTTP status %d, want %d", code.HTTP, want.HTTP)
			}
			if m := c.Module(code.Module); m.Title != want.Module {
				t.Errorf("module %q, want %q", m.Title, want.Module)
			}
			if got := strings.TrimSuffix(code.Message+"\n"+code.Note, "\n"); got != want.Text {
				t.Errorf("message and note %q\nwant %q", got, want.Text)
			}
			if code.Retired != nil {
				t.Error("is retired")
			}
			if len(code.Related) == 0 {
				t.Error("no related code")
			}
			for _, language := range catalog.Languages {
				text, ok := code.Translations.Get(language.Code)
				if !ok {
					t.Errorf("no translation into %s", language.Name)
				}
				if spaced := regexp.MustCompile(`[^\x{a0}][:;!?»]|«[^\x{a0}]`).FindString(text); language.Code == "fr" && spaced != "" {
					t.Errorf("no no-break space in the French %q", spaced)
				}
				said := [2]string{language.Code, code.Message}
				if other := translations[said]; other != "" && other != text {
					t.Errorf("the same message is %q and %q in %s", other, text, language.Name)
				}
				translations[said] = text
			}
			if _, inferred := code.WireMessage(); inferred && !slices.ContainsFunc(code.Sources, func(s catalog.Source) bool {
				return s.From == catalog.Inference && strings.Contains(s.What, "wire")
			}) {
				t.Error("no source says that the text on the wire is an inference")
			}
		})
	}
}

func TestContentStatuses(t *testing.T) {
	c, _ := catalog.Load(os.DirFS("../../content"), "content")
	var got []int
	for _, s := range c.Statuses {
		got = append(got, s.Status)
	}
	want := []int{200, 400, 401, 403, 404, 406, 416, 422, 423, 500, 501, 503}
	if !slices.Equal(got, want) {
		t.Errorf("statuses %v, want %v", got, want)
	}
}
