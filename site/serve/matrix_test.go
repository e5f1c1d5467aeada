package serve_test

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"

	"responsa/site/catalog"
)

// The matrix with its filters, against what the catalog says.

var codes = sync.OnceValue(func() []*catalog.Code {
	c, _ := catalog.Load(os.DirFS("../../content"), "content")
	return c.Current()
})

var facetNames = []string{"class", "status", "module", "actor", "retry", "outcome"}

// answer is what a code answers to a facet.
func answer(code *catalog.Code, facet string) string {
	switch facet {
	case "class":
		return fmt.Sprintf("%dxx", code.HTTP/100)
	case "status":
		return strconv.Itoa(code.HTTP)
	case "module":
		return code.Module
	case "actor":
		return string(code.Actor)
	case "retry":
		return string(code.Retry)
	}
	return string(code.Outcome)
}

// passing lists the slugs that a query lets through, but for one facet.
func passing(query, except string) []string {
	slugs := []string{}
	for _, code := range codes() {
		ok := true
		for _, facet := range facetNames {
			asked, found := false, false
			for pair := range strings.SplitSeq(query, "&") {
				if name, value, _ := strings.Cut(pair, "="); name == facet && facet != except {
					asked, found = true, found || value == answer(code, facet)
				}
			}
			ok = ok && (!asked || found)
		}
		if ok {
			slugs = append(slugs, code.Slug)
		}
	}
	return slugs
}

// shown lists the slugs of the chips that can be seen.
func shown(p *tab) []string {
	p.t.Helper()
	slugs := eval[[]string](p, `[...document.querySelectorAll("table.matrix .chip")].filter(c => c.checkVisibility()).map(c => c.dataset.slug)`)
	return inOrder(slugs)
}

// inOrder sorts slugs as the catalog does.
func inOrder(slugs []string) []string {
	slices.SortFunc(slugs, func(a, b string) int {
		place := func(slug string) int {
			return slices.IndexFunc(codes(), func(c *catalog.Code) bool { return c.Slug == slug })
		}
		return place(a) - place(b)
	})
	return slugs
}

func checkShown(p *tab, want []string) {
	p.t.Helper()
	if got := shown(p); !slices.Equal(got, want) {
		p.t.Errorf("shown are %v, want %v", got, want)
	}
	tally := fmt.Sprintf("%d of %d codes", len(want), len(codes()))
	if got := p.text("[data-tally]"); got != tally {
		p.t.Errorf("it says %q, want %q", got, tally)
	}
}

func toggleOf(facet, value string) string {
	return fmt.Sprintf("[data-facet=%q][data-value=%q]", facet, value)
}

func search(p *tab) string { return eval[string](p, "location.search") }

func TestMatrixOpensFiltered(t *testing.T) {
	t.Parallel()
	for _, query := range []string{
		"class=4xx", "class=none", "status=422", "module=entities", "actor=developer&actor=nobody", "retry=after-wait", "outcome=partial&outcome=empty",
		"class=4xx&class=5xx&retry=after-wait&retry=never", "class=2xx&status=404", "status=406", "module=common&class=4xx&actor=end-user&retry=after-change&outcome=failure",
	} {
		t.Run(query, func(t *testing.T) {
			p := newTab(t, tabOptions{})
			p.open(portal() + "/http/?" + query)
			if query == "class=none" { // no code is without a status, so nobody knows the value
				if got := p.text("[data-left-out]"); got != "left out: class=none" || len(shown(p)) != len(codes()) {
					t.Errorf("left out: %q", got)
				}
				return
			}
			want := passing(query, "")
			checkShown(p, want)
			type option struct {
				Facet, Value, Count, Bar, Disabled, Pressed string
			}
			options := eval[[]option](p, `[...document.querySelectorAll("[data-value]")].map(b => ({
				Facet: b.dataset.facet, Value: b.dataset.value, Count: (b.closest("tr") ?? b).querySelector("[data-count]").textContent,
				Bar: b.closest("tr")?.querySelector("rect").getAttribute("width") ?? "", Disabled: b.ariaDisabled, Pressed: b.ariaPressed,
			}))`)
			if len(options) < 33 {
				t.Errorf("only %d options", len(options))
			}
			for _, o := range options {
				leaves := 0
				for _, slug := range passing(query, o.Facet) {
					if code := codes()[slices.IndexFunc(codes(), func(c *catalog.Code) bool { return c.Slug == slug })]; answer(code, o.Facet) == o.Value {
						leaves++
					}
				}
				pressed := slices.Contains(strings.Split(query, "&"), o.Facet+"="+o.Value)
				if o.Count != strconv.Itoa(leaves) || o.Pressed != strconv.FormatBool(pressed) || o.Disabled != strconv.FormatBool(leaves == 0 && !pressed) {
					t.Errorf("%+v; it would leave %d", o, leaves)
				}
				if (o.Bar == "0%") != (leaves == 0) && o.Bar != "" {
					t.Errorf("%s=%s leaves %d, and its bar is %s long", o.Facet, o.Value, leaves, o.Bar)
				}
			}
			// What stands at the edges follows.
			if bad := eval[[]string](p, `(() => {
				const bad = [], table = document.querySelector("table.matrix"), seen = e => [...e.querySelectorAll(".chip")].filter(c => !c.hidden).length;
				for (const row of table.tBodies[0].rows) {
					if (row.hidden !== (seen(row) === 0)) bad.push(row.dataset.status + " hidden: " + row.hidden);
					if (Number(row.lastElementChild.textContent) !== seen(row)) bad.push(row.dataset.status + " counts " + row.lastElementChild.textContent);
				}
				const totals = [...table.tFoot.rows[0].cells].slice(1).map(c => Number(c.textContent));
				const sum = totals.pop();
				if (sum !== seen(table) || totals.reduce((a, b) => a + b) !== sum) bad.push("totals " + totals + " of " + sum);
				if (table.hidden !== (sum === 0) || document.querySelector("[data-nothing]").hidden === table.hidden) bad.push("nothing left, and not said");
				return bad;
			})()`); len(bad) > 0 {
				t.Error(bad)
			}
			p.clean()
		})
	}
}

