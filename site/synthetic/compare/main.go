// Compare builds one catalog with this program, and with Hugo and Pagefind, and
// prints what each takes:
//
//	go run ./site/synthetic/compare -codes 40,1000,10000
//
// It makes a catalog of so many codes in the form of content/: a page a code,
// with 120 words, the response as JSON and a program in every sample language.
// Hugo gets the same texts as Markdown, one file a page. Both builds are run in
// turn, five times; the medians are printed. Go installs Hugo and npm Pagefind,
// from their registries, in versions that tools.go names. All is written below
// one directory, on a tmpfs where there is one, and removed at the end; Go and
// npm keep what they fetched in their caches.
//
// # What is compared
//
// CPU time is that of a process and its children, in user and system mode; the
// memory is the largest that one process held. Programs are built and installed
// beforehand, and what the last run wrote is removed before the next, uncounted.
//
// Hugo does the least: a plain template, a page a code and one list, a home page
// and a sitemap, its own highlighting as it comes, no minifying, no taxonomies,
// no feeds. Pagefind indexes the prose of the pages, not the programs, which is
// less work for it, and what a reader of such a site wants. Highlighting takes
// most of Hugo's time; so it is also measured with the programs as plain text,
// and without the programs, with the response alone.
//
// Responsa writes what it always writes: beside the pages each code as JSON and
// as Markdown, the matrix, a page a status and a module, the catalog as JSON,
// CSV and OpenAPI, files of constants, texts for language models, the search
// data, the bundle for a disk and the edition in one file, a manifest with the
// hash of every file; and it checks the catalog first, and exchanges the whole
// output at once. Its pages carry more, too: who must act, links to neighbours,
// the decoder. Nothing of that is left out here.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// Exit codes, as responsa has them.
const (
	done        = 0
	failed      = 1
	refused     = 2
	interrupted = 130
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C doesn't wait
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// comparison is one run of the command.
type comparison struct {
	sizes []int
	runs  int
	sides []side
	dir   string // all is written below it

	repository string
	keep       bool
	stdout     io.Writer
	stderr     io.Writer
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	f := flag.NewFlagSet("compare", flag.ContinueOnError)
	f.SetOutput(stderr)
	sizes := f.String("codes", "40,1000,10000", "sizes of the catalogs, `numbers` with commas between them")
	runs := f.Int("runs", 5, "run each so many `times`; the medians count")
	names := f.String("sides", strings.Join(sideNames(sides), ","), "build with these, `names` with commas between them")
	dir := f.String("dir", "", "write below this `directory`; without it, /dev/shm where that is a tmpfs, or else the system's own for such files")
	keep := f.Bool("keep", false, "leave what was written, to look at it")
	write := f.String("write", "", "write the content of the smallest into this `directory`, and stop")
	switch err := f.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return done
	case err != nil:
		return refused
	case f.NArg() > 0:
		return refuse(stderr, fmt.Sprintf("unexpected argument %q", f.Arg(0)), "go run ./site/synthetic/compare -h lists the flags")
	case *runs < 1:
		return refuse(stderr, fmt.Sprintf("%d runs measure nothing", *runs), "give -runs 1 or more")
	}
	c := comparison{runs: *runs, keep: *keep, stdout: stdout, stderr: stderr}
	for text := range strings.SplitSeq(*sizes, ",") {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return refuse(stderr, fmt.Sprintf("%q is not a number of codes", text), "write -codes as 40,1000,10000")
		}
		c.sizes = append(c.sizes, n)
	}
	slices.Sort(c.sizes)
	for name := range strings.SplitSeq(*names, ",") {
		s, ok := sideNamed(name)
		if !ok {
			return refuse(stderr, fmt.Sprintf("%q is not compared", name), "-sides takes "+strings.Join(sideNames(sides), ", "))
		}
		c.sides = append(c.sides, s)
	}
	err := c.run(ctx, *dir, *write)
	switch {
	case ctx.Err() != nil:
		fmt.Fprintln(stderr, "compare: interrupted")
		return interrupted
	case err != nil:
		fmt.Fprintln(stderr, "compare: "+err.Error())
		return failed
	}
	return done
}

func refuse(stderr io.Writer, text, hint string) int {
	fmt.Fprintf(stderr, "compare: %s\n\thint: %s\n", text, hint)
	return refused
}

func (c comparison) run(ctx context.Context, below, write string) (err error) {
	if c.repository, err = repository(ctx); err != nil {
		return err
	}
	if write != "" {
		return writeContent(c.repository, c.sides, c.sizes[0], write)
	}
	return c.compare(ctx, below)
}

func (c comparison) compare(ctx context.Context, below string) (err error) {
	if below == "" {
		below = fastDir()
	}
	if c.dir, err = os.MkdirTemp(below, "responsa-compare-"); err != nil {
		return fmt.Errorf("%w\n\thint: choose another directory with -dir", err)
	}
	if c.dir, err = filepath.Abs(c.dir); err != nil {
		return err
	}
	if c.keep {
		defer fmt.Fprintln(c.stderr, "kept: "+c.dir)
	} else {
		defer func() { err = errors.Join(err, os.RemoveAll(c.dir)) }()
	}
	c.say("writing below %s", c.dir)
	if load, ok := loadAverage(); ok && load > .5 {
		c.say("warning: the machine is not idle (load %.1f on %d cores): trust the CPU times, not the wall times", load, runtime.NumCPU())
	}
	t, err := c.install(ctx)
	if err != nil {
		return err
	}
	var results []result
	for _, n := range c.sizes {
		r, err := c.size(ctx, t, n)
		if err != nil {
			return err
		}
		results = append(results, r...)
	}
	_, err = io.WriteString(c.stdout, table(results, c.runs))
	return err
}

func (c comparison) say(format string, args ...any) { fmt.Fprintf(c.stderr, format+"\n", args...) }

// fastDir is where no disk is waited for.
func fastDir() string {
	mounts, _ := os.ReadFile("/proc/mounts")
	if strings.Contains(string(mounts), " /dev/shm tmpfs ") {
		return "/dev/shm"
	}
	return os.TempDir()
}

// loadAverage is how many processes ran or waited to in the last minute.
func loadAverage() (load float64, ok bool) {
	text, _ := os.ReadFile("/proc/loadavg")
	_, err := fmt.Sscan(string(text), &load)
	return load, err == nil
}
