package site

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
)

// The front end's pure logic has its tests beside it, *.test.ts. They are
// bundled by esbuild and run by Node's own runner.
func TestFrontEnd(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		if os.Getenv("REQUIRE_TOOLS") == "1" {
			t.Fatal("no node, and REQUIRE_TOOLS=1")
		}
		t.Skip("no node: install Node 20 to run the front end's tests")
	}
	tests, err := filepath.Glob("../static/*/*.test.ts")
	if err != nil || len(tests) == 0 {
		t.Fatal("no tests found", err)
	}
	dir := t.TempDir()
	result := api.Build(api.BuildOptions{
		EntryPoints: tests, Outdir: dir, Bundle: true, Write: true, Platform: api.PlatformNode,
		Format: api.FormatESModule, OutExtension: map[string]string{".js": ".mjs"},
	})
	if len(result.Errors) > 0 {
		t.Fatal(api.FormatMessages(result.Errors, api.FormatMessagesOptions{}))
	}
	data := filepath.Join(dir, "search.json")
	file, _ := built(t).Get("search.json")
	var b bytes.Buffer
	if err := file.Render(&b); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(data, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	compiled, _ := filepath.Glob(filepath.Join(dir, "*.mjs"))
	if more, _ := filepath.Glob(filepath.Join(dir, "*", "*.mjs")); len(more) > 0 {
		compiled = append(compiled, more...)
	}
	command := exec.Command(node, append([]string{"--test", "--test-timeout=60000"}, compiled...)...)
	command.Env = append(os.Environ(), "SEARCH_DATA="+data)
	out, err := command.CombinedOutput()
	if err != nil || strings.Contains(string(out), "\n# pass 0\n") {
		t.Fatalf("%v\n%s", err, out)
	}
}

// Vendored files are what their authors released, with the licence beside them.
func TestVendoredFiles(t *testing.T) {
	for name, want := range map[string]string{
		"ufuzzy/uFuzzy.mjs":   "974c01859c55217ec8aa408579f4e8d14db6fe7e51800dbea0640b207c102134",
		"ufuzzy/uFuzzy.d.mts": "9abbf73afda958c802af16e704c644d0b55cb84c6ae03ddab9abf0ee81cbb90b",
		"ufuzzy/LICENSE":      "b43d07fcc08f2b2831cdf80bbff2102288222e8b5750b8f92b361dd6bf10dd17",
	} {
		text, err := os.ReadFile("../static/vendor/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprintf("%x", sha256.Sum256(text)); got != want {
			t.Errorf("%s (@leeoniya/ufuzzy 1.0.19) has the hash %s, want %s", name, got, want)
		}
	}
}
