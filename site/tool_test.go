package site

import (
	"os"
	"os/exec"
	"testing"
)

// tool finds a program that a test needs.
func tool(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		missing(t, "no "+name+": install it to run this test")
	}
	return path
}

// missing skips a test for want of a tool, or fails it in CI.
func missing(t *testing.T, why string) {
	t.Helper()
	if os.Getenv("REQUIRE_TOOLS") == "1" {
		t.Fatal(why + "; and REQUIRE_TOOLS=1")
	}
	t.Skip(why)
}

// runTool runs a program in a directory and returns what it prints.
func runTool(t *testing.T, dir, path string, args ...string) string {
	t.Helper()
	command := exec.Command(path, args...)
	command.Dir = dir
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return string(out)
}
