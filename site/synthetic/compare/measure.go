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

// result is what one side took for a catalog, and wrote.
type result struct {
	side  side
	codes int
	cost
	files int
	bytes int64
	page  int // bytes of a code's page, compressed; the mean of some
}

// size builds a catalog of n codes on every side.
func (c comparison) size(ctx context.Context, t tools, n int) ([]result, error) {
	dir := filepath.Join(c.dir, strconv.Itoa(n))
	if !c.keep {
		defer os.RemoveAll(dir)
	}
	c.say("%d codes: writing the content", n)
	// In a process of its own: the memory of one that starts another counts as
	// the other's.
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	names := strings.Join(sideNames(c.sides), ",")
	if _, _, err := execute(ctx, c.repository, nil, self, "-codes", strconv.Itoa(n), "-sides", names, "-write", dir); err != nil {
		return nil, err
	}
	costs := make([][]cost, len(c.sides))
	results := make([]result, len(c.sides))
	for i := range c.runs {
		for j, s := range c.sides {
			out := filepath.Join(dir, s.name, "public")
			took, err := s.build(ctx, t, filepath.Join(dir, s.name))
			if err != nil {
				return nil, err
			}
			c.say("%d codes, run %d of %d: %-10s %s", n, i+1, c.runs, s.name, took)
			costs[j] = append(costs[j], took)
			if i == c.runs-1 {
				if results[j], err = written(out, n); err != nil {
					return nil, err
				}
				results[j].side, results[j].cost = s, median(costs[j])
				if c.keep {
					continue
				}
			}
			if err := os.RemoveAll(out); err != nil {
				return nil, err
			}
		}
	}
	return results, nil
}

// written looks at what a build wrote.
func written(out string, n int) (result, error) {
	r := result{codes: n}
	err := filepath.WalkDir(out, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			r.files++
			r.bytes += info.Size()
		}
		return err
	})
	if err != nil {
		return r, err
	}
	const most = 40
	pages := min(n, most)
	for i := range pages {
		text, err := os.ReadFile(filepath.Join(out, "codes", strconv.Itoa(i*n/pages), "index.html"))
		if err != nil {
			return r, err
		}
		r.page += compressed(text)
	}
	r.page /= pages
	return r, nil
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
