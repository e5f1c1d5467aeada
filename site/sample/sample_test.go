package sample

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"responsa/site/catalog"
)

func parsed(t *testing.T, id, quote, text string) *Template {
	t.Helper()
	template, err := Parse(&catalog.Sample{SampleLanguage: catalog.SampleLanguage{ID: id, Quote: quote, File: "samples/x"}, Text: text})
	if err != nil {
		t.Fatal(err)
	}
	return template
}

func TestParseRefuses(t *testing.T) {
	for name, s := range map[string]catalog.Sample{
		"unknown language": {SampleLanguage: catalog.SampleLanguage{ID: "cobol", File: "samples/x"}},
		"unknown quoting":  {SampleLanguage: catalog.SampleLanguage{ID: "curl", Quote: "cobol", File: "samples/x"}},
		"broken template":  {SampleLanguage: catalog.SampleLanguage{ID: "curl", File: "samples/x"}, Text: "{{.Page"},
		"unknown func":     {SampleLanguage: catalog.SampleLanguage{ID: "curl", File: "samples/x"}, Text: "{{escape .Page}}"},
	} {
		if _, err := Parse(&s); err == nil || !strings.Contains(err.Error(), "samples/x") {
			t.Errorf("%s: the error is %v", name, err)
		}
	}
}

// A value that gets into a program unquoted is refused, whatever way it takes.
func TestFillRefuses(t *testing.T) {
	for _, text := range []string{"{{.Page}}", "x{{print .Title}}", "{{range .Params}}{{.Name}}{{end}}", "\uf8f0", "\uf8f0" + "7\uf8f1", "{{.Nothing}}", "{{index .Params 9}}"} {
		for _, e := range Examples()[1:2] {
			if p, err := parsed(t, "python", "", text).Fill(e); err == nil || !strings.Contains(err.Error(), "samples/x") {
				t.Errorf("%q gives %q, %v", text, p, err)
			}
		}
	}
	if _, err := parsed(t, "curl", "", "{{pattern}}").Fill(&Exchange{}); err == nil {
		t.Error("a shell has got a regular expression")
	}
}

func TestFill(t *testing.T) {
	e := &Exchange{
		Code: catalog.Value{Text: "27", Integer: true}, Title: "It's \"too\" young", Function: "f", Path: "/f",
		Body: catalog.Object(`{"a b":"c","d":[1,true]}`), Fine: []catalog.Value{{Text: "0", Integer: true}, {Text: "1", Integer: true}},
		Params: []Param{{Name: "n", Before: "a.", After: "?", Last: true}},
	}
	for _, tt := range []struct{ id, quote, text, want, common string }{
		{"python", "", `# {{comment .Code " " .Title}}`, `# 27 It's "too" young`, "# own1piece"},
		{"python", "", `{{quote .Title "\n" .Function}}`, `"It's \"too\" young\nf"`, `"own0piece"`},
		{"curl", "", `{{quote .Title}}`, `'It'\''s "too" young'`, "'own0piece'"},
		{"fish", "curl", `{{quote .Title}}`, `'It'\''s "too" young'`, "'own0piece'"},
		{"php", "", `{{code .Code}} {{codes .Fine " | "}}`, "27 0 | 1", "own0piece own2piece"},
		{"python", "", `{{pattern}}`, `r"a\.(.*?)\?"`, `r"own0piece"`},
		{"ruby", "", `{{body "  "}}`, "{\n    \"a b\" => \"c\",\n    \"d\" => [\n      1,\n      true,\n    ],\n  }", "own0piece"},
		{"go", "", `{{body ""}}`, "`{\n  \"a b\": \"c\",\n  \"d\": [\n    1,\n    true\n  ]\n}`", `"own0piece"`},
		{"python", "", "{{if .Params}}a{{end}}\n\n", "a", "a\n\n"},
	} {
		template := parsed(t, tt.id, tt.quote, tt.text)
		program, err := template.Fill(e)
		if err != nil || program.String() != tt.want || template.Text() != tt.common {
			t.Errorf("%s in %s:\ngot  %q, text %q, %v\nwant %q, text %q", tt.text, tt.id, program, template.Text(), err, tt.want, tt.common)
		}
	}
}

