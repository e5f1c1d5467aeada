package sample_test

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
)

// How the samples of each language are made ready and run. Where a compiler
// takes a second to begin, it begins once for all of them.

// program is one sample: the file that a reader saves, in a directory of its
// own.
type program struct {
	slug, file string
	command    []string // set by prepare
}

func (p *program) dir() string { return filepath.Dir(p.file) }

type language struct {
	tools   []string // commands and files that must be there
	prepare func(t *testing.T, programs []*program)
}

const (
	newtonsoft = "/usr/lib/cli/Newtonsoft.Json-5.0/Newtonsoft.Json.dll" // libnewtonsoft-json5.0-cil
	systemHTTP = "/usr/lib/mono/4.5/System.Net.Http.dll"                // libmono-system-net-http4.0-cil
	gson       = "/usr/share/java/gson.jar"                             // libgoogle-gson-java
	tsc        = "../../.ci/node_modules/.bin/tsc"
	nodeTypes  = "../../.ci/node_modules/@types/node"
)

var languages = map[string]language{
	"curl": {[]string{"sh", "curl", "jq"}, func(t *testing.T, programs []*program) {
		for _, p := range programs {
			must(t, exec.Command("sh", "-n", p.file))
			p.command = []string{"sh", p.file}
		}
	}},
	"javascript": {[]string{"node"}, func(t *testing.T, programs []*program) {
		for _, p := range programs {
			p.command = []string{"node", p.file}
		}
	}},
	"typescript": {[]string{"node", tsc, nodeTypes}, func(t *testing.T, programs []*program) {
		types, err := filepath.Abs(nodeTypes)
		if err != nil {
			t.Fatal(err)
		}
		arguments := []string{"--noEmit", "--strict", "--noUncheckedIndexedAccess", "--exactOptionalPropertyTypes",
			"--module", "nodenext", "--target", "es2022", "--types", "node", "--typeRoots", filepath.Dir(types)}
		for _, p := range programs {
			arguments = append(arguments, p.file)
			source, err := os.ReadFile(p.file)
			if err != nil {
				t.Fatal(err)
			}
			result := api.Transform(string(source), api.TransformOptions{Loader: api.LoaderTS, Format: api.FormatESModule})
			if len(result.Errors) > 0 || len(result.Warnings) > 0 {
				t.Fatal(p.file, result.Errors, result.Warnings)
			}
			p.command = []string{"node", strings.TrimSuffix(p.file, ".mts") + ".mjs"}
			if err := os.WriteFile(p.command[1], result.Code, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		must(t, exec.Command(tsc, arguments...))
	}},
	"python": {[]string{"python3"}, func(t *testing.T, programs []*program) {
		must(t, exec.Command("python3", append([]string{"-W", "error", "-m", "py_compile"}, files(programs)...)...))
		for _, p := range programs {
			p.command = []string{"python3", "-W", "error", p.file}
		}
	}},
	"php": {[]string{"php"}, func(t *testing.T, programs []*program) {
		for _, p := range programs {
			must(t, exec.Command("php", "-l", p.file))
			p.command = []string{"php", "-d", "display_errors=stderr", p.file}
		}
	}},
	"csharp": {[]string{"mcs", "mono", newtonsoft, systemHTTP}, func(t *testing.T, programs []*program) {
		for _, p := range programs {
			executable := filepath.Join(p.dir(), "sample.exe")
			must(t, exec.Command("mcs", "-nologo", "-warnaserror", "-r:System.Net.Http", "-r:"+newtonsoft, "-out:"+executable, p.file))
			if err := os.Symlink(newtonsoft, filepath.Join(p.dir(), filepath.Base(newtonsoft))); err != nil {
				t.Fatal(err)
			}
			p.command = []string{"mono", executable}
		}
	}},
	"java": {[]string{"java", "javac", gson}, func(t *testing.T, programs []*program) {
		must(t, exec.Command("java", append([]string{"testdata/Compile.java", gson}, files(programs)...)...))
		for _, p := range programs {
			p.command = []string{"java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", p.dir() + ":" + gson, "Sample"}
		}
	}},
	"go": {[]string{"go", "gofmt"}, func(t *testing.T, programs []*program) {
		root := filepath.Dir(programs[0].dir())
		if err := os.WriteFile(filepath.Join(root, "go.mod"), []byte("module samples\n\ngo 1.26\n"), 0o666); err != nil {
			t.Fatal(err)
		}
		if unformatted := must(t, exec.Command("gofmt", "-l", root)); unformatted != "" {
			t.Errorf("gofmt would change:\n%s", unformatted)
		}
		for _, arguments := range [][]string{{"vet", "./..."}, {"build", "-o", "bin/", "./..."}} {
			command := exec.Command("go", arguments...)
			command.Dir, command.Env = root, append(os.Environ(), "GOFLAGS=", "GOWORK=off", "GOPROXY=off")
			must(t, command)
		}
		for _, p := range programs {
			p.command = []string{filepath.Join(root, "bin", filepath.Base(p.dir()))}
		}
	}},
	"ruby": {[]string{"ruby"}, func(t *testing.T, programs []*program) {
		for _, p := range programs {
			if out := must(t, exec.Command("ruby", "-wc", p.file)); out != "Syntax OK\n" {
				t.Errorf("%s: %s", p.file, out)
			}
			p.command = []string{"ruby", "-w", p.file}
		}
	}},
}

func files(programs []*program) []string {
	var names []string
	for _, p := range programs {
		names = append(names, p.file)
	}
	return names
}

// must runs a command that has to succeed, and returns all that it wrote.
func must(t *testing.T, command *exec.Cmd) string {
	t.Helper()
	var out bytes.Buffer
	command.Stdout, command.Stderr = &out, &out
	if err := command.Run(); err != nil {
		t.Fatalf("%s: %v\n%s", command, err, &out)
	}
	return out.String()
}

// need skips a test whose tools are missing, or fails it in CI.
func need(t *testing.T, tools ...string) {
	t.Helper()
	var missing []string
	for _, tool := range tools {
		_, err := exec.LookPath(tool)
		if strings.Contains(tool, "/") {
			_, err = os.Stat(tool)
		}
		if err != nil {
			missing = append(missing, tool)
		}
	}
	switch {
	case len(missing) == 0:
	case os.Getenv("REQUIRE_TOOLS") == "1":
		t.Fatalf("missing, and REQUIRE_TOOLS=1: %q", missing)
	default:
		t.Skipf("missing: %q (.ci/run installs what the samples need)", missing)
	}
}

// save writes programs, one directory each, as a reader would.
func save(t *testing.T, dir string, samples map[string]listing) []*program {
	t.Helper()
	var programs []*program
	for i, slug := range slices.Sorted(maps.Keys(samples)) {
		p := &program{slug: slug, file: filepath.Join(dir, fmt.Sprintf("sample%d", i), samples[slug].file)}
		if err := os.MkdirAll(p.dir(), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p.file, []byte(samples[slug].text+"\n"), 0o666); err != nil {
			t.Fatal(err)
		}
		programs = append(programs, p)
	}
	return programs
}
