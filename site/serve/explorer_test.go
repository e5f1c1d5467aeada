package serve_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
)

// What the matrix and the periodic table do beside filtering: keys, copies,
// the list of shortcuts, and staying whole whatever the address says.

func focusOn(p *tab, code string) {
	p.t.Helper()
	eval[int](p, `(document.querySelector('.matrix .chip[data-slug="`+code+`"]').focus(), 1)`)
}

func TestMatrixByKeyboard(t *testing.T) {
	p := newTab(t, tabOptions{})
	p.open(portal() + "/http/")
	step := func(key, want string) {
		t.Helper()
		p.press(key)
		if got := eval[string](p, `document.activeElement.dataset.slug ?? document.activeElement.localName`); got != want {
			t.Errorf("%s leads to %s, want %s", key, got, want)
		}
	}
	focusOn(p, "9")
	step("ArrowRight", "13")
	step("ArrowRight", "14")
	step("ArrowRight", "15")
	step("ArrowLeft", "14")
	step("Home", "7")
	step("End", "40")
	step("ArrowRight", "40")
	step("ArrowDown", "41")
	step("ArrowUp", "40")
	step("Control+Home", "0")
	step("Control+End", "50")
	step("Control+Home", "0")
	focusOn(p, "13")
	step("ArrowDown", "6") // as far as the cell goes
	step("ArrowDown", "8")
	step("ArrowDown", "3")
	step("ArrowDown", "11")
	step("ArrowUp", "3")
	// Only what is left counts.
	p.click(toggleOf("retry", "after-wait"))
	focusOn(p, "12")
	step("ArrowDown", "10")
	step("ArrowDown", "4")
	step("ArrowRight", "5")
	step("ArrowRight", "24")
	step("Control+Home", "12")
	p.navigate(func() { p.press("Enter") })
	if got := p.text(".num"); got != "12" {
		t.Errorf("Enter opened %q", got)
	}
	p.clean()
}

// Every chip stays a link in the order of Tab, and what has the focus is
// neither out of view nor under a header.
func TestStickyHeadersHideNoFocus(t *testing.T) {
	for _, width := range []int64{800, 1280} {
		p := newTab(t, tabOptions{width: width, height: 420})
		p.open(portal() + "/http/")
		seen := func() {
			t.Helper()
			if !eval[bool](p, `(() => {
				const e = document.activeElement, r = e.getBoundingClientRect();
				return [[r.left + 2, r.top + 2], [r.right - 2, r.top + 2], [r.left + 2, r.bottom - 2], [r.right - 2, r.bottom - 2]].every(([x, y]) => e.contains(document.elementFromPoint(x, y)));
			})()`) {
				t.Errorf("%d px: %s is covered or out of view", width, p.focused())
			}
		}
		focusOn(p, "50")
		seen()
		chips := 1
		for range 60 {
			p.press("Shift+Tab")
			if eval[bool](p, `!document.activeElement.closest("table.matrix")`) {
				break
			}
			seen()
			if eval[bool](p, `document.activeElement.matches(".chip")`) {
				chips++
			}
		}
		if chips != len(codes()) {
			t.Errorf("Tab reaches %d chips", chips)
		}
		focusOn(p, "50")
		for range 12 {
			p.press("ArrowUp", "ArrowLeft")
			seen()
		}
		if top := eval[float64](p, `document.querySelector(".matrix thead th").getBoundingClientRect().top`); top < -1 || top > 420 {
			t.Errorf("%d px: the header is at %v", width, top)
		}
		eval[int](p, `(scrollTo(0, document.querySelector("tr[data-status='422']").getBoundingClientRect().top + scrollY - 100), 1)`)
		if top := eval[float64](p, `document.querySelector(".matrix thead th").getBoundingClientRect().top`); top != 0 {
			t.Errorf("%d px: the header scrolls away, to %v", width, top)
		}
		p.clean()
	}
}

func TestMatrixCopies(t *testing.T) {
	p := newTab(t, tabOptions{})
	p.open(portal() + "/http/?status=503")
	stub := func(write string) {
		eval[int](p, `(Object.defineProperty(navigator, "clipboard", {configurable: true, value: {writeText: `+write+`}}), 1)`)
	}
	stub(`async text => { window.copied = text }`)
	root := strings.TrimSuffix(eval[string](p, `document.querySelector("link[rel=canonical]").href`), "http/")
	for format, want := range map[string]string{
		"markdown": "| Code | HTTP status | Module | Title | Who must act | Does repeating help? | Page |\n| --- | --- | --- | --- | --- | --- | --- |\n" +
			"| 41 | 503 | Payments | Gateway did not initialize | Administrator | Later | " + root + "codes/41/ |\n" +
			"| 50 | 503 | Payments | Journal request in progress | Developer | Later | " + root + "codes/50/ |\n",
		"csv": "Code,HTTP status,Module,Title,Who must act,Does repeating help?,Page\r\n" +
			"41,503,Payments,Gateway did not initialize,Administrator,Later," + root + "codes/41/\r\n" +
			"50,503,Payments,Journal request in progress,Developer,Later," + root + "codes/50/\r\n",
	} {
		eval[int](p, `(document.querySelector("#status").textContent = "", 1)`)
		p.click(fmt.Sprintf("[data-copy=%q]", format))
		p.waitFor(`document.querySelector("#status").textContent === "Copied"`)
		if got := eval[string](p, "copied"); got != want {
			t.Errorf("%s is\n%s", format, got)
		}
	}
	stub(`() => Promise.reject(new Error("no"))`)
	p.click(`[data-copy="csv"]`)
	p.waitFor(`document.querySelector("#status").textContent === "Not allowed"`)
	p.clean()
}

