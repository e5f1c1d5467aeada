package catalog_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"responsa/site/catalog"
)

// hyper is the matcher of content/.
var hyper = sync.OnceValue(func() *catalog.Matcher {
	c, problems := catalog.Load(os.DirFS("../../content"), "content")
	if len(problems) > 0 {
		panic(problems)
	}
	return catalog.NewMatcher(c)
})

// matchCase is a case of testdata/match.txt, which explains their form.
type matchCase struct {
	line     int
	input    string
	expected []string // as said writes an answer
	more     bool
}

func matchCases(t testing.TB) []matchCase {
	t.Helper()
	text, err := os.ReadFile("testdata/match.txt")
	if err != nil {
		t.Fatal(err)
	}
	var cases []matchCase
	var c *matchCase
	for i, line := range strings.Split(string(text), "\n") {
		mark, rest, _ := strings.Cut(line, " ")
		input := mark == ">" || mark == ">>"
		if c != nil && (strings.TrimSpace(line) == "" || mark == "#" || input && len(c.expected) > 0) {
			c = nil
		}
		switch {
		case input && c == nil:
			cases = append(cases, matchCase{line: i + 1, input: rest})
			c = &cases[len(cases)-1]
			if mark == ">>" {
				if err := json.Unmarshal([]byte(rest), &c.input); err != nil {
					t.Fatalf("match.txt:%d: %v", i+1, err)
				}
			}
		case input:
			c.input += "\n" + rest
		case line == "...":
			c.more = true
		case c != nil:
			c.expected = append(c.expected, line)
		case strings.TrimSpace(line) != "" && mark != "#":
			t.Fatalf("match.txt:%d: a line of no case: %s", i+1, line)
		}
	}
	return cases
}

// said is an answer in the form of the cases.
func said(a catalog.Answer) []string {
	var lines []string
	for _, m := range a.Matches {
		code := ""
		switch {
		case m.Code != nil:
			code = m.Code.Code.Text
		case m.Mention.Code != "":
			code = m.Mention.Code
		default:
			code = fmt.Sprint(m.Mention.Status)
		}
		lines = append(lines, "= "+code, "  why: "+m.Why)
		for _, v := range m.Values {
			lines = append(lines, "  "+v.Name+" = "+v.Value)
		}
		for _, r := range m.Remarks {
			lines = append(lines, "  remark: "+r)
		}
	}
	for _, n := range a.Notes {
		lines = append(lines, "! "+n)
	}
	if a.Function != "" {
		lines = append(lines, "@ function "+a.Function)
	}
	if a.Time != "" {
		lines = append(lines, "@ time "+a.Time)
	}
	return lines
}

// answers reports whether what was said is what a case expects: all of it, but
// that a case may leave out why, and may leave the rest open.
func (c matchCase) answers(got []string) bool {
	i := 0
	for _, line := range got {
		switch {
		case i < len(c.expected) && line == c.expected[i]:
			i++
		case strings.HasPrefix(line, "  why: ") && (i == len(c.expected) || !strings.HasPrefix(c.expected[i], "  why: ")):
		case c.more && (i == len(c.expected) || !strings.HasPrefix(c.expected[i], "  ")):
		default:
			return false
		}
	}
	return i == len(c.expected)
}

func TestMatch(t *testing.T) {
	cases := matchCases(t)
	misses := 0
	for _, c := range cases {
		if !slices.ContainsFunc(c.expected, func(line string) bool { return strings.HasPrefix(line, "=") }) {
			misses++
		}
		if got := said(hyper().Match(c.input)); !c.answers(got) {
			t.Errorf("match.txt:%d: %q\ngot:\n%s\nwant:\n%s", c.line, c.input, strings.Join(got, "\n"), strings.Join(c.expected, "\n"))
		}
	}
	if len(cases) < 200 || misses < 40 {
		t.Errorf("%d cases, %d of them misses: the file wasn't read as a whole", len(cases), misses)
	}
}
