package serve_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"responsa/site/serve"
)

// What reload.js does in a browser. p.settle and what is built on it can't be
// used here: the event stream is a request that never ends.
func TestReloadInTheBrowser(t *testing.T) {
	s := newSources(t)
	good := s.read("codes/27.md")
	wrong := strings.Replace(good, "\ntitle:", "\n\"<b>titel</b>\":", 1)
	server := start(t, s.all())
	p := newTab(t, tabOptions{width: 320, height: 400})
	p.open(server.url + "/codes/27/")
	eval[int](p, "scrollTo(0, 300), scrollY")

	s.write("codes/27.md", retitled(good, "Seen at once"))
	p.waitFor(`document.title.includes("Seen at once") && scrollY === 300`)

	s.write("codes/27.md", wrong)
	p.waitFor(`document.querySelector("#reload [role=alert] pre")`)
	if text := p.text("#reload"); !strings.Contains(text, "last good site") || !strings.Contains(text, "<b>titel</b>") {
		t.Errorf("the overlay says %s", text)
	}
	if !strings.Contains(eval[string](p, "document.title"), "Seen at once") {
		t.Error("the last good page is gone")
	}
	for _, want := range []string{
		`document.documentElement.scrollWidth <= 320`,
		`document.querySelector("#reload").getBoundingClientRect().bottom === innerHeight`,
		`document.querySelector("#reload button").getBoundingClientRect().height >= 44`,
	} {
		if !eval[bool](p, want) {
			t.Errorf("not so: %s", want)
		}
	}
	for _, scheme := range []string{"light", "dark"} {
		eval[int](p, "document.documentElement.dataset.theme = "+quote(scheme)+", 0")
		accessible(t, p)
	}

	p.click("#reload button")
	p.waitFor(`!document.querySelector("#reload")`)
	s.write("codes/27.md", wrong+"\n## More\n") // what is new comes back
	p.waitFor(`document.querySelector("#reload")`)
	s.write("codes/27.md", retitled(good, "Mended"))
	p.waitFor(`document.title.includes("Mended") && !document.querySelector("#reload")`)

	p.mu.Lock()
	problems := slices.Clone(p.problems)
	p.mu.Unlock()
	if len(problems) > 0 {
		t.Errorf("the page is not clean: %q", problems)
	}

	// Another server in the same place: the page finds it by itself.
	if err := server.stop(); err != nil {
		t.Fatal(err)
	}
	s.write("codes/27.md", retitled(good, "Changed meanwhile"))
	startAs(t, serve.Run, s.all(), strings.TrimPrefix(server.url, "http://"))
	p.waitFor(`document.title.includes("Changed meanwhile")`)
}

// A site that was wrong from the beginning appears when it is mended.
func TestFirstSiteInTheBrowser(t *testing.T) {
	s := newSources(t)
	good := s.read("codes/27.md")
	s.write("codes/27.md", strings.Replace(good, "\ntitle:", "\ntitel:", 1))
	server := start(t, s.all())
	p := newTab(t, tabOptions{width: 320, height: 400})
	p.open(server.url + "/codes/27/")
	p.waitFor(`document.body.textContent.includes('"titel"')`)
	accessible(t, p)
	s.write("codes/27.md", strings.Replace(good, "\ntitle:", "\ntittle:", 1))
	p.waitFor(`document.body.textContent.includes('"tittle"') && !document.querySelector("#reload")`)
	s.write("codes/27.md", retitled(good, "Mended"))
	p.waitFor(`document.title.includes("Mended")`)
}

func accessible(t *testing.T, p *tab) {
	t.Helper()
	if _, err := os.Stat(axeCore); err != nil && os.Getenv("REQUIRE_TOOLS") != "1" {
		t.Log("not looked at by axe-core: npm ci --prefix .ci installs it")
		return // the rest of the test needs none
	}
	for _, violation := range p.axe(axeCore) {
		t.Error(violation)
	}
}
