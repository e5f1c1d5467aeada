//go:build linux

package faults

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"responsa/site/synthetic"
)

// Where the answer goes may fail: the work is done all the same, a disk that
// is full is told, and a reader that went away is not.
func TestOutputFails(t *testing.T) {
	dir, content := t.TempDir(), acme(t, "First")
	in(t, dir, "build", "-content", content).want(t, 0)
	site := tree(t, dir)
	for _, verb := range []string{"build", "check", "explain 3", "explain -json 3", "lock", "help", "build -h"} {
		args := strings.Fields(verb)
		if verb != "help" && verb != "build -h" {
			args = append([]string{args[0], "-content", content}, args[1:]...)
		}
		gone := func(c *exec.Cmd) { // a pipe that nobody reads
			read, written, err := os.Pipe()
			must(t, err, read.Close())
			t.Cleanup(func() { written.Close() })
			c.Stdout = written
		}
		if r := with(t, dir, gone, append([]string{binary}, args...)...).want(t, 0); r.stderr != "" {
			t.Errorf("%s, nobody reads: %s", verb, r.stderr)
		}
		same(t, dir, site)
		closed := with(t, dir, nil, append([]string{"sh", "-c", `exec "$0" "$@" >&-`, binary}, args...)...).want(t, 0)
		if closed.stderr != "" {
			t.Errorf("%s, closed: %s", verb, closed.stderr)
		}
		same(t, dir, site)
		full := func(c *exec.Cmd) {
			f, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
			must(t, err)
			t.Cleanup(func() { f.Close() })
			c.Stdout = f
		}
		with(t, dir, full, append([]string{binary}, args...)...).want(t, 1).line(t, "responsa: cannot write the answer: write /dev/stdout: no space left on device")
		same(t, dir, site)
	}
	// Nobody may hear of a mistake, but it is one.
	r := with(t, dir, nil, "sh", "-c", `"$0" build -out / 2>&- | true; exec "$0" build -out / 2>/dev/full`, binary)
	r.want(t, 2)
	same(t, dir, site)
}

// A short build prints its one line. A long one has a line for each stage, and
// on a terminal a bar that goes; -q prints errors only.
func TestProgress(t *testing.T) {
	large := filepath.Join(t.TempDir(), "large")
	must(t, os.CopyFS(large, synthetic.Content(500)))
	in(t, large, "lock", "-content", large).want(t, 0)
	dir, small := t.TempDir(), acme(t, "First")
	last := regexp.MustCompile(`^[0-9]+ pages in public, [0-9]+ ms; look at them: go run \. serve -content [^ ]+\n$`)

	r := in(t, dir, "build", "-content", small).want(t, 0)
	if !last.MatchString(r.stdout) || r.stderr != "" {
		t.Errorf("a short build\nstdout: %s\nstderr: %s", r.stdout, r.stderr)
	}
	stages := regexp.MustCompile(`^responsa: 500 codes read and checked\nresponsa: rendering [0-9]{4} files\n$`)
	r = in(t, dir, "build", "-content", large).want(t, 0)
	if !last.MatchString(r.stdout) || !stages.MatchString(r.stderr) {
		t.Errorf("a long build\nstdout: %s\nstderr: %s", r.stdout, r.stderr)
	}
	must(t, os.Remove(filepath.Join(small, "permalinks.txt"))) // of which a build warns
	if r := in(t, dir, "build", "-q", "-content", small).want(t, 0); r.stdout+r.stderr != "" {
		t.Errorf("-q\nstdout: %s\nstderr: %s", r.stdout, r.stderr)
	}
	in(t, dir, "build", "-q", "-out", "/").want(t, 2).line(t, "is refused")

	for _, terminal := range []struct {
		env, begins string
		bar         bool
	}{
		{"NO_COLOR=1 TERM=xterm", "rendering ", true},
		{"TERM=dumb", "responsa: 500 codes read", false},
	} {
		screen := onTerminal(t, dir, terminal.env+` "$PROGRAM" build -content "$CONTENT"`, large)
		if bar := strings.Contains(screen, " files\r\n\x1b[1A\x1b[J"); bar != terminal.bar || !strings.HasPrefix(screen, terminal.begins) {
			t.Errorf("%s: %.300q", terminal.env, screen)
		}
		if colour := regexp.MustCompile(`\x1b\[[0-9;]*m`).FindString(screen); colour != "" {
			t.Errorf("%s: %q", terminal.env, colour)
		}
		// What stays on the screen is behind the last time that the bar went.
		rest := screen[strings.LastIndex(screen, "\x1b[J")+1:]
		if terminal.bar && !last.MatchString(strings.ReplaceAll(strings.TrimPrefix(rest, "[J"), "\r\n", "\n")) {
			t.Errorf("%s: at the end %.300q", terminal.env, rest)
		}
	}
	if quiet := onTerminal(t, dir, `TERM=xterm "$PROGRAM" build -q -content "$CONTENT"`, large); quiet != "" {
		t.Errorf("-q prints %.300q", quiet)
	}
}

// onTerminal is what a command prints on a terminal of 80 columns.
func onTerminal(t *testing.T, dir, line, content string) string {
	t.Helper()
	script, err := exec.LookPath("script")
	if err != nil {
		if os.Getenv("REQUIRE_TOOLS") == "1" {
			t.Fatal("no script, and REQUIRE_TOOLS=1")
		}
		t.Skip("no script: install bsdutils to run this test")
	}
	command := exec.Command(script, "--quiet", "--return", "--command", "stty cols 80 rows 24 && "+line, filepath.Join(t.TempDir(), "typescript"))
	command.Dir = dir
	command.Env = append(os.Environ(), "PROGRAM="+binary, "CONTENT="+content)
	out, err := command.Output()
	must(t, err)
	return string(out)
}