func TestMatrixWithoutFilters(t *testing.T) {
	t.Parallel()
	p := newTab(t, tabOptions{})
	p.open(portal() + "/http/")
	if got := shown(p); len(got) != len(codes()) {
		t.Errorf("%d codes are shown", len(got))
	}
	if got := p.text("[data-tally]"); got != fmt.Sprintf("%d codes", len(codes())) {
		t.Errorf("it says %q", got)
	}
	if got := p.text(`tr[data-status="406"]`); !strings.Contains(got, "no documented code uses it") {
		t.Errorf("the row of 406 says %q", got)
	}
	if top := eval[float64](p, `document.querySelector("table.matrix tbody").getBoundingClientRect().top`); top > 750 {
		t.Errorf("the matrix begins at %v px", top)
	}
	if bars := eval[[]string](p, `[...document.querySelectorAll(".bars rect")].map(r => r.getAttribute("width"))`); !slices.Contains(bars, "100%") || !slices.Contains(bars, "0%") {
		t.Errorf("the bars are %v", bars)
	}
	p.clean()
}

func TestMatrixFiltersStepByStep(t *testing.T) {
	t.Parallel()
	p := newTab(t, tabOptions{})
	p.open(portal() + "/http/?from=%20x&class=#main")
	p.click(toggleOf("class", "4xx"))
	checkShown(p, passing("class=4xx", ""))
	// The bar is as good as its button.
	p.click(`tr:has([data-value="422"]) svg`)
	checkShown(p, passing("class=4xx&status=422", ""))
	p.click(toggleOf("retry", "after-wait"))
	checkShown(p, passing("status=422&retry=after-wait", ""))
	if got := eval[string](p, "location.search + location.hash"); got != "?from=%20x&class=4xx&status=422&retry=after-wait#main" {
		t.Errorf("the address is %q", got)
	}
	if p.click(toggleOf("status", "500")); len(shown(p)) != 1 {
		t.Error("a value that would leave nothing could be chosen")
	}
	back := func(delta int, query string) {
		t.Helper()
		eval[int](p, fmt.Sprintf("(history.go(%d), 1)", delta))
		p.waitFor("location.search === " + quote(query))
		p.waitFor(`[...document.querySelectorAll("[aria-pressed=true]")].length === ` + strconv.Itoa(strings.Count(query, "=")-1))
		if filters := strings.TrimPrefix(query, "?from=%20x&"); filters != query && !strings.HasSuffix(filters, "class=") {
			checkShown(p, passing(filters, ""))
		}
	}
	back(-1, "?from=%20x&class=4xx&status=422")
	back(-1, "?from=%20x&class=4xx")
	back(2, "?from=%20x&class=4xx&status=422&retry=after-wait")
	p.click(toggleOf("class", "4xx"))
	if got := search(p); got != "?from=%20x&status=422&retry=after-wait" {
		t.Errorf("the address is %q", got)
	}
	p.click("[data-clear]")
	if got := search(p); got != "?from=%20x" || len(shown(p)) != len(codes()) || p.count("[aria-pressed=true]") != 0 {
		t.Errorf("cleared, the address is %q", got)
	}
	if got := p.focused(); !strings.Contains(got, fmt.Sprintf("%d codes", len(codes()))) {
		t.Errorf("cleared, the focus is on %s", got)
	}
	back(-1, "?from=%20x&status=422&retry=after-wait")
	p.clean()
}

