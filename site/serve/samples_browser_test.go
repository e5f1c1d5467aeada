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
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"

	"responsa/site"
	"responsa/site/catalog"
)

// The samples' tabs as a reader meets them.

// opened is the language whose program is shown.
func (p *tab) opened() string {
	p.t.Helper()
	return eval[string](p, `[...document.querySelectorAll(".panel")].filter(e => e.checkVisibility()).map(e => e.id.replace("sample-", "")).join(" ")`)
}

func TestTabsByKeyboard(t *testing.T) {
	t.Parallel()
	p := newTab(t, tabOptions{})
	p.open(portal() + "/codes/27/")
	if got := p.opened(); got != "curl" {
		t.Errorf("first shown is %q, want curl", got)
	}
	if list, _ := p.attr(".tabs", "role"); list != "tablist" || p.count("[role=tab]") != 10 || p.count("[role=tabpanel]") != 10 {
		t.Errorf("role %q, %d tabs, %d panels", list, p.count("[role=tab]"), p.count("[role=tabpanel]"))
	}
	eval[bool](p, `(document.querySelector("[role=tab][aria-selected=true]").focus(), true)`)
	for _, step := range []struct{ key, want string }{
		{"ArrowRight", "javascript"}, {"ArrowRight", "typescript"}, {"ArrowLeft", "javascript"}, {"Home", "http"}, {"ArrowLeft", "ruby"},
		{"ArrowRight", "http"}, {"End", "ruby"}, {"Home", "http"}, {"Space", "http"}, {"ArrowDown", "http"},
	} {
		p.press(step.key)
		got := p.opened()
		focus := eval[string](p, `document.activeElement.getAttribute("aria-controls")`)
		state := eval[string](p, `[...document.querySelectorAll("[role=tab]")].filter(e => e.ariaSelected === "true" || e.tabIndex === 0).map(e => e.getAttribute("aria-controls") + e.ariaSelected + e.tabIndex).join(" ")`)
		if got != step.want || focus != "sample-"+step.want || state != "sample-"+step.want+"true0" {
			t.Errorf("%s shows %q, the focus is on %q, selected is %q; want %s", step.key, got, focus, state, step.want)
		}
	}
	// Tab leaves the list for the panel, back comes to the open tab.
	p.press("Home", "ArrowRight", "Tab")
	if got := p.focused(); got != `button "Download"` {
		t.Errorf("Tab goes to %s", got)
	}
	p.press("Shift+Tab")
	if got := p.focused(); !strings.Contains(got, `"curl"`) {
		t.Errorf("back goes to %s", got)
	}
	p.clean()
}

func TestLanguageIsRemembered(t *testing.T) {
	t.Parallel()
	p := newTab(t, tabOptions{})
	p.open(portal() + "/codes/27/")
	p.click(`a[href="#sample-python"]`)
	if got := eval[string](p, "location.hash"); p.opened() != "python" || got != "" {
		t.Errorf("shown is %q, the address ends with %q", p.opened(), got)
	}
	for _, address := range []string{"/codes/5/", "/codes/27/#Minimum%20Age=18"} {
		p.open(portal() + address)
		if got := p.opened(); got != "python" {
			t.Errorf("%s shows %q", address, got)
		}
	}
	// An address that names a program wins, and isn't remembered.
	p.open(portal() + "/codes/10/#sample-go")
	if got := p.opened(); got != "go" {
		t.Errorf("#sample-go shows %q", got)
	}
	if !eval[bool](p, `(() => { const r = document.querySelector("#sample-go").getBoundingClientRect(); return r.top >= -1 && r.top < innerHeight })()`) {
		t.Error("the program that the address names isn't in view")
	}
	eval[bool](p, `(location.hash = "#sample-ruby", true)`)
	p.waitFor(`document.querySelector("#sample-ruby").checkVisibility()`)
	p.open(portal() + "/codes/11/")
	if got := p.opened(); got != "python" {
		t.Errorf("the next page shows %q", got)
	}
	p.clean()
}

