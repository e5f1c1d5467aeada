//go:build unix

package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The program as its users meet it: the built binary, run in a directory that
// isn't ours, looked at from outside.

var binary string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "responsa-")
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer os.RemoveAll(dir)
		binary = filepath.Join(dir, "responsa")
		if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "go build: %v\n%s", err, out)
			return 1
		}
		return m.Run()
	}())
}

// result is what a run of the program left.
type result struct {
	code           int
	stdout, stderr string
}

// in runs the program in a directory. It holds each run to what all of them
// promise: no panic, no colour codes.
func in(t *testing.T, dir string, args ...string) result {
	t.Helper()
	return fed(t, dir, "", args...)
}

// fed is in with a text on standard input.
func fed(t *testing.T, dir, stdin string, args ...string) result {
	t.Helper()
	command := exec.Command(binary, args...)
	command.Dir = dir
	command.Stdin = strings.NewReader(stdin)
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	err := command.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	r := result{command.ProcessState.ExitCode(), stdout.String(), stderr.String()}
	if all := r.stdout + r.stderr; strings.ContainsRune(all, '\x1b') || strings.Contains(all, "goroutine ") {
		t.Errorf("responsa %q:\n%s", args, all)
	}
	return r
}

// want holds a result to its exit code.
func (r result) want(t *testing.T, code int) result {
	t.Helper()
	if r.code != code {
		t.Fatalf("exit code %d, want %d\nstdout: %s\nstderr: %s", r.code, code, r.stdout, r.stderr)
	}
	return r
}

// tree is every file below a directory, with its content.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files, root := map[string]string{}, os.DirFS(dir)
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(root, name)
		files[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// same holds a directory to what it held before.
func same(t *testing.T, dir string, before map[string]string) {
	t.Helper()
	after := tree(t, dir)
	for name, text := range before {
		if got, ok := after[name]; !ok || got != text {
			t.Errorf("%s was there=%t, and is not as it was", name, ok)
		}
	}
	for name := range after {
		if _, ok := before[name]; !ok {
			t.Errorf("%s wasn't there before", name)
		}
	}
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o777), os.WriteFile(file, []byte(text), 0o666)); err != nil {
		t.Fatal(err)
	}
}

// acme is a fresh copy of a small catalog without a mistake.
func acme(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "acme")
	if err := os.CopyFS(dir, os.DirFS("site/testdata/valid")); err != nil {
		t.Fatal(err)
	}
	in(t, dir, "lock", "-content", dir).want(t, done)
	return dir
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// broken is such a copy with three mistakes in three files.
func broken(t *testing.T) (dir string, mistakes []string) {
	t.Helper()
	dir = acme(t)
	write(t, filepath.Join(dir, "codes/2.md"), strings.Replace(tree(t, dir)["codes/2.md"], "\ntitle:", "\ntitel:", 1))
	write(t, filepath.Join(dir, "codes/3.md"), strings.Replace(tree(t, dir)["codes/3.md"], "/http/422/", "javascript:alert", 1))
	write(t, filepath.Join(dir, "mentions.yaml"), strings.Replace(tree(t, dir)["mentions.yaml"], "#older", "#oldest", 1))
	return dir, []string{
		dir + "/codes/2.md:2:1: missing field \"title\"\n",
		dir + "/codes/2.md:4:1: unknown field \"titel\"\n\thint: did you mean \"title\"?\n",
		dir + "/codes/3.md:41:47: links of the scheme \"javascript\" are refused\n\thint: ",
		dir + "/mentions.yaml:6:10: guides/start.md has no #oldest\n\thint: did you mean #older?\n",
		"4 mistakes in a catalog of 3 codes\n",
	}
}

func TestHelp(t *testing.T) {
	for verb, words := range map[string][]string{
		"":        {"build", "serve", "check", "explain", "lock", "/mock/", "bundle", "verify", "new", "import"},
		"build":   {"-content", "-out", "-base", "public"},
		"serve":   {"-content", "-addr", "127.0.0.1:8080", "-cors", "/mock/", "[FILE.zip]"},
		"check":   {"-content", "-lock-was"},
		"bundle":  {"-content", "-out", "-base", "offline/", "SHA256SUMS"},
		"verify":  {"FILE.zip", "/offline/"},
		"lock":    {"-content", "for ever"},
		"new":     {"DIR", "made-up API"},
		"import":  {"FILE DIR", "-map", "FIELD=COLUMN", "-placeholders", "-vendor", "code, http, name, title, message, module, notes"},
		"explain": {"-content", "-json", "CODE|-", "standard\ninput"},
	} {
		for _, flag := range []string{"-h", "-help", "--help"} {
			dir := t.TempDir()
			r := in(t, dir, slices.DeleteFunc([]string{verb, flag}, func(s string) bool { return s == "" })...).want(t, done)
			for _, word := range append(words, "usage: responsa "+verb) {
				if !strings.Contains(r.stdout, word) {
					t.Errorf("%s %s doesn't tell of %s:\n%s", verb, flag, word, r.stdout)
				}
			}
			if r.stderr != "" {
				t.Errorf("%s %s: %s", verb, flag, r.stderr)
			}
			if strings.Contains(strings.ToLower(r.stdout), "hyper") {
				t.Errorf("%s %s tells of one vendor:\n%s", verb, flag, r.stdout)
			}
			same(t, dir, nil)
		}
	}
}

