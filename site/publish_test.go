package site

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
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

func TestWriteDirFailingRender(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "public")
	publish(t, dir, "index.html", "1", "codes/27/index.html", "27")
	before := tree(t, parent)
	cause := errors.New("disk full")
	files := append(tiny("index.html", "2", "z.html", "z"), File{"codes/27/index.html", func(w io.Writer) error {
		io.WriteString(w, strings.Repeat("half ", 50_000))
		return errors.Join(cause, errors.New("second line"))
	}})
	_, err := WriteDir(t.Context(), files, dir)
	if !errors.Is(err, cause) {
		t.Fatalf("got %v", err)
	}
	if want := filepath.Join(dir, "codes/27/index.html") + ": disk full; second line"; err.Error() != want {
		t.Errorf("got  %s\nwant %s", err, want)
	}
	same(t, tree(t, parent), before)
}

func TestWriteDirCancelled(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "public")
	publish(t, dir, "index.html", "1")
	before := tree(t, parent)
	for i := range 40 {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		files := Files{}
		for j := range 20 { // the interrupt comes before, within or after the files
			files = append(files, File{fmt.Sprintf("%02d/index.html", j), func(io.Writer) error {
				if j == i-1 {
					cancel()
				}
				return nil
			}})
		}
		if i == 0 || i > 20 {
			cancel()
		}
		_, err := WriteDir(ctx, files, dir)
		if err != context.Canceled {
			t.Fatalf("%d: got %v", i, err)
		}
		same(t, tree(t, parent), before)
	}
}

func TestWriteDirSweeps(t *testing.T) {
	process := exec.Command(os.Args[0], "-test.run=^$")
	must(t, process.Run())
	dead, random := process.Process.Pid, strings.Repeat("A", 26)
	parent := t.TempDir()
	dir := filepath.Join(parent, "public")
	gone := fmt.Sprintf(".public-%d-%s", dead, random)
	kept := []string{
		fmt.Sprintf(".public-%d-%s", os.Getppid(), random), // its process runs
		fmt.Sprintf(".public-%d-short", dead),
		fmt.Sprintf(".public-%d-%s-mine", dead, random),
		fmt.Sprintf(".public-1-%d-%s", dead, random), // that of another output, "public-1"
		fmt.Sprintf("public-%d-%s", dead, random),
		".public-lock-of-mine", ".public-x", "other",
	}
	plant(t, parent, gone+"/a/b.html", "x", gone+".old/index.html", "x", "outside/file", "x")
	for _, name := range kept {
		plant(t, parent, name+"/file", "x")
	}
	must(t, os.Symlink("../../outside", filepath.Join(parent, gone, "a", "link")))
	must(t, os.Symlink("outside", filepath.Join(parent, fmt.Sprintf(".public-%d-%s", dead, strings.Repeat("B", 26)))))
	must(t, os.WriteFile(filepath.Join(parent, fmt.Sprintf(".public-%d-%s", dead, strings.Repeat("C", 26))), nil, 0o644))
	// A process's number is given again: age tells, too, and this build knows its own.
	ours, aged := fmt.Sprintf(".public-%d-%s", os.Getpid(), random), fmt.Sprintf(".public-%d-%s", os.Getppid(), strings.Repeat("D", 26))
	plant(t, parent, ours+"/file", "x", aged+"/file", "x")
	must(t, os.Chtimes(filepath.Join(parent, aged), time.Time{}, time.Now().Add(-25*time.Hour)))
	if runtime.GOOS != "linux" { // without a look at processes, age tells
		must(t, os.Chtimes(filepath.Join(parent, gone), time.Time{}, time.Now().Add(-48*time.Hour)))
		must(t, os.Chtimes(filepath.Join(parent, gone+".old"), time.Time{}, time.Now().Add(-48*time.Hour)))
	}
	before := tree(t, parent)
	must(t, os.Mkdir(dir, 0o755))
	publish(t, dir)
	must(t, os.RemoveAll(dir))
	maps.DeleteFunc(before, func(name, _ string) bool {
		top, _, _ := strings.Cut(name, "/")
		return slices.Contains([]string{gone, gone + ".old", ours, aged}, top)
	})
	same(t, tree(t, parent), before)
}

// A build that died between the renames had moved the output away.
func TestWriteDirPutsBack(t *testing.T) {
	process := exec.Command(os.Args[0], "-test.run=^$")
	must(t, process.Run())
	parent := t.TempDir()
	away := fmt.Sprintf(".public-%d-%s.old", process.Process.Pid, strings.Repeat("A", 26))
	plant(t, parent, away+"/index.html", "1", away+"/.gitignore", "*", away+"/.manifest", manifestOf("index.html"))
	must(t, os.Chtimes(filepath.Join(parent, away), time.Time{}, time.Now().Add(-48*time.Hour)))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := WriteDir(ctx, nil, filepath.Join(parent, "public")); err != context.Canceled {
		t.Fatal(err)
	}
	same(t, tree(t, parent), map[string]string{
		"./": "", "public/": "", "public/index.html": "1", "public/.gitignore": "*", "public/.manifest": manifestOf("index.html"),
	})
}

