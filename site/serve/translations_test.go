package serve_test

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/target"

	"responsa/site/catalog"
)

// Each text for an end user is copied by its own button, as it stands.
func TestCopyTranslation(t *testing.T) {
	p := newTab(t, tabOptions{width: 360})
	call(p, browser.SetPermission, browser.SetPermissionParams{
		Permission: &browser.PermissionDescriptor{Name: "clipboard-read"}, Setting: browser.PermissionSettingGranted, Origin: portal(),
		BrowserContextID: call(p, target.GetTargetInfo, target.GetTargetInfoParams{}).TargetInfo.BrowserContextID})
	p.open(portal() + "/codes/27/")
	p.waitFor(`document.querySelectorAll(".tongues copy-text button").length === document.querySelectorAll(".tongues tr").length`)
	if small := eval[[]string](p, `[...document.querySelectorAll("copy-text button")].filter(b => b.checkVisibility() && (b.getBoundingClientRect().height < 44 || b.getBoundingClientRect().width < 44)).map(b => b.textContent)`); len(small) > 0 {
		t.Errorf("buttons smaller than 44 px: %q", small)
	}
	for _, language := range catalog.Languages {
		row := `copy-text:has(> [lang="` + language.Code + `"])`
		if got := eval[string](p, `document.querySelector(`+quote(row+" button")+`).textContent`); got != "Copy "+language.Name {
			t.Errorf("the button is called %q", got)
		}
		p.click(row + " button")
		p.waitFor(`document.querySelector("#status").textContent === "Copied ` + language.Name + `"`)
		want := eval[string](p, `document.querySelector(`+quote(row+` [lang="`+language.Code+`"]`)+`).textContent`)
		if got := eval[string](p, `navigator.clipboard.readText()`); got != want || !strings.Contains(got, "[Minimum Age]") {
			t.Errorf("copied %q, want %q", got, want)
		}
		p.waitFor(`document.querySelector(` + quote(row+" button") + `).textContent === "Copied ` + language.Name + `"`)
	}
	p.waitFor(`document.querySelector(".tongues button").textContent === "Copy English"`)
	p.clean()
}

// Without a script there is no button, and nothing is left out.
func TestTranslationsWithoutScript(t *testing.T) {
	p := newTab(t, tabOptions{noScript: true})
	p.open(portal() + "/codes/27/")
	if n := p.count("copy-text button"); n > 0 {
		t.Errorf("%d buttons that can't do anything", n)
	}
	if got := p.count(".tongues p[lang]"); got != len(catalog.Languages)+1 {
		t.Errorf("%d texts", got)
	}
	p.clean()
}

// In a text that runs leftwards a variable part stands where its sentence has
// it, and runs in its own direction, whatever is filled in.
func TestLeftwardsText(t *testing.T) {
	p := newTab(t, tabOptions{width: 1280})
	p.open(portal() + "/codes/27/")
	for value, rightwards := range map[string]bool{"": true, "18": true, "A (18+)": true, "עשרים (20)": false} {
		for _, language := range []string{"he", "ar"} {
			// Where the sentence begins, the variable part begins and ends, and the sentence ends.
			at := eval[[4]float64](p, `(() => {
				const text = document.querySelector(".tongues p[lang=`+language+`]"), mark = text.querySelector("mark");
				mark.textContent = `+quote(value)+` || "[" + mark.dataset.param + "]";
				text.style.whiteSpace = "nowrap";
				const middle = (node, index) => {
					const range = document.createRange();
					range.setStart(node, index);
					range.setEnd(node, index + 1);
					const r = range.getBoundingClientRect();
					return (r.left + r.right) / 2;
				};
				const first = text.firstChild, last = text.lastChild, part = mark.firstChild;
				return [middle(first, 0), middle(part, 0), middle(part, part.length - 1), middle(last, last.length - 1)];
			})()`)
			if begin, end := min(at[1], at[2]), max(at[1], at[2]); at[0] <= end || begin <= at[3] || rightwards != (at[1] < at[2]) {
				t.Errorf("%s with %q: the sentence begins at %v, %q runs from %v to %v, the sentence ends at %v", language, value, at[0], value, at[1], at[2], at[3])
			}
		}
	}
	p.clean()
}
