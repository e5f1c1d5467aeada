package serve_test

// The bundle as its readers have it: extracted by a tool that isn't ours, into
// an awkward directory that nothing may be written to, and opened from there.

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"responsa/site"
	"responsa/site/catalog"
)

// disk is where the two editions stand.
type disk struct {
	dir    string // of the bundle
	single string // the file
	pages  []string
	err    error
}

var extracted = sync.OnceValue(func() (d disk) {
	d.err = func() error {
		temporary, err := os.MkdirTemp("", "responsa-disk-")
		if err != nil {
			return err
		}
		removeDisk = func() { _ = os.RemoveAll(temporary) }
		c, problems := catalog.Load(os.DirFS("../../content"), "content")
		if len(problems) > 0 {
			return problems
		}
		files, err := site.Build(c, site.Options{Static: os.DirFS("../../static")})
		if err != nil {
			return err
		}
		d.dir = filepath.Join(temporary, "My Döcs #1 50%")
		if err := os.Mkdir(d.dir, 0o755); err != nil {
			return err
		}
		archive := filepath.Join(temporary, "bundle.zip")
		d.single = filepath.Join(d.dir, "single #1.html")
		for i, name := range []string{archive, d.single} {
			var b bytes.Buffer
			if err := site.Offline(c, files)[i].Render(&b); err != nil {
				return err
			}
			if err := os.WriteFile(name, b.Bytes(), 0o444); err != nil {
				return err
			}
		}
		if out, err := exec.Command("unzip", "-q", archive, "-d", d.dir).CombinedOutput(); err != nil {
			return fmt.Errorf("unzip: %w\n%s", err, out)
		}
		return filepath.WalkDir(d.dir, func(name string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			mode := fs.FileMode(0o444)
			if entry.IsDir() {
				mode = 0o555
			} else if relative, _ := filepath.Rel(d.dir, name); path.Ext(name) == ".html" && relative != "404.html" && name != d.single {
				d.pages = append(d.pages, filepath.ToSlash(relative)) // the 404 page is for servers alone
			}
			return os.Chmod(name, mode)
		})
	}()
	return d
})

// removeDisk removes what extracted has made.
var removeDisk = func() {}

func onDisk(t *testing.T) disk {
	t.Helper()
	needTools(t, "unzip")
	d := extracted()
	if d.err != nil {
		t.Fatal(d.err)
	}
	if len(d.pages) < 60 {
		t.Fatalf("%d pages", len(d.pages))
	}
	return d
}

// at is the address of a file or page, with what may stand behind its path.
func (d disk) at(page string) string {
	name, rest := page, ""
	if i := strings.IndexAny(page, "?#"); i >= 0 {
		name, rest = page[:i], page[i:]
	}
	return fileURL(filepath.Join(d.dir, name)) + rest
}

func fileURL(name string) string { return (&url.URL{Scheme: "file", Path: name}).String() }

