package sdk

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"text/template"

	"github.com/evanw/esbuild/pkg/api"
)

// How each language's file is compiled or loaded, with every warning an error,
// and its driver started.

type runner struct {
	tools   []string // commands and files that must be there
	typed   bool     // what is no code can't be asked about
	prepare func(t *testing.T, dir string, v view) *exec.Cmd
}

const (
	newtonsoft = "/usr/lib/cli/Newtonsoft.Json-5.0/Newtonsoft.Json.dll" // libnewtonsoft-json5.0-cil
	gson       = "/usr/share/java/gson.jar"                             // libgoogle-gson-java
	tsc        = "../../.ci/node_modules/.bin/tsc"
	nodeTypes  = "../../.ci/node_modules/@types/node"
)

var runners = map[string]runner{
	"typescript": {[]string{"node", tsc, nodeTypes}, false, func(t *testing.T, dir string, v view) *exec.Cmd {
		main := driver(t, dir, "main.ts", v)
		types, err := filepath.Abs(nodeTypes)
		if err != nil {
			t.Fatal(err)
		}
		must(t, exec.Command(tsc, "--noEmit", "--strict", "--noUncheckedIndexedAccess", "--exactOptionalPropertyTypes", "--noUnusedLocals",
			"--noUnusedParameters", "--noImplicitReturns", "--isolatedModules", "--erasableSyntaxOnly", "--verbatimModuleSyntax",
			"--module", "esnext", "--moduleResolution", "bundler", "--target", "es2022", "--types", "node", "--typeRoots", filepath.Dir(types), main))
		bundle := filepath.Join(dir, "main.mjs")
		result := api.Build(api.BuildOptions{EntryPoints: []string{main}, Outfile: bundle, Bundle: true, Write: true, Platform: api.PlatformNode, Format: api.FormatESModule})
		if len(result.Errors) > 0 || len(result.Warnings) > 0 {
			t.Fatal(result.Errors, result.Warnings)
		}
		return exec.Command("node", bundle)
	}},
	"python": {[]string{"python3"}, false, func(t *testing.T, dir string, v view) *exec.Cmd {
		return exec.Command("python3", "-W", "error", driver(t, dir, "main.py", v))
	}},
	"php": {[]string{"php"}, false, func(t *testing.T, dir string, v view) *exec.Cmd {
		must(t, exec.Command("php", "-l", filepath.Join(dir, "ResponseCode.php")))
		return exec.Command("php", "-d", "display_errors=stderr", "-d", "error_reporting=-1", driver(t, dir, "main.php", v))
	}},
	"csharp": {[]string{"mcs", "mono", newtonsoft}, true, func(t *testing.T, dir string, v view) *exec.Cmd {
		// The comments are XML, which -doc reads.
		must(t, exec.Command("mcs", "-nologo", "-warn:4", "-warnaserror", "-target:library", "-doc:"+filepath.Join(dir, "ResponseCode.xml"),
			"-out:"+filepath.Join(dir, "ResponseCode.dll"), filepath.Join(dir, "ResponseCode.cs")))
		must(t, exec.Command("mcs", "-nologo", "-warnaserror", "-r:"+newtonsoft, "-r:"+filepath.Join(dir, "ResponseCode.dll"),
			"-out:"+filepath.Join(dir, "main.exe"), driver(t, dir, "main.cs", v)))
		if err := os.Symlink(newtonsoft, filepath.Join(dir, filepath.Base(newtonsoft))); err != nil {
			t.Fatal(err)
		}
		return exec.Command("mono", filepath.Join(dir, "main.exe"))
	}},
	"java": {[]string{"java", "javac", gson}, true, func(t *testing.T, dir string, v view) *exec.Cmd {
		main := driver(t, dir, "Main.java", v)
		// In any locale, and the comments are held to javadoc's rules.
		must(t, exec.Command("javac", "-encoding", "US-ASCII", "-Xlint:all", "-Xdoclint:all,-missing", "-Werror", "-d", dir, filepath.Join(dir, "ResponseCode.java")))
		must(t, exec.Command("javac", "-encoding", "UTF-8", "-cp", dir+":"+gson, "-d", dir, main))
		return exec.Command("java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", dir+":"+gson, "Main")
	}},
	"go": {[]string{"go", "gofmt"}, true, func(t *testing.T, dir string, v view) *exec.Cmd {
		inner := filepath.Join(dir, "responsecodes")
		if err := os.Mkdir(inner, 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(filepath.Join(dir, "responsecodes.go"), filepath.Join(inner, "responsecodes.go")); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module driver\n\ngo 1.26\n"), 0o666); err != nil {
			t.Fatal(err)
		}
		driver(t, dir, "main.go", v)
		if unformatted := must(t, exec.Command("gofmt", "-l", inner)); unformatted != "" {
			t.Errorf("gofmt would change:\n%s", must(t, exec.Command("gofmt", "-d", inner)))
		}
		for _, arguments := range [][]string{{"vet", "./..."}, {"build", "-o", "main", "."}} {
			command := exec.Command("go", arguments...)
			command.Dir, command.Env = dir, append(os.Environ(), "GOFLAGS=", "GOWORK=off", "GOPROXY=off")
			must(t, command)
		}
		return exec.Command(filepath.Join(dir, "main"))
	}},
}

// driver saves a program of testdata beside a file. It differs a little by what
// the file has.
func driver(t *testing.T, dir, name string, v view) string {
	t.Helper()
	parsed, err := template.ParseFiles(filepath.Join("testdata", name+".tmpl"))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := parsed.Execute(&b, v); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, name)
	if err := os.WriteFile(file, b.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	return file
}

// must runs a command that has to succeed, and returns all that it wrote.
func must(t *testing.T, command *exec.Cmd) string {
	t.Helper()
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%.4000s", command, err, out)
	}
	return string(out)
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
		t.Skipf("missing: %q (.ci/run installs them)", missing)
	}
}
