package serve_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestLiveReload(t *testing.T) {
	s := newSources(t)
	p := start(t, s.all())
	p.has("/codes/27/", 200, `<script src="/-/reload.js" defer></script>`)
	p.has("/codes/27/", 200, `<link rel="stylesheet" href="/-/reload.css">`)
	p.has("/nothing", 404, "/-/reload.js")
	p.has("/-/reload.js", 200, "use strict")
	p.has("/-/reload.css", 200, "#reload")
	events := p.listen()
	first := events.wait("ready")
	p.has("/", 200, `<meta name="build" content="`+first+`">`)
	good := s.read("codes/27.md")

	s.write("codes/27.md", retitled(good, "Changed by hand"))
	second := events.wait("reload")
	p.logged("rebuilt in ")
	p.has("/codes/27/", 200, "Changed by hand")
	if second == first {
		t.Error("two builds have one name")
	}

	s.replace("codes/27.md", strings.Replace(good, "\ntitle:", "\ntitel:", 1))
	mistakes := events.mistakes()
	if !slices.ContainsFunc(mistakes, func(m string) bool {
		return strings.HasPrefix(m, "content/codes/27.md:") && strings.Contains(m, `"titel"`) && strings.Contains(m, "\n\thint: ")
	}) {
		t.Errorf("the mistakes are %q", mistakes)
	}
	p.logged(`"titel"`)
	p.logged("the last good site stays up")
	p.has("/codes/27/", 200, "Changed by hand")
	if late := p.listen().mistakes(); !slices.Equal(late, mistakes) {
		t.Errorf("who comes later hears of %q", late)
	}

	s.replace("codes/27.md", retitled(good, "Mended by a rename"))
	events.wait("reload")
	p.has("/codes/27/", 200, "Mended by a rename")
	s.replace("codes/27.md", retitled(good, "Renamed once more"))
	events.wait("reload")
	p.has("/codes/27/", 200, "Renamed once more")

	if err := os.WriteFile(filepath.Join(s.static, "main.css"), []byte("p { color: "), 0o644); err != nil {
		t.Fatal(err)
	}
	if mistakes := events.mistakes(); len(mistakes) != 1 || !strings.Contains(mistakes[0], "main.css") {
		t.Errorf("the mistakes are %q", mistakes)
	}
}

// A directory that comes, or goes and comes back, is watched with all in it.
// What the site isn't made of reloads no page.
func TestNewDirectories(t *testing.T) {
	s := newSources(t)
	p := start(t, s.all())
	events := p.listen()
	events.wait("ready")
	s.write("new/deep/er/note.txt", "1")
	p.logged("nothing has changed")
	s.write("new/deep/er/note.txt", "2")
	p.logged("nothing has changed")

	// A renamed directory keeps what it holds, but not its watch.
	deep := filepath.Join(s.content, "new", "deep")
	if err := os.Rename(deep, deep+"er"); err != nil {
		t.Fatal(err)
	}
	p.logged("nothing has changed")
	s.write("new/deeper/er/more/note.txt", "3")
	p.logged("nothing has changed")
	s.write("new/deeper/er/more/note.txt", "4")
	p.logged("nothing has changed")

	guides := filepath.Join(s.content, "guides")
	if err := os.Rename(guides, guides+".away"); err != nil {
		t.Fatal(err)
	}
	events.mistakes() // pages link to guides
	if err := os.Rename(guides+".away", guides); err != nil {
		t.Fatal(err)
	}
	events.wait("reload")
	names, err := filepath.Glob(filepath.Join(guides, "*.md"))
	if err != nil || len(names) == 0 {
		t.Fatal("no guides", err)
	}
	if err := os.WriteFile(names[0], nil, 0o644); err != nil {
		t.Fatal(err)
	}
	events.mistakes()
}

// Editors' own files cause no rebuild. That nothing happens is shown by what
// happens next: one event, that of the real change.
func TestTemporaryFiles(t *testing.T) {
	s := newSources(t)
	p := start(t, s.all())
	events := p.listen()
	events.wait("ready")
	for _, name := range []string{"codes/.27.md.swp", "codes/27.md~", "codes/4913", "codes/x.swp", "codes/.#27.md", ".git/index"} {
		s.write(name, "x")
	}
	// Deleted again, as editors do: 4913 left behind is a mistake, and rightly.
	os.Remove(filepath.Join(s.content, "codes/4913"))
	os.Remove(filepath.Join(s.content, "codes/x.swp"))
	select {
	case e := <-events.events:
		t.Errorf("event %v", e)
	case <-time.After(300 * time.Millisecond): // six times what a rebuild waits
	}
	s.replace("codes/27.md", retitled(s.read("codes/27.md"), "The real change"))
	events.wait("reload")
	p.has("/codes/27/", 200, "The real change")
}

func TestFirstBuildBroken(t *testing.T) {
	s := newSources(t)
	good := s.read("codes/27.md")
	s.write("codes/27.md", strings.Replace(good, "\ntitle:", "\n\"<script>alert(1)</script>\":", 1))
	p := start(t, s.all())
	for _, path := range []string{"/", "/codes/27/", "/nothing", "/search.json", "/assets/main.js"} {
		p.has(path, 500, `<script src="/-/reload.js" defer></script>`)
		p.has(path, 500, "content/codes/27.md:")
		p.has(path, 500, "&lt;script&gt;alert(1)")
		if _, body := p.get(path); strings.Contains(body, "<script>") {
			t.Errorf("%s: a mistake is not escaped", path)
		}
	}
	p.has("/-/reload.js", 200, "use strict")
	events := p.listen()
	if mistakes := events.mistakes(); len(mistakes) == 0 {
		t.Error("no mistakes")
	}
	s.write("codes/27.md", good)
	events.wait("reload")
	p.has("/codes/27/", 200, "<h1")
}

func TestNothingToWatch(t *testing.T) {
	s := newSources(t)
	p := start(t, s.source())
	if status, body := p.get("/"); status != 200 || strings.Contains(body, "/-/") {
		t.Errorf("%d\n%s", status, body)
	}
	if status, _ := p.get("/-/events"); status != 404 {
		t.Errorf("an event stream of nothing: %d", status)
	}
}