// Where storage is refused, or holds what nobody knows, the tabs work.
func TestTabsWithoutStorage(t *testing.T) {
	t.Parallel()
	p := newTab(t, tabOptions{})
	p.open(portal() + "/codes/27/")
	eval[bool](p, `(localStorage.setItem("language", "\"] cobol"), true)`)
	p.open(portal() + "/codes/10/")
	if got := p.opened(); got != "curl" {
		t.Errorf("an unknown language shows %q", got)
	}
	eval[bool](p, `(Storage.prototype.setItem = () => { throw new Error("refused") }, true)`)
	p.click(`a[href="#sample-java"]`)
	if got := p.opened(); got != "java" {
		t.Errorf("without storage %q is shown", got)
	}
	p.clean()
}

// Copy gives the program, Download a file with it.
func TestCopyAndDownload(t *testing.T) {
	t.Parallel()
	c := realCatalog(t)
	for name, open := range map[string]func(*tab, string){
		"published": func(p *tab, page string) { p.open(portal() + "/" + page) },
		"from a disk": func(p *tab, page string) {
			files, err := site.Build(c, site.Options{Static: os.DirFS("../../static"), Address: "http://localhost", Style: site.Bundle})
			if err != nil {
				t.Fatal(err)
			}
			dir := filepath.Join(t.TempDir(), "site")
			if _, err := site.WriteDir(t.Context(), files, dir); err != nil {
				t.Fatal(err)
			}
			p.open("file://" + dir + "/" + page + "index.html")
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := newTab(t, tabOptions{})
			open(p, "codes/27/")
			downloads := t.TempDir()
			tab := call(p, target.GetTargetInfo, target.GetTargetInfoParams{})
			if _, err := chromedp.CallBrowser(p.ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
				Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: downloads, BrowserContextID: tab.TargetInfo.BrowserContextID,
			}); err != nil {
				t.Fatal(err)
			}
			for _, id := range []string{"http", "csharp", "python"} {
				p.click(`a[href="#sample-` + id + `"]`)
				want := eval[string](p, `document.querySelector("#sample-`+id+` pre").textContent`)
				name, _ := p.attr("#sample-"+id, "data-file")
				eval[bool](p, `(navigator.clipboard.writeText = async text => { window.copied = text }, window.copied = "", true)`)
				p.click(`#sample-` + id + ` copy-text button`)
				p.waitFor(`document.querySelector("#status").textContent === "Copied"`)
				if got := eval[string](p, "window.copied"); got != want {
					t.Errorf("%s: copied is\n%q, want\n%q", id, got, want)
				}
				p.click(`#sample-` + id + ` > p button`)
				file := filepath.Join(downloads, name)
				if got := arrives(t, file); got != want+"\n" {
					t.Errorf("%s: %s holds\n%q, want\n%q", id, file, got, want+"\n")
				}
				p.waitFor(`document.querySelector("#status").textContent.startsWith("Saved as code-27.")`)
			}
			p.clean()
		})
	}
}

// realCatalog is that of content/.
func realCatalog(t *testing.T) *catalog.Catalog {
	t.Helper()
	c, problems := catalog.Load(content(), "content")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return c
}

// arrives waits for a download and returns it.
func arrives(t *testing.T, file string) string {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if text, err := os.ReadFile(file); err == nil && len(text) > 0 {
			return string(text)
		}
	}
	entries, _ := os.ReadDir(filepath.Dir(file))
	t.Fatalf("%s never came, but %v", file, entries)
	return ""
}

// Without a script all programs stand below one another, each under its name.
func TestSamplesWithoutScript(t *testing.T) {
	t.Parallel()
	p := newTab(t, tabOptions{noScript: true})
	p.open(portal() + "/codes/27/")
	var ids []string
	for _, sample := range realCatalog(t).Samples {
		ids = append(ids, sample.ID)
	}
	if got := strings.Fields(p.opened()); !slices.Equal(got, ids) {
		t.Errorf("shown are %q, want %q", got, ids)
	}
	if !eval[bool](p, `[...document.querySelectorAll(".panel")].every(e => e.querySelector("h3").checkVisibility() && !e.querySelector("button")) && !document.querySelector(".tabs").checkVisibility() && document.querySelector(".prints").checkVisibility()`) {
		t.Error("a heading or the output is missing, or a tab or a button shows that does nothing")
	}
	if p.count("[role=tab], [role=tabpanel]") > 0 {
		t.Error("what are no tabs are called tabs")
	}
	p.clean()
}

