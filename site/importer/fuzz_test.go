package importer_test

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/tools/txtar"

	"responsa/site/importer"
)

// Whatever a table holds, an import ends with a catalog that passes the check, or
// with an error, and says what became of every row.
func FuzzImport(f *testing.F) {
	cases, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	names := []string{"t.csv", "t.json", "t.jsonl", "t"}
	for _, file := range append(cases, "testdata/golden/small.txtar") {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		table := txtar.Parse(text).Files[0]
		for i, name := range names {
			if filepath.Ext(name) == filepath.Ext(table.Name) {
				f.Add(byte(i), table.Data)
			}
		}
	}
	f.Fuzz(func(t *testing.T, form byte, table []byte) {
		result, err := importer.Import(names[int(form)%len(names)], table, options())
		if err == nil {
			loaded(t, result)
		}
	})
}
