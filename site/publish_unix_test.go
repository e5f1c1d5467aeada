//go:build unix

package site

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// Root writes into read-only directories, so as root the test runs itself
// again as a user who doesn't.
func TestWriteDirReadOnlyParent(t *testing.T) {
	parent := t.TempDir()
	if given := os.Getenv("PUBLISH_TEST_DIR"); given != "" {
		parent = given
	} else if os.Geteuid() == 0 {
		asNobody(t, parent)
		return
	}
	dir := filepath.Join(parent, "public")
	publish(t, dir, "index.html", "1")
	before := tree(t, parent)
	must(t, os.Chmod(parent, 0o555))
	defer os.Chmod(parent, 0o755)
	_, err := WriteDir(t.Context(), nil, dir)
	if !errors.Is(err, fs.ErrPermission) || !strings.HasPrefix(err.Error(), dir) || strings.Contains(err.Error(), "\n") {
		t.Errorf("got %v", err)
	}
	same(t, tree(t, parent), before)
}

// asNobody runs the test again, as a user without rights, in a directory of
// its own below parent.
func asNobody(t *testing.T, parent string) {
	t.Helper()
	const nobody = 65534
	binary := filepath.Join(parent, "test")
	program, err := os.ReadFile(os.Args[0]) // Go's own directory is closed to others
	must(t, err)
	must(t, os.WriteFile(binary, program, 0o755))
	dir := filepath.Join(parent, "nobody")
	must(t, os.Mkdir(dir, 0o755))
	must(t, os.Chown(dir, nobody, nobody))
	for up := parent; up != os.TempDir() && up != "/"; up = filepath.Dir(up) {
		must(t, os.Chmod(up, 0o755))
	}
	command := exec.Command(binary, "-test.run=^"+t.Name()+"$", "-test.v")
	command.Dir = dir
	command.Env = []string{"PUBLISH_TEST_DIR=" + dir, "HOME=/nonexistent", "TMPDIR=" + dir}
	command.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	out, err := command.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS: "+t.Name()) {
		t.Errorf("%v\n%s", err, out)
	}
}
