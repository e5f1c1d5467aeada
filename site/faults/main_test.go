//go:build linux

// Package faults holds tests of what the built program does when things fail:
// each fault really happens. The rules are:
//
//   - the output directory is wholly old or wholly new, whatever happens (kill_test.go)
//   - a fault of the system costs one line that names the path, and exit 1 (disk_test.go)
//   - no file of a catalog is waited for, or read without bounds (hostile_test.go)
//   - answers that can't be printed are told, readers that go away are not (output_test.go)
//   - the bytes depend on the catalog alone (same_test.go)
//   - a catalog may have no codes, and any number of them (size_test.go)
package faults

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

var binary string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "faults-")
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer os.RemoveAll(dir)
		binary = filepath.Join(dir, "responsa")
		if out, err := exec.Command("go", "build", "-o", binary, "../..").CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "go build: %v\n%s", err, out)
			return 1
		}
		// For those who are nobody, too.
		if err := errors.Join(os.Chmod(dir, 0o755), os.Chmod(binary, 0o755)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		return m.Run()
	}())
}

// result is what a run of the program left.
type result struct {
	code           int
	stdout, stderr string
	memory         int64 // the most that it had, in bytes
}

// patience ends a run that hangs; nothing is measured by it.
var patience = time.Minute

// in runs the program in a directory.
func in(t *testing.T, dir string, args ...string) result {
	t.Helper()
	return with(t, dir, nil, append([]string{binary}, args...)...)
}

// with runs any command line, which change may change before. Whatever
// happens, no run may panic, hang, or print codes for a terminal.
func with(t *testing.T, dir string, change func(*exec.Cmd), line ...string) result {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	command := exec.CommandContext(ctx, line[0], line[1:]...)
	command.Dir = dir
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	if change != nil {
		change(command)
	}
	err := command.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) || ctx.Err() != nil {
		t.Fatalf("%q: %v, %v", line, err, ctx.Err())
	}
	usage := command.ProcessState.SysUsage().(*syscall.Rusage)
	r := result{command.ProcessState.ExitCode(), stdout.String(), stderr.String(), usage.Maxrss << 10}
	if all := r.stdout + r.stderr; strings.ContainsRune(all, '\x1b') || strings.Contains(all, "goroutine ") {
		t.Errorf("%q:\n%s", line, all)
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

// says holds a run's stderr to some texts.
func (r result) says(t *testing.T, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(r.stderr, text) {
			t.Errorf("want %q\nstdout: %s\nstderr: %s", text, r.stdout, r.stderr)
		}
	}
}

// line holds a failed run to one line that has the text, and nothing else.
func (r result) line(t *testing.T, text string) {
	t.Helper()
	if strings.Count(r.stderr, "\n") != 1 || !strings.Contains(r.stderr, text) || r.stdout != "" {
		t.Errorf("want one line with %q\nstdout: %s\nstderr: %s", text, r.stdout, r.stderr)
	}
}

// tree is everything below a directory: each file's text, a directory's "/",
// and of anything else its kind.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, _ := filepath.Rel(dir, name)
		switch {
		case entry.IsDir():
			found[relative] = "/"
		case entry.Type().IsRegular():
			text, err := os.ReadFile(name)
			found[relative] = string(text)
			return err
		default:
			found[relative] = entry.Type().String()
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// same holds a directory to what it held before.
func same(t *testing.T, dir string, before map[string]string) {
	t.Helper()
	after := tree(t, dir)
	for name := range maps.Keys(after) {
		if text, ok := before[name]; !ok || text != after[name] {
			t.Errorf("%s: there before: %t, and not as it was", name, ok)
		}
	}
	for name := range before {
		if _, ok := after[name]; !ok {
			t.Errorf("%s is gone", name)
		}
	}
}

func must(t *testing.T, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

func write(t *testing.T, file, text string) {
	t.Helper()
	must(t, os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(text), 0o644))
}

// acme is a fresh copy of a small catalog without a mistake, with its title.
func acme(t *testing.T, title string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "acme")
	must(t, os.CopyFS(dir, os.DirFS("../testdata/valid")))
	text, err := os.ReadFile(filepath.Join(dir, "site.yaml"))
	must(t, err)
	rest := strings.Index(string(text), "\n")
	write(t, filepath.Join(dir, "site.yaml"), "title: "+title+string(text)[rest:])
	in(t, dir, "lock", "-content", dir).want(t, 0)
	return dir
}

// only fails unless nothing but these is in a directory: nothing is left
// beside an output.
func only(t *testing.T, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	must(t, err)
	var got []string
	for _, entry := range entries {
		got = append(got, entry.Name())
	}
	if fmt.Sprint(got) != fmt.Sprint(names) {
		t.Errorf("%s holds %q, want %q", dir, got, names)
	}
}

// asNobody has a command run as a user without rights.
func asNobody(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	command.Env = append(os.Environ(), "HOME=/nonexistent")
}

// asRoot skips a test that has to mount or to be someone else.
func asRoot(t *testing.T) {
	t.Helper()
	if os.Geteuid() != 0 {
		if os.Getenv("REQUIRE_TOOLS") == "1" {
			t.Fatal("not root, who may mount a disk and be another user; and REQUIRE_TOOLS=1")
		}
		t.Skip("not root, who may mount a disk and be another user: run this test as root")
	}
}
