package serve_test

import (
	"fmt"
	"io"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/page"

	"responsa/site/serve"
)

// The portal as a reader meets it, in a real browser, with the headers of the
// published site.

var server = sync.OnceValue(func() *httptest.Server {
	s := serve.New(serve.Source{Content: os.DirFS("../../content"), Static: os.DirFS("../../static"), Root: "content"}, io.Discard)
	s.Rebuild()
	return httptest.NewServer(s.Handler())
})

// portal is the address of the running site.
func portal() string { return server().URL }

// One page of every type.
var pageTypes = []string{"/", "/codes/", "/codes/27/", "/codes/10/", "/http/", "/http/422/", "/http/406/", "/modules/entities/", "/guides/", "/guides/versions/", "/data/", "/changes/", "/no/such/page"}

func TestCodePage(t *testing.T) {
	t.Parallel()
	p := newTab(t, tabOptions{})
	p.open(portal() + "/codes/27/")
	if got := p.text("h1"); !strings.Contains(got, "27") || !strings.Contains(got, "Below minimum age") {
		t.Errorf("the heading is %q", got)
	}
	if got := p.text(".wire"); !strings.HasPrefix(got, "HTTP/1.1 422 Unprocessable Entity\nContent-Type: application/json\n\n{\n  \"ResponseCode\": 27,") {
		t.Errorf("on the wire: %q", got)
	}
	if shift := p.layoutShift(); shift > 0 {
		t.Errorf("the layout shifts by %v", shift)
	}
	if n := len(p.sent()); n > 5 {
		t.Errorf("%d requests at a first visit, want at most 5", n)
	}
	p.clean()
}

func TestSearchFindsTheCodeFirst(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]string{
		"27": "27", "027": "27", "error 27": "27", "autorized": "8", "locked": "12", "regist age": "27",
		"Registration is allowed for people aged 18 and over": "27", "429": "HTTP 429", "032": "032", "возраст": "27", "contraseña": "13", "xyzzy": "", "<img src=x onerror=alert(1)>zz": "",
	} {
		t.Run(query, func(t *testing.T) {
			p := newTab(t, tabOptions{})
			p.open(portal() + "/")
			p.press("/")
			if got := p.focused(); !strings.Contains(got, "#q") {
				t.Fatalf("/ focuses %s", got)
			}
			p.typeText(query)
			p.waitFor(`!document.querySelector(".results").hidden`)
			p.waitFor(`document.querySelector("#status").textContent !== ""`)
			if want == "" {
				if got := p.text("#found"); !strings.HasPrefix(got, "No code recognised") || p.count("#found [id], main img") != 0 {
					t.Errorf("nothing should be found, but the list says %q", got)
				}
			} else if got := p.text("#found li:first-child b"); got != want {
				t.Errorf("first is %q, want %q", got, want)
			}
			p.clean()
		})
	}
}

func TestSearchByKeyboardAlone(t *testing.T) {
	t.Parallel()
	p := newTab(t, tabOptions{})
	p.open(portal() + "/codes/10/")
	p.press("/")
	p.typeText("locked")
	p.waitFor(`document.querySelectorAll("#found [id]").length > 1`)
	if got, _ := p.attr("#q", "aria-expanded"); got != "true" {
		t.Errorf("aria-expanded is %q", got)
	}
	p.press("ArrowDown")
	p.press("ArrowDown")
	p.press("ArrowUp")
	active, _ := p.attr("#q", "aria-activedescendant")
	if selected, _ := p.attr("#"+active, "aria-selected"); active != "found-0" || selected != "true" {
		t.Errorf("active is %q, selected %q", active, selected)
	}
	p.press("Escape")
	p.waitFor(`document.querySelector(".results").hidden`)
	if got := p.focused(); !strings.Contains(got, "#q") {
		t.Errorf("Escape moved the focus to %s", got)
	}
	p.press("ArrowDown")
	p.waitFor(`!document.querySelector(".results").hidden`)
	p.press("ArrowDown")
	want := eval[string](p, `document.querySelector("#found-0 b").textContent`)
	p.navigate(func() { p.press("Enter") })
	if got := p.text(".num"); got != want {
		t.Errorf("Enter opened %q, want %q", got, want)
	}
	p.clean()
}

// Enter works before the list is there: a number, then Enter, at once.
func TestNumberAndEnter(t *testing.T) {
	t.Parallel()
	p := newTab(t, tabOptions{})
	p.open(portal() + "/http/")
	p.press("/")
	p.typeText("27")
	p.navigate(func() { p.press("Enter") })
	if got := p.text(".num"); got != "27" {
		t.Errorf("opened %q", got)
	}
	p.clean()
}

func TestHomeDimsWhatDoesNotMatch(t *testing.T) {
	t.Parallel()
	p := newTab(t, tabOptions{})
	p.open(portal() + "/")
	p.press("/")
	p.typeText("password")
	p.waitFor(`document.querySelectorAll(".tile.dim").length > 25`)
	if p.count(`.tile.dim[data-slug="13"], .tile.dim[data-slug="28"]`) != 0 {
		t.Error("a match is dimmed")
	}
	p.press("Escape")
	p.press("Escape")
	p.waitFor(`document.querySelectorAll(".tile.dim").length === 0`)
	p.clean()
}

func TestQueryInTheAddress(t *testing.T) {
	t.Parallel()
	p := newTab(t, tabOptions{})
	p.open(portal() + "/?q=lokced")
	p.waitFor(`document.querySelector("#found-0 b")?.textContent === "12"`)
	p.clean()
}

