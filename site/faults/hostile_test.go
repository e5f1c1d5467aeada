//go:build linux

package faults

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

// most is what any run over a hostile catalog may take of memory.
const most = 256 << 20

// plainly fails where a run took too much.
func (r result) plainly(t *testing.T) result {
	t.Helper()
	if r.memory > most {
		t.Errorf("it took %d MiB", r.memory>>20)
	}
	return r
}

// Every file that a catalog may have, as each kind of thing that isn't a plain
// file of a decent size: never waited for, never read whole, and named.
func TestHostileFiles(t *testing.T) {
	kinds := map[string]struct {
		make func(name string) error
		want string // the answer
		root bool
	}{
		"FIFO":                 {func(name string) error { return syscall.Mkfifo(name, 0o644) }, "not a plain", false},
		"link to /dev/zero":    {func(name string) error { return os.Symlink("/dev/zero", name) }, "path escapes|not a plain", false},
		"link out of it":       {func(name string) error { return os.Symlink("../../../../../../etc/passwd", name) }, "path escapes|not a plain", false},
		"link to itself":       {func(name string) error { return os.Symlink(filepath.Base(name), name) }, "too many|not a plain", false},
		"link to a FIFO":       {func(name string) error { return linkToFIFO(name) }, "not a plain", false},
		"device":               {func(name string) error { return syscall.Mknod(name, syscall.S_IFCHR|0o666, 1<<8|5) }, "not a plain", true},
		"socket":               {func(name string) error { return syscall.Mknod(name, syscall.S_IFSOCK|0o666, 0) }, "not a plain", false},
		"directory":            {func(name string) error { return os.Mkdir(name, 0o755) }, "not a plain", false},
		"100 MiB of nothing":   {func(name string) error { return sparse(name, 100<<20) }, "larger than [0-9]+ bytes", false},
		"1 TiB of nothing":     {func(name string) error { return sparse(name, 1<<40) }, "larger than [0-9]+ bytes", false},
		"100 MiB of brackets":  {func(name string) error { return brackets(name) }, "larger than [0-9]+ bytes", false},
		"less than a MiB of 0": {func(name string) error { return sparse(name, 1<<20-1) }, "NUL|front matter", false},
	}
	content := acme(t, "First")
	for _, name := range []string{
		"site.yaml", "modules.yaml", "statuses.yaml", "functions.yaml", "mentions.yaml", "permalinks.txt",
		"codes/2.md", "guides/start.md", "samples/curl.sh", "samples/output/2.txt",
	} {
		file := filepath.Join(content, name)
		must(t, os.MkdirAll(filepath.Dir(file), 0o755))
		for kind, k := range kinds {
			if k.root && os.Geteuid() != 0 {
				continue
			}
			was, had := os.ReadFile(file)
			must(t, os.RemoveAll(file))
			if err := k.make(file); err != nil {
				t.Fatalf("%s: %v", kind, err)
			}
			r := in(t, t.TempDir(), "check", "-content", content).want(t, 1).plainly(t)
			said := regexp.MustCompile(regexp.QuoteMeta(name) + `(:[0-9]+)*: .*(` + k.want + ")")
			if !said.MatchString(r.stderr) {
				t.Errorf("%s, a %s: %.1000s", name, kind, r.stderr)
			}
			must(t, os.RemoveAll(file), os.RemoveAll(file+".d"))
			if had == nil {
				must(t, os.WriteFile(file, was, 0o644))
			}
		}
	}
	in(t, t.TempDir(), "check", "-content", content).want(t, 0)
}

func sparse(name string, size int64) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Truncate(size)
}

// brackets writes in pieces: a child's most memory is at least that of the
// process that started it.
func brackets(name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	piece := strings.Repeat("[", 1<<20)
	for range 100 {
		if _, err := f.WriteString(piece); err != nil {
			return err
		}
	}
	return nil
}

// linkToFIFO makes a link that doesn't leave the catalog.
func linkToFIFO(name string) error {
	if err := os.MkdirAll(name+".d", 0o755); err != nil {
		return err
	}
	if err := syscall.Mkfifo(name+".d/pipe", 0o644); err != nil {
		return err
	}
	return os.Symlink(filepath.Base(name)+".d/pipe", name)
}

// The catalog's directory, and the one file that check takes beside it.
func TestHostileArguments(t *testing.T) {
	dir, content := t.TempDir(), acme(t, "First")
	pipe := filepath.Join(dir, "pipe")
	must(t, syscall.Mkfifo(pipe, 0o644))
	for _, verb := range []string{"build", "check", "serve", "explain"} {
		for _, name := range []string{pipe, "/dev/zero", filepath.Join(content, "site.yaml")} {
			args := []string{verb, "-content", name}
			if verb == "explain" {
				args = append(args, "27")
			}
			in(t, dir, args...).want(t, 1).plainly(t).line(t, "cannot read the catalog: "+name+": not a directory")
		}
	}
	in(t, dir, "check", "-content", content, "-lock-was", "/dev/zero").want(t, 1).plainly(t).line(t, "/dev/zero is larger than")
}