// A catalog to begin with, and one made of a table, pass the check as they are
// and build; neither is ever written where something stands.
func TestNewAndImport(t *testing.T) {
	dir := t.TempDir()
	if r := in(t, dir, "new", "lantern").want(t, done); r.stdout != "9 files in lantern; look at them: go run . serve -content lantern\n" || r.stderr != "" {
		t.Errorf("stdout: %s\nstderr: %s", r.stdout, r.stderr)
	}
	if r := in(t, dir, "check", "-content", "lantern").want(t, done); r.stdout != "3 codes, 1 not documented, 1 guide: no mistakes\nnothing is published yet: run responsa lock when you do\n" {
		t.Errorf("check: %s", r.stdout)
	}
	write(t, filepath.Join(dir, "codes.csv"), "Id,Text\n27,\"No %s\"\n,nothing\n28,\n27,\"No %s\"\n")
	r := in(t, dir, "import", "-map", "code=Id", "-map", "message=Text", "codes.csv", "acme").want(t, failed) // a row is refused, the others are there
	for _, line := range []string{
		"codes.csv:3: refused: it has no code\n", "codes.csv:5: 27: merged with line 2\n",
		"4 rows in: 2 codes in acme, 1 merged, 1 refused\n", "variable parts: percent, ", "look at acme/site.yaml",
	} {
		if !strings.Contains(r.stdout, line) {
			t.Errorf("import doesn't say %q:\n%s", line, r.stdout)
		}
	}
	if r := in(t, dir, "check", "-content", "acme").want(t, done); !strings.HasPrefix(r.stdout, "2 codes, 2 not documented, 0 guides: no mistakes\n") {
		t.Errorf("check: %s", r.stdout)
	}
	if r := in(t, dir, "build", "-content", "acme", "-out", "public").want(t, done); !strings.HasSuffix(r.stdout, "; look at them: go run . serve -content acme\n") {
		t.Errorf("build: %s", r.stdout)
	}
	in(t, dir, "lock", "-content", "acme").want(t, done)
	write(t, filepath.Join(dir, "whole.csv"), "code,message\nE1,a\n,\nE1,a\n")
	in(t, dir, "import", "whole.csv", "beta/content").want(t, done) // nothing of it is lost
	if text := tree(t, dir)["beta/content/site.yaml"]; !strings.Contains(text, "vendor: beta ") {
		t.Errorf("the vendor of beta/content: %s", text)
	}
	in(t, dir, "check", "-content", "acme").want(t, done)

	write(t, filepath.Join(dir, "empty.csv"), "code,message\n,a\n,b\n")
	before := tree(t, dir)
	for args, want := range map[string]struct {
		code int
		said string
	}{
		"new lantern":                           {refused, `"lantern" is refused: it isn't empty`},
		"new codes.csv":                         {refused, `"codes.csv" is refused: it is not a directory`},
		"new":                                   {refused, "new needs a directory"},
		"import codes.csv acme":                 {refused, `"acme" is refused`},
		"import codes.csv":                      {refused, "import needs a table and a directory"},
		"import codes.csv fresh":                {failed, `no column "code": say which it is`},
		"import -map kode=Id codes.csv fresh":   {refused, "the fields are code, http, "},
		"import -map code=Nr codes.csv fresh":   {failed, `no column "Nr"`},
		"import -placeholders x codes.csv here": {refused, `unknown placeholders "x"`},
		"import none.csv fresh":                 {failed, "none.csv"},
		"import lantern fresh":                  {failed, "lantern is not a plain file"},
		"import empty.csv fresh":                {failed, "no row can be carried over; nothing is written"},
	} {
		if r := in(t, dir, strings.Fields(args)...).want(t, want.code); !strings.Contains(r.stderr, want.said) {
			t.Errorf("%s says\n%s\nwant %q", args, r.stderr, want.said)
		}
	}
	same(t, dir, before)
}

