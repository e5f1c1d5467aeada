package sample

import (
	"os"
	"slices"
	"testing"

	"responsa/site/catalog"
)

// A template that was executed once for a shape says the same as one that is
// executed for each code.
func TestPlans(t *testing.T) {
	c, problems := catalog.Load(os.DirFS("../../content"), "content")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	calls := NewCalls(c, func(code *catalog.Code) string { return "https://codes.example/" + code.Slug + "/" }, "https://codes.example/")
	for _, s := range slices.Concat(c.Samples, BuiltIn()) {
		planned, executed := parsed(t, s.ID, s.Quote, s.Text), parsed(t, s.ID, s.Quote, s.Text)
		if !planned.regular {
			t.Errorf("%s is executed for each code", s.File)
		}
		executed.regular = false
		for _, code := range c.Codes {
			got, err := planned.Fill(calls.Of(code))
			want, wantErr := executed.Fill(calls.Of(code))
			if err != nil || wantErr != nil || got.String() != want.String() || !slices.Equal(slices.Collect(got.Spans()), slices.Collect(want.Spans())) {
				t.Errorf("%s of %s: %v, %v\n%s\nwant\n%s", s.File, code.Slug, err, wantErr, got, want)
			}
		}
	}
}

// What a template does with a value, rather than where it puts it, is done for
// each code.
func TestIrregularTemplates(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{`{{if eq .Title "a"}}x{{else}}y{{end}}`, "y"},
		{`{{if eq .Code.Text "27"}}x{{else}}y{{end}}`, "x"},
		{`{{if lt (len .Title) 2}}x{{else}}y{{end}}`, "y"},
		{`{{quote (printf "%.1s" .Code.Text)}}`, `"2"`},
		{`{{quote .Body.Indent}}`, `"{}"`},
		{`{{define "a"}}{{quote .}}{{end}}{{template "a" "b"}}`, `"b"`},
		{`{{with .Params}}{{range .}}{{if eq .Name "n"}}x{{end}}{{end}}{{end}}`, "x"},
	} {
		template := parsed(t, "python", "", tt.text)
		program, err := template.Fill(&Exchange{Title: "bc", Code: catalog.Value{Text: "27", Integer: true}, Params: []Param{{Name: "n"}}})
		if err != nil || template.regular || program.String() != tt.want {
			t.Errorf("%s gives %q, want %q; regular: %t, %v", tt.text, program, tt.want, template.regular, err)
		}
	}
}

// A shape says of each text whether it is empty: a template may ask.
func TestPlansOfEmptyTexts(t *testing.T) {
	template := parsed(t, "python", "", `{{if .Advice}}a{{end}}{{if .Code.Integer}}b{{end}}{{range .Params}}{{if .After}}c{{end}}{{quote .After}}{{end}}{{range .Fine}} {{quote .Text}}{{end}}`)
	for _, tt := range []struct {
		e    Exchange
		want string
	}{
		{Exchange{Advice: "x", Params: []Param{{After: "y"}, {}}}, `ac"y"""`},
		{Exchange{Params: []Param{{}, {After: "\uf8f31\uf8f4"}}}, "\"\"c\"\uf8f31\uf8f4\""},
		{Exchange{Code: catalog.Value{Integer: true}, Fine: []catalog.Value{{Text: "p"}, {Text: "q"}}}, `b "p" "q"`},
		{Exchange{Advice: "z"}, "a"},
	} {
		if !template.regular {
			t.Fatal("executed for each code")
		}
		program, err := template.Fill(&tt.e)
		if err != nil || program.String() != tt.want {
			t.Errorf("%+v gives %q, want %q, %v", tt.e, program, tt.want, err)
		}
	}
}

// However many codes are no failures, a program names a few of them, its own
// module's first.
func TestFineIsBounded(t *testing.T) {
	c := &catalog.Catalog{Site: catalog.Site{Envelope: catalog.Envelope{Type: catalog.StringScalar}}}
	for i := range 3 * mostFine {
		module := "many"
		if i > 2*mostFine && i < 2*mostFine+4 {
			module = "few"
		}
		c.Codes = append(c.Codes, &catalog.Code{Code: catalog.Value{Text: string(rune('A' + i))}, Module: module, Outcome: catalog.Success})
	}
	calls := NewCalls(c, func(*catalog.Code) string { return "" }, "")
	for _, code := range []*catalog.Code{c.Codes[0], c.Codes[2*mostFine+2]} {
		e := calls.Of(code)
		seen := map[string]bool{}
		for _, v := range e.Fine {
			seen[v.Text] = true
		}
		if e.Fine[0] != code.Code || len(e.Fine) != mostFine+1 || len(seen) != len(e.Fine) {
			t.Errorf("%s: %d others, %d different", code.Code, len(e.Fine), len(seen))
		}
		for _, other := range c.Codes {
			if code.Module == "few" && other.Module == "few" && !seen[other.Code.Text] {
				t.Errorf("%s of the same module is missing", other.Code)
			}
		}
	}
}
