package components

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ/generator"
	"github.com/a-h/templ/parser/v2"
)

// The committed *_templ.go are what templ makes of the templates.
func TestGeneratedFilesAreFresh(t *testing.T) {
	for _, name := range templates(t) {
		parsed, err := parser.Parse(name)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if _, err := generator.Generate(parsed, &b, generator.WithVersion("v0.3.1020"), generator.WithFileName("components/"+name), generator.WithSkipCodeGeneratedComment()); err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile(strings.TrimSuffix(name, ".templ") + "_templ.go")
		if err != nil {
			t.Fatal(err)
		}
		if body(b.String()) != body(string(want)) {
			t.Errorf("%s: generated code is stale: go tool templ generate", name)
		}
	}
}

var space = regexp.MustCompile(`\s+`)

// body drops the header and what gofmt changes.
func body(source string) string {
	_, after, _ := strings.Cut(source, "package components")
	return space.ReplaceAllString(after, "")
}

// What templ doesn't escape is not used, but for the one sink.
func TestTemplatesUseOnlyWhatIsEscaped(t *testing.T) {
	refused := regexp.MustCompile(`templ\.(Raw|SafeURL|SafeCSS|SafeScript|JSUnsafeFuncCall|Attributes)|srcdoc|formaction|xlink|<base|http-equiv|<iframe|<object|<embed|\bon[a-z]+=|style=|\.\.\. *}|<script[^>]*>[^<]`)
	raw := 0
	for _, name := range templates(t) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(text), "\n") {
			if strings.Contains(line, "templ.Raw(html)") && name == "layout.templ" {
				raw++
				continue
			}
			if strings.Contains(line, "{ children... }") {
				continue
			}
			line = strings.Replace(line, `<meta http-equiv="Content-Security-Policy" content={ p.Policy }/>`, "", 1) // it can only forbid
			if found := refused.FindString(line); found != "" {
				t.Errorf("%s:%d: %q isn't escaped by templ", name, i+1, found)
			}
		}
	}
	if raw != 1 {
		t.Errorf("%d sinks for HTML, want 1", raw)
	}
}

func templates(t *testing.T) []string {
	t.Helper()
	names, err := filepath.Glob("*.templ")
	if err != nil || len(names) == 0 {
		t.Fatal("no templates", err)
	}
	return names
}