// Where the script never comes though scripts may run, the links choose.
func TestTabsBeforeTheScript(t *testing.T) {
	t.Parallel()
	p := newTab(t, tabOptions{})
	p.open(portal() + "/codes/27/")
	call(p, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: false})
	// The element that no script has made anything of.
	eval[bool](p, `(() => {
		const samples = document.querySelector("code-samples"), raw = document.createElement("code-samples-not-there");
		raw.append(...samples.childNodes); samples.replaceWith(raw);
		for (const sheet of document.styleSheets) for (const layer of sheet.cssRules) for (let i = 0; i < (layer.cssRules?.length ?? 0); i++) {
			const text = layer.cssRules[i].cssText;
			if (text.includes("code-samples:not(:defined)")) layer.insertRule(text.replaceAll("code-samples:not", "code-samples-not-there:not"), layer.cssRules.length);
		}
		return true;
	})()`)
	if got := p.opened(); got != "curl" {
		t.Errorf("shown is %q", got)
	}
	eval[bool](p, `(location.hash = "#sample-php", true)`)
	p.waitFor(`document.querySelector("#sample-php").checkVisibility()`)
	if got := p.opened(); got != "php" {
		t.Errorf("#sample-php shows %q", got)
	}
}

// Nothing moves when the script comes, however late, whatever language is
// remembered; and the output stands below the program, below no request.
func TestTabsDoNotShift(t *testing.T) {
	t.Parallel()
	late := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, ".js") {
			time.Sleep(300 * time.Millisecond) // the page is painted before
		}
		server().Config.Handler.ServeHTTP(w, r)
	}))
	defer late.Close()
	for _, width := range []int64{320, 768, 1280} {
		for _, language := range []string{"", "http", "java"} {
			p := newTab(t, tabOptions{width: width, height: 900})
			p.open(late.URL + "/codes/")
			eval[bool](p, `(localStorage.setItem("language", "`+language+`"), true)`)
			for _, address := range []string{"/codes/32/", "/codes/5/"} {
				p.open(late.URL + address)
				p.waitFor(`document.querySelector("[role=tablist]")`)
				if want := or(language, "curl"); p.opened() != want {
					t.Errorf("%q is shown, want %q", p.opened(), want)
				}
				if shows := eval[bool](p, `document.querySelector(".prints").checkVisibility()`); shows != (language != "http") {
					t.Errorf("%s with %q: the output is shown: %t", address, language, shows)
				}
				if shift := p.layoutShift(); shift > 0 {
					t.Errorf("%s at %d with %q: the layout shifts by %v", address, width, language, shift)
				}
			}
		}
	}
}

// axe, with the second tab open.
func TestTabsAreAccessible(t *testing.T) {
	t.Parallel()
	needAxe(t)
	for _, o := range []tabOptions{{}, {scheme: "dark"}, {forcedColors: true}, {width: 320}, {width: 320, scheme: "dark"}, {width: 320, forcedColors: true}} {
		t.Run(fmt.Sprintf("%d %s %v", o.width, o.scheme, o.forcedColors), func(t *testing.T) {
			p := newTab(t, o)
			p.open(portal() + "/codes/11/")
			p.click(`a[href="#sample-javascript"]`)
			for _, violation := range p.axeUnder(o, axeCore, "html") {
				t.Error(violation)
			}
			if eval[bool](p, `document.documentElement.scrollWidth > innerWidth`) {
				t.Error("the page scrolls sideways")
			}
			p.clean()
		})
	}
	t.Run("without a script", func(t *testing.T) {
		p := newTab(t, tabOptions{noScript: true})
		p.open(portal() + "/codes/11/")
		for _, violation := range p.axe(axeCore) {
			t.Error(violation)
		}
	})
}
