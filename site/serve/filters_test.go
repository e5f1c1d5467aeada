package serve_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"

	"responsa/site"
	"responsa/site/catalog"
)

// The filters in every state and surrounding: narrow, printed, without script
// or data, from a disk, and with whatever an address can say.

func TestFiltersWithoutScript(t *testing.T) {
	t.Parallel()
	p := newTab(t, tabOptions{noScript: true})
	p.open(portal() + "/?class=4xx")
	want := "2xx: the call worked\n4xx: the call was refused\n5xx: the server’s side\nrepeat it later\nrepeat it after a change\nrepeating never helps"
	if got := eval[string](p, `document.querySelector(".legend").innerText`); got != want {
		t.Errorf("the legend reads %q", got)
	}
	for _, address := range []string{"/?class=4xx", "/http/?class=4xx"} {
		p.open(portal() + address)
		if eval[bool](p, `[...document.querySelectorAll("main button, main details, main input")].some(e => e.checkVisibility())`) {
			t.Errorf("%s: there are controls that do nothing", address)
		}
	}
	if got := shown(p); len(got) != len(codes()) {
		t.Errorf("%d codes are shown", len(got))
	}
	p.clean()
}

// The filters are open where they leave room for the matrix, and folded up
// elsewhere.
func TestFiltersFold(t *testing.T) {
	t.Parallel()
	for width, folded := range map[int64]bool{360: true, 768: true, 1024: true, 1160: false, 1280: false} {
		p := newTab(t, tabOptions{width: width, height: 800})
		p.open(portal() + "/http/")
		if got := eval[bool](p, `!document.querySelector(".facets").checkVisibility({contentVisibilityAuto: true})`); got != folded {
			t.Errorf("%d px: folded is %v", width, got)
		}
		if got := eval[bool](p, `document.querySelector("summary").checkVisibility()`); got != folded {
			t.Errorf("%d px: the line that opens them shows: %v", width, got)
		}
		if folded {
			p.click("summary")
			p.click(toggleOf("class", "5xx"))
			checkShown(p, passing("class=5xx", ""))
			if got := width <= 768 && eval[bool](p, `[...document.querySelectorAll("td[data-module]")].some(c => c.checkVisibility() && !c.querySelector(".chip:not([hidden])"))`); got {
				t.Errorf("%d px: a module without codes is listed", width)
			}
		}
		p.clean()
	}
}

func TestFilteredStatesNarrow(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"/http/?class=4xx&status=" + strings.Repeat("9", 60), "/http/?text=xyzzy", "/?class=4xx&module=entities&text=" + strings.Repeat("w", 100)} {
		p := newTab(t, tabOptions{width: 320, height: 640})
		p.open(portal() + address)
		p.waitFor(`!document.querySelector(".waiting")`)
		eval[int](p, `(document.querySelectorAll("details").forEach(d => d.open = true), 1)`)
		if wide := eval[[]string](p, `[...document.querySelectorAll("main *")].filter(e => e.checkVisibility() && !e.closest(".hidden") && getComputedStyle(e).position !== "absolute" && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 90)).slice(0, 3)`); len(wide) > 0 {
			t.Errorf("%s: wider than the screen: %q", address, wide)
		}
		if eval[bool](p, `document.documentElement.scrollWidth > innerWidth`) {
			t.Errorf("%s: the page scrolls sideways", address)
		}
		p.press("?")
		p.waitFor(`document.querySelector("dialog")`)
		if eval[bool](p, `document.querySelector("dialog").scrollWidth > innerWidth`) {
			t.Errorf("%s: the dialog is too wide", address)
		}
		p.clean()
	}
}

