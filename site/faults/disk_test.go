//go:build linux

package faults

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// disk mounts a small file system of its own.
func disk(t *testing.T, dir, options string) {
	t.Helper()
	asRoot(t)
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, options); err != nil {
		if os.Getenv("REQUIRE_TOOLS") == "1" {
			t.Fatal("this root may not mount: ", err, "; and REQUIRE_TOOLS=1")
		}
		t.Skip("this root may not mount: ", err)
	}
	t.Cleanup(func() { must(t, syscall.Unmount(dir, syscall.MNT_DETACH)) })
}

// A disk that is full in the middle of a build, at its start or near its end:
// by blocks, and by names.
func TestDiskFull(t *testing.T) {
	first, second := acme(t, "First"), acme(t, "Second")
	for _, tt := range []struct {
		what, options string
		all           int // of what the disk has
		free          []int
		fill          func(file string, n int) error
	}{
		{"blocks", "size=4m", 1024, []int{0, 1, 2, 5, 20, 60}, func(file string, n int) error {
			return os.WriteFile(file, make([]byte, n<<12), 0o644)
		}},
		{"names", "size=64m,nr_inodes=400", 400, []int{0, 1, 2, 3, 10, 30}, func(file string, n int) error {
			for i := range n {
				if err := os.WriteFile(fmt.Sprint(file, i), nil, 0o644); err != nil {
					return err
				}
			}
			return nil
		}},
	} {
		t.Run(tt.what, func(t *testing.T) {
			dir := t.TempDir()
			disk(t, dir, tt.options)
			in(t, dir, "build", "-content", first).want(t, 0)
			in(t, dir, "bundle", "-content", first, "-out", "offline.zip").want(t, 0)
			site := tree(t, dir)
			for _, free := range tt.free {
				var s syscall.Statfs_t
				must(t, syscall.Statfs(dir, &s))
				left := int(s.Bfree)
				if tt.what == "names" {
					left = int(s.Ffree) - 1 // for the directory of what fills it
				}
				full := filepath.Join(dir, "full")
				must(t, os.Mkdir(full, 0o755))
				must(t, tt.fill(full+"/file", left-free))
				in(t, dir, "build", "-content", second).want(t, 1).line(t, "no space left on device")
				if tt.what == "blocks" && free < 5 || free == 0 { // it needs a name, and some blocks
					in(t, dir, "bundle", "-content", second, "-out", "offline.zip").want(t, 1).line(t, "no space left on device")
				}
				must(t, os.RemoveAll(full))
				same(t, dir, site)
			}
			in(t, dir, "build", "-content", second).want(t, 0)
			only(t, dir, "offline.zip", "public")
		})
	}
}

// The list of what was published outlives a disk without room for a longer one.
func TestLockOnFullDisk(t *testing.T) {
	dir := t.TempDir()
	disk(t, dir, "size=1m")
	content := filepath.Join(dir, "acme")
	must(t, os.CopyFS(content, os.DirFS(acme(t, "First"))))
	list := filepath.Join(content, "permalinks.txt")
	text, err := os.ReadFile(list)
	must(t, err)
	write(t, list, strings.Replace(string(text), "/catalog.csv\n", "", 1))
	before := tree(t, content)
	var s syscall.Statfs_t
	must(t, syscall.Statfs(dir, &s), os.WriteFile(filepath.Join(dir, "full"), make([]byte, s.Bfree<<12), 0o644))
	in(t, dir, "lock", "-content", content).want(t, 1).line(t, list+": ")
	same(t, content, before)
	must(t, os.Remove(filepath.Join(dir, "full")))
	in(t, dir, "lock", "-content", content).want(t, 0)
	if got, err := os.ReadFile(list); err != nil || string(got) != string(text) {
		t.Errorf("%v: with room again it isn't as it was:\n%s", err, got)
	}
}

