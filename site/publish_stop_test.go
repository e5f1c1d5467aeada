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