// A shared address is filtered before it is seen.
func TestSharedAddressesDontShift(t *testing.T) {
	t.Parallel()
	for _, width := range []int64{360, 1280} {
		for _, address := range []string{"/http/?class=5xx", "/http/?status=999&class=2xx", "/http/?text=locked", "/http/?text=xyzzy", "/?class=4xx&retry=never", "/?text=locked"} {
			p := newTab(t, tabOptions{width: width, height: 800})
			p.open(portal() + address)
			p.waitFor(`!document.querySelector(".waiting") && document.querySelector("[data-tally]").textContent.includes(" of ")`)
			if shift := p.layoutShift(); shift > 0 {
				t.Errorf("%s at %d: the layout shifts by %v", address, width, shift)
			}
			p.clean()
		}
	}
}

// The long table of codes comes in pieces, and its columns must not move.
func TestCodesDontShiftWhileTheyCome(t *testing.T) {
	t.Parallel()
	more := make(chan struct{})
	files := server().Config.Handler
	slow := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/codes/" {
			files.ServeHTTP(w, r)
			return
		}
		whole := httptest.NewRecorder()
		files.ServeHTTP(whole, r)
		for name := range whole.Header() {
			if name != "Content-Length" && name != "Etag" {
				w.Header().Set(name, whole.Header().Get(name))
			}
		}
		text := whole.Body.String()
		at := strings.Index(text, `href="/codes/1/"`)
		_, _ = w.Write([]byte(text[:at]))
		_ = http.NewResponseController(w).Flush()
		<-more
		_, _ = w.Write([]byte(text[at:]))
	}))
	t.Cleanup(slow.Close)
	for _, width := range []int64{360, 1280} {
		p := newTab(t, tabOptions{width: width, height: 2000})
		call(p, page.Navigate, page.NavigateParams{URL: slow.URL + "/codes/"})
		p.waitFor(`document.querySelectorAll(".codes .title").length > 0`)
		eval[int](p, `new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))`)
		more <- struct{}{}
		p.waitFor(`document.readyState === "complete" && document.querySelectorAll(".codes .title").length === 35`)
		// Columns that moved gave 0.002. A busy machine once gave 0.00003, which
		// is a pixel of a word.
		if shift := p.layoutShift(); shift > 0.0005 {
			t.Errorf("%d px: the layout shifts by %v", width, shift)
		}
		p.clean()
	}
}

// Nothing in an address runs, and nothing breaks.
func TestHostileAddresses(t *testing.T) {
	t.Parallel()
	p := newTab(t, tabOptions{})
	for _, query := range []string{
		`text=<img src=x onerror=alert(1)>`, `text=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E`, `class=__proto__`, `__proto__=x&constructor=4xx`, `class=constructor&module=toString`,
		`status=%00`, `status=%`, `text=%E0%A4%A`, `text=%FF%FE`, `class=4xx&class=4xx&class=4xx`, `text=` + strings.Repeat("a", 7000), strings.Repeat("status=1&", 800),
		`text="><script>alert(1)</script>`, `text=(((((*+?[`, `text=\\`, `text=-`, `module='];alert(1);//`, `text=javascript:alert(1)`, `status=%E2%80%AE404`, `text=%F0%9F%98%80`, `&&&=&==&?class=4xx`,
	} {
		for _, address := range []string{"/http/?", "/?"} {
			p.open(portal() + address + query)
			p.waitFor(`!document.querySelector(".waiting")`)
			if got := p.text("[data-tally]"); !strings.Contains(got, "35 codes") {
				t.Errorf("%s%.40s: it says %q", address, query, got)
			}
			if p.count("main img, main script") != 0 || eval[bool](p, `({}).x !== undefined`) {
				t.Errorf("%s%.40s: something came out of the address", address, query)
			}
			eval[int](p, `(document.querySelector('[data-value="5xx"]').click(), 1)`)
			if got := search(p); !strings.Contains(got, "class=5xx") && eval[string](p, `document.querySelector('[data-value="5xx"]').ariaDisabled`) != "true" {
				t.Errorf("%s%.40s: filtered further, the address is %.200q", address, query, got)
			}
			p.clean()
		}
	}
}

