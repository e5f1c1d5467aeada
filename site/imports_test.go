package site

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Who may import whom; every arrow points down. A package that isn't listed
// may import the standard library only.
var allowed = map[string][]string{
	"responsa":                        {"responsa/site/console", "responsa/site/heap", "responsa/site/serve", "responsa/site/importer", "responsa/site", "responsa/site/catalog"},
	"responsa/site/console":           {"responsa/site", "github.com/vbauerster/mpb/v8"}, // beside the arguments, what a run says
	"responsa/site/heap":              {"golang.org/x/sys/unix"},
	"responsa/site/serve":             {"responsa/site", "responsa/site/catalog", "github.com/fsnotify/fsnotify"},
	"responsa/site":                   {"responsa/components", "responsa/site/sample", "responsa/site/sdk", "responsa/site/catalog", "github.com/yuin/goldmark", "github.com/alecthomas/chroma/v2", "github.com/evanw/esbuild/pkg/api", "github.com/klauspost/compress/flate", "golang.org/x/image", "github.com/lucasb-eyer/go-colorful", "golang.org/x/sys/unix", "github.com/sergi/go-diff/diffmatchpatch", "github.com/google/jsonschema-go/jsonschema"},
	"responsa/components":             {"responsa/site/sample", "responsa/site/catalog", "github.com/a-h/templ"},
	"responsa/site/importer":          {"responsa/site/catalog"},
	"responsa/site/sample":            {"responsa/site/catalog"},
	"responsa/site/sdk":               {"responsa/site/sample", "responsa/site/catalog"},
	"responsa/site/synthetic":         {"responsa/site/catalog"},
	"responsa/site/synthetic/compare": {"responsa/site/synthetic", "responsa/site/sample", "responsa/site/catalog"}, // a command for measuring
	"responsa/site/catalog":           {"golang.org/x/text/unicode/norm", "go.yaml.in/yaml/v4"},
}

// One file imports each of these, so that they can be replaced.
var alone = map[string]string{
	"github.com/yuin/goldmark":           "site/markdown.go",
	"github.com/alecthomas/chroma":       "site/highlight.go",
	"github.com/evanw/esbuild":           "site/assets.go",
	"github.com/sergi/go-diff":           "site/diff.go",
	"github.com/klauspost/compress":      "site/zip.go",
	"github.com/vbauerster/mpb":          "site/console/progress.go",
	"go.yaml.in/yaml":                    "site/catalog/node.go",
	"github.com/google/jsonschema-go":    "site/schema.go",
	"golang.org/x/text/unicode/norm":     "site/catalog/fold.go",
	"golang.org/x/image":                 "site/card.go",    // draws the site's picture
	"github.com/lucasb-eyer/go-colorful": "site/palette.go", // turns OKLCH into what a picture has
}

func TestImports(t *testing.T) {
	command := exec.Command("go", "list", "-json=ImportPath,Imports", "./...")
	command.Dir = ".."
	out, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	for d := json.NewDecoder(strings.NewReader(string(out))); d.More(); {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := d.Decode(&p); err != nil {
			t.Fatal(err)
		}
		for _, i := range p.Imports {
			first, _, _ := strings.Cut(i, "/")
			ours := first == "responsa" || strings.Contains(first, ".")
			if ours && !slices.ContainsFunc(allowed[p.ImportPath], func(a string) bool { return i == a || !strings.HasPrefix(a, "responsa") && strings.HasPrefix(i, a+"/") }) {
				t.Errorf("%s must not import %s", p.ImportPath, i)
			}
		}
	}
}

func TestLibrariesStandAlone(t *testing.T) {
	found := map[string][]string{}
	for _, dir := range []string{"..", "../components", "../site", "../site/catalog", "../site/importer", "../site/sample", "../site/sdk", "../site/console", "../site/heap", "../site/serve"} {
		names, err := filepath.Glob(dir + "/*.go")
		if err != nil || len(names) == 0 {
			t.Fatal(dir, err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			parsed, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
			if err != nil {
				t.Fatal(err)
			}
			for library := range alone {
				if slices.ContainsFunc(parsed.Imports, func(i *ast.ImportSpec) bool { return strings.HasPrefix(i.Path.Value, `"`+library) }) {
					found[library] = append(found[library], strings.TrimPrefix(filepath.ToSlash(name), "../"))
				}
			}
		}
	}
	for library, file := range alone {
		if got := found[library]; len(got) != 1 || got[0] != file {
			t.Errorf("%s is imported by %v, want %s alone", library, got, file)
		}
	}
}
