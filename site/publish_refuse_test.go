package site

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestWriteDirRefusesForeign(t *testing.T) {
	for name, disturb := range map[string]func(dir string){
		"codes/notes.txt":    func(dir string) { plant(t, dir, "codes/notes.txt", "mine") },
		"drafts":             func(dir string) { plant(t, dir, "drafts/", "") },
		"drafts/a/b.txt":     func(dir string) { plant(t, dir, "drafts/a/b.txt", "mine") },
		"a/.gitignore":       func(dir string) { plant(t, dir, "a/.gitignore", "mine") },
		".manifest":          func(dir string) { must(t, os.Remove(dir+"/.manifest")); plant(t, dir, ".manifest/", "") },
		"codes/27/index.htm": func(dir string) { must(t, os.Rename(dir+"/codes/27/index.html", dir+"/codes/27/index.htm")) },
		"index.html":         func(dir string) { must(t, os.Remove(dir+"/.manifest")) },
		"go.mod":             func(dir string) { plant(t, dir, "go.mod", "module x") },
		".git/HEAD":          func(dir string) { plant(t, dir, ".git/HEAD", "x", ".manifest", manifestOf(".git/HEAD")) },
		"codes/27":           func(dir string) { must(t, os.RemoveAll(dir+"/codes/27")); must(t, os.Symlink("/etc", dir+"/codes/27")) },
		".gitignore":         func(dir string) { must(t, os.Symlink("/etc/hosts", dir+"/.gitignore")) },
	} {
		t.Run(name, func(t *testing.T) {
			parent := t.TempDir()
			dir := filepath.Join(parent, "public")
			publish(t, dir, "index.html", "1", "codes/27/index.html", "27")
			disturb(dir)
			before := tree(t, parent)
			_, err := WriteDir(t.Context(), tiny("index.html", "2"), dir)
			refused, ok := errors.AsType[*Refused](err)
			if !ok || !slices.Contains(refused.Names, name) || !strings.Contains(err.Error(), name) {
				t.Errorf("got %v, want a refusal that names %s", err, name)
			}
			for _, other := range refused.Names {
				if strings.HasPrefix(name, other+"/") {
					t.Errorf("%s is named beside what it holds, %s", other, name)
				}
			}
			same(t, tree(t, parent), before)
		})
	}
}

// A file that comes while the site renders isn't lost.
func TestWriteDirRefusesLateForeign(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "public")
	publish(t, dir, "index.html", "1")
	_, err := WriteDir(t.Context(), Files{{"index.html", func(io.Writer) error {
		return os.WriteFile(filepath.Join(dir, "late.txt"), []byte("mine"), 0o644)
	}}}, dir)
	if _, ok := errors.AsType[*Refused](err); !ok {
		t.Errorf("got %v", err)
	}
	same(t, tree(t, dir), map[string]string{"./": "", "index.html": "1", "late.txt": "mine", ".manifest": manifestOf("index.html")})
	onlyEntries(t, parent, "public")
}

func TestWriteDirNamesTwenty(t *testing.T) {
	dir := t.TempDir()
	for i := range 30 {
		plant(t, dir, fmt.Sprintf("%02d.txt", i), "")
	}
	_, err := WriteDir(t.Context(), nil, dir)
	if refused, ok := errors.AsType[*Refused](err); !ok || len(refused.Names) != 20 || strings.Count(err.Error(), ".txt") != 20 {
		t.Errorf("got %v", err)
	}
}

func TestWriteDirRefusesTarget(t *testing.T) {
	parent := t.TempDir()
	plant(t, parent, "work/here/", "", "file", "x", "empty/", "", "home/me/", "", "git/.git/", "", "mod/go.mod", "module x")
	must(t, os.Symlink("empty", filepath.Join(parent, "link")))
	must(t, os.Symlink("gone", filepath.Join(parent, "dangling")))
	must(t, os.Symlink("work", filepath.Join(parent, "way")))
	t.Setenv("HOME", filepath.Join(parent, "home/me"))
	t.Setenv("USERPROFILE", filepath.Join(parent, "home/me"))
	t.Chdir(filepath.Join(parent, "work/here"))
	before := tree(t, parent)
	for _, dir := range []string{
		"", "/", ".", "..", "../..", "../here", "../../way/here", filepath.Join(parent, "work"),
		"../../home", "../../home/me", "../../link", "../../link/", "../../dangling", "../../file",
		"../../git", "../../mod",
	} {
		_, err := WriteDir(t.Context(), tiny("index.html", "x"), dir)
		if _, ok := errors.AsType[*Refused](err); !ok {
			t.Errorf("%q: got %v, want a refusal", dir, err)
		}
		same(t, tree(t, parent), before)
	}
	publish(t, "public", "index.html", "x")
	publish(t, "../../way/public/", "index.html", "x") // a link on the way to it is fine
	publish(t, "../../empty", "index.html", "x")
}

func TestWriteDirRefusesPaths(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "public")
	publish(t, dir, "index.html", "1")
	before := tree(t, parent)
	for _, name := range []string{
		"", ".", "..", "../x", "a/../../x", "/x", "a//b", "a/", `a\b`, "a\nb", "a\x00b",
		".manifest", ".gitignore", "go.mod", ".git/config", ".manifest/x",
	} {
		_, err := WriteDir(t.Context(), tiny("a.html", "x", name, "x"), dir)
		if err == nil || !strings.Contains(err.Error(), fmt.Sprintf("%q", name)) {
			t.Errorf("%q: got %v", name, err)
		}
		same(t, tree(t, parent), before)
	}
	for _, pair := range [][2]string{{"a", "a"}, {"a", "a/b"}} { // two that can't both be
		_, err := WriteDir(t.Context(), tiny(pair[0], "x", pair[1], "x"), dir)
		if err == nil || !strings.Contains(err.Error(), filepath.Join(dir, "a")) {
			t.Errorf("%q: got %v", pair, err)
		}
		same(t, tree(t, parent), before)
	}
}