// Where the search data don't come, the text filters nothing, and says so.
func TestTextWithoutData(t *testing.T) {
	t.Parallel()
	p := newTab(t, tabOptions{})
	call(p, network.SetBlockedURLs, network.SetBlockedURLsParams{URLPatterns: []*network.BlockPattern{{URLPattern: portal() + "/search.json", Block: true}}})
	p.open(portal() + "/http/?text=locked&class=5xx")
	p.waitFor(`!document.querySelector("[data-left-out]").hidden`)
	if got := p.text("[data-left-out]"); !strings.Contains(got, "could not be loaded") {
		t.Errorf("it says %q", got)
	}
	checkShown(p, passing("class=5xx", ""))
	p.clean("search.json")
}

func TestFilteredAccessibility(t *testing.T) {
	t.Parallel()
	needAxe(t)
	states := map[string]func(p *tab){
		"/http/?class=4xx&retry=after-wait&status=999": func(p *tab) {},
		"/http/?text=xyzzy":                            func(p *tab) { p.waitFor(`!document.querySelector("[data-nothing]").hidden`) },
		"/http/?actor=developer": func(p *tab) {
			p.press("?")
			p.waitFor(`document.querySelector("dialog")?.open`)
		},
		"/?class=4xx&retry=after-wait": func(p *tab) {},
	}
	for _, width := range []int64{320, 1280} {
		for _, o := range []tabOptions{{width: width}, {width: width, scheme: "dark"}, {width: width, forcedColors: true}} {
			for address, reach := range states {
				t.Run(fmt.Sprintf("%s %d %s %v", address, o.width, o.scheme, o.forcedColors), func(t *testing.T) {
					p := newTab(t, o)
					p.open(portal() + address)
					eval[int](p, `(document.querySelectorAll("details").forEach(d => d.open = true), 1)`)
					reach(p)
					for _, violation := range p.axeUnder(o, axeCore, "html") {
						t.Error(violation)
					}
					p.clean()
				})
			}
		}
	}
}

func TestFiltersAreNotPrinted(t *testing.T) {
	t.Parallel()
	p := newTab(t, tabOptions{print: true})
	p.open(portal() + "/http/?class=4xx&retry=after-wait")
	if eval[bool](p, `[...document.querySelectorAll("main button, .facets, main input")].some(e => e.checkVisibility())`) {
		t.Error("controls are printed")
	}
	checkShown(p, passing("class=4xx&retry=after-wait", ""))
	if got := p.text(".legend"); !strings.Contains(got, "repeat it later") {
		t.Errorf("the printed legend reads %q", got)
	}
	p.clean()
}

// From a disk, where nothing can be fetched and no module loaded.
func TestFiltersFromADisk(t *testing.T) {
	t.Parallel()
	c, problems := catalog.Load(os.DirFS("../../content"), "content")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	files, err := site.Build(c, site.Options{Static: os.DirFS("../../static"), Style: site.Bundle})
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "site")
	if _, err := site.WriteDir(t.Context(), files, dir); err != nil {
		t.Fatal(err)
	}
	p := newTab(t, tabOptions{})
	p.open("file://" + dir + "/http/index.html?class=4xx&text=locked")
	p.waitFor(`!document.querySelector(".waiting")`)
	if got := shown(p); !slices.Contains(got, "12") || len(got) > 10 {
		t.Errorf("shown are %v", got)
	}
	p.click("[data-clear]")
	p.click(toggleOf("class", "5xx"))
	checkShown(p, passing("class=5xx", ""))
	p.press("?")
	p.waitFor(`document.querySelector("dialog")?.open`)
	p.press("Escape")
	p.open("file://" + dir + "/index.html?retry=never")
	if got, want := bright(p), passing("retry=never", ""); !slices.Equal(got, want) {
		t.Errorf("bright are %v, want %v", got, want)
	}
	p.navigate(func() { p.click("[data-same]") })
	checkShown(p, passing("retry=never", ""))
	p.clean()
}