func TestThemeIsRemembered(t *testing.T) {
	t.Parallel()
	p := newTab(t, tabOptions{})
	p.open(portal() + "/")
	eval[bool](p, `(() => { const s = document.querySelector("theme-switch select"); s.value = "dark"; s.dispatchEvent(new Event("change")); return true })()`)
	p.open(portal() + "/codes/27/")
	p.waitFor(`document.documentElement.dataset.theme === "dark"`)
	if got := eval[string](p, `getComputedStyle(document.documentElement).colorScheme`); got != "dark" {
		t.Errorf("color-scheme is %q", got)
	}
	p.clean()
}

func TestWithoutScript(t *testing.T) {
	t.Parallel()
	p := newTab(t, tabOptions{noScript: true})
	for _, address := range pageTypes {
		p.open(portal() + address)
		if !eval[bool](p, `document.querySelector("main").innerText.trim().length > 80`) {
			t.Errorf("%s: no content", address)
		}
		if eval[bool](p, `getComputedStyle(document.querySelector("site-search")).display !== "none" || getComputedStyle(document.querySelector(".scriptless")).display === "none"`) {
			t.Errorf("%s: a search box that can't search, or no way to all codes", address)
		}
	}
	p.open(portal() + "/")
	p.navigate(func() { p.click(".scriptless") })
	if got := p.count("table.codes tbody th[scope=row]"); got != 35 {
		t.Errorf("%d codes in the table, want 35", got)
	}
	p.clean("status 404")
}

func TestNothingShifts(t *testing.T) {
	t.Parallel()
	for _, address := range pageTypes {
		for _, width := range []int64{360, 1280} {
			p := newTab(t, tabOptions{width: width, height: 800})
			p.open(portal() + address)
			if shift := p.layoutShift(); shift > 0 {
				t.Errorf("%s at %d: the layout shifts by %v", address, width, shift)
			}
		}
	}
}

// No page scrolls sideways, but a program may within its frame.
func TestNarrow(t *testing.T) {
	t.Parallel()
	for _, width := range []int64{320, 360} {
		for _, address := range pageTypes {
			t.Run(fmt.Sprint(width, address), func(t *testing.T) {
				p := newTab(t, tabOptions{width: width, height: 640})
				p.open(portal() + address)
				if wide := eval[[]string](p, `[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".hidden") && !e.classList.contains("hidden") && !e.parentElement.closest(".panel pre")).map(e => e.outerHTML.slice(0, 80)).slice(0, 3)`); len(wide) > 0 {
					t.Errorf("wider than the screen: %q", wide)
				}
				if eval[bool](p, `document.documentElement.scrollWidth > innerWidth`) {
					t.Error("the page scrolls sideways")
				}
				p.clean("status 404")
			})
		}
	}
}

func TestFocusIsInView(t *testing.T) {
	t.Parallel()
	p := newTab(t, tabOptions{height: 600})
	p.open(portal() + "/codes/10/")
	stops := map[string]bool{}
	for range 40 {
		p.press("Tab")
		stops[eval[string](p, `document.activeElement.outerHTML.slice(0, 200)`)] = true
		if !eval[bool](p, `(() => { const e = document.activeElement; if (e === document.body) return true; const r = e.getBoundingClientRect(); return r.top >= -1 && r.left >= -1 && r.bottom <= innerHeight + 1 && getComputedStyle(e).outlineStyle !== "none" })()`) {
			t.Errorf("%s isn't in view, or has no outline", p.focused())
		}
	}
	if len(stops) < 20 {
		t.Errorf("only %d places were reached by Tab", len(stops))
	}
	p.clean()
}

// axe, A to AAA and best practice, on every page type.
func TestAccessibility(t *testing.T) {
	t.Parallel()
	needAxe(t)
	for _, address := range pageTypes {
		t.Run(address, func(t *testing.T) {
			p := newTab(t, tabOptions{})
			p.open(portal() + address)
			for _, o := range []tabOptions{{}, {width: 320}, {width: 320, scheme: "dark"}, {scheme: "dark"}, {forcedColors: true}} {
				o.reducedMotion = true // or colours would be on their way
				p.emulate(o)
				for _, violation := range p.axeUnder(o, axeCore, "html") {
					t.Errorf("%d %s %v: %s", o.width, o.scheme, o.forcedColors, violation)
				}
			}
			p.clean("status 404")
		})
	}
	for _, scheme := range []string{"light", "dark"} {
		for _, query := range []string{"locked", "xyzzy"} {
			t.Run(scheme+" "+query, func(t *testing.T) {
				p := newTab(t, tabOptions{scheme: scheme})
				p.open(portal() + "/codes/27/")
				p.press("/")
				p.typeText(query)
				p.waitFor(`!document.querySelector(".results").hidden`)
				p.press("ArrowDown")
				for _, violation := range p.axe(axeCore) {
					t.Error(violation)
				}
				p.clean()
			})
		}
	}
}

// A code's page prints on one sheet, and so does the matrix.
func TestPrintsOnOneSheet(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"/codes/27/", "/codes/10/", "/codes/6/", "/codes/13/", "/http/"} {
		p := newTab(t, tabOptions{})
		p.open(portal() + address)
		a4 := page.PrintToPDFParams{PaperWidth: 8.27, PaperHeight: 11.69}
		sheets := regexp.MustCompile(`/Type\s*/Page\b`).FindAll(call(p, page.PrintToPDF, a4).Data, -1)
		if len(sheets) != 1 {
			t.Errorf("%s prints on %d sheets", address, len(sheets))
		}
	}
}