func TestPublishSwapByRenames(t *testing.T) {
	for _, cause := range []error{syscall.EINVAL, errors.ErrUnsupported} {
		none := func(a, b string) error { return cause }
		parent := t.TempDir()
		a, b := filepath.Join(parent, "a"), filepath.Join(parent, "b")
		plant(t, parent, "a/new", "", "b/old", "")
		must(t, swap(a, b, none))
		same(t, tree(t, parent), map[string]string{"./": "", "a/": "", "a/old": "", "b/": "", "b/new": ""})
		must(t, os.RemoveAll(a))
		if err := swap(a, b, none); !errors.Is(err, fs.ErrNotExist) { // what is to come in isn't there
			t.Errorf("got %v", err)
		}
		same(t, tree(t, parent), map[string]string{"./": "", "b/": "", "b/new": ""})
	}
	parent := t.TempDir()
	err := swap("", parent, func(a, b string) error { return syscall.EBUSY })
	if !errors.Is(err, syscall.EBUSY) || !strings.Contains(err.Error(), "mount point") {
		t.Errorf("got %v", err)
	}
}

func TestWriteDirConcurrent(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "public")
	plant(t, dir, ".gitignore", "*")
	want := make([]map[string]string, 8)
	sites := make([]Files, 8)
	for i := range sites {
		var pairs []string
		for j := range 50 {
			pairs = append(pairs, fmt.Sprintf("%d/%02d.html", i, j), fmt.Sprint(i))
		}
		sites[i] = tiny(pairs...)
		alone := filepath.Join(t.TempDir(), "public")
		plant(t, alone, ".gitignore", "*")
		publish(t, alone, pairs...)
		want[i] = tree(t, alone)
	}
	won := 0
	for range 20 {
		var mu sync.Mutex
		var builds sync.WaitGroup
		for i := range sites {
			builds.Go(func() {
				_, err := WriteDir(t.Context(), sites[i], dir)
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					won++
				} else if !errors.Is(err, ErrBusy) {
					t.Error(err)
				}
			})
		}
		builds.Wait()
		got := tree(t, dir)
		if !slices.ContainsFunc(want, func(w map[string]string) bool { return maps.Equal(w, got) }) {
			t.Fatalf("a mixed site: %q", got)
		}
		onlyEntries(t, parent, "public")
	}
	if won < 20 {
		t.Errorf("%d builds of 160 came through", won)
	}
}

func TestWriteDirBusy(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	_, err := WriteDir(t.Context(), Files{{"index.html", func(io.Writer) error {
		if _, err := WriteDir(t.Context(), nil, dir); !errors.Is(err, ErrBusy) {
			t.Errorf("got %v, want ErrBusy", err)
		}
		return nil
	}}}, dir)
	must(t, err)
	publish(t, dir) // the lock is gone
}

// A build is killed at moments all over its run; the output is one of the two
// sites each time, and the next build leaves nothing of it.
func TestWriteDirKilled(t *testing.T) {
	site := func(text string) (pairs []string) {
		for i := range 60 {
			pairs = append(pairs, fmt.Sprintf("%s%03d/index.html", text, i), text)
		}
		return pairs
	}
	if dir := os.Getenv("PUBLISH_TEST_DIR"); dir != "" {
		for {
			publish(t, dir, site("b")...)
			publish(t, dir, site("a")...)
		}
	}
	if testing.Short() {
		t.Skip("takes seconds")
	}
	parent := t.TempDir()
	dir := filepath.Join(parent, "public")
	publish(t, dir, site("b")...)
	b := tree(t, dir)
	publish(t, dir, site("a")...)
	a := tree(t, dir)
	seen := map[string]int{}
	for i := range 30 {
		process := exec.Command(os.Args[0], "-test.run=^TestWriteDirKilled$")
		process.Env = append(os.Environ(), "PUBLISH_TEST_DIR="+dir)
		must(t, process.Start())
		time.Sleep(time.Duration(50+8*i) * time.Millisecond)
		must(t, process.Process.Kill())
		process.Wait()
		switch got := tree(t, dir); {
		case maps.Equal(got, a):
			seen["a"]++
		case maps.Equal(got, b):
			seen["b"]++
		default:
			t.Fatalf("a mixed site of %d entries", len(got))
		}
		if entries, _ := os.ReadDir(parent); len(entries) > 1 {
			seen["leftovers"]++
		}
	}
	t.Log(seen)
	publish(t, dir, site("a")...)
	same(t, tree(t, dir), a)
	onlyEntries(t, parent, "public")
}
