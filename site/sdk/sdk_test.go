package sdk

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"html"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"responsa/site/catalog"
)

func TestUpper(t *testing.T) {
	for name, want := range map[string]string{
		"X": "X", "Success": "SUCCESS", "BelowMinimumAge": "BELOW_MINIMUM_AGE", "HTTPError": "HTTP_ERROR", "AnIDNumber": "AN_ID_NUMBER",
		"Base64XMLReader": "BASE64_XML_READER", "E0308": "E0308", "ABC": "ABC", "IdA": "ID_A", "ABCd": "AB_CD", "A1B2": "A1_B2", "AaBbCc": "AA_BB_CC",
	} {
		if got := upper(name); got != want {
			t.Errorf("%s is written %s, want %s", name, got, want)
		}
	}
}

// A name that a file has taken itself must be in its list, or a code of that
// name breaks the file. What languages have taken, the compilers find
// (catalogs_test.go).
func TestTakenInGo(t *testing.T) {
	i := slices.IndexFunc(languages, func(l language) bool { return l.template == "go" })
	file, err := parser.ParseFile(token.NewFileSet(), "", written(t, languages[i], made(t, "integer", 2, nil)), 0)
	if err != nil {
		t.Fatal(err)
	}
	declared := []string{}
	for name := range file.Scope.Objects {
		if ast.IsExported(name) {
			declared = append(declared, name)
		}
	}
	taken := slices.Sorted(slices.Values(languages[i].taken))
	if slices.Sort(declared); !slices.Equal(declared, taken) {
		t.Errorf("the file declares\n%q\nbut its list of taken names is\n%q", declared, taken)
	}
}

func written(t *testing.T, l language, c *catalog.Catalog) string {
	t.Helper()
	var b bytes.Buffer
	if err := l.write(&b, newView(l, newFacts(c, home, pageOf))); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

var (
	lineStart = regexp.MustCompile(`(?m)^[ \t]*(?:\*|///|//)?[ \t]*`)
	unescape  = strings.NewReplacer(`\\`, `\`, `\"`, `"`) // of Python's strings
)

// read takes the comments' marks and what was escaped away, so that only blanks
// differ from the catalog's words.
func read(l language, text string) string {
	text = lineStart.ReplaceAllString(text, "")
	switch l.template {
	case "python":
		text = unescape.Replace(text)
	case "typescript", "php", "csharp", "java":
		text = html.UnescapeString(text)
	}
	return strings.Join(strings.Fields(visible(text)), " ")
}

// Every constant's comment has the vendor's words, to the letter and marked as
// the vendor's, and ours; only the retired are deprecated.
func TestComments(t *testing.T) {
	for _, l := range languages {
		for _, each := range catalogs {
			t.Run(l.template+"/"+each.name, func(t *testing.T) {
				c := each.load(t)
				file := written(t, l, c)
				said := read(l, file)
				for _, code := range c.Codes {
					words := code.Message
					if code.Note != "" {
						words += " " + code.Note
					}
					first := "ode " + code.Code.Text + ": " + code.Title
					if code.HTTP != 0 {
						first += " (HTTP " + strconv.Itoa(code.HTTP) + ")"
					}
					wants := []string{first, "In " + c.Site.Vendor + "'s words: \"" + words + "\" Who must act? " + code.Actor.Words(), "Does repeating help? " + code.Retry.Words(), pageOf(code)}
					if code.Retired != nil {
						why := "retired since " + string(code.Retired.Since) + ": " + code.Retired.Why
						if l.template == "csharp" { // which says so in a string
							why = strings.Trim(l.quote(why), `"`)
						}
						wants = append(wants, why)
					}
					for _, want := range wants {
						if want = strings.Join(strings.Fields(visible(want)), " "); !strings.Contains(said, want) {
							t.Errorf("no comment says %q", want)
						}
					}
				}
				tag := map[string]string{"csharp": `\[global::System\.Obsolete\(.*`, "python": `\.\. deprecated::`, "go": `// Deprecated: .*`}[l.template]
				if tag == "" {
					tag = `\* @deprecated`
				}
				if got, want := len(regexp.MustCompile(`(?m)^\s*`+tag+`$`).FindAllString(file, -1)), len(c.Codes)-len(c.Current()); got != want {
					t.Errorf("%d constants are deprecated, want %d", got, want)
				}
				if i := strings.IndexFunc(file, func(r rune) bool { return r != '\n' && r != '\t' && r < ' ' }); i >= 0 {
					t.Errorf("control character at %d", i)
				}
				if trailing := regexp.MustCompile(`(?m)[ \t]+$`).FindString(file); trailing != "" {
					t.Error("a line ends in a blank")
				}
			})
		}
	}
}

// The guide's example prints what the guide says.
func TestGuide(t *testing.T) {
	need(t, "python3")
	text, err := os.ReadFile("../../content/guides/linking.md")
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ = bytes.Cut(text, []byte("{#constants}"))
	blocks := regexp.MustCompile("(?s)```(?:python|text)\n(.*?)```").FindAllSubmatch(text, 2)
	if len(blocks) != 2 {
		t.Fatal("no example in the guide")
	}
	c := catalogs[0].load(t)
	address := c.Site.Address + "/"
	for _, f := range Files(c, address, func(codes ...*catalog.Code) string { return address + "codes/" + codes[0].Slug + "/" }) {
		if f.Path != "python/response_codes.py" {
			continue
		}
		dir := t.TempDir()
		file, err := os.Create(dir + "/response_codes.py")
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Write(file); err != nil {
			t.Fatal(err)
		}
		_ = file.Close()
		command := exec.Command("python3", "-W", "error", "-c", string(blocks[0][1]))
		command.Dir = dir
		if got := must(t, command); got != string(blocks[1][1]) {
			t.Errorf("the example prints\n%s\nwant\n%s", got, blocks[1][1])
		}
		return
	}
	t.Error("no file for Python")
}