// A wrong call is refused before anything is done: what is wrong, what to do
// next, and nothing where the answer is expected.
func TestRefused(t *testing.T) {
	for _, tt := range []struct{ args, text, hint string }{
		{"bild", `unknown verb "bild"`, `did you mean "build"?`},
		{"quit", `unknown verb "quit"`, "responsa -h lists the verbs"},
		{"-wrong", "flag provided but not defined: -wrong", "responsa build -h lists the flags"},
		{"build -wrong", "flag provided but not defined: -wrong", "responsa build -h lists the flags"},
		{"build -out", "flag needs an argument: -out", "responsa build -h lists the flags"},
		{"build surplus", `unexpected argument "surplus"`, "responsa build -h shows the use"},
		{"build -out x surplus", `unexpected argument "surplus"`, "responsa build -h shows the use"},
		{"build -base docs", `-base "docs" is not the address of a site`, "write it as https://host/path"},
		{"build -base host.example/docs", `-base "host.example/docs" is not`, "write it as https://host/path"},
		{"build -base javascript:x", `-base "javascript:x" is not`, "write it as https://host/path"},
		{"build -base https://host.example/?q", `-base "https://host.example/?q" is not`, "write it as https://host/path"},
		{"check -wrong", "flag provided but not defined: -wrong", "responsa check -h lists the flags"},
		{"check surplus", `unexpected argument "surplus"`, "responsa check -h shows the use"},
		{"check -lock-was", "flag needs an argument: -lock-was", "responsa check -h lists the flags"},
		{"lock", `"content" holds no catalog`, "name its directory: responsa lock -content DIR"},
		{"lock surplus", `unexpected argument "surplus"`, "responsa lock -h shows the use"},
		{"serve -wrong", "flag provided but not defined: -wrong", "responsa serve -h lists the flags"},
		{"serve a.zip surplus", `unexpected argument "surplus"`, "responsa serve -h shows the use"},
		{"serve -content c a.zip", "a bundle is served without -content and -cors", "it has pages only, leave them out"},
		{"serve -cors * a.zip", "a bundle is served without -content and -cors", "it has pages only, leave them out"},
		{"bundle surplus", `unexpected argument "surplus"`, "responsa bundle -h shows the use"},
		{"bundle -base docs", `-base "docs" is not the address of a site`, "write it as https://host/path"},
		{"verify", "verify needs an archive", "try: responsa verify FILE.zip"},
		{"verify a.zip b.zip", `unexpected argument "b.zip"`, "responsa verify -h shows the use"},
		{"serve -cors", "flag needs an argument: -cors", "responsa serve -h lists the flags"},
		{"serve -cors app.example", `-cors "app.example" is not an origin`, "write it as https://host, http://localhost:3000, or * for all"},
		{"serve -cors null", `-cors "null" is not an origin`, "write it as https://host, http://localhost:3000, or * for all"},
		{"serve -cors ftp://app.example", `-cors "ftp://app.example" is not an origin`, "write it as https://host, http://localhost:3000, or * for all"},
		{"serve -cors https://", `-cors "https://" is not an origin`, "write it as https://host, http://localhost:3000, or * for all"},
		{"serve -cors https://*.app.example", `-cors "https://*.app.example" is not an origin`, "write it as https://host, http://localhost:3000, or * for all"},
		{"serve -cors https://app.example,https://other.example", `-cors "https://app.example,https://other.example" is not an origin`, "write it as https://host, http://localhost:3000, or * for all"},
		{"serve -cors https://app.example/", `-cors "https://app.example/" is not an origin`, "write it as https://app.example"},
		{"serve -cors HTTPS://App.Example:443", `-cors "HTTPS://App.Example:443" is not an origin`, "write it as https://app.example"},
		{"serve -cors http://me:pw@localhost:3000/x?y#z", `-cors "http://me:pw@localhost:3000/x?y#z" is not an origin`, "write it as http://localhost:3000"},
		{"explain", "explain needs a code", "try: responsa explain 27"},
		{"explain -1", "flag provided but not defined: -1", "responsa explain -h lists the flags"},
		{"explain -json=perhaps 27", `invalid boolean value "perhaps" for -json`, "responsa explain -h lists the flags"},
		{"explain 27 28", `unexpected argument "28"`, "responsa explain -h shows the use"},
	} {
		dir := t.TempDir()
		r := in(t, dir, strings.Fields(tt.args)...).want(t, refused)
		if !strings.HasPrefix(r.stderr, "responsa: "+tt.text) || !strings.HasSuffix(r.stderr, "\n\thint: "+tt.hint+"\n") || strings.Count(r.stderr, "\n") != 2 {
			t.Errorf("responsa %s:\n%s", tt.args, r.stderr)
		}
		if r.stdout != "" {
			t.Errorf("responsa %s writes to stdout:\n%s", tt.args, r.stdout)
		}
		same(t, dir, nil)
	}
}

func TestBuild(t *testing.T) {
	dir := t.TempDir()
	r := in(t, dir, "build", "-out", "site").want(t, done)
	match := regexp.MustCompile(`^([0-9]+) pages in site, [0-9]+ ms; look at them: go run \. serve\n$`).FindStringSubmatch(r.stdout)
	if match == nil || r.stderr != "" {
		t.Fatalf("stdout: %s\nstderr: %s", r.stdout, r.stderr)
	}
	files, pages := tree(t, filepath.Join(dir, "site")), 0
	for name := range files {
		if strings.HasSuffix(name, ".html") {
			pages++
		}
	}
	if match[1] != fmt.Sprint(pages) {
		t.Errorf("it says %s pages, there are %d", match[1], pages)
	}
	for _, name := range []string{"index.html", "404.html", "codes/27/index.html", "search.json"} {
		if files[name] == "" {
			t.Errorf("no %s", name)
		}
	}

	// No verb means build, no -out means public; the bytes are the same, and
	// nothing else is left.
	in(t, dir).want(t, done)
	in(t, dir, "-out", "site").want(t, done)
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 2 {
		t.Errorf("%v, want public and site: %v", entries, err)
	}
	same(t, filepath.Join(dir, "public"), files)
	same(t, filepath.Join(dir, "site"), files)
}

func TestBuildOfAnotherCatalog(t *testing.T) {
	dir, content := t.TempDir(), acme(t)
	in(t, dir, "build", "-content", content+"/").want(t, done)
	files := tree(t, filepath.Join(dir, "public"))
	for name, want := range map[string]string{
		"index.html":         "Acme API response codes",
		"codes/3/index.html": "https://codes.acme.example/codes/3/",
		"codes/2/index.html": `href="/guides/start/#older"`,
	} {
		if !strings.Contains(files[name], want) {
			t.Errorf("%s has no %s", name, want)
		}
	}
	r := in(t, dir, "build", "-content", "nowhere").want(t, failed)
	if !strings.HasPrefix(r.stderr, "responsa: cannot read the catalog: ") || !strings.Contains(r.stderr, "nowhere") || strings.Count(r.stderr, "\n") != 1 {
		t.Errorf("a catalog that isn't there: %s", r.stderr)
	}
	same(t, filepath.Join(dir, "public"), files)
}

