package site

import (
	"bytes"
	"os"
	"path/filepath"
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

// A site is what its sources were when it was listed: an edit between two
// files must not make a site that is half old, half new.
func TestFilesStayAsListed(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../static")); err != nil {
		t.Fatal(err)
	}
	c, _ := real()
	files, err := Build(c, Options{Static: os.DirFS(dir)})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"tokens.css", "offline.css", "single.css", "main.ts", "favicon.svg"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("/* another */\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for i, want := range built(t) {
		if files[i].Path != want.Path {
			t.Fatalf("%s stands where %s should", files[i].Path, want.Path)
		}
		if contents(t, files[i]) != contents(t, want) {
			t.Errorf("%s changed with an edit after the site was listed", want.Path)
		}
	}
}