// What a code's facts say is what a client does. A call that must not be
// repeated blindly isn't, whatever else is said.
func TestHandling(t *testing.T) {
	for _, tt := range []struct {
		outcome    catalog.Outcome
		retry      catalog.Retry
		repeatable bool
		want       Handling
		says       string
	}{
		{catalog.Success, catalog.NotNeeded, true, Handling{Succeeds: true}, ""},
		{catalog.Partial, catalog.AfterChange, true, Handling{GoesOn: true}, "read the message"},
		{catalog.Partial, catalog.AfterWait, true, Handling{GoesOn: true}, "read the message"},
		{catalog.Empty, catalog.NotNeeded, false, Handling{GoesOn: true}, "not an error"},
		{catalog.Failure, catalog.AfterWait, true, Handling{Waits: true}, "Gave up after 5 calls"},
		{catalog.Failure, catalog.AfterWait, false, Handling{Stops: true}, "Don't repeat this call blindly"},
		{catalog.Failure, catalog.AfterChange, true, Handling{Stops: true}, "then send"},
		{catalog.Failure, catalog.Never, true, Handling{Stops: true}, "no change of it helps"},
		{catalog.Failure, catalog.NotNeeded, true, Handling{Stops: true}, "no change of it helps"},
	} {
		for _, actor := range catalog.Actor("").Known() {
			code := &catalog.Code{Outcome: tt.outcome, Retry: tt.retry, Actor: catalog.Actor(actor), Request: &catalog.Request{Repeatable: tt.repeatable}}
			if got := handling(code); got != tt.want {
				t.Errorf("%s, %s, repeatable %t: %+v, want %+v", tt.outcome, tt.retry, tt.repeatable, got, tt.want)
			}
			got := advice(code)
			if !strings.Contains(got, tt.says) || (got == "") != (tt.says == "") || got != strings.TrimSpace(got) {
				t.Errorf("%s, %s, %s: %q, want %q in it", tt.outcome, tt.retry, actor, got, tt.says)
			}
		}
		code := &catalog.Code{Outcome: tt.outcome, Retry: tt.retry, Actor: catalog.Nobody}
		if handling(code).Waits {
			t.Errorf("%s, %s: a call that isn't known is repeated", tt.outcome, tt.retry)
		}
	}
}

// Every code of the catalog has a call in every language that it names, and
// every language says which versions it assumes.
func TestCall(t *testing.T) {
	c, problems := catalog.Load(os.DirFS("../../content"), "content")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if len(c.Samples) != 10 {
		t.Errorf("%d languages, want 10", len(c.Samples))
	}
	for _, s := range c.Samples {
		template, err := Parse(s)
		if err != nil {
			t.Fatal(err)
		}
		if s.Version == "" {
			t.Errorf("%s: no version is said", s.ID)
		}
		for _, code := range c.Codes {
			program, err := template.Fill(NewCalls(c, func(*catalog.Code) string { return "https://codes.example/27/" }, "https://codes.example/").Of(code))
			if err != nil {
				t.Fatal(err)
			}
			text := program.String()
			if code.Request != nil && !strings.Contains(text, code.Request.Function) || !strings.Contains(text, c.Site.Host) || !template.Request() && !strings.Contains(text, "https://codes.example/27/") {
				t.Errorf("%s of %s has no function, no host or no page:\n%s", s.ID, code.Code, text)
			}
			for _, p := range code.Params {
				if strings.Contains(text, `"`+p.Example+`"`) && !strings.Contains(string(code.Request.Body), p.Example) {
					t.Errorf("%s of %s holds the value %q, which only an answer can tell", s.ID, code.Code, p.Example)
				}
			}
		}
	}
}

func TestParams(t *testing.T) {
	code := &catalog.Code{Message: "a [X] [Y]. [z] [X]", Params: catalog.Params{{Name: "X"}, {Name: "Y"}}}
	got, err := json.Marshal(params(code))
	want := `[{"Name":"X","Before":"a ","After":" ","Last":false,"Number":1,"Encoded":"X","Joint":"#"},` +
		`{"Name":"Y","Before":" ","After":". [z] ","Last":false,"Number":2,"Encoded":"Y","Joint":"\u0026"},` +
		`{"Name":"X","Before":". [z] ","After":"","Last":true,"Number":3,"Encoded":"X","Joint":"\u0026"}]`
	if err != nil || string(got) != want {
		t.Errorf("got  %s, %v\nwant %s", got, err, want)
	}
	if got := pattern(params(code)); got != `a (.*?) (.*?)\. \[z\] (.*?)` {
		t.Errorf("the pattern is %s", got)
	}
}