// control is a page that tries to read a file beside it, and to load one that
// is missing. A browser that lets it, or says nothing, proves nothing about
// the other pages.
func control(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	page := `<!DOCTYPE html><title>waiting</title><link rel="stylesheet" href="missing.css"><script>fetch("beside.txt").then(r => r.text()).then(() => document.title = "read", () => document.title = "refused")</script>`
	for name, text := range map[string]string{"control.html": page, "beside.txt": "secret"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return fileURL(filepath.Join(dir, "control.html"))
}

// linked finds what a page's links lead to on the disk, and isn't there.
func linked(t *testing.T, page string, links []string) {
	t.Helper()
	if len(links) < 5 {
		t.Errorf("%s: %d links", page, len(links))
	}
	for _, link := range links {
		u, err := url.Parse(link)
		if err != nil {
			t.Errorf("%s: %v", page, err)
			continue
		}
		if u.Scheme != "file" {
			if u.Scheme != "https" || u.Host == "" {
				t.Errorf("%s leads to %s", page, link)
			}
			continue
		}
		if info, err := os.Stat(u.Path); err != nil || !info.Mode().IsRegular() {
			t.Errorf("%s leads to %s, which is no file", page, link)
		}
	}
}

const allLinks = `[...document.querySelectorAll("a[href], link[href], script[src]")].map(e => e.href || e.src)`

func TestDiskInChromium(t *testing.T) {
	t.Parallel()
	d := onDisk(t)
	p := newTab(t, tabOptions{})
	p.open(control(t))
	p.waitFor(`document.title === "refused"`)
	if troubles := strings.Join(p.troubles(), "\n"); !strings.Contains(troubles, "missing.css") {
		t.Errorf("a file that is missing went unnoticed: %s", troubles)
	}
	p.mu.Lock()
	p.requests = nil
	p.mu.Unlock()
	for _, page := range d.pages {
		p.open(d.at(page))
		p.clean()
		linked(t, page, eval[[]string](p, allLinks))
	}

	// The box, a page's values.
	p.open(d.at("index.html"))
	p.press("/")
	p.typeText("regist age")
	p.waitFor(`document.querySelector("#found-0 b")?.textContent === "27"`)
	p.waitFor(`document.querySelectorAll(".tile.dim").length === 34 && location.search === "?q=regist+age"`)
	p.navigate(func() { p.press("Enter") })
	if got := eval[string](p, "location.href"); got != d.at("codes/27/index.html") {
		t.Errorf("Enter leads to %s", got)
	}
	p.press("/")
	p.paste(rawResponse)
	p.waitFor(`document.querySelector(".card a")?.textContent === "Open code 27"`)
	p.open(d.at("codes/27/index.html#Minimum%20Age=21"))
	p.waitFor(`document.querySelector(".wire mark").textContent === "21"`)
	// Filters, with the text of the box's data.
	p.open(d.at("http/index.html?class=5xx"))
	p.waitFor(`document.querySelectorAll(".matrix .chip:not([hidden])").length === 5`)
	p.open(d.at("http/index.html?text=locked"))
	p.waitFor(`!document.querySelector(".waiting") && document.querySelector('.matrix .chip[data-slug="12"]:not([hidden])') && document.querySelectorAll(".matrix .chip:not([hidden])").length < 11`)
	// Tabs, theme, copies.
	p.open(d.at("codes/10/index.html"))
	p.click(`a[href="#sample-python"]`)
	p.waitFor(`document.querySelector("#sample-python").checkVisibility()`)
	p.click(".wire + button")
	p.waitFor(`document.querySelector("#status").textContent === "Copied"`)
	eval[bool](p, `(() => { const s = document.querySelector("theme-switch select"); s.value = "dark"; s.dispatchEvent(new Event("change")); return true })()`)
	p.open(d.at("codes/11/index.html"))
	p.waitFor(`document.documentElement.dataset.theme === "dark" && document.querySelector("#sample-python").checkVisibility()`)
	p.clean()
	for _, r := range p.sent() {
		if !strings.HasPrefix(r.url, "file://") {
			t.Errorf("a request of %s", r.url)
		}
	}
}

func TestSingleFileInChromium(t *testing.T) {
	t.Parallel()
	d := onDisk(t)
	for _, o := range []tabOptions{{}, {scheme: "dark", width: 320, height: 700}, {forcedColors: true, width: 768}} {
		p := newTab(t, o)
		p.open(fileURL(d.single))
		p.press("/")
		p.paste(rawResponse)
		p.waitFor(`document.querySelector(".card a")?.textContent === "Open code 27"`)
		card := p.text(".card")
		for _, want := range []string{"Minimum Age", "Who acts", "Only after a change", "Read the age out of the message"} {
			if !strings.Contains(card, want) {
				t.Errorf("the card has no %q: %s", want, card)
			}
		}
		p.waitFor(`document.querySelector("#status").textContent.startsWith("1 code: 27")`)
		if _, err := os.Stat(axeCore); err == nil || os.Getenv("REQUIRE_TOOLS") == "1" {
			for _, violation := range p.axe(axeCore) {
				t.Errorf("%d %s: %s", o.width, o.scheme, violation)
			}
		}
		eval[int](p, `Object.defineProperty(navigator.clipboard, "writeText", {value: text => { window.copied = text; return Promise.resolve() }}), 0`)
		p.click(".card button")
		p.waitFor(`window.copied`)
		if got := eval[string](p, `window.copied`); !strings.HasSuffix(got, "https://hyper-response-codes.example/codes/27/#Minimum%20Age=18\n") {
			t.Errorf("copied for support:\n%s", got)
		}
		p.click(".card a")
		p.waitFor(`location.hash.startsWith("#code-27") && document.querySelector(".results").hidden`)
		if !eval[bool](p, `(() => { const r = document.querySelector("#code-27").getBoundingClientRect(), top = document.querySelector(".top").getBoundingClientRect(); return r.top >= (getComputedStyle(document.querySelector(".top")).position === "sticky" ? top.bottom - 1 : -1) && r.top < innerHeight })()`) {
			t.Errorf("%d: code 27 isn't in view, or is under the header", o.width)
		}
		p.press("/")
		eval[int](p, `document.querySelector("#q").select(), 0`)
		p.typeText("возраст") // in a translation
		p.waitFor(`document.querySelector("#found-0 b")?.textContent === "27"`)
		if eval[bool](p, `document.documentElement.scrollWidth > innerWidth`) {
			t.Errorf("%d: it scrolls sideways", o.width)
		}
		eval[bool](p, `(() => { const s = document.querySelector("theme-switch select"); s.value = "light"; s.dispatchEvent(new Event("change")); return true })()`)
		p.waitFor(`document.documentElement.dataset.theme === "light"`)
		p.clean()
		if sent := p.sent(); len(sent) != 1 {
			t.Errorf("%d requests: %v", len(sent), sent)
		}
	}
}

// What axe finds on no published page it finds on none of a bundle.
func TestDiskAccessibility(t *testing.T) {
	t.Parallel()
	needAxe(t)
	d := onDisk(t)
	p := newTab(t, tabOptions{})
	for _, page := range []string{"index.html", "codes/index.html", "codes/27/index.html", "http/index.html", "http/422/index.html", "modules/entities/index.html", "guides/index.html", "guides/versions/index.html"} {
		p.open(d.at(page))
		p.clean()
		for _, violation := range p.axe(axeCore) {
			t.Errorf("%s: %s", page, violation)
		}
		p.troubles() // axe tries to read style sheets, which a disk refuses
	}
	for _, o := range []tabOptions{{}, {width: 320, scheme: "dark"}} {
		p := newTab(t, o)
		p.open(portal() + "/offline/")
		for _, violation := range p.axe(axeCore) {
			t.Errorf("/offline/, %d: %s", o.width, violation)
		}
		if eval[bool](p, `document.documentElement.scrollWidth > innerWidth`) {
			t.Errorf("/offline/, %d: it scrolls sideways", o.width)
		}
		p.clean()
	}
}

const puppeteer = "../../.ci/node_modules/puppeteer-core"

// Firefox is driven by Node, see testdata/firefox.mjs, which has the steps.
func TestDiskInFirefox(t *testing.T) {
	t.Parallel()
	d := onDisk(t)
	firefox := os.Getenv("FIREFOX_PATH")
	for _, name := range []string{"firefox-esr", "firefox"} {
		if found, err := exec.LookPath(name); err == nil && firefox == "" {
			firefox = found
		}
	}
	node, err := exec.LookPath("node")
	missing := ""
	if _, statErr := os.Stat(puppeteer); firefox == "" {
		missing = "no firefox: install it, or name it by FIREFOX_PATH"
	} else if err != nil {
		missing = "no node: install it to run this test"
	} else if statErr != nil {
		missing = "no puppeteer-core: npm ci --prefix .ci installs it"
	}
	if missing != "" && os.Getenv("REQUIRE_BROWSER") == "1" {
		t.Fatal(missing + "; and REQUIRE_BROWSER=1")
	} else if missing != "" {
		t.Skip(missing)
	}
	var pages []string
	for _, page := range d.pages {
		pages = append(pages, d.at(page))
	}
	input, err := json.Marshal(map[string]any{
		"firefox": firefox, "control": control(t), "pages": pages, "single": fileURL(d.single), "root": strings.TrimSuffix(d.at("index.html"), "index.html"), "raw": rawResponse,
	})
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), node, "testdata/firefox.mjs")
	command.Stdin = bytes.NewReader(input)
	var stderr bytes.Buffer
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%v\n%s%s", err, out, &stderr)
	}
	var result struct {
		Version  string
		Problems []string
		Links    map[string][]string // by page
		Requests []string
		Steps    int
	}
	if err := json.Unmarshal(out, &result); err != nil {
		t.Fatalf("%v\n%s%s", err, out, &stderr)
	}
	for _, problem := range result.Problems {
		t.Error(problem)
	}
	for page, links := range result.Links {
		linked(t, page, links)
	}
	if len(result.Links) != len(pages) || result.Steps < 10 {
		t.Errorf("%s: %d pages, %d steps", result.Version, len(result.Links), result.Steps)
	}
	for _, request := range slices.Compact(slices.Sorted(slices.Values(result.Requests))) {
		if !strings.HasPrefix(request, "file://") {
			t.Errorf("a request of %s", request)
		}
	}
}