// -base moves links, never files.
func TestBase(t *testing.T) {
	dir, content := t.TempDir(), acme(t)
	in(t, dir, "build", "-content", content, "-out", "plain").want(t, done)
	plain := tree(t, filepath.Join(dir, "plain"))
	for _, base := range []string{"https://host.example/docs", "https://host.example/docs/"} {
		in(t, dir, "build", "-content", content, "-out", "based", "-base", base).want(t, done)
		based := tree(t, filepath.Join(dir, "based"))
		link := regexp.MustCompile(`(?:href|src|data-[a-z]+)="(/[^"]*)"`)
		links := 0
		for name, text := range based {
			if _, ok := plain[name]; !ok {
				t.Errorf("%s stands elsewhere without -base", name)
			}
			if !strings.HasSuffix(name, ".html") {
				continue
			}
			for _, match := range link.FindAllStringSubmatch(text, -1) {
				links++
				if !strings.HasPrefix(match[1], "/docs/") {
					t.Errorf("%s: %s", name, match[0])
				}
			}
			if strings.Contains(text, "codes.acme.example") {
				t.Errorf("%s still has the catalog's own address", name)
			}
		}
		if len(based) != len(plain) || links < 100 {
			t.Errorf("%d files, want %d; %d links", len(based), len(plain), links)
		}
		if !strings.Contains(based["codes/3/index.html"], `<link rel="canonical" href="https://host.example/docs/codes/3/">`) {
			t.Error("the canonical address doesn't follow -base")
		}
	}
}

// Every mistake is told, and the site of yesterday stays as it is.
func TestBuildOfMistakes(t *testing.T) {
	dir, content := t.TempDir(), acme(t)
	in(t, dir, "build", "-content", content).want(t, done)
	before := tree(t, dir)
	content, mistakes := broken(t)
	r := in(t, dir, "build", "-content", content).want(t, failed)
	for _, mistake := range mistakes {
		if !strings.Contains(r.stderr, mistake) {
			t.Errorf("not told: %s", mistake)
		}
	}
	if r.stdout != "" || t.Failed() {
		t.Errorf("stdout: %s\nstderr: %s", r.stdout, r.stderr)
	}
	same(t, dir, before)
}

// A directory with anything that no build made is refused as it is.
func TestForeignFiles(t *testing.T) {
	dir, content := t.TempDir(), acme(t)
	write(t, filepath.Join(dir, "home/letters/to-mother.txt"), "Dear mother\n")
	in(t, dir, "build", "-content", content).want(t, done)
	write(t, filepath.Join(dir, "public/.gitignore"), "*\n")
	in(t, dir, "build", "-content", content).want(t, done) // .gitignore is its own
	write(t, filepath.Join(dir, "public/codes/notes.txt"), "mine\n")
	before := tree(t, dir)
	for out, name := range map[string]string{"home": `"letters/to-mother.txt"`, "public": `"codes/notes.txt"`, ".": "", "..": "", "/": "", "home/letters/to-mother.txt": ""} {
		r := in(t, dir, "build", "-content", content, "-out", out).want(t, refused)
		if !strings.HasPrefix(r.stderr, fmt.Sprintf("responsa: %q is refused: ", out)) || !strings.Contains(r.stderr, name) || r.stdout != "" {
			t.Errorf("-out %s: %s%s", out, r.stdout, r.stderr)
		}
	}
	same(t, dir, before)
}

func TestCheck(t *testing.T) {
	dir := t.TempDir()
	content := acme(t)
	if r := in(t, dir, "check", "-content", content).want(t, done); r.stdout != "3 codes, 1 guide: no mistakes\n" || r.stderr != "" {
		t.Errorf("stdout: %s\nstderr: %s", r.stdout, r.stderr)
	}
	in(t, dir, "check").want(t, done) // of the one built in
	content, mistakes := broken(t)
	before := tree(t, content)
	r := in(t, dir, "check", "-content", content).want(t, failed)
	at := 0
	for _, mistake := range mistakes { // by file and line
		next := strings.Index(r.stderr[at:], mistake)
		if next < 0 {
			t.Fatalf("not told, or not in its place: %s\nstderr: %s", mistake, r.stderr)
		}
		at += next
	}
	if r.stdout != "" {
		t.Errorf("stdout: %s", r.stdout)
	}
	same(t, content, before)
	same(t, dir, nil)

	// In a directory with content/, that is the catalog.
	content = acme(t)
	if err := os.Rename(content, filepath.Join(dir, "content")); err != nil {
		t.Fatal(err)
	}
	if r := in(t, dir, "check").want(t, done); !strings.HasPrefix(r.stdout, "3 codes, ") {
		t.Errorf("check takes another catalog than content/: %s", r.stdout)
	}
	write(t, filepath.Join(dir, "content/codes/4.md"), "no front matter\n")
	if r := in(t, dir, "check").want(t, failed); !strings.HasPrefix(r.stderr, "content/codes/4.md:1:1: no front matter\n\thint: ") {
		t.Errorf("%s", r.stderr)
	}
}

