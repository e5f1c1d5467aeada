package site

import (
	"os"
	"path/filepath"
	"testing"
)

// A file of a site is new, and stands below the site's directory.
func TestCreate(t *testing.T) {
	outside, inside := t.TempDir(), t.TempDir()
	for name, err := range map[string]error{
		"dir":  os.Mkdir(filepath.Join(inside, "dir"), 0o755),
		"link": os.Symlink(outside, filepath.Join(inside, "link")),
		"old":  os.WriteFile(filepath.Join(inside, "old"), nil, 0o644),
		"dead": os.Symlink(filepath.Join(outside, "x"), filepath.Join(inside, "dead")),
	} {
		if err != nil {
			t.Skip(name, err)
		}
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
	if names, err := os.ReadDir(outside); err != nil || len(names) > 0 {
		t.Errorf("outside there is %v, %v", names, err)
	}
}
