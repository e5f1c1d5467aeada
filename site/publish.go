package site

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// The rules of publishing, here into a directory "public":
//
//   - The output is wholly old or wholly new, even if a build is killed: it renders
//     into .public-PID-RANDOM beside it and exchanges the two at the end. An error
//     or an interrupt before that leaves the old output as it was.
//   - The output holds what builds made and nothing else: the files that its
//     .manifest lists, the manifest, and a .gitignore, which is carried over. With
//     one file more it is refused, untouched. So are a link, a file, sources (go.mod,
//     .git), the home and the current directory, and those above.
//   - One build at a time: it holds .public-lock, and sweeps what dead ones left.
//   - Nothing is removed but trees that builds made, known by name or manifest.
const (
	manifestName = ".manifest"
	manifestHead = "files of a build, which the next one replaces\n" // then a path on each line
	ignoreName   = ".gitignore"
)

// ErrBusy says that another build is writing the same directory.
var ErrBusy = errors.New("another build has the directory")

// Written counts what a build wrote, the manifest aside.
type Written struct {
	Pages, Files int
	Bytes        int64
}

// Refused is the error for a directory that isn't ours to replace.
type Refused struct {
	Dir, Why string
	Names    []string // files that no build made, the first 20
}

func (r *Refused) Error() string {
	text := fmt.Sprintf("%q is refused: it %s", r.Dir, r.Why)
	for _, name := range r.Names {
		text += fmt.Sprintf("\n\t%q", name)
	}
	return text
}

// fault is an error told in one line that begins with a path.
type fault struct {
	path string
	err  error
}

func (f fault) Unwrap() error { return f.err }
func (f fault) Error() string { return strings.ReplaceAll(f.path+": "+f.err.Error(), "\n", "; ") }

// WriteDir writes the site into dir, whole or not at all, by the rules above.
func WriteDir(ctx context.Context, files Files, dir string) (written Written, err error) {
	full, err := target(dir)
	if err != nil {
		return Written{}, err
	}
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		return Written{}, err
	}
	unlock, err := lock(beside(full, "lock"))
	if err != nil {
		return Written{}, fault{dir, err}
	}
	defer unlock()
	sweep(full)
	if err := onlyOurs(full, dir); err != nil {
		return Written{}, err
	}
	staging := beside(full, strconv.Itoa(os.Getpid())+"-"+rand.Text())
	defer func() { // once exchanged, the old output stands there
		if e := os.RemoveAll(staging); err == nil && e != nil {
			err = fault{dir, fmt.Errorf("written, but what it replaced can't be removed: %w", e)}
		}
	}()
	if written, err = stage(ctx, files, staging, dir); err != nil {
		return Written{}, cmp.Or(ctx.Err(), err)
	}
	if err := onlyOurs(full, dir); err != nil { // again, as rendering took a while
		return Written{}, err
	}
	if err := carry(full, staging); err != nil {
		return Written{}, fault{filepath.Join(dir, ignoreName), err}
	}
	if err := ctx.Err(); err != nil {
		return Written{}, err
	}
	if err := swap(staging, full, exchange); err != nil {
		return Written{}, fault{dir, err}
	}
	return written, nil
}

