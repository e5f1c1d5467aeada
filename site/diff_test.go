package site

import (
	"strings"
	"testing"

	"responsa/components"
)

// spelled writes marked words in brackets.
func spelled(all []components.Words) string {
	var b strings.Builder
	for _, w := range all {
		if w.Marked {
			b.WriteString("{" + w.Text + "}")
		} else {
			b.WriteString(w.Text)
		}
	}
	return b.String()
}

func TestDiff(t *testing.T) {
	tests := []struct{ before, after, was, is string }{
		{"", "", "", ""},
		{"Same words.", "Same words.", "Same words.", "Same words."},
		{"", "All new", "", "{All new}"},
		{"Account does not Exists.", "Account does not exist.", "Account does not {Exists}.", "Account does not {exist}."},
		{"this Data / Function.", "this data or function.", "this {Data / Function}.", "this {data or function}."},
		{" a ", " b ", " {a} ", " {b} "},
		{"a [Limit]", "a [limit]", "a [{Limit}]", "a [{limit}]"},
		{"one\ntwo", "one two", "one{\n}two", "one{ }two"},
		{"файл не найден", "файл найден", "файл {не }найден", "файл найден"},
		{"cafe\u0301 noir", "cafe noir", "{cafe\u0301} noir", "{cafe} noir"},
	}
	for _, tt := range tests {
		was, is := diff(tt.before, tt.after)
		if spelled(was) != tt.was || spelled(is) != tt.is {
			t.Errorf("%q, %q: %q and %q, want %q and %q", tt.before, tt.after, spelled(was), spelled(is), tt.was, tt.is)
		}
	}
}

// Whatever is marked, both texts are there to the letter.
func FuzzDiff(f *testing.F) {
	c, _ := real()
	for i, code := range c.Codes {
		f.Add(code.Message, c.Codes[(i+1)%len(c.Codes)].Message)
	}
	f.Add("\xff a", "a \xfe\x00")
	f.Fuzz(func(t *testing.T, before, after string) {
		text := func(all []components.Words) string {
			var b strings.Builder
			for i, w := range all {
				if w.Text == "" || i > 0 && w.Marked == all[i-1].Marked {
					t.Errorf("%q, %q: pieces %v", before, after, all)
				}
				b.WriteString(w.Text)
			}
			return b.String()
		}
		was, is := diff(before, after)
		if text(was) != before || text(is) != after {
			t.Errorf("%q, %q became %q, %q", before, after, text(was), text(is))
		}
	})
}
