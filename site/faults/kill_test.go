//go:build linux

package faults

import (
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	ossignal "os/signal"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"responsa/site/synthetic"
)

// Killed at random moments, the output is one of two sites each time, and the
// next build leaves nothing of the dead ones. KILLS=200 kills so many times.
func TestKilled(t *testing.T) {
	kills := 20
	if given := os.Getenv("KILLS"); given != "" {
		var err error
		kills, err = strconv.Atoi(given)
		must(t, err)
	}
	dir := t.TempDir()
	public := filepath.Join(dir, "public")
	var contents []string
	var sites []map[string]string
	var took time.Duration
	for _, title := range []string{"First", "Second"} {
		contents = append(contents, acme(t, title))
		start := time.Now()
		in(t, dir, "build", "-content", contents[len(contents)-1]).want(t, 0)
		took = time.Since(start)
		sites = append(sites, tree(t, public))
	}
	if maps.Equal(sites[0], sites[1]) {
		t.Fatal("two catalogs have one site")
	}
	up, killed, replaced, leftovers := 1, 0, 0, 0
	for i := range kills {
		next := 1 - up
		command := exec.Command(binary, "build", "-content", contents[next])
		command.Dir = dir
		must(t, command.Start())
		// Half of the kills fall anywhere, half while the pages are written.
		if i%2 == 1 {
			for {
				staged, err := filepath.Glob(filepath.Join(dir, ".public-"+strconv.Itoa(command.Process.Pid)+"-*"))
				must(t, err)
				if len(staged) > 0 || maps.Equal(tree(t, public), sites[next]) {
					break
				}
			}
			time.Sleep(rand.N(took / 4))
		} else {
			time.Sleep(rand.N(took + took/4))
		}
		must(t, command.Process.Kill())
		_ = command.Wait()
		if command.ProcessState.Sys().(syscall.WaitStatus).Signaled() {
			killed++
		}
		switch got := tree(t, public); {
		case maps.Equal(got, sites[up]):
		case maps.Equal(got, sites[next]):
			up = next
			replaced++
		default:
			t.Fatalf("kill %d left a mixed site of %d files", i, len(got))
		}
		if staged, _ := filepath.Glob(filepath.Join(dir, ".public-*-*")); len(staged) > 0 {
			leftovers++
		}
	}
	t.Logf("%d builds, %d killed, %d had replaced the site, %d left something to sweep", kills, killed, replaced, leftovers)
	if killed < kills/4 || leftovers == 0 {
		t.Error("hardly a build was caught at its work")
	}
	in(t, dir, "build", "-content", contents[0]).want(t, 0)
	same(t, public, sites[0])
	only(t, dir, "public")
}

// Two and eight builds at once: the site is that of one of them, and the
// others say that they came too late.
func TestConcurrent(t *testing.T) {
	var contents []string
	var sites []map[string]string
	for i := range 8 {
		contents = append(contents, acme(t, "Site "+strconv.Itoa(i)))
		dir := t.TempDir()
		in(t, dir, "build", "-content", contents[i]).want(t, 0)
		sites = append(sites, tree(t, filepath.Join(dir, "public")))
	}
	for _, builds := range []int{2, 8} {
		dir := t.TempDir()
		results := make([]result, builds)
		var group sync.WaitGroup
		for i := range builds {
			group.Go(func() { results[i] = in(t, dir, "build", "-content", contents[i]) })
		}
		group.Wait()
		got := tree(t, filepath.Join(dir, "public"))
		written := false
		for i, r := range results {
			switch {
			case r.code == 0:
				written = written || maps.Equal(got, sites[i])
			case r.code == 3:
				r.line(t, "public: another build has the directory")
			default:
				t.Errorf("exit code %d: %s", r.code, r.stderr)
			}
		}
		if !written {
			t.Errorf("%d builds: the site is none of those that came through", builds)
		}
		only(t, dir, "public")
	}
}

// A signal to stop leaves the old site whole and nothing beside it. One that
// the run was started to ignore, as by nohup, stops nothing.
func TestSignals(t *testing.T) {
	dir := t.TempDir()
	first, second := acme(t, "First"), filepath.Join(t.TempDir(), "second")
	must(t, os.CopyFS(second, synthetic.Content(400))) // takes long enough to be caught at it
	in(t, dir, "build", "-content", first).want(t, 0)
	old := tree(t, dir)
	in(t, dir, "build", "-content", second).want(t, 0)
	new := tree(t, dir)
	for _, tt := range []struct {
		trap   string
		signal syscall.Signal
		code   int
	}{
		{"", syscall.SIGINT, 130}, {"", syscall.SIGTERM, 130}, {"", syscall.SIGHUP, 130},
		{"trap '' INT; ", syscall.SIGINT, 0}, {"trap '' HUP; ", syscall.SIGHUP, 0},
	} {
		if tt.trap == "" && ossignal.Ignored(tt.signal) {
			t.Logf("%v is ignored here, as by nohup", tt.signal)
			continue
		}
		caught := false
		for range 20 { // a build may be done before the signal is there
			in(t, dir, "build", "-content", first).want(t, 0)
			code, signalled := signalled(t, dir, tt.signal, "sh", "-c", tt.trap+`exec "$0" "$@"`, binary, "build", "-content", second)
			if code == 0 {
				same(t, dir, new)
			} else {
				same(t, dir, old)
			}
			if caught = signalled && code == tt.code; caught {
				break
			}
		}
		if !caught {
			t.Errorf("%s%v: never exit code %d", tt.trap, tt.signal, tt.code)
		}
	}
}

// signalled sends a build a signal as soon as it writes.
func signalled(t *testing.T, dir string, signal syscall.Signal, line ...string) (code int, sent bool) {
	t.Helper()
	command := exec.Command(line[0], line[1:]...)
	command.Dir = dir
	must(t, command.Start())
	ended := make(chan struct{})
	go func() {
		_ = command.Wait()
		close(ended)
	}()
	for !sent {
		select {
		case <-ended:
			return command.ProcessState.ExitCode(), false
		default:
		}
		staged, err := filepath.Glob(filepath.Join(dir, ".public-*-*"))
		must(t, err)
		sent = len(staged) > 0 && command.Process.Signal(signal) == nil
	}
	<-ended
	return command.ProcessState.ExitCode(), true
}
