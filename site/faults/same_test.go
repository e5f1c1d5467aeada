//go:build linux

package faults

import (
	"cmp"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The same catalog gives the same bytes, wherever, whenever and by whomever it
// is built.
func TestSameBytes(t *testing.T) {
	dir, content := t.TempDir(), acme(t, "First")
	in(t, dir, "build", "-content", content).want(t, 0)
	in(t, dir, "bundle", "-content", content).want(t, 0)
	want, offline := tree(t, filepath.Join(dir, "public")), tree(t, filepath.Join(dir, "offline"))
	moved := filepath.Join(t.TempDir(), "with blanks, ünïcode & 'quotes'", "catalog")
	must(t, os.MkdirAll(filepath.Dir(moved), 0o755), os.CopyFS(moved, os.DirFS(content)))
	for _, tt := range []struct{ what, shell, content string }{
		{"again", `"$0" build -content "$1"`, content},
		{"one processor", `GOMAXPROCS=1 "$0" build -content "$1"`, content},
		{"sixteen processors", `GOMAXPROCS=16 "$0" build -content "$1"`, content},
		{"time zone in the east", `TZ=Pacific/Kiritimati "$0" build -content "$1"`, content},
		{"time zone in the west", `TZ=Pacific/Pago_Pago "$0" build -content "$1"`, content},
		{"Turkish", `LANG=tr_TR.UTF-8 LC_ALL=tr_TR.UTF-8 LANGUAGE=tr "$0" build -content "$1"`, content},
		{"strict umask", `umask 077 && "$0" build -content "$1"`, content},
		{"no umask", `umask 0 && "$0" build -content "$1"`, content},
		{"no environment", `env -i "$0" build -content "$1"`, content},
		{"another path", `"$0" build -content "$1"`, moved},
		{"a slash at the end", `"$0" build -content "$1/"`, moved},
		{"a relative path", `cd "$1" && "$0" build -content . -out "$OLDPWD/public"`, content},
		{"another output", `"$0" build -content "$1" -out a/b/c && mv a/b/c public && rmdir -p a/b`, content},
		{"little memory", `GOGC=1 GOMEMLIMIT=32MiB "$0" build -content "$1"`, content},
	} {
		t.Run(tt.what, func(t *testing.T) {
			dir := t.TempDir()
			with(t, dir, nil, "sh", "-c", tt.shell, binary, tt.content).want(t, 0)
			same(t, filepath.Join(dir, "public"), want)
			only(t, dir, "public")
			bundle := strings.Replace(tt.shell, "build -content", "bundle -content", 1)
			if strings.Contains(bundle, " -out ") {
				return // there it names a file
			}
			with(t, dir, nil, "sh", "-c", bundle, binary, tt.content).want(t, 0)
			same(t, filepath.Join(dir, "offline"), offline)
		})
	}
	t.Run("another user", func(t *testing.T) {
		asRoot(t)
		dir := t.TempDir()
		must(t, os.Chown(dir, 65534, 65534))
		for _, up := range []string{dir, filepath.Dir(dir), filepath.Dir(content), filepath.Dir(filepath.Dir(content))} {
			must(t, os.Chmod(up, 0o755))
		}
		with(t, dir, asNobody, binary, "build", "-content", content).want(t, 0)
		with(t, dir, asNobody, binary, "bundle", "-content", content).want(t, 0)
		same(t, filepath.Join(dir, "public"), want)
		same(t, filepath.Join(dir, "offline"), offline)
	})
}

// Nothing that goes into a site asks for the time: what asks is listed here,
// with why. A clock of another year can't be had in a test.
func TestNoClock(t *testing.T) {
	may := map[string]string{
		"build.go":               "how long a build took, for its last line",
		"site/publish.go":        "the age of what dead builds left",
		"site/exchange_other.go": "the age of a lock",
	}
	asks := regexp.MustCompile(`\btime\.(Now|Since|Until|Local)\b|\brand\.`)
	found := map[string]bool{}
	must(t, filepath.WalkDir("../..", func(file string, entry fs.DirEntry, err error) error {
		name, _ := filepath.Rel("../..", file)
		if err != nil || entry.IsDir() && (name == "site/serve" || name == "site/synthetic" || strings.HasPrefix(name, ".") && name != ".") {
			return cmp.Or(err, fs.SkipDir) // no part of a build
		}
		if entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		text, err := os.ReadFile(file)
		if ask := asks.Find(text); ask != nil {
			if found[name] = true; may[name] == "" {
				t.Errorf("%s asks for the time or for a random number: %s", name, ask)
			}
		}
		return err
	}))
	for name := range may {
		if !found[name] {
			t.Errorf("%s asks no more: take it off the list", name)
		}
	}
}
