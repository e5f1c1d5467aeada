package site

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"responsa/site/catalog"
)

// Everything written is what the schema says, and has no field that the schema
// doesn't name: here it is closed.
func TestSchemaDescribesTheData(t *testing.T) {
	everyBuild(t, func(t *testing.T, c *catalog.Catalog, files Files, d dataset) {
		source := written(t, files, schemaFile)
		s := compiled(t, closed(t, source))
		if !validates(s, written(t, files, catalogFile)) {
			t.Error("catalog.json is not what its schema says")
		}
		document := decoded(t, source)
		if document["$id"] != d.Canonical(schemaFile) || document["$schema"] != "https://json-schema.org/draft/2020-12/schema" || !strings.HasPrefix(source, "{\n  \"$schema\"") {
			t.Errorf("the schema is %v, of %v", document["$id"], document["$schema"])
		}
		one, err := json.Marshal(map[string]any{"$ref": "#/$defs/code", "$defs": document["$defs"]})
		if err != nil {
			t.Fatal(err)
		}
		code := compiled(t, closed(t, string(one)))
		for _, c := range c.Codes {
			if !validates(code, written(t, files, codeJSONFile(c))) {
				t.Errorf("%s is not what the schema says", codeJSONFile(c))
			}
		}
	})
}

// closed is a schema whose objects have the named fields only.
func closed(t *testing.T, source string) string {
	t.Helper()
	document := decoded(t, source)
	var walk func(value any)
	walk = func(value any) {
		switch value := value.(type) {
		case map[string]any:
			if _, isObject := value["properties"].(map[string]any); isObject && value["type"] != nil {
				value["additionalProperties"] = false
			}
			for _, inner := range value {
				walk(inner)
			}
		case []any:
			for _, inner := range value {
				walk(inner)
			}
		}
	}
	walk(document)
	delete(document, "$id")
	text, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// The schema tells right from wrong, and lets in what a later year may add.
func TestSchemaRefuses(t *testing.T) {
	_, files := acme(t)
	s := compiled(t, written(t, files, schemaFile))
	source := written(t, files, catalogFile)
	for _, tt := range []struct{ old, new string }{
		{`"code":3,`, `"code":"3",`}, {`"code":3,`, `"code":3.5,`}, {`"code":3,`, ``}, {`"http":422,`, `"http":42,`}, {`"http":422,`, `"http":"422",`},
		{`"retry":"after-change"`, `"retry":"soon"`}, {`"updated":"2026-11-23"`, `"updated":"2026-13-23"`}, {`"retired":null`, `"retired":false`},
		{`"aliases":[]`, `"aliases":null`}, {`"page":"https://codes.acme.example/codes/3/"`, `"page":"/codes/3/"`}, {`"Code":3`, `"Code":"3"`},
		{`"vendor": "Acme",`, ``}, {`"version": "`, `"version": "x`}, {`"[Limit]","about"`, `"[Limit]","abut"`},
	} {
		if changed := strings.ReplaceAll(source, tt.old, tt.new); changed == source || validates(s, changed) {
			t.Errorf("%s instead of %s is taken, or wasn't there", tt.new, tt.old)
		}
	}
	if more := strings.ReplaceAll(source, `"code":3,`, `"code":3,"added":{"later":1},`); more == source || !validates(s, more) {
		t.Error("a field of a later year is refused")
	}
}

// Every field is explained.
func TestSchemaIsAManual(t *testing.T) {
	_, files := acme(t)
	count := 0
	var walk func(at string, value any)
	walk = func(at string, value any) {
		switch value := value.(type) {
		case map[string]any:
			if properties, ok := value["properties"].(map[string]any); ok && value["type"] != nil {
				for name, property := range properties {
					count++
					if p := property.(map[string]any); p["description"] == nil {
						t.Errorf("%s.%s has no description", at, name)
					}
				}
			}
			for name, inner := range value {
				walk(at+"."+name, inner)
			}
		case []any:
			for _, inner := range value {
				walk(at, inner)
			}
		}
	}
	walk("", decoded(t, written(t, files, schemaFile)))
	if count < 80 {
		t.Errorf("only %d fields", count)
	}
}

// The closed lists of the catalog are those of the schema.
func TestSchemaHasTheClosedLists(t *testing.T) {
	_, files := acme(t)
	properties := decoded(t, written(t, files, schemaFile))["$defs"].(map[string]any)["code"].(map[string]any)["properties"].(map[string]any)
	for name, want := range map[string][]string{"retry": catalog.Retry("").Known(), "actor": catalog.Actor("").Known(), "outcome": catalog.Outcome("").Known()} {
		var got []string
		for _, value := range properties[name].(map[string]any)["enum"].([]any) {
			if value != nil { // where nobody says
				got = append(got, value.(string))
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s is one of %v, want %v", name, got, want)
		}
	}
}

func compiled(t *testing.T, source string) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(source))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("https://schema.example/", document); err != nil {
		t.Fatal(err)
	}
	s, err := compiler.Compile("https://schema.example/")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func validates(s *jsonschema.Schema, source string) bool {
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(source))
	return err == nil && s.Validate(value) == nil
}
