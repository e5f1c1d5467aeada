package serve_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// What the matrix and the periodic table do beside filtering: keys, copies,
// the list of shortcuts, dimming.

func focusOn(p *tab, code string) {
	p.t.Helper()
	eval[int](p, `(document.querySelector('.matrix .chip[data-slug="`+code+`"]').focus(), 1)`)
}

func TestMatrixByKeyboard(t *testing.T) {
	t.Parallel()
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
	t.Parallel()
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
	t.Parallel()
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
	t.Parallel()
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
	t.Parallel()
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
