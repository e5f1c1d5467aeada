package importer_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"responsa/site/importer"
)

func TestWrite(t *testing.T) {
	files := importer.Starter()
	dir := t.TempDir()
	entries := func() string {
		var names []string
		all, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range all {
			names = append(names, entry.Name())
		}
		return strings.Join(names, " ")
	}
	into := func(name string) error { return files.Write(filepath.Join(dir, name)) }
	if err := os.Mkdir(filepath.Join(dir, "empty"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"new", "empty", "a/b/c"} {
		if err := into(name); err != nil {
			t.Fatal(err)
		}
		for path, text := range files {
			if got, err := os.ReadFile(filepath.Join(dir, name, path)); err != nil || string(got) != text {
				t.Errorf("%s/%s: %v", name, path, err)
			}
		}
	}
	if err := errors.Join(os.Symlink("empty", filepath.Join(dir, "link")), os.WriteFile(filepath.Join(dir, "file"), nil, 0o644)); err != nil {
		t.Fatal(err)
	}
	t.Chdir(filepath.Join(dir, "a"))
	if err := os.Mkdir("here", 0o755); err != nil {
		t.Fatal(err)
	}
	t.Chdir("here")
	before := entries()
	for _, name := range []string{"new", "empty", "link", "file", "a", "a/here"} {
		if err := into(name); !errors.As(err, new(*importer.Refused)) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := importer.Files.Write(files, ""); !errors.As(err, new(*importer.Refused)) {
		t.Error(err)
	}
	if err := into("file/x"); err == nil {
		t.Error("written below a file")
	}
	bad := importer.Files{"a": "", "a/b": ""} // a file and a directory
	if err := bad.Write(filepath.Join(dir, "bad")); err == nil {
		t.Error("half a catalog is written")
	}
	if after := entries(); after != before {
		t.Errorf("left behind: %s, before: %s", after, before)
	}
}

func TestReadFile(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "t.csv")
	if err := os.WriteFile(name, []byte("code\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if text, err := importer.ReadFile(name); err != nil || string(text) != "code\n" {
		t.Errorf("%q, %v", text, err)
	}
	big, err := os.Create(filepath.Join(dir, "big"))
	if err == nil {
		err = errors.Join(big.Truncate(1<<30), big.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{dir, "/dev/zero", filepath.Join(dir, "big"), filepath.Join(dir, "none")} {
		if _, err := importer.ReadFile(name); err == nil {
			t.Errorf("%s is read", name)
		}
	}
}