// carry copies the .gitignore, if there is one.
func carry(full, staging string) error {
	text, err := os.ReadFile(filepath.Join(full, ignoreName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	name := filepath.Join(staging, ignoreName)
	return cmp.Or(os.WriteFile(name, text, 0o644), os.Chmod(name, 0o644))
}

// beside names a path that belongs to the output directory full.
func beside(full, suffix string) string {
	return filepath.Join(filepath.Dir(full), "."+filepath.Base(full)+"-"+suffix)
}

// target returns the absolute path of an output directory, or why it can't be one.
func target(dir string) (string, error) {
	if dir == "" {
		return "", &Refused{Dir: dir, Why: "has no name"}
	}
	full, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	info, err := os.Lstat(full)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return full, nil
	case err != nil:
		return "", err
	case info.Mode()&fs.ModeSymlink != 0:
		return "", &Refused{Dir: dir, Why: "is a link"}
	case !info.IsDir():
		return "", &Refused{Dir: dir, Why: "is not a directory"}
	}
	here, err := os.Getwd()
	here, linkErr := filepath.EvalSymlinks(here)
	if err := cmp.Or(err, linkErr); err != nil {
		return "", err
	}
	home, _ := os.UserHomeDir()
	for _, up := range []string{here, home} {
		for above := ""; up != above; above, up = up, filepath.Dir(up) {
			if other, err := os.Stat(up); err == nil && os.SameFile(info, other) {
				return "", &Refused{Dir: dir, Why: "is the current directory or the home directory, or above one of them"}
			}
		}
	}
	return full, nil
}

// publishable tells whether a path stays below the site's root, fits on a line
// of the manifest, and isn't one that the next build would refuse.
func publishable(name string) bool {
	first, _, _ := strings.Cut(name, "/")
	return fs.ValidPath(name) && filepath.IsLocal(name) && !strings.ContainsAny(name, "\\\r\n\x00") &&
		!slices.Contains([]string{".", manifestName, ignoreName, "go.mod", ".git"}, first)
}

// onlyOurs returns a [*Refused] when a directory holds what no build made.
func onlyOurs(full, dir string) error {
	files, dirs := map[string]bool{ignoreName: true}, map[string]bool{".": true}
	manifest := filepath.Join(full, manifestName)
	if info, err := os.Lstat(manifest); err == nil && info.Mode().IsRegular() {
		text, err := os.ReadFile(manifest)
		if err != nil {
			return err
		}
		files[manifestName] = true
		for _, name := range listed(string(text)) {
			if files[name] = publishable(name); !files[name] {
				continue
			}
			for up := path.Dir(name); !dirs[up]; up = path.Dir(up) {
				dirs[up] = true
			}
		}
	}
	refused := &Refused{Dir: dir, Why: "holds files that no build made (20 are named at most); move them away, or choose another directory"}
	err := filepath.WalkDir(full, func(file string, entry fs.DirEntry, err error) error {
		if file == full && errors.Is(err, fs.ErrNotExist) {
			return nil
		} else if err != nil {
			return err
		}
		name, err := filepath.Rel(full, file)
		name = filepath.ToSlash(name)
		if err != nil || files[name] && entry.Type().IsRegular() || dirs[name] && entry.IsDir() {
			return err
		}
		if entry.IsDir() { // an empty one; else what it holds is named
			if inside, err := os.ReadDir(file); err != nil || len(inside) > 0 {
				return err
			}
		}
		if refused.Names = append(refused.Names, name); len(refused.Names) == 20 {
			return fs.SkipAll
		}
		return nil
	})
	if len(refused.Names) > 0 {
		return refused
	}
	return err
}

// listed are the paths in a manifest. Earlier builds wrote each file's SHA-256
// before its path, and no head.
func listed(manifest string) (paths []string) {
	lines, headed := strings.CutPrefix(manifest, manifestHead)
	for line := range strings.Lines(lines) {
		line = strings.TrimSuffix(line, "\n")
		if sum, name, _ := strings.Cut(line, "  "); headed {
			paths = append(paths, line)
		} else if len(sum) == 2*sha256.Size {
			paths = append(paths, name)
		}
	}
	return paths
}

// swap gives the tree at staging the output's place, and staging's to what stood there.
// Where the system can't exchange two names at once, it takes three renames.
func swap(staging, full string, exchange func(a, b string) error) error {
	if _, err := os.Lstat(full); errors.Is(err, fs.ErrNotExist) {
		return os.Rename(staging, full)
	}
	err := exchange(staging, full)
	if errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.EINVAL) {
		aside := staging + ".old" // if this build dies now, sweep puts it back
		if err = os.Rename(full, aside); err == nil {
			if err = os.Rename(staging, full); err != nil {
				return errors.Join(err, os.Rename(aside, full))
			}
			return os.Rename(aside, staging)
		}
	}
	if errors.Is(err, syscall.EBUSY) || errors.Is(err, syscall.EXDEV) {
		return fmt.Errorf("a mount point, or part of a container's image, can't be exchanged; write into a directory in it, or remove it first: %w", err)
	}
	return err
}

// sweep removes what dead builds left beside the output.
func sweep(full string) {
	leftover := regexp.MustCompile(`^\.` + regexp.QuoteMeta(filepath.Base(full)) + `-([1-9][0-9]*)-[A-Z2-7]{26}(\.old)?$`)
	entries, _ := os.ReadDir(filepath.Dir(full))
	for _, entry := range entries {
		match := leftover.FindStringSubmatch(entry.Name())
		if match == nil || !entry.IsDir() {
			continue
		}
		pid, err := strconv.Atoi(match[1])
		info, statErr := entry.Info()
		if cmp.Or(err, statErr) != nil || pid != os.Getpid() && alive(pid) && time.Since(info.ModTime()) < 24*time.Hour {
			continue
		}
		name := filepath.Join(filepath.Dir(full), entry.Name())
		if match[2] == "" || os.Rename(name, full) != nil { // it fails where an output is
			os.RemoveAll(name) // what can't be removed is no reason not to build
		}
	}
}
