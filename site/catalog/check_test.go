package catalog_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/tools/txtar"

	"responsa/site/catalog"
)

var update = flag.Bool("update", false, "write what is reported into testdata/check")

// valid is the catalog that every case starts from: three codes of a made-up
// vendor, without a mistake.
func valid(t testing.TB) fstest.MapFS {
	t.Helper()
	files, base := fstest.MapFS{}, os.DirFS("testdata/valid")
	err := fs.WalkDir(base, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(base, path)
		files[path] = &fstest.MapFile{Data: text}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// load loads, whatever the content holds, within a second (here five, for a
// busy machine), and holds every problem to the form that all of them have.
func load(t testing.TB, content fs.FS) (*catalog.Catalog, catalog.Problems) {
	t.Helper()
	var c *catalog.Catalog
	var problems catalog.Problems
	done := make(chan bool)
	go func() {
		defer close(done)
		c, problems = catalog.Load(content, "content")
	}()
	select {
	case <-done:
	case <-time.After(5 * time.Second):
		t.Fatal("not loaded within five seconds")
	}
	for _, p := range problems {
		for _, words := range []string{p.Text, p.Hint} {
			first, _ := utf8.DecodeRuneInString(words)
			if unicode.IsUpper(first) || strings.HasSuffix(words, ".") || strings.Contains(words, "\n") {
				t.Errorf("%q is not lower case, without a full stop and in one line", words)
			}
		}
		if p.Text == "" || !strings.HasPrefix(p.File, "content/") || p.Line < 0 || p.Column < 0 {
			t.Errorf("%#v says too little", p)
		}
	}
	return c, problems
}

// Each file of testdata/check breaks one rule of a valid catalog. Its comment
// is the rule; it holds the files that differ and what is reported.
func TestRules(t *testing.T) {
	if _, problems := load(t, valid(t)); len(problems) > 0 {
		t.Fatalf("the valid catalog isn't:\n%v", problems)
	}
	cases, err := filepath.Glob("testdata/check/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			files := valid(t)
			var want *txtar.File
			for i, f := range archive.Files {
				if f.Name == "want" {
					want = &archive.Files[i]
				} else {
					files[f.Name] = &fstest.MapFile{Data: f.Data}
				}
			}
			if want == nil {
				t.Fatal("the case wants nothing; end it with -- want --")
			}
			_, problems := load(t, files)
			got := problems.Error()
			if got != "" {
				got += "\n"
			}
			if *update {
				want.Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(archive), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			if got != string(want.Data) {
				t.Errorf("%sgot:\n%s\nwant:\n%s", archive.Comment, got, want.Data)
			}
		})
	}
}

// What a text file of this repository had better not hold.
func TestHostileFiles(t *testing.T) {
	front := func(fields string) string { return "---\n" + fields + "\n---\n" }
	for name, test := range map[string]struct{ text, want string }{
		"NUL":             {front("title: a\x00b"), "content/codes/4.md: holds a NUL character"},
		"invalid UTF-8":   {front("title: \xff"), "content/codes/4.md: not valid UTF-8"},
		"bidi control":    {front("title: \u202egpj.exe"), "content/codes/4.md: holds a character that reverses the order of text (bidirectional control)"},
		"large file":      {front("code: 4") + strings.Repeat("x", 1<<20), "content/codes/4.md: larger than 1048576 bytes"},
		"large front":     {front(strings.Repeat("x: 1\n", 1<<16)), "content/codes/4.md:1:1: front matter larger than 65536 bytes"},
		"depth 10,000":    {front("body: " + strings.Repeat("[", 10_001)), "content/codes/4.md:2:10007: exceeded max depth of 10000"},
		"alias bomb":      {front("a: &a [x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]"), "content/codes/4.md:2:4: anchors and aliases are not allowed"},
		"alias of itself": {front("a: &a [*a]"), "content/codes/4.md:2:4: anchors and aliases are not allowed"},
		"placeholders":    {front("code: 4\nmessage: '" + strings.Repeat("[a][b]", 10_000) + "'"), "content/codes/4.md:3:10: the message's [a] has no params entry"},
	} {
		t.Run(name, func(t *testing.T) {
			files := valid(t)
			files["codes/4.md"] = &fstest.MapFile{Data: []byte(test.text)}
			_, problems := load(t, files)
			if !strings.Contains(problems.Error()+"\n", test.want+"\n") {
				t.Errorf("got %.2000s\nwant %s", problems, test.want)
			}
		})
	}
}

// What only a disk has.
func TestHostileDisk(t *testing.T) {
	outside := filepath.Join(t.TempDir(), "outside")
	if err := os.WriteFile(outside, []byte("title: secret\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	link := func(file string) error { return os.Symlink(outside, file) }
	fifo := func(file string) error { return exec.Command("mkfifo", file).Run() }
	folder := func(file string) error { return os.Mkdir(file, 0o777) }
	large := func(file string) error {
		return errors.Join(os.WriteFile(file, nil, 0o666), os.Truncate(file, 100<<20))
	}
	for _, test := range []struct {
		name, file string
		make       func(file string) error
		want       string
	}{
		{"link", "codes/4.md", link, "content/codes/4.md: not a plain .md file"},
		{"FIFO", "codes/4.md", fifo, "content/codes/4.md: not a plain .md file"},
		{"folder", "guides/4.md", folder, "content/guides/4.md: not a plain .md file"},
		{"100 MiB", "codes/4.md", large, "content/codes/4.md: larger than 1048576 bytes"},
		{"link for a list", "functions.yaml", link, "content/functions.yaml: path escapes from parent"},
		{"FIFO for a list", "functions.yaml", fifo, "content/functions.yaml: not a plain file"},
		{"FIFO for a sample", "samples/curl.sh", fifo, "content/site.yaml:14:11: samples/curl.sh: not a plain file"},
		{"file for a folder", "codes", large, "content/codes: "},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS("testdata/valid")); err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(dir, test.file)
			if err := os.RemoveAll(file); err != nil {
				t.Fatal(err)
			}
			if err := test.make(file); err != nil {
				if os.Getenv("REQUIRE_TOOLS") == "1" {
					t.Fatalf("this file can't be made here: %v; and REQUIRE_TOOLS=1", err)
				}
				t.Skipf("this file can't be made here: %v", err)
			}
			root, err := os.OpenRoot(dir)
			if err != nil {
				t.Fatal(err)
			}
			defer root.Close()
			_, problems := load(t, root.FS())
			if !strings.Contains(problems.Error(), test.want) {
				t.Errorf("got %s\nwant %s", problems, test.want)
			}
		})
	}
}

