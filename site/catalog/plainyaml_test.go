package catalog

import (
	"io/fs"
	"os"
	"reflect"
	"strings"
	"testing"
)

// tree writes a node so that trees can be compared and read.
func tree(n *node) any {
	var content []any
	for _, child := range n.Content {
		content = append(content, tree(child))
	}
	return []any{n.Kind.String(), n.quoted, n.Value, n.Line, n.Column, content}
}

// sameTree holds the reader of the plainest form to the library.
func sameTree(t *testing.T, text string) (read bool) {
	t.Helper()
	n := plainYAML(text, 2, new(room))
	if n == nil {
		return false
	}
	d := &decoder{}
	if want := d.library(text, 2); want == nil || len(d.problems) > 0 {
		t.Errorf("%q is read as %v; the library says %v", text, tree(n), d.problems)
	} else if got, want := tree(n), tree(want); !reflect.DeepEqual(got, want) {
		t.Errorf("%q is read as\n%v, by the library as\n%v", text, got, want)
	}
	return true
}

var plainTexts = []string{
	"a: b", "a: b\n", "\na: b\n\n\nc: d\n", "code: 27\nname: X\n", "a: -1\nb: 1.5\nc: true\nd: null\n",
	"Minimum Age: 18\n1stPhone: 555-0100\nשם: דנה כהן\n", "a: \"b: c # d\"\ne: 'f \\ \"g\"'\nh: ''\ni: \"\"\n",
	"a:\n  b: c\n  d:\n    e: f\ng: h\n", "a:\n- b\n- c\nd:\n  - e\n  - 'f'\n", "a:\n  - b: c\n    d: e\n  - f: g\n", "a:\n  - b:\n      c: d\n    e:\n    - f\n",
	"a: [b, c d, \"e f\" ]\ng: []\nh: [ 1,2 , true ]\n", "a: [é, ü]\nk: [é ü, 'x']\n", "a: b [c] {d} 'e' \"f\" & * ! | > % @ ` , e#f g:h\n", "a: http://x.example/?q=1\n",
	"a: x - y\nb: x-y\n", "a: b  c\n",
}

var otherTexts = []string{
	"", "\n", "a", "a:", "a: ", "a: b ", "a:  b", "a : b", "a:b", "- a", "[a]", "{a: b}", "a: {b: c}", "a: [b, [c]]", "a: [b: c]", "a: [b,]", "a: [\"b, c\"]", "a: [,]", "a: [ ]", "a: [b\n  c]",
	"a: |\n  b", "a: >\n  b", "a: b\n  c", "a: b\n c: d", " a: b", "a:\n  b: c\n d: e", "a:\nb: c", "a:\n  - b\n  c: d", "a:\n- b\n  c", "a:\n-\n  b", "a:\n- - b", "a:\n-  b",
	"a: &x b", "a: *x", "a: !!str b", "a: # b", "a: b # c", "# b\na: c", "a: 'b''c'", `a: "b\tc"`, "a: \"b", "a: 'b' c", "a: b: c", "a: b:", "? a\n: b", "<<: a", "a: @b", "a: `b`", "a: %b",
	"a: b\n---\nc: d", "---\na: b", "a: b\n...", "%YAML 1.2\na: b", "a:\tb", "a: b\r\nc: d", "a: b\u0085", "\ufeffa: b", "a: \x00", "a: \xff", "a: b\u202e", "a: - b", "a: -", "a: ---", "a: ?", "a: b\n- c",
}

// What is plain is read here, and the rest left to the library.
func TestPlainYAML(t *testing.T) {
	for _, text := range plainTexts {
		if !sameTree(t, text) {
			t.Errorf("%q is left to the library", text)
		}
	}
	for _, text := range otherTexts {
		if n := plainYAML(text, 1, new(room)); n != nil {
			t.Errorf("%q is read as %v", text, tree(n))
		}
	}
	lists := func(levels int) string {
		var b strings.Builder
		for i := range levels {
			b.WriteString("a:\n" + strings.Repeat("  ", i) + "- ")
		}
		return b.String() + "a: [b]"
	}
	deep := func(levels int) string {
		var b strings.Builder
		for i := range levels {
			b.WriteString(strings.Repeat(" ", i) + "a:\n")
		}
		return b.String() + strings.Repeat(" ", levels) + "a: [b]"
	}
	for levels := range maxDepth + 2 {
		sameTree(t, lists(levels))
		sameTree(t, deep(levels))
	}
	if !sameTree(t, deep(maxDepth-2)) || plainYAML(deep(maxDepth+1), 1, new(room)) != nil {
		t.Error("the depth that is read isn't that of the library")
	}
}

// The codes of the real catalog are in that form, or it is of no use.
func TestPlainYAMLOfContent(t *testing.T) {
	files, err := fs.Glob(os.DirFS("../../content"), "codes/*.md")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	left := 0
	for _, name := range files {
		text, err := os.ReadFile("../../content/" + name)
		if err != nil {
			t.Fatal(err)
		}
		front, _, _, _ := cut(string(text))
		if !sameTree(t, front) {
			t.Logf("%s is left to the library", name)
			left++
		}
	}
	if left > len(files)/2 {
		t.Errorf("%d of %d files are left to the library", left, len(files))
	}
}

func FuzzPlainYAML(f *testing.F) {
	for _, text := range append(plainTexts, otherTexts...) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { sameTree(t, text) })
}
