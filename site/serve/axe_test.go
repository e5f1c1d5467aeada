package serve_test

import (
	"os"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// axeTags are the axe-core rules that run: WCAG 2.2 A, AA and AAA, and more.
const axeTags = `["wcag2a","wcag2aa","wcag2aaa","wcag21a","wcag21aa","wcag22aa","best-practice"]`

const axeCore = "../../.ci/node_modules/axe-core/axe.min.js"

// needAxe skips a test where axe-core isn't installed, or fails it in CI.
func needAxe(t testing.TB) {
	t.Helper()
	switch _, err := os.Stat(axeCore); {
	case err == nil:
	case os.Getenv("REQUIRE_TOOLS") == "1":
		t.Fatal(err)
	default:
		t.Skip("no axe-core: npm ci --prefix .ci installs it")
	}
}

// axe runs axe-core, read from a file (node_modules/axe-core/axe.min.js), and
// returns the violations, one line for each element.
func (p *tab) axe(file string) []string {
	p.t.Helper()
	return p.axeOf(file, "html")
}

// axeOf is axe on the element that the CSS selector finds.
func (p *tab) axeOf(file, sel string) []string {
	p.t.Helper()
	return p.axeRun(file, sel, `{type: "tag", values: `+axeTags+`}`)
}

// axeUnder is axeOf with the rules that the options can break: in other colours
// than the usual ones those about colours. The light page must be seen, too.
func (p *tab) axeUnder(o tabOptions, file, sel string) []string {
	p.t.Helper()
	if o.scheme != "dark" && !o.forcedColors {
		return p.axeOf(file, sel)
	}
	return p.axeRun(file, sel, `{type: "rule", values: ["color-contrast", "color-contrast-enhanced", "link-in-text-block"]}`)
}

func (p *tab) axeRun(file, sel, only string) []string {
	p.t.Helper()
	defer p.withScript()()
	if eval[bool](p, `typeof axe === "undefined"`) {
		source, err := os.ReadFile(file)
		if err != nil {
			p.t.Fatal(err)
		}
		eval[chromedp.Void](p, string(source)+"\n;0")
	}
	return eval[[]string](p, `axe.run(document.querySelector(`+quote(sel)+`), {runOnly: `+only+`, resultTypes: ["violations"]}).then(r =>
		r.violations.flatMap(v => v.nodes.map(n =>
			v.id + " (" + n.impact + ") " + n.target.flat(9).join(" ") + ": " + n.failureSummary.replace(/\s+/g, " "))))`)
}

// withScript lets timers and promises run in a page that was loaded without
// script, until the func that it returns is called; the page's own scripts
// stay unrun.
func (p *tab) withScript() func() {
	p.t.Helper()
	set := func(off bool) {
		call(p, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: off})
	}
	set(false)
	return func() { set(p.noScript) }
}

// layoutShift returns the sum of all layout shifts of the page so far that no
// input caused: never less than its Cumulative Layout Shift.
func (p *tab) layoutShift() float64 {
	p.t.Helper()
	defer p.withScript()()
	return eval[float64](p, `new Promise(done => {
		let sum = 0;
		const add = entries => { for (const e of entries) if (!e.hadRecentInput) sum += e.value; };
		const o = new PerformanceObserver(list => add(list.getEntries()));
		o.observe({type: "layout-shift", buffered: true});
		requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => { add(o.takeRecords()); o.disconnect(); done(sum); })));
	})`)
}