// What is published is locked first, and stays.
func TestLock(t *testing.T) {
	dir := t.TempDir()
	content := acme(t)
	list := filepath.Join(content, "permalinks.txt")
	if err := os.Remove(list); err != nil {
		t.Fatal(err)
	}
	if r := in(t, dir, "check", "-content", content).want(t, failed); !strings.Contains(r.stderr, "addresses is locked yet\n\thint: write it: responsa lock\n") {
		t.Errorf("a catalog that isn't locked: %s", r.stderr)
	}
	if r := in(t, dir, "build", "-content", content).want(t, done); !strings.HasPrefix(r.stderr, "responsa: warning: permalinks.txt is not up to date") {
		t.Errorf("a build of it: %s", r.stderr)
	}
	if r := in(t, dir, "lock", "-content", content).want(t, done); !strings.Contains(r.stdout, "lines added to "+list) {
		t.Errorf("lock says %s", r.stdout)
	}
	locked := read(t, list)
	if r := in(t, dir, "lock", "-content", content).want(t, done); !strings.HasPrefix(r.stdout, "0 lines added") || read(t, list) != locked {
		t.Errorf("a second lock says %s", r.stdout)
	}
	in(t, dir, "check", "-content", content).want(t, done)

	// A line that goes is told where it was, a code that goes by its address.
	was := filepath.Join(dir, "was.txt")
	write(t, was, "# earlier\n/codes/0/\n"+locked)
	if r := in(t, dir, "check", "-content", content, "-lock-was", was).want(t, failed); !strings.HasPrefix(r.stderr, was+`:2:1: "/codes/0/" is gone from permalinks.txt`) {
		t.Errorf("a line is gone: %s", r.stderr)
	}
	in(t, dir, "check", "-content", content, "-lock-was", list).want(t, done)
	in(t, dir, "check", "-content", content, "-lock-was", filepath.Join(dir, "none.txt")).want(t, failed)
	write(t, filepath.Join(content, "permalinks.txt"), locked+"/zones/\n")
	r := in(t, dir, "build", "-content", content).want(t, failed)
	if !strings.Contains(r.stderr, ": /zones/ was published and would vanish\n\thint: ") {
		t.Errorf("an address is gone: %s", r.stderr)
	}
	if r := in(t, dir, "lock", "-content", content).want(t, failed); read(t, list) != locked+"/zones/\n" {
		t.Errorf("lock writes beside a mistake: %s", r.stderr)
	}
	// Lines out of order, as after a merge.
	lines := strings.SplitAfter(locked, "\n")
	lines[3], lines[4] = lines[4], lines[3]
	write(t, list, strings.Join(lines, ""))
	if r := in(t, dir, "check", "-content", content).want(t, failed); !strings.Contains(r.stderr, "is out of order\n") {
		t.Errorf("out of order: %s", r.stderr)
	}
	in(t, dir, "lock", "-content", content).want(t, done)
	if read(t, list) != locked {
		t.Error("lock doesn't mend the order")
	}
}

func TestExplain(t *testing.T) {
	dir := t.TempDir()
	answer := in(t, dir, "explain", "27").want(t, done)
	for _, want := range []string{
		"27  Below minimum age\n", "Registration is allowed for people aged [Minimum Age] and over.\n", "422 Unprocessable Entity\n",
		"The person who entered the data\n", "Only after a change to the call or its data\n", "\n1. ", "/codes/27/\n",
	} {
		if !strings.Contains(answer.stdout, want) {
			t.Errorf("explain 27 has no %q:\n%s", want, answer.stdout)
		}
	}
	if strings.ContainsAny(answer.stdout, "`") || answer.stderr != "" {
		t.Errorf("stdout: %s\nstderr: %s", answer.stdout, answer.stderr)
	}
	for _, spelling := range []string{"'27'", "#27", " 27 ", "error 27"} {
		if r := in(t, dir, "explain", spelling).want(t, done); r != answer {
			t.Errorf("explain %s isn't explain 27:\n%s", spelling, r.stdout)
		}
	}
	for _, spelling := range []string{"027", `"027"`} {
		r := in(t, dir, "explain", spelling).want(t, done)
		if rest := strings.Replace(r.stdout, "Remark:      \"027\" is the form of older versions\n", "", 1); rest != answer.stdout || rest == r.stdout {
			t.Errorf("explain %s isn't explain 27 with a remark:\n%s", spelling, r.stdout)
		}
	}
	var parsed struct{ Matches []struct{ Code any } }
	r := in(t, dir, "explain", "-json", "27").want(t, done)
	if err := json.Unmarshal([]byte(r.stdout), &parsed); err != nil || len(parsed.Matches) != 1 || parsed.Matches[0].Code != 27.0 {
		t.Errorf("explain -json 27: %v\n%s", err, r.stdout)
	}

	// A number that other pages of the vendor give another meaning.
	r = in(t, dir, "explain", "032").want(t, done)
	for _, want := range []string{"32  Case is closed\n", "032  Card transaction approved\n", "outside the table: CC_Payment_Hyper_GW_json", "before, it meant: the card transaction was approved"} {
		if !strings.Contains(r.stdout, want) {
			t.Errorf("explain 032 has no %q:\n%s", want, r.stdout)
		}
	}

	for _, args := range [][]string{{"--", "-1"}, {"999"}, {""}, {"-content", acme(t), "27"}} {
		if r := in(t, dir, append([]string{"explain"}, args...)...).want(t, failed); r.stdout != "" || !strings.HasPrefix(r.stderr, "no code ") {
			t.Errorf("explain %q:\nstdout: %s\nstderr: %s", args, r.stdout, r.stderr)
		}
	}
	r = in(t, dir, "explain", "-json", "--", "-1").want(t, failed)
	if err := json.Unmarshal([]byte(r.stdout), &parsed); err != nil || len(parsed.Matches) != 0 || r.stderr != "" {
		t.Errorf("explain -json -- -1: %v\n%s%s", err, r.stdout, r.stderr)
	}
	same(t, dir, nil)
}