func TestShortcuts(t *testing.T) {
	p := newTab(t, tabOptions{})
	for _, address := range []string{"/", "/codes/27/", "/http/", "/guides/"} {
		p.open(portal() + address)
		p.press("?")
		p.waitFor(`document.querySelector("dialog")?.open`)
		for _, key := range []string{"/", "Enter", "Esc", "?", "↓"} {
			if !strings.Contains(p.text("dialog"), key) {
				t.Errorf("%s: the list has no %s", address, key)
			}
		}
		if got := p.focused(); !strings.Contains(got, "Close") {
			t.Errorf("%s: the focus is on %s", address, got)
		}
		p.press("?")
		p.press("Escape")
		p.waitFor(`!document.querySelector("dialog")`)
		// In a field it is a letter.
		p.press("/")
		p.typeText("?")
		if got := eval[string](p, `document.querySelector("#q").value`); got != "?" || p.count("dialog") != 0 {
			t.Errorf("%s: typed, it gives %q", address, got)
		}
	}
	p.open(portal() + "/http/")
	for _, closing := range []func(){func() { p.press("Escape") }, func() { p.press("Enter") }, func() { p.click("dialog button") }} {
		p.click("[data-shortcuts]")
		p.waitFor(`document.querySelector("dialog")?.open`)
		closing()
		p.waitFor(`!document.querySelector("dialog")`)
		if got := p.focused(); !strings.Contains(got, "Keys") {
			t.Errorf("closed, the focus is on %s", got)
		}
	}
	p.clean()
}

// bright lists the tiles of the home page that aren't dimmed.
func bright(p *tab) []string {
	p.t.Helper()
	return inOrder(eval[[]string](p, `[...document.querySelectorAll(".tile:not(.dim)")].map(c => c.dataset.slug)`))
}

func TestHomeDimsByFilters(t *testing.T) {
	p := newTab(t, tabOptions{})
	p.open(portal() + "/?class=4xx&retry=after-wait")
	check := func(query string) {
		t.Helper()
		if got, want := bright(p), passing(query, ""); !slices.Equal(got, want) {
			t.Errorf("%s: bright are %v, want %v", query, got, want)
		}
		if got := p.text("[data-tally]"); query != "" && !strings.HasPrefix(got, fmt.Sprintf("%d of %d codes", len(passing(query, "")), len(codes()))) {
			t.Errorf("%s: it says %q", query, got)
		}
	}
	check("class=4xx&retry=after-wait")
	p.click(toggleOf("class", "5xx"))
	check("class=4xx&class=5xx&retry=after-wait")
	if got := search(p); got != "?class=4xx&class=5xx&retry=after-wait" {
		t.Errorf("the address is %q", got)
	}
	if got := eval[string](p, `(a => a.pathname + a.search)(document.querySelector("[data-same]"))`); got != "/http/?class=4xx&class=5xx&retry=after-wait" {
		t.Errorf("the matrix is linked as %q", got)
	}
	if got := p.text(toggleOf("class", "2xx") + " b"); got != "0" {
		t.Errorf("2xx would leave %s", got)
	}
	// Search and filters both have a say.
	p.press("/")
	p.typeText("locked")
	p.waitFor(`document.querySelectorAll(".tile:not(.dim)").length < 7`)
	if got := bright(p); !slices.Contains(got, "12") || !subset(got, passing("class=4xx&class=5xx&retry=after-wait", "")) {
		t.Errorf("with a search, bright are %v", got)
	}
	p.press("Escape")
	p.press("Escape")
	p.waitFor(`document.querySelectorAll(".tile:not(.dim)").length === 7`)
	p.press("Escape")
	p.click("[data-clear]")
	check("")
	eval[int](p, "(history.back(), 1)")
	p.waitFor(`location.search === "?class=4xx&class=5xx&retry=after-wait"`)
	check("class=4xx&class=5xx&retry=after-wait")
	// What has no button here is named.
	p.open(portal() + "/?module=payments&text=gateway")
	p.waitFor(`document.querySelector("[data-tally]").textContent.startsWith("2 of")`)
	if got := p.text("[data-tally]"); got != "2 of 35 codes · Module: Payments · Text: gateway" {
		t.Errorf("it says %q", got)
	}
	p.clean()
}

func subset(some, all []string) bool {
	return !slices.ContainsFunc(some, func(s string) bool { return !slices.Contains(all, s) })
}

func TestFiltersWithoutScript(t *testing.T) {
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

// On a phone the filters are folded up, and elsewhere open.
func TestFiltersFoldOnAPhone(t *testing.T) {
	for width, folded := range map[int64]bool{360: true, 768: true, 800: false, 1280: false} {
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
			if got := eval[bool](p, `[...document.querySelectorAll("td[data-module]")].some(c => c.checkVisibility() && !c.querySelector(".chip:not([hidden])"))`); got {
				t.Errorf("%d px: a module without codes is listed", width)
			}
		}
		p.clean()
	}
}

func TestFilteredStatesNarrow(t *testing.T) {
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
		if shift := p.layoutShift(); shift > 0 {
			t.Errorf("%d px: the layout shifts by %v", width, shift)
		}
		p.clean()
	}
}

// Nothing in an address runs, and nothing breaks.
func TestHostileAddresses(t *testing.T) {
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
					for _, violation := range p.axe(axeCore) {
						t.Error(violation)
					}
					p.clean()
				})
			}
		}
	}
}

func TestFiltersAreNotPrinted(t *testing.T) {
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
