package site

import (
	"cmp"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"responsa/site/catalog"
)

// What is read through a content directory stands in it; a link to a file of
// its own is followed, as it always was.
func TestOpenContent(t *testing.T) {
	outside, dir := t.TempDir(), t.TempDir()
	if err := cmp.Or(os.CopyFS(dir, os.DirFS("../content")), os.WriteFile(filepath.Join(outside, "site.yaml"), []byte("title: x\n"), 0o644)); err != nil {
		t.Fatal(err)
	}
	fsys, err := OpenContent(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, problems := catalog.Load(fsys, "content"); len(problems) > 0 {
		t.Error(problems)
	}
	quick, isQuick := fsys.(interface {
		ReadBeginning(name string, room []byte) (int, error)
	})
	if isQuick {
		err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			want, err := fs.ReadFile(fsys, name)
			room := make([]byte, len(want)+1)
			if n, readErr := quick.ReadBeginning(name, room); readErr != nil || string(room[:n]) != string(want) {
				t.Errorf("%s: %d bytes, %v", name, n, readErr)
			}
			if n, readErr := quick.ReadBeginning(name, room[:10]); readErr != nil || string(room[:n]) != string(want[:10]) {
				t.Errorf("%s: %q, %v", name, room[:n], readErr)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}

	site := filepath.Join(dir, "site.yaml")
	for target, good := range map[string]bool{
		"real.yaml":                            true,
		filepath.Join(outside, "site.yaml"):    false,
		"../" + filepath.Base(outside) + "/no": false,
	} {
		if err := cmp.Or(os.Rename(site, filepath.Join(dir, "real.yaml")), os.Symlink(target, site)); err != nil {
			if os.Getenv("REQUIRE_TOOLS") == "1" {
				t.Fatalf("no links can be made here: %v; and REQUIRE_TOOLS=1", err)
			}
			t.Skipf("no links can be made here: %v", err)
		}
		_, problems := catalog.Load(fsys, "content")
		if refused := strings.Contains(problems.Error(), "site.yaml"); refused == good {
			t.Errorf("a link to %s: %v", target, problems)
		}
		if isQuick {
			if n, err := quick.ReadBeginning("site.yaml", make([]byte, 10)); err == nil {
				t.Errorf("a link to %s is followed, %d bytes", target, n)
			}
		}
		if err := cmp.Or(os.Remove(site), os.Rename(filepath.Join(dir, "real.yaml"), site)); err != nil {
			t.Fatal(err)
		}
	}
	if isQuick {
		for _, name := range []string{"../" + filepath.Base(outside) + "/site.yaml", filepath.Join(outside, "site.yaml"), "no"} {
			if _, err := quick.ReadBeginning(name, make([]byte, 10)); err == nil {
				t.Errorf("%s is read", name)
			}
		}
	}
}
