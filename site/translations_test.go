package site

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"responsa/site/catalog"
)

// tongues are the rows of a page's texts for end users: language, direction,
// text, and the variable parts in it.
func tongues(t *testing.T, page string) [][4]string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var rows [][4]string
	for p := range root.Descendants() {
		if p.Data != "p" || p.Parent == nil || p.Parent.Data != "copy-text" {
			continue
		}
		var text, params strings.Builder
		for n := range p.Descendants() {
			if n.Type == html.TextNode {
				text.WriteString(n.Data)
			}
			if n.Data == "mark" && n.Parent.Data == "bdi" {
				params.WriteString(attribute(n, "data-param") + "=" + textOf(n))
			}
		}
		rows = append(rows, [4]string{attribute(p, "lang"), attribute(p, "dir"), text.String(), params.String()})
	}
	return rows
}

// Every page has the message in every language, to the letter, the vendor's
// first.
func TestTranslationsOnThePage(t *testing.T) {
	c, _ := real()
	files := built(t)
	for _, code := range c.Codes {
		f, _ := files.Get(file(codePage(code)))
		wire, _ := code.WireMessage()
		params := ""
		for _, p := range code.Params {
			params += p.Name + "=[" + p.Name + "]"
		}
		want := [][4]string{{"en", "ltr", wire, params}}
		for _, l := range catalog.Languages {
			text, _ := code.Translations.Get(l.Code)
			want = append(want, [4]string{l.Code, l.Direction, text, params})
		}
		if got := tongues(t, contents(t, f)); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s:\ngot  %q\nwant %q", f.Path, got, want)
		}
	}
}

// A catalog may have some, or none; whatever they hold is text.
func TestTranslationsElsewhere(t *testing.T) {
	content := valid(t)
	text := strings.ReplaceAll(string(content["codes/3.md"].Data), "[Limit]", `[a"><img src=x>]`)
	text = strings.ReplaceAll(text, "\n  Limit:\n", "\n  'a\"><img src=x>':\n")
	text = strings.ReplaceAll(text, "wire: \"Limit: [a\"><img src=x>]\"\n", "")
	text = strings.ReplaceAll(text, "piezas", "<b>piezas</b>")
	content["codes/3.md"].Data = []byte(text)
	c, problems := checked(content)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	files, err := Build(c, Options{Static: plainStatic})
	if err != nil {
		t.Fatal(err)
	}
	without, _ := files.Get("codes/1/index.html")
	if rows := tongues(t, contents(t, without)); len(rows) > 0 {
		t.Errorf("nothing is translated, but the page has %q", rows)
	}
	with, _ := files.Get("codes/3/index.html")
	param := `a"><img src=x>=[a"><img src=x>]`
	want := [][4]string{
		{"en", "ltr", `At most [a"><img src=x>] pieces.`, param},
		{"he", "rtl", `לכל היותר [a"><img src=x>] פריטים.`, param},
		{"es", "ltr", `Como máximo [a"><img src=x>] <b>piezas</b>.`, param},
	}
	if got := tongues(t, contents(t, with)); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}
