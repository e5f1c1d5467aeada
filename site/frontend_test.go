package site

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/evanw/esbuild/pkg/api"

	"responsa/site/catalog"
)

// The front end's pure logic has its tests beside it, *.test.ts. They are
// bundled by esbuild and run by Node's own runner.
func TestFrontEnd(t *testing.T) {
	compiled := compiledTests(t, "../static/*/*.test.ts")
	c := withRetired(t)
	runTests(t, c, goAnswers(t, c, append(realTexts(t), altered(realTexts(t), 4000)...)), compiled)
}

// compiledTests bundles tests of the front end for Node.
func compiledTests(t *testing.T, pattern string) []string {
	t.Helper()
	tests, err := filepath.Glob(pattern)
	if err != nil || len(tests) == 0 {
		t.Fatal("no tests found", err)
	}
	result := api.Build(api.BuildOptions{
		EntryPoints: tests, Outdir: t.TempDir(), Bundle: true, Write: true, Platform: api.PlatformNode,
		Format: api.FormatESModule, OutExtension: map[string]string{".js": ".mjs"},
	})
	if len(result.Errors) > 0 {
		t.Fatal(api.FormatMessages(result.Errors, api.FormatMessagesOptions{}))
	}
	var compiled []string
	for _, f := range result.OutputFiles {
		compiled = append(compiled, f.Path)
	}
	return compiled
}

// runTests has Node run tests of the front end, with a catalog's data and what
// the matcher in Go answers.
func runTests(t *testing.T, c *catalog.Catalog, answers []byte, compiled []string, options ...string) {
	t.Helper()
	node, dir := tool(t, "node"), t.TempDir()
	files, err := Build(c, Options{Static: os.DirFS("../static")})
	if err != nil {
		t.Fatal(err)
	}
	records, _ := files.Get("search.json")
	details, _ := files.Get("cards.json")
	data, cards, said := filepath.Join(dir, "search.json"), filepath.Join(dir, "cards.json"), filepath.Join(dir, "answers.json")
	if err := errors.Join(os.WriteFile(data, []byte(contents(t, records)), 0o644), os.WriteFile(cards, []byte(contents(t, details)), 0o644), os.WriteFile(said, answers, 0o644)); err != nil {
		t.Fatal(err)
	}
	cut, err := Build(c, Options{Static: os.DirFS("../static"), Search: SearchSizes{Texts: 1, TextsFile: 7, Cards: 1, CardsFile: 1}})
	if err != nil {
		t.Fatal(err)
	}
	parts := filepath.Join(dir, "cut")
	for _, f := range cut {
		if f.Path == "search.json" || strings.HasPrefix(f.Path, "data/search/") {
			name := filepath.Join(parts, f.Path)
			if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(contents(t, f)), 0o644)); err != nil {
				t.Fatal(err)
			}
		}
	}
	command := exec.Command(node, slices.Concat([]string{"--test", "--test-timeout=60000"}, options, compiled)...)
	command.Env = append(os.Environ(), "SEARCH_DATA="+data, "CARD_DATA="+cards, "ANSWERS="+said, "CUT_DATA="+parts)
	out, err := command.CombinedOutput()
	if err != nil || strings.Contains(string(out), "\n# pass 0\n") {
		t.Fatalf("%v\n%s", err, out)
	}
}

// withRetired is the real catalog with one code retired.
func withRetired(t *testing.T) *catalog.Catalog {
	t.Helper()
	dir := t.TempDir()
	name := filepath.Join(dir, "codes/27.md")
	if err := os.CopyFS(dir, os.DirFS("../content")); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	text = []byte(strings.Replace(string(text), "updated:", "retired: {since: 2026-11-26, why: nobody is too young any more}\nupdated:", 1))
	if err := os.WriteFile(name, text, 0o644); err != nil {
		t.Fatal(err)
	}
	c, problems := checked(os.DirFS(dir))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return c
}

// realTexts are those of match.txt.
func realTexts(t *testing.T) []string {
	t.Helper()
	file, err := os.ReadFile("catalog/testdata/match.txt")
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, block := range strings.Split(string(file), "\n\n") {
		var lines []string
		for _, line := range strings.Split(block, "\n") {
			if text, ok := strings.CutPrefix(line, "> "); ok {
				lines = append(lines, text)
			}
		}
		if len(lines) > 0 {
			texts = append(texts, strings.Join(lines, "\n"))
		}
	}
	return texts
}

// altered are texts made of others: with something in them, cut off, put together.
func altered(texts []string, n int) []string {
	random := rand.New(rand.NewPCG(3, 4))
	pieces := strings.Split("{ } [ ] \" ' \\ \\\" : , = . - + # ( ) / 0 1 27 010 200 422 é ß İ ς שּׁ 密 が \n \t \u00a0 😀 “ ” error code HTTP/1.1 status ResponseCode ResponseMsgEng token null true \\u0041 \\ud83d\\ude00 and over x", " ")
	var all []string
	for range n {
		text := []rune(texts[random.IntN(len(texts))])
		switch random.IntN(4) {
		case 0:
			text = append(append(text, []rune(pieces[random.IntN(len(pieces))])...), []rune(texts[random.IntN(len(texts))])...)
		case 1:
			text = text[random.IntN(len(text)+1):]
		case 2:
			text = text[:random.IntN(len(text)+1)]
		}
		for range random.IntN(4) {
			at := random.IntN(len(text) + 1)
			text = slices.Insert(text, at, []rune(pieces[random.IntN(len(pieces))])...)
		}
		all = append(all, string(text))
	}
	return all
}

// goAnswers is what the matcher in Go answers to each text. The one in the
// browser must answer just so.
func goAnswers(t *testing.T, c *catalog.Catalog, texts []string) []byte {
	t.Helper()
	m := catalog.NewMatcher(c)
	type answer struct {
		Text string `json:"text"`
		Said string `json:"said"`
	}
	var all []answer
	for _, text := range texts {
		all = append(all, answer{text, m.Match(text).String()})
	}
	out, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
