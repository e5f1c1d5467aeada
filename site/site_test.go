package site

import (
	"bytes"
	"os"
	"sync"
	"testing"

	"responsa/site/catalog"
)

// real is the catalog of content/, loaded once.
var real = sync.OnceValues(func() (*catalog.Catalog, catalog.Problems) {
	c, problems := catalog.Load(os.DirFS("../content"), "content")
	return c, append(problems, Check(c)...)
})

// built is the real site, published.
func built(t testing.TB) Files { return builtAs(t, Published) }

func builtAs(t testing.TB, style Style) Files {
	t.Helper()
	c, problems := real()
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	files, err := Build(c, Options{Static: os.DirFS("../static"), Style: style})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func contents(t testing.TB, f File) string {
	t.Helper()
	var b bytes.Buffer
	if err := f.Render(&b); err != nil {
		t.Fatalf("%s: %v", f.Path, err)
	}
	return b.String()
}
