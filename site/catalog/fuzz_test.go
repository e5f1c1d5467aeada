package catalog_test

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"
)

// Whatever a code's file holds: no panic, no hanging, every problem with a
// place; and a catalog without any answers in JSON.
func FuzzLoad(f *testing.F) {
	for file, text := range valid(f) {
		if strings.HasSuffix(file, ".md") {
			f.Add(text.Data)
		}
	}
	for _, front := range []string{
		"", "#", "code: 027", "code: '\\\"'\nmessage: \"[a\\n]\"", "a: &a [*a]\n<<: *a", "? [a]\n: b\n? {c: d}\n: e", "body: " + strings.Repeat("[", 99),
		"related: [{slug: 1}, {slug: 2}]", "...\n--- x", "%YAML 1.2\n--- x", "title: \"\\0\\uD800\"", "! x: !!binary y", "\tx", "title: a: b", "params: {'': ~}",
	} {
		f.Add([]byte("---\n" + front + "\n---\n## What happened\n"))
	}
	f.Add([]byte("---\ncode: 1\n---"))
	base := valid(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		files := fstest.MapFS{}
		for name, file := range base {
			files[name] = file
		}
		files["codes/2.md"] = &fstest.MapFile{Data: text}
		c, problems := load(t, files)
		if len(problems) > 0 {
			return
		}
		for _, code := range c.Codes {
			if body := c.Response(code, nil).JSON(); !json.Valid(body) {
				t.Errorf("not JSON: %s", body)
			}
		}
	})
}