// Anything pasted, from standard input: the best first, and exit 1 where
// nothing is recognised.
func TestExplainStandardInput(t *testing.T) {
	dir := t.TempDir()
	raw := "HTTP/1.1 400 Bad Request\n\n{\"ResponseCode\":27,\"ResponseMsgEng\":\"Registration is allowed for people aged 18 and over.\"}"
	r := fed(t, dir, raw, "explain", "-").want(t, done)
	for _, want := range []string{"27  Below minimum age\n", "Recognised:  ResponseCode is 27, line 3; its message\n", "Minimum Age: 18\n", "Remark:      came with HTTP 400; documented is 422\n", "/codes/27/#Minimum%20Age=18\n"} {
		if !strings.Contains(r.stdout, want) {
			t.Errorf("explain - has no %q:\n%s", want, r.stdout)
		}
	}
	type match struct {
		Code    any
		Why     string
		Values  map[string]string
		Remarks []string
		Address string

		Translations map[string]string
	}
	var parsed struct {
		Matches []match
		Notes   []string
	}
	r = fed(t, dir, raw+"\n{\"ResponseCode\":0}", "explain", "-json", "-").want(t, done)
	if err := json.Unmarshal([]byte(r.stdout), &parsed); err != nil || len(parsed.Matches) != 2 || parsed.Matches[0].Code != 27.0 || parsed.Matches[1].Code != 0.0 ||
		parsed.Matches[0].Values["Minimum Age"] != "18" || len(parsed.Matches[0].Remarks) != 1 || !strings.Contains(parsed.Matches[0].Translations["es"], "[Minimum Age]") || parsed.Matches[0].Why == "" {
		t.Errorf("explain -json -: %v\n%s", err, r.stdout)
	}
	for _, text := range []string{"", "xyzzy", strings.Repeat("x", 3<<20)} {
		if r := fed(t, dir, text, "explain", "-").want(t, failed); r.stdout != "" || r.stderr == "" {
			t.Errorf("%.20q: stdout: %s\nstderr: %s", text, r.stdout, r.stderr)
		}
		if r := fed(t, dir, text, "explain", "-json", "-").want(t, failed); json.Unmarshal([]byte(r.stdout), &parsed) != nil || len(parsed.Matches) > 0 || r.stderr != "" {
			t.Errorf("%.20q: stdout: %s\nstderr: %s", text, r.stdout, r.stderr)
		}
	}
	r = fed(t, dir, "password", "explain", "-").want(t, done)
	if !strings.HasPrefix(r.stdout, "13    New password too weak (words)\n28 ") || !strings.Contains(r.stdout, "\thint: ") {
		t.Errorf("what a word may mean isn't listed:\n%s", r.stdout)
	}
	secret := fed(t, dir, "Authorization: Bearer hunter2hunter2\n\n{\"ResponseCode\":11,\"ResponseMsgEng\":\"Security Alert: hunter2hunter2.\"}", "explain", "-").want(t, done)
	if strings.Contains(secret.stdout, "hunter2") || !strings.Contains(secret.stdout, "[removed]") {
		t.Errorf("a secret is echoed:\n%s", secret.stdout)
	}
}

// running is the program, under way.
type running struct {
	*exec.Cmd
	stderr bytes.Buffer
	ended  chan struct{}
}

// start runs the program without waiting. What it writes to stdout can be
// read from out while it runs.
func start(t *testing.T, dir string, args ...string) (r *running, out io.Reader) {
	t.Helper()
	r = &running{Cmd: exec.Command(binary, args...), ended: make(chan struct{})}
	read, written, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer written.Close()
	r.Dir, r.Stdout, r.Stderr = dir, written, &r.stderr
	if err := r.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = r.Wait()
		close(r.ended)
	}()
	t.Cleanup(func() {
		_ = r.Process.Kill()
		<-r.ended
		_ = read.Close()
	})
	return r, read
}

// served is the address at which it says that it serves.
func served(t *testing.T, r *running, out io.Reader) string {
	t.Helper()
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if match := regexp.MustCompile(`^serving (http://127\.0\.0\.1:[0-9]+/.*) until Ctrl-C$`).FindStringSubmatch(lines.Text()); match != nil {
			return match[1]
		}
	}
	t.Fatalf("it doesn't say where it serves: %s", &r.stderr)
	return ""
}

// end waits for the program, and returns its exit code.
func (r *running) end(t *testing.T) int {
	t.Helper()
	select {
	case <-r.ended:
	case <-time.After(20 * time.Second):
		t.Fatal("it doesn't end")
	}
	return r.ProcessState.ExitCode()
}

func (r *running) signal(t *testing.T, s os.Signal) {
	t.Helper()
	if err := r.Process.Signal(s); err != nil {
		t.Fatal(err)
	}
}

// eventually waits for what another process does.
func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(60 * time.Second); !is(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("never: " + what)
		}
	}
}

