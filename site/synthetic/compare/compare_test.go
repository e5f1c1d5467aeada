package main

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"responsa/site/catalog"
	"responsa/site/sample"
)

// The command starts itself to write the content.
func TestMain(m *testing.M) {
	if slices.Contains(os.Args, "-write") {
		main()
	}
	os.Exit(m.Run())
}

func TestRefuses(t *testing.T) {
	for _, tt := range []struct{ args, want string }{
		{"-codes 0", `"0" is not a number of codes`},
		{"-codes 40,x", `"x" is not a number of codes`},
		{"-runs 0", "0 runs measure nothing"},
		{"-sides jekyll", "-sides takes hugo, hugo-plain, hugo-json, responsa"},
		{"here", `unexpected argument "here"`},
		{"-fast", "flag provided but not defined"},
	} {
		var out, said bytes.Buffer
		if code := run(t.Context(), strings.Fields(tt.args), &out, &said); code != refused || !strings.Contains(said.String(), tt.want) || out.Len() > 0 {
			t.Errorf("%s: exit %d, %q", tt.args, code, said.String())
		}
	}
}

// It measures, prints a row for each size, and leaves nothing behind.
func TestCompare(t *testing.T) {
	dir := t.TempDir()
	var out, said bytes.Buffer
	code := run(t.Context(), []string{"-codes", "30,3", "-runs", "1", "-sides", "responsa", "-dir", dir}, &out, &said)
	if code != done {
		t.Fatalf("exit %d\n%s", code, said.String())
	}
	for _, want := range []string{"|        3 | responsa   |", "|       30 | responsa   |", "30 codes: responsa takes "} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
	if strings.Contains(out.String(), " 0.00 s |") || runtime.GOOS != "windows" && strings.Contains(out.String(), " 0 MiB | 0 MiB") {
		t.Errorf("something took nothing:\n%s", out.String())
	}
	empty(t, dir)
}

// An interrupt ends what runs, and leaves nothing behind either.
func TestInterrupt(t *testing.T) {
	dir := t.TempDir()
	ctx, stop := context.WithCancel(t.Context())
	said := &interrupting{text: "building responsa", stop: stop}
	if code := run(ctx, []string{"-dir", dir}, &bytes.Buffer{}, said); code != interrupted || !strings.HasSuffix(said.String(), "building responsa\ncompare: interrupted\n") {
		t.Errorf("exit %d, %q", code, said.String())
	}
	empty(t, dir)
}

// interrupting stops when it is told a text.
type interrupting struct {
	bytes.Buffer
	text string
	stop func()
}

func (i *interrupting) Write(p []byte) (int, error) {
	if bytes.Contains(p, []byte(i.text)) {
		i.stop()
	}
	return i.Buffer.Write(p)
}

func empty(t *testing.T, dir string) {
	t.Helper()
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// All sides get the same words and programs.
func TestSameContent(t *testing.T) {
	const n = 12
	dir := t.TempDir()
	if err := writeContent("../../..", sides, n, dir); err != nil {
		t.Fatal(err)
	}
	c, problems := catalog.Load(os.DirFS(filepath.Join(dir, "responsa", "content")), "content")
	if len(problems) > 0 || len(c.Codes) != n || len(c.Samples) != 10 {
		t.Fatalf("%d codes in %d languages, %v", len(c.Codes), len(c.Samples), problems)
	}
	for _, name := range []string{"hugo", "hugo-plain", "hugo-json"} {
		pages, err := fs.Glob(os.DirFS(filepath.Join(dir, name, "content", "codes")), "*.md")
		if err != nil || len(pages) != n {
			t.Errorf("%s: %d pages, %v", name, len(pages), err)
		}
	}
	for _, code := range c.Codes {
		page := read(t, dir, "hugo", "content", "codes", code.Slug+".md")
		less := read(t, dir, "hugo-json", "content", "codes", code.Slug+".md")
		if plain := read(t, dir, "hugo-plain", "content", "codes", code.Slug+".md"); plain != page {
			t.Errorf("%s: the page to be left plain is another", code.Slug)
		}
		if !strings.HasPrefix(page, less) {
			t.Errorf("%s: the page without programs is not the beginning of the other", code.Slug)
		}
		if !strings.Contains(less, code.Prose.Text) || !strings.Contains(less, "\ncode: "+code.Code.Text+"\n") || !strings.Contains(less, "\n````json\n{\n") {
			t.Errorf("%s: no prose, no code or no response in\n%s", code.Slug, less)
		}
		call := calls(c).Of(code)
		for _, s := range c.Samples {
			template, err := sample.Parse(s)
			if err != nil {
				t.Fatal(err)
			}
			if program, err := template.Fill(call); err != nil || !strings.Contains(page, "\n"+program.String()+"\n````\n") {
				t.Errorf("%s: no %s, %v", code.Slug, s.ID, err)
			}
		}
	}
}

func read(t *testing.T, names ...string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(names...))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestExecute(t *testing.T) {
	took, out, err := execute(t.Context(), "", nil, "go", "version")
	if err != nil || !strings.HasPrefix(out, "go version") || took.cpu <= 0 || took.wall <= 0 || runtime.GOOS != "windows" && took.peak < 1<<20 {
		t.Errorf("%v %q %v", took, out, err)
	}
	if _, _, err := execute(t.Context(), "", nil, "go", "nothing"); err == nil || !strings.Contains(err.Error(), "unknown command") {
		t.Errorf("the error %v doesn't say what the program said", err)
	}
}

func TestMedian(t *testing.T) {
	costs := []cost{{9 * time.Second, 1 * time.Second, 500}, {1 * time.Second, 9 * time.Second, 100}, {5 * time.Second, 2 * time.Second, 300}}
	if got, want := median(costs), (cost{5 * time.Second, 2 * time.Second, 300}); got != want {
		t.Errorf("%v, want %v", got, want)
	}
	if got, want := median(costs[:2]), (cost{5 * time.Second, 5 * time.Second, 300}); got != want {
		t.Errorf("of two %v, want %v", got, want)
	}
	if got, want := costs[0].then(costs[1]), (cost{10 * time.Second, 10 * time.Second, 500}); got != want {
		t.Errorf("one after the other %v, want %v", got, want)
	}
}

func TestTable(t *testing.T) {
	s := func(name string) side { return side{name: name} }
	text := table([]result{
		{side: s("hugo"), codes: 40, cost: cost{2 * time.Second, time.Second, 100 << 20}, files: 7, bytes: 3 << 20, page: 900},
		{side: s("responsa"), codes: 40, cost: cost{time.Second / 2, time.Second / 4, 50 << 20}},
		{side: s("responsa"), codes: 400, cost: cost{4 * time.Second, time.Second, 50 << 20}},
	}, 5)
	for _, want := range []string{
		"medians of 5\n",
		"|       40 | hugo       |    2.00 s |    1.00 s |   100 MiB |        7 |     3 MiB |      900 B |\n",
		"40 codes: responsa takes 0.25 of the CPU time, 0.25 of the time and 0.50 of the memory of hugo\n",
		"400 codes: responsa takes 8.00 times the CPU time of 40 codes\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}
