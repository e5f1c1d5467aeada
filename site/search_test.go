package site

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"responsa/site/catalog"
	"responsa/site/synthetic"
)

func gzipped(t *testing.T, files ...File) int {
	t.Helper()
	n := 0
	for _, f := range files {
		var b bytes.Buffer
		w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
		if err := f.Render(w); err != nil {
			t.Fatal(err)
		}
		_ = w.Close()
		n += b.Len()
	}
	return n
}

// syntheticCodes is a synthetic catalog as far as the search data need it. To
// load a hundred thousand files would take the better part of a minute.
func syntheticCodes(t *testing.T, n int) *catalog.Catalog {
	t.Helper()
	content := synthetic.Content(n)
	c, problems := catalog.Load(synthetic.Content(1), "content")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	field := func(text, name string) string {
		_, rest, _ := strings.Cut(text, "\n"+name+": ")
		value, _, _ := strings.Cut(rest, "\n")
		return value
	}
	c.Modules = nil
	modules, err := fs.ReadFile(content, "modules.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`(?m)^- id: (.*)\n  title: (.*)$`).FindAllStringSubmatch(string(modules), -1) {
		c.Modules = append(c.Modules, catalog.Module{ID: m[1], Title: m[2]})
	}
	c.Codes = nil
	for i := range n {
		source, err := fs.ReadFile(content, fmt.Sprintf("codes/%d.md", i))
		if err != nil {
			t.Fatal(err)
		}
		text := string(source)
		status, _ := strconv.Atoi(field(text, "http"))
		code := &catalog.Code{
			Code: catalog.Value{Text: strconv.Itoa(i), Integer: true}, Slug: strconv.Itoa(i), Title: field(text, "title"), HTTP: status,
			Module: field(text, "module"), Message: field(text, "message"), Outcome: catalog.Outcome(field(text, "outcome")),
			Keywords: strings.Split(strings.Trim(field(text, "keywords"), "[]"), ", "),
		}
		if strings.Contains(text, "\nparams:") {
			code.Params = catalog.Params{{Name: "Value"}}
		}
		c.Codes = append(c.Codes, code)
	}
	return c
}

// The bytes from the first focus to the first answer, compressed: the engine, and
// the numbers, titles, messages and keywords.
func TestSearchBudgets(t *testing.T) {
	engine := engineOf(t)
	for n, most := range map[int]int{40: 10 << 10, 1000: 28 << 10, 10_000: 220 << 10} {
		b := list(syntheticCodes(t, n), links{}, false)
		got := engine + gzipped(t, File{"search.json", b.searchData})
		t.Logf("%d codes: %d bytes", n, got)
		if got > most || got < most/3 {
			t.Errorf("%d codes: %d bytes until the first answer, want at most %d", n, got, most)
		}
	}
}

func engineOf(t *testing.T) int {
	t.Helper()
	static, err := readFrontEnd(os.DirFS("../static"))
	if err != nil {
		t.Fatal(err)
	}
	a, err := bundlesOf(static)(Published)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(a.files, func(f File) bool { return strings.HasPrefix(f.Path, "assets/engine.") })
	return gzipped(t, a.files[i])
}

// found are the codes that are shown for a number: itself, those that come under
// such a status, those that begin so.
func found(c *catalog.Catalog, number string) []int {
	var itself, status, prefix []int
	for i, code := range c.Codes {
		switch {
		case code.Code.Text == number:
			itself = append(itself, i)
		case strconv.Itoa(code.HTTP) == number:
			status = append(status, i)
		case strings.HasPrefix(code.Code.Text, number):
			prefix = append(prefix, i)
		}
	}
	all := slices.Concat(itself, status, prefix)
	return all[:min(len(all), 40)]
}

// Of a catalog of a hundred thousand codes, a number or the beginning of one
// needs the engine, what comes first, and the texts of what is shown.
func TestSearchBudgetOfANumber(t *testing.T) {
	c := syntheticCodes(t, 100_000)
	b := list(c, links{}, false)
	always := engineOf(t) + gzipped(t, File{"search.json", b.searchData})
	sizes := map[int]int{}
	worst := 0
	for _, text := range []string{"0", "1", "2", "9", "27", "99", "200", "404", "503", "999", "2701", "9999", "10000", "54321", "99999"} {
		files := map[int]bool{}
		for _, i := range found(c, text) {
			files[i/usualSizes.TextsFile] = true
		}
		got := always
		for file := range files {
			if sizes[file] == 0 {
				sizes[file] = gzipped(t, File{"", func(w io.Writer) error { return b.writeData(w, "", b.search().texts[file]) }})
			}
			got += sizes[file]
		}
		if len(files) == 0 {
			t.Errorf("%s is not found", text)
		}
		worst = max(worst, got)
	}
	t.Logf("%d bytes, %d of them at any first focus", worst, always)
	if worst > 300<<10 || worst == always {
		t.Errorf("%d bytes for a number, want at most 300 KB", worst)
	}
}
