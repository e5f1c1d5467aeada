package serve_test

import (
	"strings"
	"testing"
)

// The payload builder: values out of the address or the fields, in every place
// where the message has a variable part.

func TestValuesOfTheAddressAreShown(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ hash, message, wire, hebrew, link string }{
		{"#Minimum%20Age=21", "aged 21 and over", "aged 21 and over", "21", "#Minimum%20Age=21"},
		{"#Minimum%20Age=1+1%20%22x%22", `aged 1+1 "x" and over`, `aged 1+1 \"x\" and over`, `1+1 "x"`, "#Minimum%20Age=1%2B1%20%22x%22"},
		{"#Minimum%20Age=", "aged  and over", "aged  and over", "", "#Minimum%20Age="},
		{"#Other=5", "aged Minimum Age and over", "aged 18 and over", "[Minimum Age]", ""},
		{"#before", "aged Minimum Age and over", "aged 18 and over", "[Minimum Age]", ""},
		{"", "aged Minimum Age and over", "aged 18 and over", "[Minimum Age]", ""},
		{"#Minimum%20Age=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E", "aged <img src=x onerror=alert(1)> and over", `aged <img src=x onerror=alert(1)> and over`, "<img src=x onerror=alert(1)>", "#Minimum%20Age=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E"},
	} {
		p := newTab(t, tabOptions{})
		p.open(portal() + "/codes/27/" + tt.hash)
		p.waitFor(`document.querySelector("error-values button") && (document.querySelector("a.permalink").textContent.endsWith(` + quote(tt.link) + `))`)
		got := func(selector string) string {
			return eval[string](p, `document.querySelector(`+quote(selector)+`).textContent.replace(/\u00a0/g, " ")`)
		}
		if tt.hash != "" && !strings.Contains(tt.hash, "Other") && tt.hash != "#before" {
			p.waitFor(`document.querySelector("error-values small").textContent !== "not given"`)
		}
		if text := got("blockquote"); !strings.Contains(text, tt.message) {
			t.Errorf("%s: the message is %q", tt.hash, text)
		}
		if text := got("pre.wire"); !strings.Contains(text, tt.wire) {
			t.Errorf("%s: the response is %q", tt.hash, text)
		}
		if text := got(`[lang="he"] [data-param]`); text != tt.hebrew {
			t.Errorf("%s: the translation has %q, want %q", tt.hash, text, tt.hebrew)
		}
		if p.count("main img") != 0 {
			t.Errorf("%s: a value became an element", tt.hash)
		}
		p.clean()
	}
}

// Fields: what is typed follows at once, empty is not missing, and Clear makes
// it missing again.
func TestFieldsFillTheMessage(t *testing.T) {
	t.Parallel()
	p := newTab(t, tabOptions{})
	p.open(portal() + "/codes/25/")
	p.waitFor(`document.querySelector("error-values button").disabled`)
	eval[int](p, `document.querySelector("error-values input").focus(), 0`)
	p.typeText("a b+c")
	p.waitFor(`document.querySelector("pre.wire").textContent.includes("valid: a b+c")`)
	if got := eval[string](p, `location.hash`); got != "#Address=a%20b%2Bc" {
		t.Errorf("the address has %q", got)
	}
	if got := eval[string](p, `document.querySelector("a.permalink").getAttribute("href")`); !strings.HasSuffix(got, "/codes/25/#Address=a%20b%2Bc") {
		t.Errorf("the permalink is %q", got)
	}
	p.press("Backspace", "Backspace", "Backspace", "Backspace", "Backspace")
	p.waitFor(`document.querySelector("error-values small").textContent === "empty" && location.hash === "#Address="`)
	p.click("error-values button")
	p.waitFor(`location.hash === "" && document.querySelector("pre.wire").textContent.includes("valid: person.example.com") && document.querySelector("error-values small").textContent === "not given"`)
	if got := p.focused(); !strings.Contains(got, "input") {
		t.Errorf("Clear leaves the focus on %s", got)
	}
	// A link to the same page with other values, as the box's card has one.
	eval[int](p, `location.hash = "#Address=other", 0`)
	p.waitFor(`document.querySelector("pre.wire").textContent.includes("valid: other")`)
	p.clean()
}

func TestFilledPageIsAccessible(t *testing.T) {
	t.Parallel()
	needAxe(t)
	for _, o := range []tabOptions{{}, {scheme: "dark"}, {forcedColors: true}, {width: 320}} {
		p := newTab(t, o)
		p.open(portal() + "/codes/27/#Minimum%20Age=")
		p.waitFor(`document.querySelector("error-values small").textContent === "empty"`)
		if shift := p.layoutShift(); shift > 0 {
			t.Errorf("the layout shifts by %v", shift)
		}
		for _, violation := range p.axe(axeCore) {
			t.Error(violation)
		}
		p.clean()
	}
}
