package synthetic_test

import (
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"responsa/site"
	"responsa/site/catalog"
	"responsa/site/synthetic"
)

// A catalog of any size is one without a mistake.
func TestContent(t *testing.T) {
	for _, n := range []int{0, 1, 35, 1200} {
		c, problems := catalog.Load(synthetic.Content(n), "content")
		if len(problems) > 0 || len(c.Codes) != n {
			t.Errorf("%d codes: %d loaded, %v", n, len(c.Codes), problems)
		}
	}
}

// One like another has its samples and its envelope, and fills its templates in.
func TestLike(t *testing.T) {
	model, problems := catalog.Load(os.DirFS("../../content"), "content")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for _, n := range []int{0, 1, 35} {
		c, problems := catalog.Load(synthetic.Like(model, n), "content")
		problems = append(problems, site.Check(c)...)
		if len(problems) > 0 || len(c.Codes) != n || c.Site.Envelope.Code != model.Site.Envelope.Code {
			t.Errorf("%d codes: %d loaded, %v", n, len(c.Codes), problems)
		}
		same := func(x, y *catalog.Sample) bool { return x.ID == y.ID && x.Text == y.Text }
		if len(c.Samples) != 10 || !slices.EqualFunc(c.Samples, model.Samples, same) {
			t.Errorf("%d codes: %d samples, want the ten of the model", n, len(c.Samples))
		}
	}
}

// It is a file system like any other, and the same each time.
func TestContentIsAFileSystem(t *testing.T) {
	first, second := synthetic.Content(40), synthetic.Content(40)
	if err := fstest.TestFS(first, "site.yaml", "codes/0.md", "codes/39.md"); err != nil {
		t.Error(err)
	}
	for _, name := range []string{"codes/40.md", "codes/07.md", "codes/-1.md", "codes/x.md", "codes/7"} {
		if _, err := fs.ReadFile(first, name); err == nil {
			t.Errorf("there is a file %s", name)
		}
	}
	texts := map[string]string{}
	err := fs.WalkDir(first, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(first, name)
		again, _ := fs.ReadFile(second, name)
		if string(text) != string(again) {
			t.Errorf("%s differs the second time", name)
		}
		texts[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	_, prose, _ := strings.Cut(texts["codes/7.md"], "## What happened")
	if n := len(strings.Fields(prose)); n < 115 || n > 140 {
		t.Errorf("a code has %d words of prose, want some 120", n)
	}
	if texts["codes/7.md"] == texts["codes/8.md"] || len(texts) != 43 {
		t.Errorf("%d files, or two codes with one text", len(texts))
	}
}
