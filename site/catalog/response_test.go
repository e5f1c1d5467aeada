package catalog_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"responsa/site/catalog"
)

// acme is a catalog with one code, whose message has two variable parts.
func acme(value catalog.Value, envelope catalog.Envelope) (*catalog.Catalog, *catalog.Code) {
	code := &catalog.Code{
		Code: value, Slug: "age", HTTP: 422, Message: "[Name] must be [Age], not [sic].",
		Params: catalog.Params{{Name: "Name", Example: "Dana"}, {Name: "Age", Example: "18"}},
	}
	return &catalog.Catalog{
		Site:     catalog.Site{Envelope: envelope},
		Statuses: []catalog.Status{{Status: 422, Reason: "Unprocessable Entity"}},
		Codes:    []*catalog.Code{code},
	}, code
}

type object = map[string]any

func TestResponse(t *testing.T) {
	flat := catalog.Envelope{Code: "Code", Message: "Text"}
	integer, text := catalog.Value{Text: "27", Integer: true}, catalog.Value{Text: "027"}
	const example = "Dana must be 18, not [sic]."
	for _, test := range []struct {
		name     string
		value    catalog.Value
		envelope catalog.Envelope
		values   map[string]string
		want     object
	}{
		{"integer", integer, flat, nil, object{"Code": json.Number("27"), "Text": example}},
		{"negative", catalog.Value{Text: "-2147024891", Integer: true}, flat, nil, object{"Code": json.Number("-2147024891"), "Text": example}},
		{"beyond a float", catalog.Value{Text: "9007199254740993", Integer: true}, flat, nil, object{"Code": json.Number("9007199254740993"), "Text": example}},
		{"string", text, flat, nil, object{"Code": "027", "Text": example}},
		{"hostile code", catalog.Value{Text: "\"}\n"}, flat, nil, object{"Code": "\"}\n", "Text": example}},
		{"nested apart", integer, catalog.Envelope{Code: "status.code", Message: "data.text"}, nil,
			object{"status": object{"code": json.Number("27")}, "data": object{"text": example}}},
		{"nested together", integer, catalog.Envelope{Code: "error.code", Message: "error.info.text"}, nil,
			object{"error": object{"code": json.Number("27"), "info": object{"text": example}}}},
		{"nested code, flat message", text, catalog.Envelope{Code: "a.b.c", Message: "m\"<"}, nil,
			object{"a": object{"b": object{"c": "027"}}, "m\"<": example}},
		{"one value", integer, flat, map[string]string{"Age": "21"}, object{"Code": json.Number("27"), "Text": "Dana must be 21, not [sic]."}},
		{"empty value", integer, flat, map[string]string{"Name": "", "Age": ""}, object{"Code": json.Number("27"), "Text": " must be , not [sic]."}},
		{"unknown value", integer, flat, map[string]string{"sic": "x"}, object{"Code": json.Number("27"), "Text": example}},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, code := acme(test.value, test.envelope)
			body := c.Response(code, test.values).JSON()
			d := json.NewDecoder(bytes.NewReader(body))
			d.UseNumber()
			var got object
			if err := d.Decode(&got); err != nil || !reflect.DeepEqual(got, test.want) {
				t.Errorf("%v\n%s\ndecodes to %v, want %v", err, body, got, test.want)
			}
			var indented bytes.Buffer
			if err := json.Indent(&indented, body, "", "  "); err != nil || indented.String() != string(body) {
				t.Errorf("not indented by two spaces:\n%s", body)
			}
		})
	}
}