// Ctrl-C while pages are written leaves the old output as it was. And while
// one build writes, another one doesn't.
func TestInterruptedBuild(t *testing.T) {
	dir, content := t.TempDir(), acme(t)
	in(t, dir, "build", "-content", content).want(t, done)
	before := tree(t, dir)
	large := acme(t) // long enough to be caught at it
	one := tree(t, large)["codes/1.md"]
	for n := 100; n < 1100; n++ {
		write(t, fmt.Sprintf("%s/codes/%d.md", large, n), strings.NewReplacer("code: 1\n", fmt.Sprintf("code: %d\n", n),
			"name: OrderPlaced", fmt.Sprintf("name: N%d", n), "title: Order placed", fmt.Sprintf("title: Title %d", n)).Replace(one))
	}
	build, out := start(t, dir, "build", "-content", large)
	eventually(t, "a build under way", func() bool {
		staged, err := filepath.Glob(filepath.Join(dir, ".public-*-*"))
		return err == nil && len(staged) > 0
	})
	build.signal(t, syscall.SIGSTOP)
	if r := in(t, dir, "build", "-content", content).want(t, busy); !strings.HasPrefix(r.stderr, "responsa: public: another build has the directory") || strings.Count(r.stderr, "\n") != 1 {
		t.Errorf("a second build: %s", r.stderr)
	}
	build.signal(t, os.Interrupt)
	build.signal(t, syscall.SIGCONT)
	code := build.end(t)
	stdout, err := io.ReadAll(out)
	if code != interrupted || len(stdout) > 0 || err != nil || !strings.HasSuffix(build.stderr.String(), "\nresponsa: interrupted\n") {
		t.Errorf("exit code %d\nstdout: %s\nstderr: %s", code, stdout, &build.stderr)
	}
	same(t, dir, before)
	in(t, dir, "build", "-content", content).want(t, done)
	same(t, dir, before)
}

// Ctrl-C ends the preview, even while a browser listens for changes.
func TestInterruptedServe(t *testing.T) {
	dir := t.TempDir()
	server, out := start(t, dir, "serve", "-content", acme(t), "-addr", "127.0.0.1:0", "-cors", "http://localhost:3000")
	address := strings.TrimSuffix(served(t, server, out), "/")
	client := &http.Client{Timeout: 30 * time.Second}
	for path, status := range map[string]int{"/": 200, "/codes/3/": 200, "/nowhere/": 404, "/-/events": 200, "/mock/3": 422} {
		answer, err := client.Get(address + path)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close() // the event stream stays open
		if answer.StatusCode != status {
			t.Errorf("%s: %s, want %d", path, answer.Status, status)
		}
		if got, want := answer.Header.Get("Access-Control-Allow-Origin"), map[string]string{"/mock/3": "http://localhost:3000"}[path]; got != want {
			t.Errorf("%s: open to %q, want %q", path, got, want)
		}
	}
	server.signal(t, os.Interrupt)
	if code := server.end(t); code != done || server.stderr.Len() > 0 {
		t.Errorf("exit code %d\nstderr: %s", code, &server.stderr)
	}
	same(t, dir, nil)
	if r := in(t, dir, "serve", "-addr", "999.0.0.1:x").want(t, failed); !strings.HasPrefix(r.stderr, "responsa: cannot listen on 999.0.0.1:x: ") || !strings.Contains(r.stderr, "\n\thint: ") {
		t.Errorf("an address that is none: %s", r.stderr)
	}
}

