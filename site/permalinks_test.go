package site

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"responsa/site/catalog"
)

// A list of addresses is complete, sorted and without repetition, or says in
// which line it isn't; lock mends it, and what it then says is final.
func TestUnlocked(t *testing.T) {
	with := func(list string) *catalog.Catalog {
		files := valid(t)
		files["permalinks.txt"] = &fstest.MapFile{Data: []byte(list)}
		c, _ := checked(files)
		return c
	}
	unlisted := valid(t)
	delete(unlisted, "permalinks.txt")
	c, _ := checked(unlisted)
	text, all := Lock(c)
	if got, want := Unlocked(c).Error(), fmt.Sprintf("content/permalinks.txt: none of %d addresses is locked yet\n\thint: write it: responsa lock", all); got != want {
		t.Errorf("without a list: got %q, want %q", got, want)
	}
	lines := strings.SplitAfter(strings.TrimPrefix(text, permalinksHead), "\n")
	lines = lines[:len(lines)-1]
	if len(lines) != all || !slices.IsSorted(lines) {
		t.Errorf("%d lines, %d counted, sorted: %t", len(lines), all, slices.IsSorted(lines))
	}
	head := strings.Count(permalinksHead, "\n")
	name := func(i int) string { return strings.TrimSuffix(lines[i], "\n") }
	for _, test := range []struct {
		what  string
		list  []string
		added int
		want  []string
	}{
		{"as lock writes it", lines, 0, nil},
		{"without a line", nil, all, nil},
		{"two lacking", slices.Delete(slices.Clone(lines), 4, 6), 2, []string{
			fmt.Sprintf("%d:1: %s is not locked", head+all-2, name(4)), fmt.Sprintf("%d:1: %s is not locked", head+all-2, name(5)),
		}},
		{"out of order", slices.Concat(lines[1:2], lines[:1], lines[2:]), 0, []string{fmt.Sprintf("%d:1: %s is out of order", head+2, name(0))}},
		{"one twice", slices.Insert(slices.Clone(lines), 3, lines[2]), 0, []string{fmt.Sprintf("%d:1: %s is out of order", head+4, name(2))}},
		{"one more", append(slices.Clone(lines), "retired Zzz\n"), 0, nil},
	} {
		c := with(permalinksHead + strings.Join(test.list, ""))
		var got []string
		for _, p := range Unlocked(c) {
			got = append(got, strings.TrimPrefix(strings.TrimSuffix(p.String(), "\n\thint: write it: responsa lock"), "content/permalinks.txt:"))
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q, want %q", test.what, got, test.want)
		}
		if warning := Warning(c); (warning == "") != (test.want == nil) {
			t.Errorf("%s: the warning is %q", test.what, warning)
		}
		again, added := Lock(c)
		if added != test.added || test.what != "one more" && again != text {
			t.Errorf("%s: lock adds %d lines, want %d:\n%s", test.what, added, test.added, again)
		}
		if gone := LockWas(with(again), "was.txt", permalinksHead+strings.Join(test.list, "")); len(gone) > 0 {
			t.Errorf("%s: lock takes out %v", test.what, gone)
		}
	}
	gone := LockWas(with(text), "was.txt", "# earlier\n/codes/0/\n"+lines[0])
	if got, want := gone.Error(), "was.txt:2:1: \"/codes/0/\" is gone from permalinks.txt\n\thint: put the line back: what was published stays"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
