package site

import (
	"encoding/json"
	"fmt"
	"path"
	"testing"
	"testing/fstest"

	"responsa/site/catalog"
	"responsa/site/importer"
)

// Hostile texts in every column of a table, its notes read as Markdown, in
// several styles of variable parts: no file of the site holds what its format
// may not.
func TestHostileTable(t *testing.T) {
	var rows []map[string]string
	for i, value := range hostileValues {
		rows = append(rows,
			map[string]string{"code": value, "message": value, "module": value, "notes": "`Markdown` " + value},
			map[string]string{"code": fmt.Sprint("note-", i), "title": value, "notes": "# a\n\n" + value + "\n\n[b](" + value + ") ![c](" + value + ") <" + value + ">"},
			map[string]string{"code": fmt.Sprint("part-", i), "http": value, "message": "[" + value + "] {" + value + "} %(" + value + ")s ${" + value + "} <x" + value + ">"})
	}
	table, err := json.Marshal(rows)
	if err != nil {
		t.Fatal(err)
	}
	for _, style := range []catalog.Placeholders{catalog.Braces, catalog.Percent, catalog.Angles} {
		t.Run(string(style), func(t *testing.T) {
			t.Parallel()
			result, err := importer.Import("codes.json", table, importer.Options{
				Vendor: hostileValues[0], Day: "2026-11-26", Placeholders: style, Check: CheckImport,
			})
			if err != nil {
				t.Fatal(err)
			}
			if r := result.Report; r.Codes+r.Merged+r.Refused != r.Rows || r.Codes < len(rows)*9/10 {
				t.Errorf("%+v", r)
			}
			content := fstest.MapFS{}
			for name, text := range result.Files {
				content[name] = &fstest.MapFile{Data: []byte(text)}
			}
			c, problems := checked(content)
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			files, err := Build(c, Options{Static: emptyFrontEnd(t)})
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range files {
				if ending := path.Ext(f.Path); ending == ".png" || ending == ".zip" {
					continue
				}
				shapeOf(f.Path, contents(t, f), nil, func(format string, args ...any) {
					t.Errorf("%s: %s", f.Path, fmt.Sprintf(format, args...))
				})
			}
		})
	}
}
