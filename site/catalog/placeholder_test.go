package catalog_test

import (
	"slices"
	"strings"
	"testing"

	"responsa/site/catalog"
)

// What each style takes for a variable part: its name and how it is written.
func TestPlaceholders(t *testing.T) {
	for _, c := range []struct {
		style   catalog.Placeholders
		message string
		want    []string // name=written
	}{
		{"", "[a b] {c} %s $d <e>", []string{"a b=[a b]"}},
		{catalog.Brackets, "[a] [[b]] [] [c\n]", []string{"a=[a]", "b=[b]"}},
		{catalog.Braces, "{0} {1:N2} {name!r} {{ user.id }} {} {}", []string{"0={0}", "1={1:N2}", "name={name!r}", "user.id={{ user.id }}", "1={}", "2={}"}},
		{catalog.Braces, `body {"a": 1}, { }, {`, nil},
		{catalog.Percent, "%s at %-.192s, %ld of %lu, '%5.2f', 0x%08x, %v", []string{"1=%s", "2=%-.192s", "3=%ld", "4=%lu", "5=%5.2f", "6=%08x", "7=%v"}},
		{catalog.Percent, "%2$s before %1$d, %(name)s", []string{"2=%2$s", "1=%1$d", "name=%(name)s"}},
		{catalog.Percent, "100% sure, 5%, %%s", nil},
		{catalog.Percent, "%.*s and %-*d", []string{"1=%.*s", "2=%-*d"}},
		{catalog.Dollar, "$name owes ${sum.total}, $5 and $", []string{"name=$name", "sum.total=${sum.total}"}},
		{catalog.Angles, "<name> of <file name>, a < b, </p>, <br/>, <a href=\"x\">, 1 <2>", []string{"name=<name>", "file name=<file name>"}},
		{catalog.NoPlaceholders, "[a] {0} %s $b <c>", nil},
		{catalog.Percent, "文件 %s 不存在", []string{"1=%s"}},
	} {
		var got []string
		var whole strings.Builder
		for _, part := range c.style.Parts(c.message) {
			whole.WriteString(part.Written)
			if part.Param != "" {
				got = append(got, part.Param+"="+part.Written)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s, %q: got %q, want %q", c.style, c.message, got, c.want)
		}
		if whole.String() != c.message {
			t.Errorf("%s, %q: the parts are %q", c.style, c.message, whole.String())
		}
	}
}

// A percent sign is written twice and arrives once.
func TestPercentSign(t *testing.T) {
	files := valid(t)
	edit(t, files, "site.yaml", "type: integer", "type: integer\nplaceholders: percent")
	edit(t, files, "codes/3.md", "At most [Limit] pieces.", "At most %d%% of %%d.")
	edit(t, files, "codes/3.md", "wire: \"Limit: [Limit]\"\n", "")
	edit(t, files, "codes/3.md", "  Limit:\n", "  1:\n")
	edit(t, files, "codes/3.md", "Como máximo [Limit] piezas.", "Como máximo %1$d%%.")
	c, problems := load(t, files)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if got, want := c.Response(c.Code("3"), map[string]string{"1": "7"}).Message, "At most 7% of %d."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Between variable parts without a word between them nothing tells where one
// ends; the words behind them still count.
func TestGapsSideBySide(t *testing.T) {
	files := valid(t)
	edit(t, files, "site.yaml", "type: integer", "type: integer\nplaceholders: percent")
	edit(t, files, "codes/3.md", "At most [Limit] pieces.", `"Cannot move the order %s: %s '%s' to storage"`)
	edit(t, files, "codes/3.md", "wire: \"Limit: [Limit]\"\n", "")
	edit(t, files, "codes/3.md", "params:\n  Limit:\n    about: the most that one order may hold\n    example: \"5\"\n    type: integer\n", "params:\n  1: {about: a, example: b, type: text}\n  2: {about: a, example: b, type: text}\n  3: {about: a, example: b, type: text}\n")
	edit(t, files, "codes/3.md", "translations:\n  es: Como máximo [Limit] piezas.\n", "")
	c, problems := load(t, files)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	m := catalog.NewMatcher(c)
	for text, want := range map[string]string{
		"Cannot move the order A1: stock 'B 2' to storage": "1, 2, 3=A1: stock 'B 2'",
		"Cannot move the order A1: stock 'B 2' anywhere":   "",
	} {
		got := ""
		if a := m.Match(text); len(a.Matches) > 0 && a.Matches[0].Sure {
			for _, v := range a.Matches[0].Values {
				got += v.Name + "=" + v.Value
			}
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