// A byte order mark and CRLF change nothing.
func TestWindowsFiles(t *testing.T) {
	want, _ := load(t, valid(t))
	files := valid(t)
	for _, f := range files {
		f.Data = []byte("\ufeff" + strings.ReplaceAll(string(f.Data), "\n", "\r\n"))
	}
	got, problems := load(t, files)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if !reflect.DeepEqual(got.Codes, want.Codes) || !reflect.DeepEqual(got.Guides, want.Guides) || !reflect.DeepEqual(got.Samples, want.Samples) {
		t.Error("the same text with other line ends is another catalog")
	}
}

// Only site.yaml must be there.
func TestEmptyCatalog(t *testing.T) {
	_, problems := load(t, fstest.MapFS{})
	if got, want := problems.Error(), "content/site.yaml: file does not exist"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	site := valid(t)["site.yaml"]
	site.Data, _, _ = bytes.Cut(site.Data, []byte("samples:"))
	if _, problems := load(t, fstest.MapFS{"site.yaml": site}); len(problems) > 0 {
		t.Error(problems)
	}
}

// A writer mends all of it in one round.
func TestThirtyMistakes(t *testing.T) {
	files := valid(t)
	for n := 10; n < 20; n++ {
		text := fmt.Sprintf("---\ncode: %d\nname: N%[1]d\ntitle: Title %[1]d\nhttp: 418\nmodule: orders\nmessage: x\noutcome: failure\n"+
			"retry: perhaps\nactor: vendor\nsources: [{what: all, from: manual}]\nupdated: today\n---\n", n)
		files[fmt.Sprintf("codes/%d.md", n)] = &fstest.MapFile{Data: []byte(text)}
	}
	_, problems := load(t, files)
	var got, want []string
	for _, p := range problems {
		got = append(got, fmt.Sprintf("%s:%d", p.File, p.Line))
	}
	for n := 10; n < 20; n++ {
		for _, line := range []int{5, 9, 12} {
			want = append(want, fmt.Sprintf("content/codes/%d.md:%d", n, line))
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %d: %v", len(got), problems)
	}
}

// edit replaces a text that stands once in a file.
func edit(t testing.TB, files fstest.MapFS, file, old, new string) {
	t.Helper()
	text := string(files[file].Data)
	if strings.Count(text, old) != 1 {
		t.Fatalf("%s doesn't hold %q once", file, old)
	}
	files[file] = &fstest.MapFile{Data: []byte(strings.Replace(text, old, new, 1))}
}
