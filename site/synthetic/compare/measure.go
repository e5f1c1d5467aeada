package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// cost is what one build took.
type cost struct {
	cpu, wall time.Duration
	peak      int64 // bytes of memory
}

// then is the cost of one build after another.
func (c cost) then(d cost) cost { return cost{c.cpu + d.cpu, c.wall + d.wall, max(c.peak, d.peak)} }

// median takes each of the three by itself.
func median(costs []cost) cost {
	return cost{middle(costs, func(c cost) time.Duration { return c.cpu }), middle(costs, func(c cost) time.Duration { return c.wall }), middle(costs, func(c cost) int64 { return c.peak })}
}

func middle[T int64 | time.Duration](costs []cost, of func(cost) T) T {
	var values []T
	for _, c := range costs {
		values = append(values, of(c))
	}
	slices.Sort(values)
	return (values[(len(values)-1)/2] + values[len(values)/2]) / 2
}

// execute runs a program. When it fails, the error has the end of what it said.
func execute(ctx context.Context, dir string, env []string, name string, args ...string) (cost, string, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	start := time.Now()
	err := cmd.Run()
	wall := time.Since(start)
	if err != nil {
		text := strings.TrimSpace(out.String() + said.String())
		return cost{}, "", fmt.Errorf("%s %s: %w\n%s", filepath.Base(name), strings.Join(args, " "), err, text[max(0, len(text)-2000):])
	}
	s := cmd.ProcessState
	return cost{s.UserTime() + s.SystemTime(), wall, peak(s)}, out.String(), nil
}

// side is one of the two that are compared.
type side struct {
	cost
	files int
	bytes int64
	page  int // bytes of a code's page, compressed; the mean of some
}

// result is what was measured with so many codes. A side that wasn't run is nil.
type result struct {
	codes          int
	hugo, responsa *side
}

// size compares the two with n codes.
func (c comparison) size(ctx context.Context, t tools, n int) (result, error) {
	r := result{codes: n}
	dir := filepath.Join(c.dir, strconv.Itoa(n))
	if !c.keep {
		defer os.RemoveAll(dir)
	}
	c.say("%d codes: writing the content", n)
	// In a process of its own: the memory of one that starts another counts as
	// the other's.
	self, err := os.Executable()
	if err != nil {
		return r, err
	}
	if _, _, err := execute(ctx, "", nil, self, "-codes", strconv.Itoa(n), "-write", dir); err != nil {
		return r, err
	}
	builds := []struct {
		name  string
		side  **side
		out   string
		build func(out string) (cost, error)
	}{
		{"hugo", &r.hugo, filepath.Join(dir, "hugo", "public"), func(out string) (cost, error) {
			env := []string{"HUGO_CACHEDIR=" + filepath.Join(c.dir, "cache")}
			h, _, err := execute(ctx, filepath.Join(dir, "hugo"), env, t.hugo, "--quiet")
			if err != nil {
				return h, err
			}
			p, _, err := execute(ctx, dir, nil, t.pagefind, "--silent", "--site", out)
			return h.then(p), err
		}},
		{"responsa", &r.responsa, filepath.Join(dir, "public"), func(out string) (cost, error) {
			cost, _, err := execute(ctx, dir, nil, t.responsa, "build", "-q", "-content", filepath.Join(dir, "content"), "-out", out)
			return cost, err
		}},
	}
	costs := make([][]cost, len(builds))
	for i := range c.runs {
		for j, b := range builds {
			if c.only != "" && c.only != b.name {
				continue
			}
			cost, err := b.build(b.out)
			if err != nil {
				return r, err
			}
			c.say("%d codes, run %d of %d: %-8s %s", n, i+1, c.runs, b.name, cost)
			costs[j] = append(costs[j], cost)
			if i == c.runs-1 {
				if *b.side, err = written(b.out, n); err != nil {
					return r, err
				}
				(*b.side).cost = median(costs[j])
				if c.keep {
					continue
				}
			}
			if err := os.RemoveAll(b.out); err != nil {
				return r, err
			}
		}
	}
	return r, nil
}

// written looks at what a build wrote.
func written(out string, n int) (*side, error) {
	s := &side{}
	err := filepath.WalkDir(out, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			s.files++
			s.bytes += info.Size()
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	const most = 40
	pages := min(n, most)
	for i := range pages {
		text, err := os.ReadFile(filepath.Join(out, "codes", strconv.Itoa(i*n/pages), "index.html"))
		if err != nil {
			return nil, err
		}
		s.page += compressed(text)
	}
	s.page /= pages
	return s, nil
}

// compressed is the size of a text after gzip -9.
func compressed(text []byte) int {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		panic(err) // there is such a level
	}
	_, _ = w.Write(text) // a buffer takes all
	_ = w.Close()
	return b.Len()
}
