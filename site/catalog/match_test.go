package catalog_test

import (
	"encoding/json"
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
	expected []string // as an answer writes itself
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

// answers reports whether what was said is what a case expects: all of it, but
// that a case may leave out why, and may leave the rest open.
func (c matchCase) answers(got string) bool {
	i := 0
	for _, line := range strings.Split(strings.TrimSuffix(got, "\n"), "\n") {
		if got == "" {
			break
		}
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
		if got := hyper().Match(c.input).String(); !c.answers(got) {
			t.Errorf("match.txt:%d: %q\ngot:\n%s\nwant:\n%s", c.line, c.input, got, strings.Join(c.expected, "\n"))
		}
	}
	if len(cases) < 200 || misses < 40 {
		t.Errorf("%d cases, %d of them misses: the file wasn't read as a whole", len(cases), misses)
	}
}
