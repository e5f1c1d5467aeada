package site

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// A file of a site is new, and stands below the site's directory.
func TestCreate(t *testing.T) {
	outside, inside := t.TempDir(), t.TempDir()
	if err := cmp.Or(os.Mkdir(filepath.Join(inside, "dir"), 0o755), os.WriteFile(filepath.Join(inside, "old"), nil, 0o644)); err != nil {
		t.Fatal(err)
	}
	if err := cmp.Or(os.Symlink(outside, filepath.Join(inside, "link")), os.Symlink(filepath.Join(outside, "x"), filepath.Join(inside, "dead"))); err != nil {
		if os.Getenv("REQUIRE_TOOLS") == "1" {
			t.Fatalf("no links can be made here: %v; and REQUIRE_TOOLS=1", err)
		}
		t.Skipf("no links can be made here: %v", err)
	}
	root, err := os.OpenRoot(inside)
	if err != nil {
		t.Fatal(err)
	}
	d, err := openDirectory(root)
	if err != nil {
		t.Fatal(err)
	}
	defer d.close()
	for name, good := range map[string]bool{
		"new": true, "dir/new": true, "old": false, "link/new": false, "dead": false, "../new": false, "no/new": false,
		filepath.Join(outside, "new"): false,
	} {
		f, err := d.create(name)
		if err == nil {
			f.Close()
		}
		if (err == nil) != good {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, want := range map[string]error{"sub": nil, "dir": fs.ErrExist, "old": fs.ErrExist, "link": fs.ErrExist, "dir/sub": nil} {
		if err := d.Mkdir(name, 0o755); !errors.Is(err, want) {
			t.Errorf("the directory %s: %v", name, err)
		}
	}
	for _, name := range []string{"link/sub", "../sub", "..", filepath.Join(outside, "sub"), "no/sub"} {
		if err := d.Mkdir(name, 0o755); err == nil {
			t.Errorf("the directory %s is made", name)
		}
	}
	if names, err := os.ReadDir(outside); err != nil || len(names) > 0 {
		t.Errorf("outside there is %v, %v", names, err)
	}
}