func TestMatrixFiltersByText(t *testing.T) {
	t.Parallel()
	p := newTab(t, tabOptions{})
	p.open(portal() + "/http/?class=4xx")
	before := eval[int](p, "history.length")
	p.click("#text")
	p.typeText(" locked")
	p.waitFor(`document.querySelector("[data-tally]").textContent !== "27 of 35 codes"`)
	p.waitFor(`location.search === "?class=4xx&text=locked"`)
	p.waitFor(`!document.querySelector(".waiting")`)
	if got := shown(p); !slices.Contains(got, "12") || slices.Contains(got, "27") || slices.Contains(got, "0") {
		t.Errorf("shown are %v", got)
	}
	if got := eval[int](p, "history.length"); got != before+1 {
		t.Errorf("typing made %d entries", got-before)
	}
	// Enter ends the burst; what is typed then can be undone by itself.
	p.press("Enter")
	p.typeText("x")
	eval[int](p, "(history.back(), 1)")
	p.waitFor(`document.querySelector("#text").value === "locked" && location.search.endsWith("locked")`)
	eval[int](p, "(history.back(), 1)")
	p.waitFor(`document.querySelector("#text").value === "" && location.search === "?class=4xx"`)
	checkShown(p, passing("class=4xx", ""))
	eval[int](p, "(history.forward(), 1)")
	p.waitFor(`document.querySelector("#text").value === "locked" && document.querySelector("[data-tally]").textContent !== "27 of 35 codes"`)
	p.click("[data-clear]")
	if got, _ := p.attr("#text", "value"); got != "" || search(p) != "" {
		t.Errorf("cleared, the box holds %q", got)
	}
	p.clean()
}

func TestMatrixOpensWithText(t *testing.T) {
	t.Parallel()
	p := newTab(t, tabOptions{})
	p.open(portal() + "/http/?text=pasword")
	p.waitFor(`!document.querySelector(".waiting")`)
	if got := shown(p); !slices.Contains(got, "13") || len(got) > 10 {
		t.Errorf("shown are %v", got)
	}
	if got := eval[string](p, `document.querySelector("#text").value`); got != "pasword" {
		t.Errorf("the box holds %q", got)
	}
	p.clean()
}

// Counts are said once, after the last change.
func TestMatrixAnnouncesOnce(t *testing.T) {
	t.Parallel()
	p := newTab(t, tabOptions{})
	p.open(portal() + "/http/")
	eval[int](p, `(() => { window.said = []; new MutationObserver(() => said.push(document.querySelector("#status").textContent)).observe(document.querySelector("#status"), {childList: true}); return 1 })()`)
	eval[int](p, `(() => { for (const v of ["2xx", "4xx", "5xx", "2xx"]) document.querySelector('[data-value="' + v + '"]').click(); return 1 })()`)
	p.waitFor(`said.length > 0`)
	if got := eval[string](p, `said.join("; ")`); got != "32 of 35 codes" {
		t.Errorf("said: %s", got)
	}
	p.clean()
}

// The bar pictures are tables for who can't see them.
func TestBarsAreTables(t *testing.T) {
	t.Parallel()
	p := newTab(t, tabOptions{})
	p.open(portal() + "/http/?class=4xx")
	call(p, accessibility.Enable, cdp.Empty{})
	tree := call(p, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	nodes := map[accessibility.NodeID]*accessibility.Node{}
	for _, n := range tree.Nodes {
		nodes[n.NodeID] = n
	}
	value := func(v *accessibility.Value) string {
		if v == nil {
			return ""
		}
		return strings.Trim(string(v.Value), `"`)
	}
	var text func(n *accessibility.Node, role string) []string
	text = func(n *accessibility.Node, role string) []string {
		var all []string
		for _, id := range n.ChildIDs {
			if child := nodes[id]; child != nil {
				if r := value(child.Role); r == role {
					all = append(all, value(child.Name))
				}
				all = append(all, text(child, role)...)
			}
		}
		return all
	}
	rows := map[string]int{"HTTP status: how many codes each would leave": 12, "Module: how many codes each would leave": 5}
	for _, n := range tree.Nodes {
		name := value(n.Name)
		if value(n.Role) != "table" || rows[name] == 0 {
			continue
		}
		if got := len(text(n, "row")); got != rows[name] {
			t.Errorf("%s: %d rows", name, got)
		}
		if got := len(text(n, "rowheader")); got != rows[name] {
			t.Errorf("%s: %d row headers", name, got)
		}
		if buttons := text(n, "button"); len(buttons) != rows[name] || rows[name] == 12 && buttons[1] != "400 Bad Request" {
			t.Errorf("%s: the buttons are %q", name, buttons)
		}
		if cells := text(n, "cell"); len(cells) != rows[name] || rows[name] == 12 && cells[1] != "12" {
			t.Errorf("%s: the cells are %q", name, cells)
		}
		delete(rows, name)
	}
	if len(rows) > 0 {
		t.Errorf("no table %v", rows)
	}
}
