package serve_test

// The browser harness: one headless Chromium for the whole test binary, one
// tab in its own browser context (no shared cache, no cookies) for each test.
//
//	p := newTab(t, tabOptions{width: 320, scheme: "dark"})
//	p.open(srv.URL + "/")
//	p.press("/")
//	p.typeText("tls")
//	p.waitFor(`document.querySelectorAll("#results li").length > 0`)
//	p.clean()
//
// Every method fails the test itself, so a test needs no error handling.
// Chromium is looked for in CHROME_PATH, then in PATH. Without one a test is
// skipped, or fails when REQUIRE_BROWSER=1.

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// tabTimeout is how long one tab, and so one test, may take: far more than any
// needs, because a busy machine must not fail them.
const tabTimeout = 90 * time.Second

func TestMain(m *testing.M) {
	code := m.Run()
	stopBrowser()
	removeDisk()
	os.Exit(code)
}

// stopBrowser closes Chromium, if it runs, and removes its profile directory.
var stopBrowser = func() {}

// sharedBrowser starts Chromium at the first call. Its context has no
// deadline: the browser lives exactly as long as the context that started it.
var sharedBrowser = sync.OnceValues(func() (context.Context, error) {
	path, err := findBrowser()
	if err != nil {
		return nil, errNoBrowser
	}
	// The defaults hold headless, disable-background-networking,
	// disable-sync, no-first-run and a fresh profile directory, too.
	opts := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.NoSandbox,
		chromedp.DisableGPU,
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-quic", true),
	)
	ctx, stopAllocator := chromedp.NewExecAllocator(context.Background(), opts...)
	ctx, _ = chromedp.NewContext(ctx)
	stopBrowser = func() {
		limited, cancel := context.WithTimeout(ctx, 5*time.Second)
		defer cancel()
		chromedp.Cancel(limited) // asks it to close, so it removes its own files
		stopAllocator()          // kills it, if it is still there
	}
	return ctx, chromedp.Do(ctx)
})

var errNoBrowser = errors.New("no chromium: install it or set CHROME_PATH to one (REQUIRE_BROWSER=1 makes this a failure)")

// findBrowser returns the path of a Chromium or Chrome.
func findBrowser() (string, error) {
	if path := os.Getenv("CHROME_PATH"); path != "" {
		return exec.LookPath(path)
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "headless-shell"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", exec.ErrNotFound
}

// tabOptions says how a tab differs from a plain one of 1280 by 800 pixels.
type tabOptions struct {
	width, height int64   // the viewport in CSS pixels
	scale         float64 // device pixels to a CSS pixel; 1 if 0
	scheme        string  // prefers-color-scheme: "light" (also if empty) or "dark"
	forcedColors  bool    // forced-colors: active
	reducedMotion bool    // prefers-reduced-motion: reduce
	print         bool    // the print media type
	noScript      bool    // the page's own JavaScript does not run
	bypassCSP     bool    // the page's Content-Security-Policy does not hold
}

// tab is one page of the browser, and what it has done since it was opened.
type tab struct {
	t        testing.TB
	ctx      context.Context
	noScript bool

	mu       sync.Mutex
	problems []string
	requests []*request
	pending  map[network.RequestID]*request // sent, and not done
}

// newTab opens a blank tab that is closed when the test ends.
func newTab(t testing.TB, o tabOptions) *tab {
	t.Helper()
	parent, err := sharedBrowser()
	if err == errNoBrowser && os.Getenv("REQUIRE_BROWSER") != "1" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	p := &tab{t: t, noScript: o.noScript, pending: map[network.RequestID]*request{}}
	ctx, closeTab := chromedp.NewContext(parent, chromedp.WithNewBrowserContext(), chromedp.WithListener(p.listen))
	t.Cleanup(closeTab)
	var cancel context.CancelFunc
	p.ctx, cancel = context.WithTimeout(ctx, tabTimeout)
	t.Cleanup(cancel)

	call(p, audits.Enable, cdp.Empty{}) // chromedp enables the other domains
	call(p, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	p.emulate(o)
	call(p, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: o.noScript})
	call(p, page.SetBypassCSP, page.SetBypassCSPParams{Enabled: o.bypassCSP})
	return p
}

// emulate gives the tab another screen and other preferences.
func (p *tab) emulate(o tabOptions) {
	p.t.Helper()
	media := func(name string, on bool, value string) *emulation.MediaFeature {
		if !on {
			value = "" // the browser's own
		}
		return &emulation.MediaFeature{Name: name, Value: value}
	}
	medium := ""
	if o.print {
		medium = "print"
	}
	call(p, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: or(o.width, 1280), Height: or(o.height, 800), DeviceScaleFactor: or(o.scale, 1)})
	call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: medium, Features: []*emulation.MediaFeature{
		media("prefers-color-scheme", true, or(o.scheme, "light")),
		media("forced-colors", o.forcedColors, "active"),
		media("prefers-reduced-motion", o.reducedMotion, "reduce"),
	}})
}

// or returns v, or the default if v is zero.
func or[T comparable](v, otherwise T) T {
	if v == *new(T) {
		return otherwise
	}
	return v
}

// call sends one command of the DevTools protocol to the tab.
func call[P, R any](p *tab, cmd cdp.Command[P, R], params P) R {
	p.t.Helper()
	res, err := chromedp.Call(p.ctx, cmd, params)
	if err != nil {
		p.t.Fatalf("%s: %v", cmd.Method, err)
	}
	return res
}

