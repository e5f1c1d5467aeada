package catalog_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// At its limit a file is read as it is; one step beyond, it is refused.
func TestLimits(t *testing.T) {
	original := valid(t)
	fields, _, _ := strings.Cut(strings.TrimPrefix(string(original["codes/2.md"].Data), "---\n"), "---\n")
	site := string(original["site.yaml"].Data)
	code := func(comment, prose string) string { return "---\n" + comment + fields + "---\n" + prose }
	x := func(count int) string { return strings.Repeat("x", count) }
	for name, test := range map[string]struct {
		file string
		text func(beyond int) string
		want string // beyond the limit
	}{
		"front matter": {"codes/2.md", func(n int) string { return code("#"+x(64<<10-len("#\n")-len(fields)+n)+"\n", "") }, "codes/2.md:1:1: front matter larger than 65536 bytes"},
		"prose":        {"codes/2.md", func(n int) string { return code("", x(32<<10+n)) }, "codes/2.md:19:1: prose larger than 32768 bytes"},
		"brackets":     {"codes/2.md", func(n int) string { return code("", strings.Repeat("[", 1000+n)) }, `codes/2.md:19:1: more than 1000 of "[" in the prose`},
		"angles":       {"codes/2.md", func(n int) string { return code("", strings.Repeat("<", 1000+n)) }, `codes/2.md:19:1: more than 1000 of "<" in the prose`},
		"quotes":       {"codes/2.md", func(n int) string { return code("", ">\n"+strings.Repeat(">", 50+n)) }, `codes/2.md:19:1: more than 50 of ">" in a line of the prose`},
		"file":         {"samples/curl.sh", func(n int) string { return x(1<<20 + n) }, "site.yaml:14:11: samples/curl.sh: larger than 1048576 bytes"},
		"status, high": {"mentions.yaml", func(n int) string {
			return fmt.Sprintf("[{status: %d, title: x, about: x, source: x, guide: guides/start.md}]", 599+n)
		}, "mentions.yaml:1:11: 600 is not an HTTP status"},
		"status, low": {"mentions.yaml", func(n int) string {
			return fmt.Sprintf("[{status: %d, title: x, about: x, source: x, guide: guides/start.md}]", 100-n)
		}, "mentions.yaml:1:11: 99 is not an HTTP status"},
		"pad, high": {"site.yaml", func(n int) string { return site + fmt.Sprintf("legacy: {pad: %d, http: 200}\n", 64+n) }, "site.yaml:15:15: 65 is not a number of digits from 1 to 64"},
		"pad, low":  {"site.yaml", func(n int) string { return site + fmt.Sprintf("legacy: {pad: %d, http: 200}\n", 1-n) }, "site.yaml:15:15: 0 is not a number of digits from 1 to 64"},
	} {
		t.Run(name, func(t *testing.T) {
			for beyond, want := range []string{"", "content/" + test.want} {
				files := valid(t)
				files[test.file] = &fstest.MapFile{Data: []byte(test.text(beyond))}
				got := ""
				if _, problems := load(t, files); len(problems) > 0 {
					got, _, _ = strings.Cut(problems[0].String(), "\n")
				}
				if got != want {
					t.Errorf("%d beyond the limit: got %q, want %q", beyond, got, want)
				}
			}
		})
	}
}

// A catalog may do without every list, and then names nothing out of one.
func TestWithoutLists(t *testing.T) {
	files := valid(t)
	for _, list := range []string{"modules.yaml", "statuses.yaml", "functions.yaml", "mentions.yaml"} {
		delete(files, list)
	}
	for file, f := range files {
		var kept []string
		for line := range strings.Lines(string(f.Data)) {
			if field, _, _ := strings.Cut(strings.TrimSpace(line), ":"); file == "site.yaml" || !slices.Contains([]string{"module", "http", "request", "function", "body"}, field) {
				kept = append(kept, line)
			}
		}
		f.Data = []byte(strings.Join(kept, ""))
	}
	if c, problems := load(t, files); len(problems) > 0 || len(c.Codes) != 3 {
		t.Errorf("%d codes, %v", len(c.Codes), problems)
	}
}

// What samples print stands in files beside the codes; a code that couldn't be
// read is no reason to refuse them.
func TestOutput(t *testing.T) {
	files := valid(t)
	for _, slug := range []string{"1", "2"} {
		files["samples/output/"+slug+".txt"] = &fstest.MapFile{Data: []byte(slug + ": fine\n")}
	}
	if c, problems := load(t, files); len(problems) > 0 || c.Code("1").Output != "1: fine\n" || c.Code("3").Output != "" {
		t.Errorf("outputs %q and %q, %v", c.Code("1").Output, c.Code("3").Output, problems)
	}
	files["codes/2.md"].Data = []byte("nothing")
	if _, problems := load(t, files); strings.Contains(problems.Error(), "output") {
		t.Errorf("the output of a code that wasn't read is refused: %v", problems)
	}
}

// Only what couldn't be read leaves a catalog incomplete, not a mistake in it,
// nor an editor's own file.
func TestIncomplete(t *testing.T) {
	for text, want := range map[string]bool{"nothing": true, "---\ncode: 4\n---\n": false} {
		files := valid(t)
		files["codes/4.md~"], files["codes/.4.md"] = &fstest.MapFile{Data: []byte("nothing")}, &fstest.MapFile{Data: []byte("nothing")}
		if c, problems := load(t, files); c.Incomplete || len(problems) > 0 {
			t.Errorf("an editor's files are read: %v", problems)
		}
		files["codes/4.md"] = &fstest.MapFile{Data: []byte(text)}
		if c, problems := load(t, files); c.Incomplete != want || len(problems) == 0 {
			t.Errorf("%q: incomplete %t, want %t; %v", text, c.Incomplete, want, problems)
		}
	}
}

// Where the prose begins, as the file is.
func TestProseLine(t *testing.T) {
	for text, want := range map[string]int{
		"---\ncode: 4\n---\nSo.\n": 4, "---\ncode: 4\nname: Four\n---\n\nSo.\n": 5, "---\ncode: 4\n---\n": 4, "---\ncode: 4\n---": 3,
	} {
		files := valid(t)
		files["codes/4.md"] = &fstest.MapFile{Data: []byte(text)}
		c, _ := load(t, files)
		if got := c.Code("4").Prose.Line; got != want {
			t.Errorf("%q: prose from line %d, want %d", text, got, want)
		}
	}
}

// A path that leads to nothing gives the last place on its way.
func TestFieldProblem(t *testing.T) {
	c, _ := load(t, valid(t))
	for _, test := range []struct {
		at   []any
		want string
	}{
		{[]any{"host"}, "content/site.yaml:10:7"},
		{[]any{"envelope"}, "content/site.yaml:6:1"},
		{[]any{"envelope", "code"}, "content/site.yaml:7:9"},
		{[]any{"envelope", "field"}, "content/site.yaml:6:1"},
		{[]any{"envelope", 0}, "content/site.yaml:6:1"},
		{[]any{"samples", 0, "file"}, "content/site.yaml:14:11"},
		{[]any{"samples", 1, "file"}, "content/site.yaml:12:3"},
		{[]any{"samples", "id"}, "content/site.yaml:12:3"},
		{nil, "content/site.yaml:1:1"},
	} {
		if got := c.FieldProblem("site.yaml", test.at, "", "wrong").String(); got != test.want+": wrong" {
			t.Errorf("%v: got %s, want %s", test.at, got, test.want)
		}
	}
}
