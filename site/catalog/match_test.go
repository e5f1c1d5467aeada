package catalog_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strconv"
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

// matcherOf is the matcher of a made-up vendor's catalog, whose codes are these;
// each is its slug, its text and its HTTP status.
func matcherOf(t *testing.T, codes ...catalog.Code) *catalog.Matcher {
	t.Helper()
	c := &catalog.Catalog{Site: catalog.Site{Envelope: catalog.Envelope{Code: "code", Message: "message"}}}
	for _, code := range codes {
		code.Outcome = catalog.Failure
		c.Codes = append(c.Codes, &code)
	}
	return catalog.NewMatcher(c)
}

// slugs are those of the codes that a text means.
func slugs(m *catalog.Matcher, text string) string {
	var found []string
	for _, match := range m.Match(text).Matches {
		found = append(found, match.Code.Slug)
	}
	return strings.Join(found, " ")
}

// A number that is a code is that before it is a status; behind the word HTTP
// it is the status alone.
func TestMatchCodeLikeStatus(t *testing.T) {
	m := matcherOf(t,
		catalog.Code{Slug: "gone", Code: catalog.Value{Text: "9"}, HTTP: 404},
		catalog.Code{Slug: "404", Code: catalog.Value{Text: "404"}, HTTP: 200},
		catalog.Code{Slug: "4040", Code: catalog.Value{Text: "4040"}},
	)
	for text, want := range map[string]string{
		"404": "404 gone 4040", "HTTP 404": "gone", "status: 404": "gone", "error 404": "404 gone", `{"code":404}`: "404",
		"40": "404 4040 gone", "405": "", "HTTP 4040": "4040", "HTTP 405": "",
	} {
		if got := slugs(m, text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// All meanings of the code that comes first stand before those of the next.
func TestMatchSharedCode(t *testing.T) {
	m := matcherOf(t,
		catalog.Code{Slug: "six", Code: catalog.Value{Text: "6"}},
		catalog.Code{Slug: "a-5", Code: catalog.Value{Text: "5"}}, catalog.Code{Slug: "b-5", Code: catalog.Value{Text: "5"}}, catalog.Code{Slug: "c-5", Code: catalog.Value{Text: "5"}},
	)
	for _, text := range []string{`{"code":5},{"code":6}`, "code=5 code=6", "error 5, then error 6"} {
		if got := slugs(m, text); got != "a-5 b-5 c-5 six" {
			t.Errorf("%q: got %q", text, got)
		}
	}
}

// Long texts are read up to a MiB, and say no more than twenty things.
func TestMatchLimits(t *testing.T) {
	m := matcherOf(t, catalog.Code{Slug: "5", Code: catalog.Value{Text: "5"}})
	for beyond, want := range []string{"", "only the first MiB was read"} {
		text := `{"code":5}` + strings.Repeat(" ", catalog.MostRead-len(`{"code":5}`)+beyond)
		if a := m.Match(text); strings.Join(a.Notes, "; ") != want || len(a.Matches) != 1 {
			t.Errorf("%d beyond a MiB: got %v, want %q", beyond, a, want)
		}
	}
	var unknown strings.Builder
	for n := range 25 {
		unknown.WriteString(strings.Repeat("code="+strconv.Itoa(100+n)+"\n", 2))
	}
	if notes := m.Match(unknown.String()).Notes; len(notes) != 20 || notes[19] != "no code 119 in this catalog" {
		t.Errorf("got %d notes: %q", len(notes), notes)
	}
}

// Of many codes with a word the best are offered, wherever they stand.
func TestMatchBestOfMany(t *testing.T) {
	var codes []catalog.Code
	for n := range 60 {
		codes = append(codes, catalog.Code{Slug: fmt.Sprint("s", n), Code: catalog.Value{Text: strconv.Itoa(100 + n)}, Title: "Refused", Message: "The shipment was refused."})
	}
	codes[59].Title = "Shipment"
	m := matcherOf(t, codes...)
	if got := m.Match("shipment").Matches; len(got) != 40 || got[0].Code.Slug != "s59" || got[1].Code.Slug != "s0" {
		t.Errorf("got %d matches, %s", len(got), slugs(m, "shipment"))
	}
}
