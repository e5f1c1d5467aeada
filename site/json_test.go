package site

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"responsa/site/catalog"
)

// The data are what encoding/json makes of them, on one line and on several,
// but that a list or a map that is nil is empty.
func TestJSONIsThatOfTheLibrary(t *testing.T) {
	same := func(t *testing.T, value any) {
		t.Helper()
		line, lines := jsonLine(nil, value), jsonLines(nil, value)
		filled(reflect.ValueOf(value))
		for indent, got := range map[string]string{"": string(line) + "\n", "  ": string(lines)} {
			if want, err := encode(value, indent); err != nil || got != string(want) {
				t.Errorf("got %s, want %s, %v", got, want, err)
			}
		}
	}
	everyBuild(t, func(t *testing.T, c *catalog.Catalog, _ Files, d dataset) {
		head := d.head("")
		for _, code := range c.Codes {
			head.Codes = append(head.Codes, d.code(code))
			same(t, &head.Codes[len(head.Codes)-1])
		}
		same(t, &head)
	})
	same(t, &openAPIExample{Summary: "a<b>&\"\\", Value: json.RawMessage(`{ "a": [ ], "b":{"c\\" : "x\" ,:{}[]" ,"d":[1, {  } ,[2]]}, "e": -1.5e3,"f":[[],{"g" : null}]}`)})
}

// filled has empty lists and maps in place of nil ones.
func filled(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			filled(v.Elem())
		}
	case reflect.Struct:
		for _, field := range v.Fields() {
			if field.CanSet() {
				filled(field)
			}
		}
	case reflect.Map:
		if v.IsNil() {
			v.Set(reflect.MakeMap(v.Type()))
		}
	case reflect.Slice:
		if v.IsNil() && v.Type() != reflect.TypeFor[json.RawMessage]() {
			v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		}
		for i := range v.Len() {
			filled(v.Index(i))
		}
	}
}

func FuzzJSONText(f *testing.F) {
	var all strings.Builder
	for r := range rune(0x2100) {
		all.WriteRune(r)
	}
	for _, text := range []string{"", "a", all.String(), "a\xffb\xc3", "\ufffd\ufffe\U0001f600\"", "\\", "\n"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		want, err := encode(text, "")
		if got := jsonLine(nil, &text); err != nil || !bytes.Equal(append(got, '\n'), want) {
			t.Errorf("%q is %s, want %s, %v", text, got, want, err)
		}
	})
}
