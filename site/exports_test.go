package site

import (
	"net/http"
	"net/http/httptest"
	"path"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"responsa/site/catalog"
)

// The page lists files that are there, and no file for programs is left out.
func TestDataPageListsTheExports(t *testing.T) {
	everyBuild(t, func(t *testing.T, c *catalog.Catalog, files Files, _ dataset) {
		root, err := html.Parse(strings.NewReader(written(t, files, "data/index.html")))
		if err != nil {
			t.Fatal(err)
		}
		listed := map[string]bool{}
		for n := range root.Descendants() {
			if n.Data == "code" && n.Parent.Data == "a" {
				name := strings.TrimPrefix(textOf(n), "/")
				if _, ok := files.Get(name); !ok {
					t.Errorf("%s isn't there", name)
				}
				listed[name] = true
			}
		}
		own := []string{dataFile(searchName, Published), dataFile(cardsName, Published)} // of the pages, and free to change
		for _, f := range files {
			root := !strings.Contains(f.Path, "/") && slices.Contains([]string{".json", ".csv", ".md", ".xml", ".atom"}, path.Ext(f.Path))
			if (root || strings.HasPrefix(f.Path, sdkPath)) && !slices.Contains(own, f.Path) && !listed[f.Path] {
				t.Errorf("/data/ doesn't explain %s", f.Path)
			}
		}
		if want := 4 + 2*min(len(c.Codes), 1); len(listed) < want {
			t.Errorf("%d files are explained, want %d", len(listed), want)
		}
	})
}

// The commands that the page shows work, and print something.
func TestDataExamplesRun(t *testing.T) {
	shell := tool(t, "sh")
	for _, name := range []string{"curl", "jq", "python3"} {
		tool(t, name)
	}
	var files Files
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f, ok := files.Get(file(strings.TrimPrefix(r.URL.Path, "/")))
		if !ok {
			http.NotFound(w, r)
			return
		}
		if err := f.Render(w); err != nil {
			t.Error(err)
		}
	}))
	defer server.Close()
	c, _ := real()
	var err error
	if files, err = Build(c, Options{Static: plainStatic, Address: server.URL}); err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(strings.NewReader(written(t, files, "data/index.html")))
	if err != nil {
		t.Fatal(err)
	}
	count, dir := 0, t.TempDir()
	for n := range root.Descendants() {
		if n.Data != "pre" {
			continue
		}
		for command := range strings.SplitSeq("\n"+textIn(n), "\ncurl ") {
			if command == "" {
				continue
			}
			count++
			if out := strings.TrimSpace(runTool(t, dir, shell, "-c", "curl -f "+command)); out == "" || out == "null" {
				t.Errorf("curl %s\nprints %q", command, out)
			}
		}
	}
	if count < 8 {
		t.Errorf("only %d examples", count)
	}
}
