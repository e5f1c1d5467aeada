package site

import (
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// tiny is a site out of paths and texts in turn.
func tiny(pairs ...string) (files Files) {
	for i := 0; i < len(pairs); i += 2 {
		files = append(files, File{pairs[i], func(w io.Writer) error {
			_, err := io.WriteString(w, pairs[i+1])
			return err
		}})
	}
	return files
}

// tree reads everything below a directory: path to content.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, _ := filepath.Rel(dir, name)
		switch {
		case entry.IsDir():
			found[filepath.ToSlash(relative)+"/"] = ""
		case entry.Type().IsRegular():
			text, err := os.ReadFile(name)
			found[filepath.ToSlash(relative)] = string(text)
			return err
		default:
			found[filepath.ToSlash(relative)] = entry.Type().String()
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// plant makes files, and directories where a path ends in a slash.
func plant(t *testing.T, dir string, pairs ...string) {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		name := filepath.Join(dir, pairs[i])
		if strings.HasSuffix(pairs[i], "/") {
			must(t, os.MkdirAll(name, 0o755))
			continue
		}
		must(t, os.MkdirAll(filepath.Dir(name), 0o755))
		must(t, os.WriteFile(name, []byte(pairs[i+1]), 0o644))
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func publish(t *testing.T, dir string, pairs ...string) Written {
	t.Helper()
	written, err := WriteDir(t.Context(), tiny(pairs...), dir)
	must(t, err)
	return written
}

// onlyEntries fails unless a directory's only entries are these: nothing is left beside the output.
func onlyEntries(t *testing.T, parent string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(parent)
	must(t, err)
	var got []string
	for _, entry := range entries {
		got = append(got, entry.Name())
	}
	if !slices.Equal(got, names) {
		t.Errorf("%s holds %q, want %q", parent, got, names)
	}
}

func same(t *testing.T, got, want map[string]string) {
	t.Helper()
	if !maps.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func manifestOf(names ...string) string {
	return manifestHead + strings.Join(append(names, ""), "\n")
}

func TestWriteDirFresh(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "a", "public")
	written := publish(t, dir, "index.html", "home", "codes/27/index.html", "27", "codes/27.json", "{}")
	if want := (Written{Pages: 2, Files: 3, Bytes: 8}); written != want {
		t.Errorf("got %+v, want %+v", written, want)
	}
	same(t, tree(t, dir), map[string]string{
		"./": "", "codes/": "", "codes/27/": "",
		"index.html": "home", "codes/27/index.html": "27", "codes/27.json": "{}",
		".manifest": manifestOf("codes/27.json", "codes/27/index.html", "index.html"),
	})
	onlyEntries(t, filepath.Join(parent, "a"), "public")
}

func TestWriteDirModes(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes are Unix's")
	}
	if dir := os.Getenv("PUBLISH_TEST_DIR"); dir != "" {
		publish(t, dir, "codes/27/index.html", "27")
		return
	}
	dir := filepath.Join(t.TempDir(), "public")
	plant(t, dir, ".gitignore", "*")
	process := exec.Command("sh", "-c", `umask 077 && exec "$0" '-test.run=^TestWriteDirModes$'`, os.Args[0])
	process.Env = append(os.Environ(), "PUBLISH_TEST_DIR="+dir)
	if out, err := process.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for name, want := range map[string]fs.FileMode{".": 0o755, "codes": 0o755, "codes/27": 0o755, "codes/27/index.html": 0o644, ".manifest": 0o644, ".gitignore": 0o644} {
		info, err := os.Stat(filepath.Join(dir, name))
		must(t, err)
		if info.Mode().Perm() != want {
			t.Errorf("%s has mode %o, want %o", name, info.Mode().Perm(), want)
		}
	}
}

func TestWriteDirReplaces(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "public")
	plant(t, dir, ".gitignore", "*\n!.gitignore\n")
	publish(t, dir, "index.html", "1", "codes/27/index.html", "27", "codes/28/index.html", "28")
	plant(t, dir, "index.html", "edited by hand: the path is ours all the same")
	must(t, os.Remove(filepath.Join(dir, "codes/28/index.html"))) // its directory is still ours
	publish(t, dir, "index.html", "2", "codes/27/index.html", "27")
	same(t, tree(t, dir), map[string]string{
		"./": "", "codes/": "", "codes/27/": "", "index.html": "2", "codes/27/index.html": "27",
		".gitignore": "*\n!.gitignore\n", ".manifest": manifestOf("codes/27/index.html", "index.html"),
	})
	publish(t, dir)
	same(t, tree(t, dir), map[string]string{"./": "", ".gitignore": "*\n!.gitignore\n", ".manifest": manifestOf()})
	onlyEntries(t, parent, "public")
}

// What an earlier version of the program built, whose manifest had hashes, is
// replaced. A list of files that no build wrote gives nothing away.
func TestWriteDirManifests(t *testing.T) {
	hash := strings.Repeat("0f", 32)
	for text, ours := range map[string]bool{
		manifestOf("index.html", "a  b/c.html"):                           true,
		hash + "  index.html\n" + hash + "  a  b/c.html\n":                true,
		"index.html\na  b/c.html\n":                                       false,
		manifestOf() + hash + "  index.html\n" + hash + "  a  b/c.html\n": false,
		hash + "  index.html\n" + hash + " *a  b/c.html\n":                false,
		"": false,
	} {
		dir := filepath.Join(t.TempDir(), "public")
		plant(t, dir, "index.html", "1", "a  b/c.html", "27", ".manifest", text)
		_, err := WriteDir(t.Context(), tiny("index.html", "2"), dir)
		if refused, _ := errors.AsType[*Refused](err); (refused == nil) != ours || ours && err != nil {
			t.Errorf("%q: got %v", text, err)
		}
	}
}