// run runs one action of chromedp in the tab.
func run[T any](p *tab, what string, a chromedp.Action[T]) T {
	p.t.Helper()
	res, err := chromedp.Run(p.ctx, a)
	if err != nil {
		p.t.Fatalf("%s: %v", what, err)
	}
	return res
}

// eval evaluates a JavaScript expression in the page, awaits it if it is a
// promise, and decodes it. With chromedp.Void as T the value is ignored.
func eval[T any](p *tab, js string) T {
	p.t.Helper()
	return run(p, js, chromedp.Evaluate[T](js, chromedp.EvalAwaitPromise))
}

// open loads a page and waits for its load event.
func (p *tab) open(url string) {
	p.t.Helper()
	run(p, "open "+url, chromedp.Navigate(url))
}

// navigate does what leads to another page (a click, a key), and waits for
// that page's load event.
func (p *tab) navigate(do func()) {
	p.t.Helper()
	run(p, "navigate", chromedp.WaitEvent(page.LoadEventFired, nil, func(context.Context, *chromedp.Target) (v chromedp.Void, err error) {
		do()
		return v, nil
	}))
}

// text returns the visible text of the first element that the CSS selector
// finds, and waits for that element. So do attr, click and focus.
func (p *tab) text(sel string) string {
	p.t.Helper()
	return run(p, "text of "+sel, chromedp.Text(chromedp.CSS(sel)))
}

// attr returns an attribute, and whether the element has it.
func (p *tab) attr(sel, name string) (string, bool) {
	p.t.Helper()
	a := run(p, name+" of "+sel, chromedp.AttributeValue(chromedp.CSS(sel), name))
	return a.Value, a.Exists
}

// count returns how many elements the CSS selector finds now.
func (p *tab) count(sel string) int {
	p.t.Helper()
	return eval[int](p, "document.querySelectorAll("+quote(sel)+").length")
}

// click clicks the middle of the element with the mouse.
func (p *tab) click(sel string) {
	p.t.Helper()
	run(p, "click "+sel, chromedp.Click(chromedp.CSS(sel), chromedp.NodeVisible))
}

// typeText types into whatever has the focus.
func (p *tab) typeText(s string) {
	p.t.Helper()
	for _, r := range s {
		p.key(r, 0)
	}
}

var keyNames = map[string]string{
	"Enter": kb.Enter, "Escape": kb.Escape, "Tab": kb.Tab, "Backspace": kb.Backspace,
	"ArrowDown": kb.ArrowDown, "ArrowUp": kb.ArrowUp, "ArrowLeft": kb.ArrowLeft, "ArrowRight": kb.ArrowRight,
	"Home": kb.Home, "End": kb.End, "PageDown": kb.PageDown, "PageUp": kb.PageUp, "Space": " ",
}

var modifiers = map[string]chromedp.Modifier{
	"Shift": chromedp.ModifierShift, "Control": chromedp.ModifierCtrl, "Alt": chromedp.ModifierAlt, "Meta": chromedp.ModifierMeta,
}

// press presses keys: "/", "Enter", "Shift+Tab", "Control+k".
func (p *tab) press(keys ...string) {
	p.t.Helper()
	for _, key := range keys {
		var held int64
		for name, rest, ok := strings.Cut(key, "+"); ok && modifiers[name] != 0; name, rest, ok = strings.Cut(key, "+") {
			held, key = held|int64(modifiers[name]), rest
		}
		for _, r := range or(keyNames[key], key) {
			p.key(r, held)
		}
	}
}

// key presses one key. Its text goes with the key-down event, so a page that
// cancels that event gets no text, as with a real keyboard; chromedp.KeyEvent
// and SendKeys send the text on its own, which nothing can cancel.
func (p *tab) key(r rune, held int64) {
	p.t.Helper()
	var down, up input.DispatchKeyEventParams
	for _, ev := range kb.Encode(r) {
		switch ev.Modifiers |= held; ev.Type {
		case kb.KeyChar:
			if ev.Modifiers&^int64(chromedp.ModifierShift) == 0 { // Control+k types nothing
				down.Type, down.Text, down.UnmodifiedText = kb.KeyDown, ev.Text, ev.UnmodifiedText
			}
		case kb.KeyUp:
			up = *ev
		default:
			down = *ev
			down.Type = kb.KeyRawDown
		}
	}
	call(p, input.DispatchKeyEvent, down)
	call(p, input.DispatchKeyEvent, up)
}

// focused describes the element that has the focus, as `input#q[name=q]` or
// `a[href=/x] "its text"`; "body" means none.
func (p *tab) focused() string {
	p.t.Helper()
	return eval[string](p, `(() => {
		const e = document.activeElement;
		if (!e) return "none";
		const attrs = ["name", "href", "role", "aria-label"].filter(a => e.hasAttribute(a)).map(a => "[" + a + "=" + e.getAttribute(a) + "]");
		const text = e === document.body ? "" : e.textContent.trim().replace(/\s+/g, " ").slice(0, 60);
		return e.localName + (e.id && "#" + e.id) + attrs.join("") + (text && " " + JSON.stringify(text));
	})()`)
}

// waitFor waits until the JavaScript expression is true. It asks from outside
// (chromedp.Poll needs eval, which the page's policy forbids), and so it
// outlives a navigation and works in a page without script.
func (p *tab) waitFor(js string) {
	p.t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		ok, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool]("!!("+js+")"))
		if ok {
			return
		}
		select {
		case <-p.ctx.Done():
			p.t.Fatalf("never true: %s (last error: %v)", js, err)
		case <-tick.C:
		}
	}
}

// quote returns s as a JavaScript string.
func quote(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}