// Whatever a value holds comes out of the JSON as it went in, once.
func TestResponseHostileValues(t *testing.T) {
	for _, value := range []string{
		`"`, `\`, `\u0022`, `","Code":0,"x":"`, "a\nb\r\tc", "\x00\x1b\x7f", "[Age]", "[Name]", "[", "]]", "</script><!--", "&lt;",
		"\u2028\u2029", "\u202e", "שלום", "😀", "é", "${x}", "{{.}}", strings.Repeat("x", 10_000),
	} {
		c, code := acme(catalog.Value{Text: "27", Integer: true}, catalog.Envelope{Code: "error.code", Message: "error.text"})
		r := c.Response(code, map[string]string{"Name": value})
		var got struct {
			Error struct {
				Code int
				Text string
			}
		}
		err := json.Unmarshal(r.JSON(), &got)
		if want := value + " must be 18, not [sic]."; err != nil || got.Error.Text != want || r.Message != want || got.Error.Code != 27 {
			t.Errorf("%q: %v\n%s", value, err, r.JSON())
		}
	}
}

func TestResponseStatus(t *testing.T) {
	c, code := acme(catalog.Value{Text: "27", Integer: true}, catalog.Envelope{Code: "Code", Message: "Text"})
	for status, want := range map[int]string{422: "HTTP/1.1 422 Unprocessable Entity", 418: "HTTP/1.1 418", 0: "HTTP/1.1 200"} {
		code.HTTP = status
		if got := c.Response(code, nil).StatusLine(); got != want {
			t.Errorf("status %d: %q, want %q", status, got, want)
		}
	}
}

func TestLegacyResponse(t *testing.T) {
	value := catalog.Value{Text: "27", Integer: true}
	const today = "Dana must be 18, not [sic]."
	for _, test := range []struct {
		name    string
		value   catalog.Value
		history []catalog.Earlier
		code    string
		message string
		status  int
		older   int // index into history, -1 for none
	}{
		{"no history", value, nil, "027", today, 200, -1},
		{"another meaning", value, []catalog.Earlier{{Change: catalog.ChangedMeaning, Message: "Session not found."}}, "027", "Session not found.", 200, 0},
		{"its own status", value, []catalog.Earlier{{Change: catalog.ChangedMeaning, Message: "Gone, [Name].", HTTP: 410}}, "027", "Gone, Dana.", 410, 0},
		{"a meaning before a wording", value, []catalog.Earlier{
			{Change: catalog.ChangedWording, Message: "[Name]: [Age]"}, {Change: catalog.ChangedMeaning, Message: "Session not found."},
		}, "027", "Session not found.", 200, 1},
		{"a meaning in our words", value, []catalog.Earlier{{Change: catalog.ChangedMeaning, About: "no session", HTTP: 410}}, "027", today, 200, -1},
		{"a wording", value, []catalog.Earlier{{Change: catalog.ChangedWording, Message: "From [Age] on, [Name]."}}, "027", "From 18 on, Dana.", 200, 0},
		{"two wordings", value, []catalog.Earlier{
			{Change: catalog.ChangedCause, Message: "[Name], [Age]!"}, {Change: catalog.ChangedWording, Message: "[Age], [Name]?"},
		}, "027", "Dana, 18!", 200, 0},
		{"a part written in another way", value, []catalog.Earlier{{Change: catalog.ChangedWording, Message: "[ Name ] must be [Age]."}}, "027", today, 200, -1},
		{"a new code", value, []catalog.Earlier{{Change: catalog.NewCode, About: "absent"}}, "027", today, 200, -1},
		{"long", catalog.Value{Text: "12345", Integer: true}, nil, "12345", today, 200, -1},
		{"zero", catalog.Value{Text: "0", Integer: true}, nil, "000", today, 200, -1},
		{"negative", catalog.Value{Text: "-5", Integer: true}, nil, "-005", today, 200, -1},
		{"text", catalog.Value{Text: "E5"}, nil, "E5", today, 200, -1},
		{"a sign alone", catalog.Value{Text: "-"}, nil, "-", today, 200, -1},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, code := acme(test.value, catalog.Envelope{Code: "Code", Message: "error.text"})
			c.Site.Legacy, code.History = &catalog.Legacy{Pad: 3, HTTP: 200}, test.history
			r, older, ok := c.LegacyResponse(code, nil)
			var got object
			if err := json.Unmarshal(r.JSON(), &got); !ok || err != nil || !reflect.DeepEqual(got, object{"Code": test.code, "error": object{"text": test.message}}) {
				t.Errorf("%t, %v\n%s\nwant %q, %q", ok, err, r.JSON(), test.code, test.message)
			}
			if r.Status != test.status || r.Message != test.message {
				t.Errorf("status %d, message %q", r.Status, r.Message)
			}
			var want *catalog.Earlier
			if test.older >= 0 {
				want = &code.History[test.older]
			}
			if older != want {
				t.Errorf("the older message is that of %+v, want %+v", older, want)
			}
		})
	}
	c, code := acme(value, catalog.Envelope{Code: "Code", Message: "Text"})
	if _, _, ok := c.LegacyResponse(code, nil); ok {
		t.Error("a legacy response without a legacy form")
	}
	c.Site.Legacy = &catalog.Legacy{Pad: 3, HTTP: 422}
	r, _, _ := c.LegacyResponse(code, map[string]string{"Age": "\"\n", "Name": ""})
	if want := " must be \"\n, not [sic]."; r.Message != want || r.StatusLine() != "HTTP/1.1 422 Unprocessable Entity" {
		t.Errorf("%s, %q, want %q", r.StatusLine(), r.Message, want)
	}
}

// The spans name what they hold, for pages that mark it.
func TestResponseSpans(t *testing.T) {
	c, code := acme(catalog.Value{Text: "A\"1"}, catalog.Envelope{Code: "error.code", Message: "text"})
	code.Wire = "[Age], [Age]"
	var got []string
	for _, s := range c.Response(code, map[string]string{"Age": "\n"}).Body {
		if s.Kind != catalog.PlainSpan {
			got = append(got, fmt.Sprint(s.Kind, s.Text, s.Name))
		}
	}
	want := []string{
		fmt.Sprint(catalog.KeySpan, `"error"`, ""), fmt.Sprint(catalog.KeySpan, `"code"`, ""), fmt.Sprint(catalog.CodeSpan, `"A\"1"`, ""),
		fmt.Sprint(catalog.KeySpan, `"text"`, ""), fmt.Sprint(catalog.ParamSpan, `\n`, "Age"), fmt.Sprint(catalog.ParamSpan, `\n`, "Age"),
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestParts(t *testing.T) {
	_, code := acme(catalog.Value{}, catalog.Envelope{})
	for message, want := range map[string][]catalog.Part{
		"":               nil,
		"none":           {text("none")},
		"[Name]":         {{Text: "Name", Written: "[Name]", Param: "Name"}},
		"[Age][Name]":    {{Text: "Age", Written: "[Age]", Param: "Age"}, {Text: "Name", Written: "[Name]", Param: "Name"}},
		"a [[Age]] [Ag]": {text("a ["), {Text: "Age", Written: "[Age]", Param: "Age"}, text("] [Ag]")},
		"[Age [Name":     {text("[Age [Name")},
	} {
		if got := code.Parts(message); !reflect.DeepEqual(got, want) {
			t.Errorf("%q: got %q, want %q", message, got, want)
		}
	}
}

func text(s string) catalog.Part { return catalog.Part{Text: s, Written: s} }

// A code and a request's body keep their form from file to JSON.
func TestJSONOfContent(t *testing.T) {
	files := valid(t)
	edit(t, files, "codes/3.md", "{Pieces: 6}", `{z: 1, a: "1", list: [true, "true", null, 1.50, 1e3, 007, .5, yes, 2026-01-01, '<&>'], o: {}}`)
	for scalar, wantCode := range map[string]string{"integer": `3`, "string": `"3"`} {
		edit(t, files, "site.yaml", "type: integer", "type: "+scalar)
		c, problems := load(t, files)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		code := c.Code("3")
		if got, err := json.Marshal(code.Code); err != nil || string(got) != wantCode {
			t.Errorf("code %s, %v, want %s", got, err, wantCode)
		}
		if body := c.Response(code, nil).JSON(); !strings.Contains(string(body), `"Code": `+wantCode+",") {
			t.Errorf("a response of %s codes is\n%s", scalar, body)
		}
		want := `{"z":1,"a":"1","list":[true,"true",null,1.50,1e3,"007",".5","yes","2026-01-01","<&>"],"o":{}}`
		if got := string(code.Request.Body); got != want {
			t.Errorf("body %s\nwant %s", got, want)
		}
		edit(t, files, "site.yaml", "type: "+scalar, "type: integer")
	}
	if got := catalog.Object(nil).Indent(); got != "{}" {
		t.Errorf("no body is %q", got)
	}
	if got, want := catalog.Object(`{"b":[1],"a":{}}`).Indent(), "{\n  \"b\": [\n    1\n  ],\n  \"a\": {}\n}"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