// The bundle is the same bytes wherever it is made, and the same that a build
// offers; it is verified, and what was done to it is named.
func TestBundle(t *testing.T) {
	dir, content := t.TempDir(), acme(t)
	write(t, filepath.Join(content, "site.yaml"), tree(t, content)["site.yaml"]+"bundle_name: acme-codes\n")
	if err := os.Remove(filepath.Join(content, "permalinks.txt")); err != nil { // the name is new
		t.Fatal(err)
	}
	in(t, dir, "build", "-content", content).want(t, done)
	r := in(t, dir, "bundle", "-content", content).want(t, done)
	offline := tree(t, filepath.Join(dir, "offline"))
	match := regexp.MustCompile(`^([0-9a-f]{64})  offline/acme-codes\.zip\n`).FindStringSubmatch(r.stdout)
	if match == nil || r.stderr != "" || fmt.Sprintf("%x", sha256.Sum256([]byte(offline["acme-codes.zip"]))) != match[1] {
		t.Fatalf("stdout: %s\nstderr: %s", r.stdout, r.stderr)
	}
	if strings.ReplaceAll(r.stdout, "offline/", "") != offline["SHA256SUMS"] {
		t.Errorf("SHA256SUMS has\n%s", offline["SHA256SUMS"])
	}
	for name, text := range offline {
		if built := tree(t, filepath.Join(dir, "public/offline"))[name]; name != ".manifest" && built != text {
			t.Errorf("a build's %s is another one", name)
		}
	}

	// Another directory, zone, language, umask, number of cores.
	elsewhere := t.TempDir()
	command := exec.Command("sh", "-c", `umask 077; "$0" bundle -content "$1" -out here.zip`, binary, content)
	command.Dir = elsewhere
	command.Env = append(os.Environ(), "TZ=Pacific/Kiritimati", "LC_ALL=tr_TR.UTF-8", "GOMAXPROCS=1")
	if out, err := command.CombinedOutput(); err != nil || string(out) != match[1]+"  here.zip\n" {
		t.Errorf("%v: %s", err, out)
	}
	archive := tree(t, elsewhere)["here.zip"]
	if archive != offline["acme-codes.zip"] || len(tree(t, elsewhere)) != 1 {
		t.Errorf("another archive, or something beside it: %d files", len(tree(t, elsewhere)))
	}
	if info, err := os.Stat(filepath.Join(elsewhere, "here.zip")); err != nil || info.Mode() != 0o644 {
		t.Errorf("%v %v", info.Mode(), err)
	}

	// -out takes an archive's place, and no other file's.
	in(t, elsewhere, "bundle", "-content", content, "-out", "here.zip").want(t, done)
	write(t, filepath.Join(elsewhere, "letter.txt"), "Dear mother\n")
	write(t, filepath.Join(elsewhere, "sub/x"), "")
	for out, why := range map[string]string{"letter.txt": `"letter.txt" is refused: it holds something else`, "sub": `"sub" is refused: it is a link, a directory`} {
		if r := in(t, elsewhere, "bundle", "-content", content, "-out", out).want(t, refused); !strings.HasPrefix(r.stderr, "responsa: "+why) {
			t.Errorf("-out %s: %s", out, r.stderr)
		}
	}
	if r := in(t, elsewhere, "bundle", "-content", content, "-out", "none/x.zip").want(t, failed); !strings.HasPrefix(r.stderr, "responsa: none/x.zip: ") {
		t.Errorf("no such directory: %s", r.stderr)
	}
	if files := tree(t, elsewhere); files["letter.txt"] != "Dear mother\n" || len(files) != 3 {
		t.Errorf("%d files are left", len(files))
	}

	r = in(t, elsewhere, "verify", "here.zip").want(t, done)
	if want := regexp.MustCompile(`^here\.zip is as it was made: [0-9]+ files of https://codes\.acme\.example/\nversion  [0-9a-f]{64}\nsha256   ` + match[1] + `\n$`); !want.MatchString(r.stdout) {
		t.Errorf("verify says\n%s", r.stdout)
	}
	broken := []byte(archive)
	broken[strings.Index(archive, "index.html")+20] ^= 1 // in the bytes of the home page
	write(t, filepath.Join(elsewhere, "broken.zip"), string(broken))
	r = in(t, elsewhere, "verify", "broken.zip").want(t, failed)
	if !strings.HasPrefix(r.stderr, "responsa: broken.zip is not as it was made:\n\tindex.html: ") || !strings.HasSuffix(r.stderr, "\n\thint: get it anew from where it is published\n") || r.stdout != "" {
		t.Errorf("stdout: %s\nstderr: %s", r.stdout, r.stderr)
	}
	if err := syscall.Mkfifo(filepath.Join(elsewhere, "pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"none.zip", "sub", "pipe"} {
		if r := in(t, elsewhere, "verify", name).want(t, failed); !strings.Contains(r.stderr, name) || strings.Count(r.stderr, "\n") != 1 {
			t.Errorf("verify %s: %s", name, r.stderr)
		}
	}
	if r := in(t, elsewhere, "serve", "broken.zip").want(t, failed); !strings.Contains(r.stderr, "index.html: ") {
		t.Errorf("serve broken.zip: %s", r.stderr)
	}
}

// A bundle is served at the path at which it is published, with its own 404
// page at any depth.
func TestServeBundle(t *testing.T) {
	dir := t.TempDir()
	in(t, dir, "bundle", "-content", acme(t), "-base", "https://codes.acme.example/docs/", "-out", "acme.zip").want(t, done)
	server, out := start(t, dir, "serve", "-addr", "127.0.0.1:0", "acme.zip")
	address := served(t, server, out)
	if !strings.HasSuffix(address, "/docs/") {
		t.Fatalf("it stands at %s", address)
	}
	address = strings.TrimSuffix(address, "/docs/")
	for path, want := range map[string]struct {
		status      int
		kind, holds string
	}{
		"/":                    {200, "text/html; charset=utf-8", "Acme codes"}, // it leads to /docs/
		"/docs":                {200, "text/html; charset=utf-8", "Acme codes"},
		"/docs/codes/3/":       {200, "text/html; charset=utf-8", `href="../../index.html"`},
		"/docs/codes/3":        {200, "text/html; charset=utf-8", `href="../../index.html"`},
		"/docs/search.js":      {200, "text/javascript; charset=utf-8", "window.searchData="},
		"/docs/README.txt":     {200, "text/plain; charset=utf-8", "Open index.html"},
		"/docs/MANIFEST.json":  {200, "application/json; charset=utf-8", `"sha256"`},
		"/docs/no/such/page":   {404, "text/html; charset=utf-8", `href="/docs/index.html"`},
		"/codes/3/":            {404, "text/html; charset=utf-8", `href="/docs/index.html"`},
		"/mock/3":              {404, "text/html; charset=utf-8", `href="/docs/index.html"`},
		"/docs/../acme.zip":    {404, "text/html; charset=utf-8", ""},
		"/docs/%2e%2e/%2e%2e/": {404, "text/html; charset=utf-8", ""},
	} {
		answer, err := http.Get(address + path)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil || answer.StatusCode != want.status || answer.Header.Get("Content-Type") != want.kind || !strings.Contains(string(text), want.holds) {
			t.Errorf("%s: %s, %s, %v, want %v:\n%.200s", path, answer.Status, answer.Header.Get("Content-Type"), err, want, text)
		}
	}
	server.signal(t, os.Interrupt)
	if code := server.end(t); code != done || server.stderr.Len() > 0 {
		t.Errorf("exit code %d\nstderr: %s", code, &server.stderr)
	}
}

// An import that was interrupted while it read writes nothing.
func TestInterruptedImport(t *testing.T) {
	dir := t.TempDir()
	table, target := filepath.Join(dir, "codes.csv"), filepath.Join(dir, "acme")
	write(t, table, "code,message\n1,One\n")
	var stdout, stderr bytes.Buffer
	ctx, stop := context.WithCancel(t.Context())
	stop()
	c := command{ctx: ctx, stdout: &stdout, stderr: &stderr}
	if code := c.importTable([]string{table, target}); code != interrupted {
		t.Errorf("exit code %d, want %d: %s", code, interrupted, stderr.String())
	}
	if _, err := os.Stat(target); err == nil {
		t.Error("a catalog was written")
	}
}
