package site

import (
	"fmt"
	"io"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// What browsers refuse from a disk has no place in a bundle: modules, what is
// fetched, workers, integrity, what only a server gives an address.
var refusedFromDisk = map[string]*regexp.Regexp{
	"a module":              regexp.MustCompile(`type="?module|\bimport\s*\(|\bimport\s*["{*]|\bexport\s*[{*]|\bexport default`),
	"what is fetched":       regexp.MustCompile(`\bfetch\s*\(|XMLHttpRequest|EventSource|WebSocket|sendBeacon`),
	"a worker":              regexp.MustCompile(`\bWorker\s*\(|serviceWorker`),
	"integrity":             regexp.MustCompile(`integrity=`),
	"an outside <use>":      regexp.MustCompile(`<use[^>]+href="[^#]`),
	"a style's outside":     regexp.MustCompile(`@import|url\(["']?[^"'#d)]`),
	"a script's address":    regexp.MustCompile(`\.src\s*=[^=]`),
	"text made to code":     regexp.MustCompile(`\beval\s*\(|new Function|innerHTML\s*=|document\.write`),
	"the canonical page":    regexp.MustCompile(`rel="canonical"`),
	"the bundle itself":     regexp.MustCompile(`(href|src)="[^"]*response-codes\.(zip|html)"`),
	"an inline script":      regexp.MustCompile(`<script>|<script type="text/javascript"|\son[a-z]+="`),
	"an inline style":       regexp.MustCompile(`<style|\sstyle="`),
	"loaded from outside":   regexp.MustCompile(`(src|data-records|data-cards)="(https?:)?//|<link[^>]+href="(https?:)?//`),
	"a page without a file": regexp.MustCompile(`href="[^":#?]*/("|#|\?)`),
	"an absolute path":      regexp.MustCompile(`(href|src|data-records|data-cards|data-home)="/`),
}

func TestBundleHasNothingThatADiskRefuses(t *testing.T) {
	var found []string
	for _, f := range builtAs(t, Bundle) {
		if ext := path.Ext(f.Path); ext != ".html" && ext != ".js" && ext != ".css" {
			continue
		}
		text := contents(t, f)
		if path.Ext(f.Path) == ".html" && !strings.Contains(text, `<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; script-src &#39;self&#39;; `) {
			t.Errorf("%s has no policy", f.Path)
		}
		text = regexp.MustCompile(`(?s)<pre.*?</pre>|<script type="application/(ld\+)?json".*?</script>`).ReplaceAllString(text, "") // shown, not done
		for what, pattern := range refusedFromDisk {
			if f.Path == notFoundPage && what == "an absolute path" || f.Path == searchName+".js" || f.Path == cardsName+".js" {
				continue // a server's page; nothing but data
			}
			if match := pattern.FindString(text); match != "" {
				t.Errorf("%s has %s: %q", f.Path, what, match)
			}
		}
		found = append(found, f.Path)
	}
	if len(found) < 60 {
		t.Errorf("only %d files were looked at", len(found))
	}
	// The patterns find what they are for: published pages have it.
	var all strings.Builder
	for _, f := range built(t) {
		if path.Ext(f.Path) == ".html" || path.Ext(f.Path) == ".js" {
			all.WriteString(contents(t, f))
		}
	}
	for _, what := range []string{"a module", "what is fetched", "integrity", "an absolute path", "a page without a file", "an inline script", "an inline style"} {
		if !refusedFromDisk[what].MatchString(all.String()) {
			t.Errorf("the pattern for %s finds nothing in the published site", what)
		}
	}
}

// Neither edition asks the clock. The machine's is replaced by one that stands
// in the year 2000; libraries that lie about the time to a program (faketime)
// don't reach Go.
func TestOfflineAsksNoClock(t *testing.T) {
	hashes := func(t *testing.T) string {
		c, _ := checked(valid(t))
		files, err := Build(c, Options{Static: os.DirFS("../static")})
		if err != nil {
			t.Fatal(err)
		}
		sums, ok := files.Get(sumsFile)
		if !ok {
			t.Fatal("no sums")
		}
		return contents(t, sums)
	}
	now := hashes(t)
	if strings.Count(now, "\n") != 2 || !strings.Contains(now, "  response-codes.zip\n") || !strings.Contains(now, "  response-codes.html\n") {
		t.Fatalf("the sums are\n%s", now)
	}
	synctest.Test(t, func(t *testing.T) {
		if time.Now().Year() != 2000 {
			t.Fatal("the clock is the machine's: ", time.Now())
		}
		if then := hashes(t); then != now {
			t.Errorf("then:\n%s\nnow:\n%s", then, now)
		}
		time.Sleep(time.Hour) // libraries' own goroutines end, at no cost
	})
}

// A file that costs much is made once, when it is first asked for, and again
// only if it is too large to be kept.
func TestKept(t *testing.T) {
	made := 0
	small := keep("x", func(w io.Writer) error {
		made++
		_, err := w.Write([]byte("abc"))
		return err
	})
	if made != 0 {
		t.Error("made before anybody asked")
	}
	for range 3 {
		if got := contents(t, File{"x", small.Render}); got != "abc" {
			t.Errorf("it holds %q", got)
		}
	}
	if m, err := small.made(); err != nil || m.size != 3 || m.sum != "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" || made != 1 {
		t.Errorf("%+v %v, made %d times", m, err, made)
	}
	// Several blocks, written in pieces that don't fit them.
	var text strings.Builder
	some := keep("x", func(w io.Writer) error {
		for n := range 3000 {
			if _, err := fmt.Fprintf(io.MultiWriter(w, &text), "%0*d\n", n%100, n); err != nil {
				return err
			}
		}
		return nil
	})
	if m, err := some.made(); err != nil || len(m.blocks) < 2 || contents(t, File{"x", some.Render}) != text.String() {
		t.Errorf("%d blocks of %d bytes, %v", len(m.blocks), m.size, err)
	}
	made = 0
	block := make([]byte, 1<<20)
	large := keep("x", func(w io.Writer) error {
		made++
		for range mostKept>>20 + 1 {
			if _, err := w.Write(block); err != nil {
				return err
			}
		}
		return nil
	})
	m, err := large.made()
	if err != nil || m.size != mostKept+1<<20 || m.blocks != nil || len(contents(t, File{"x", large.Render})) != int(m.size) || made != 2 {
		t.Errorf("size %d, %d kept, made %d times, %v", m.size, len(m.blocks), made, err)
	}
}

// The bundle inside a site takes the site's exports: it must be what a bundle
// made alone is.
func TestBundleInsideIsAsMadeAlone(t *testing.T) {
	site, alone := built(t), builtAs(t, Bundle)
	archive, ok := site.Get("offline/hyper-response-codes.zip")
	if !ok {
		t.Fatal("the site has no bundle")
	}
	_, inside, err := verified([]byte(contents(t, archive)))
	if err != nil || len(inside) != len(alone)+2 { // the readme and the manifest
		t.Fatalf("%d files inside, %d alone, %v", len(inside), len(alone), err)
	}
	for _, f := range alone {
		if other, ok := inside.Get(f.Path); !ok || contents(t, other) != contents(t, f) {
			t.Errorf("%s is another file inside the site", f.Path)
		}
	}
}