// Hostile YAML and text, in front matter and in files of their own.
func TestHostileText(t *testing.T) {
	bomb := "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c <= 'j'; c++ {
		before := string(c - 1)
		bomb += string(c) + ": &" + string(c) + " [" + strings.Repeat("*"+before+",", 9) + "*" + before + "]\n"
	}
	texts := map[string]struct{ text, want string }{
		"alias bomb":         {bomb, "anchors and aliases are not allowed"},
		"merge bomb":         {"a: &a {b: 1}\nc:\n" + strings.Repeat("  <<: *a\n", 5000), "anchors and aliases are not allowed"},
		"self-reference":     {"a: &a [*a]\n", "anchor"},
		"depth of lists":     {"a: " + strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000) + "\n", "nested deeper than|depth"},
		"depth of mappings":  {"a: " + strings.Repeat("{a: ", 10_000) + strings.Repeat("}", 10_000) + "\n", "nested deeper than|depth"},
		"depth of dashes":    {"a:\n  " + strings.Repeat("- ", 10_000) + "x\n", "nested deeper than|depth"},
		"depth without end":  {"a: " + strings.Repeat("[", 60_000), "found|expected|depth|nested"},
		"keys without end":   {strings.Repeat("? ", 30_000), "found|expected|depth|nested|not"},
		"many keys":          {strings.Repeat("a: 1\n", 12_000), "twice|already|duplicate|unknown field|must be a list"},
		"a long line":        {"a: " + strings.Repeat("x", 60_000) + "\n", `unknown field "a"|missing field|must be a list`},
		"a second document":  {"a: 1\n--- \nb: 2\n", "a second YAML document"},
		"a key twice":        {"title: a\ntitle: b\n", `"title"|must be a list`},
		"NUL":                {"title: a\x00b\n", "holds a NUL character"},
		"escaped NUL":        {"title: \"a\\0b\"\n", "control character"},
		"bidirectional":      {"title: a\u202eb\n", "reverses the order of text"},
		"invalid UTF-8":      {"title: a\xff\xfeb\n", "not valid UTF-8"},
		"UTF-16":             {"\xff\xfet\x00:\x00 \x001\x00", "not valid UTF-8|NUL"},
		"a tag":              {"title: !!python/object:os.system x\n", "is not allowed"},
		"a number of 60,000": {"code: " + strings.Repeat("9", 60_000) + "\n", "."},
	}
	content := acme(t, "First")
	for what, hostile := range texts {
		for _, name := range []string{"site.yaml", "modules.yaml", "codes/2.md", "guides/start.md"} {
			file := filepath.Join(content, name)
			was, err := os.ReadFile(file)
			must(t, err)
			text := hostile.text
			if strings.HasSuffix(name, ".md") {
				text = "---\n" + text + "\n---\n"
			}
			write(t, file, text)
			r := in(t, t.TempDir(), "check", "-content", content).want(t, 1).plainly(t)
			if !regexp.MustCompile(regexp.QuoteMeta(name) + `(:[0-9]+)*: .*(` + hostile.want + ")").MatchString(r.stderr) {
				t.Errorf("%s in %s: %.600s", what, name, r.stderr)
			}
			write(t, file, string(was))
		}
	}
	// What Windows' editors write is no mistake.
	for _, name := range []string{"site.yaml", "modules.yaml", "codes/2.md", "guides/start.md", "permalinks.txt"} {
		file := filepath.Join(content, name)
		was, err := os.ReadFile(file)
		must(t, err)
		write(t, file, "\ufeff"+strings.ReplaceAll(string(was), "\n", "\r\n"))
	}
	in(t, t.TempDir(), "check", "-content", content).want(t, 0)
}

// Prose whose parsing takes a time that grows as its square is refused unread.
func TestHostileProse(t *testing.T) {
	content := acme(t, "First")
	file := filepath.Join(content, "codes/2.md")
	was, err := os.ReadFile(file)
	must(t, err)
	for _, piece := range []string{"![", "[a](", "> ", "<a href='"} {
		write(t, file, string(was)+"\n\n"+strings.Repeat(piece, 40))
		in(t, t.TempDir(), "build", "-content", content).plainly(t) // a mistake or not
		write(t, file, string(was)+"\n\n"+strings.Repeat(piece, 1001))
		in(t, t.TempDir(), "build", "-content", content).want(t, 1).plainly(t).says(t, "codes/2.md", "more than ")
	}
}
