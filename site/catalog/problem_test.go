package catalog_test

import (
	"slices"
	"testing"

	"responsa/site/catalog"
)

func TestProblemString(t *testing.T) {
	for want, p := range map[string]catalog.Problem{
		"a.md:6:3: wrong":                {File: "a.md", Line: 6, Column: 3, Text: "wrong"},
		"a.md:6:1: wrong":                {File: "a.md", Line: 6, Text: "wrong"},
		"a.md: wrong":                    {File: "a.md", Text: "wrong"},
		"a.md: wrong\n\thint: try right": {File: "a.md", Text: "wrong", Hint: "try right"},
	} {
		if got := p.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestProblemsSort(t *testing.T) {
	want := catalog.Problems{
		{File: "codes/2.md", Line: 10}, {File: "codes/10.md"}, {File: "codes/10.md", Line: 2, Column: 9},
		{File: "codes/10.md", Line: 10, Column: 1, Text: "z comes first"}, {File: "codes/10.md", Line: 10, Column: 1, Text: "a is found later"},
		{File: "codes/10.md", Line: 10, Column: 2}, {File: "site.yaml", Line: 1},
	}
	mixed := catalog.Problems{want[6], want[3], want[3], want[5], want[1], want[4], want[2], want[0], want[6]}
	if got := mixed.Sort(); !slices.Equal(got, want) {
		t.Errorf("got\n%v\nwant\n%v", got, want)
	}
}

// Numbers are in the order of their values, wherever they stand in a name.
func TestNaturalOrder(t *testing.T) {
	want := []string{"", "-1", "0", "00", "01", "1", "1a", "2", "10", "99999999999999999998", "99999999999999999999", "A1", "E9", "E9b1", "E9b02", "E10", "a", "a-2", "a-10", "é"}
	var problems catalog.Problems
	for _, file := range want {
		problems = append(catalog.Problems{{File: file}}, problems...)
	}
	var got []string
	for _, p := range problems.Sort() {
		got = append(got, p.File)
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

// Codes stand by module, in the order of modules.yaml, then by code.
func TestOrderOfCodes(t *testing.T) {
	files := valid(t)
	for _, n := range []string{"10", "9", "-5"} {
		files["codes/"+n+".md"] = files["codes/1.md"]
		edit(t, files, "codes/"+n+".md", "code: 1\nname: OrderPlaced\ntitle: Order placed\n", "code: "+n+"\nname: N"+n[len(n)-1:]+"\ntitle: Number "+n+"\n")
	}
	c, problems := load(t, files)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	var got []string
	for _, code := range c.Codes {
		got = append(got, code.Slug)
	}
	if want := []string{"-5", "1", "2", "9", "10", "3"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestNearest(t *testing.T) {
	fields := []string{"title", "http", "module", "message", "note"}
	for word, want := range map[string]string{
		"titel": "title", "TITLE": "title", "massage": "message", "modul": "module", "notes": "note", "htpp": "http", "retry": "", "": "", "x": "",
	} {
		if got := catalog.Nearest(word, fields); got != want {
			t.Errorf("%q: got %q, want %q", word, got, want)
		}
	}
	if got := catalog.Nearest("x", nil); got != "" {
		t.Errorf("out of nothing: %q", got)
	}
}

// A place in prose is a line of the file and a column in characters.
func TestProseProblem(t *testing.T) {
	c, _ := load(t, valid(t))
	p := catalog.Prose{File: "codes/1.md", Line: 17, Text: "## é!\n\nמה?\n"}
	for offset, want := range map[int]string{
		-1: "content/codes/1.md:17:1: x", 0: "content/codes/1.md:17:1: x", 5: "content/codes/1.md:17:5: x",
		12: "content/codes/1.md:19:3: x", 99: "content/codes/1.md:20:1: x",
	} {
		if got := c.ProseProblem(p, offset, "", "%s", "x").String(); got != want {
			t.Errorf("offset %d: got %q, want %q", offset, got, want)
		}
	}
	for _, code := range c.Codes {
		if text := code.Prose.Text; text[:3] != "## " {
			t.Errorf("the prose of %s begins with %q", code.Slug, text)
		}
	}
	if got := c.Code("1").Prose.Line; got != 16 {
		t.Errorf("the prose of 1 begins in line %d, want 16", got)
	}
}