// Nothing may be written, for this reason or that.
func TestNotWritable(t *testing.T) {
	first, second := acme(t, "First"), acme(t, "Second")
	must(t, os.Chmod(filepath.Dir(second), 0o755), os.Chmod(filepath.Dir(filepath.Dir(second)), 0o755))
	dir := t.TempDir()
	must(t, os.Chmod(filepath.Dir(dir), 0o755))

	t.Run("read-only disk", func(t *testing.T) {
		dir := t.TempDir()
		disk(t, dir, "size=8m")
		in(t, dir, "build", "-content", first).want(t, 0)
		must(t, syscall.Mount("", dir, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""))
		before := tree(t, dir)
		in(t, dir, "build", "-content", second).want(t, 1).line(t, "public: open "+dir+"/.public-lock: read-only file system")
		same(t, dir, before)
	})
	t.Run("mount point", func(t *testing.T) {
		dir := t.TempDir()
		must(t, os.Mkdir(filepath.Join(dir, "public"), 0o755))
		disk(t, filepath.Join(dir, "public"), "size=8m")
		in(t, dir, "build", "-content", second).want(t, 1).line(t, "public: a mount point, or part of a container's image, can't be exchanged; write into a directory in it")
		only(t, dir, "public")
		in(t, dir, "build", "-content", second, "-out", "public/site").want(t, 0)
	})
	t.Run("no permission", func(t *testing.T) {
		asRoot(t)
		in(t, dir, "build", "-content", first).want(t, 0)
		before := tree(t, dir)
		with(t, dir, asNobody, binary, "build", "-content", second).want(t, 1).line(t, "public: open "+dir+"/.public-lock: permission denied")
		with(t, dir, asNobody, binary, "build", "-content", second, "-out", "new/site").want(t, 1).line(t, "mkdir "+dir+"/new: permission denied")
		same(t, dir, before)
	})
	t.Run("no permission to read", func(t *testing.T) {
		asRoot(t)
		must(t, os.Chmod(filepath.Join(second, "codes/2.md"), 0))
		defer os.Chmod(filepath.Join(second, "codes/2.md"), 0o644)
		r := with(t, dir, asNobody, binary, "check", "-content", second).want(t, 1)
		if !strings.Contains(r.stderr, second+"/codes/2.md: permission denied\n") {
			t.Errorf("%s", r.stderr)
		}
	})
	t.Run("a lock that isn't one", func(t *testing.T) {
		dir := t.TempDir()
		lock := filepath.Join(dir, ".public-lock")
		for _, make := range []func() error{
			func() error { return os.WriteFile(lock, []byte("mine"), 0o644) },
			func() error { return syscall.Mkfifo(lock, 0o644) },
		} {
			must(t, make())
			before := tree(t, dir)
			in(t, dir, "build", "-content", second).want(t, 1).line(t, "public: lock "+lock+": no build made this file; move it away")
			same(t, dir, before)
			must(t, os.Remove(lock))
		}
	})
}

// With too few file handles a build fails and says where, or comes through;
// it never leaves half of a site. What it can't remove, as that takes handles too,
// the next one does. Below some number Go's own start fails.
func TestTooFewFiles(t *testing.T) {
	dir := t.TempDir()
	in(t, dir, "build", "-content", acme(t, "First")).want(t, 0)
	public := filepath.Join(dir, "public")
	before := tree(t, public)
	failures := 0
	for _, n := range []int{9, 11, 12, 13, 15, 18, 40} {
		// Of the catalog built in, so that the reading takes none of them.
		r := with(t, dir, func(c *exec.Cmd) { c.Env = append(os.Environ(), "GOMAXPROCS=8") },
			"sh", "-c", `ulimit -n "$1" && exec "$0" build`, binary, fmt.Sprint(n))
		if r.code == 0 {
			break
		}
		failures++
		r.want(t, 1).line(t, "too many open files")
		if !strings.Contains(r.stderr, "public/") {
			t.Errorf("%d: no path: %s", n, r.stderr)
		}
		same(t, public, before)
	}
	if failures == 0 {
		t.Error("there were always enough")
	}
	in(t, dir, "build").want(t, 0)
	only(t, dir, "public")
}
