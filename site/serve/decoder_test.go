package serve_test

import (
	"fmt"
	"strings"
	"testing"
)

// The box as a decoder: what happens to what is pasted into it.

// paste puts a text into the focused box as a reader's paste does: the page
// sees it first, and what it leaves alone the browser puts in, in one line.
func (p *tab) paste(text string) {
	p.t.Helper()
	eval[int](p, `(() => {
		const data = new DataTransfer();
		data.setData("text/plain", `+quote(text)+`);
		const box = document.activeElement;
		if (box.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}))) {
			box.setRangeText(`+quote(text)+`.replace(/[\r\n]+/g, ""), box.selectionStart, box.selectionEnd, "end");
			box.dispatchEvent(new InputEvent("input", {inputType: "insertFromPaste", bubbles: true}));
		}
		return 0;
	})()`)
}

const rawResponse = "HTTP/1.1 400 Bad Request\nContent-Type: application/json\nDate: Thu, 26 Nov 2026 10:12:13 GMT\n\n" +
	`{"ResponseCode":27,"ResponseMsgEng":"Registration is allowed for people aged 18 and over."}`

func TestPasteIsDecodedInPlace(t *testing.T) {
	t.Parallel()
	for _, o := range []tabOptions{{}, {width: 360, height: 700}} {
		p := newTab(t, o)
		p.open(portal() + "/")
		p.press("/")
		p.paste(rawResponse)
		p.waitFor(`!document.querySelector(".card").hidden`)
		card := p.text(".card")
		for _, want := range []string{"ResponseCode is 27, line 5", "Minimum Age", "18", "Came with HTTP 400; documented is 422", "Who acts", "Only after a change", "Read the age out of the message"} {
			if !strings.Contains(card, want) {
				t.Errorf("the card has no %q: %s", want, card)
			}
		}
		if got := eval[string](p, `document.querySelector("#q").value`); got != "5 lines pasted" {
			t.Errorf("the box says %q", got)
		}
		if href, _ := p.attr(".card .actions a", "href"); href != "/codes/27/#Minimum%20Age=18" {
			t.Errorf("the card leads to %s", href)
		}
		p.waitFor(`document.querySelector("#status").textContent === "1 code: 27 Below minimum age, Minimum Age = 18"`)
		if got := eval[string](p, `location.search`); got != "?q=27" {
			t.Errorf("the address has %q", got)
		}
		if p.count(".tile.dim") != 34 || p.count(`.tile.dim[data-slug="27"]`) != 0 {
			t.Errorf("%d tiles are dim", p.count(".tile.dim"))
		}
		p.press("Tab") // into the card, which stays
		if got := p.focused(); !strings.Contains(got, "Open code 27") {
			t.Errorf("Tab leads to %s", got)
		}
		p.press("Escape")
		p.waitFor(`document.querySelector(".results").hidden && document.activeElement.id === "q"`)
		p.clean()
	}
}

// Both meanings, all candidates, and notes.
func TestDecoderSaysWhatItIsUnsureOf(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ paste, first, card string }{
		{`{"ResponseCode":"010","ResponseMsgEng":"x"}`, "10", "User is already connected on this session (Logged in)."},
		{"The new password must be at least 8 characters long and contain 2 digits and 3 letters. When using English ONLY, it is mandatory to combine uppercase and lowercase letters.", "13", "Its message"},
		{"10:00 ResponseCode=0\n10:01 ResponseCode=12\n10:02 ResponseCode=27", "12", "line 2"},
		{"200", "0", "HTTP status 200"},
		{`{"ResponseCode":27,"ResponseMsgEng":"Regis`, "27", "The JSON ends too soon"},
		{strings.Repeat(`{"a":`, 120) + `{"ResponseCode":27}, {"ResponseCode":27}`, "27", "Nested deeper than 100 levels"},
	} {
		p := newTab(t, tabOptions{})
		p.open(portal() + "/codes/1/")
		p.press("/")
		p.paste(tt.paste)
		p.waitFor(`!document.querySelector(".results").hidden`)
		text := func() string { return eval[string](p, `document.querySelector(".results").textContent`) }
		p.waitFor(`!document.querySelector(".card").hidden`)
		if got := p.text("#found-0 b"); got != tt.first {
			t.Errorf("%.60q: first is %s", tt.paste, got)
		}
		if !strings.Contains(strings.ToLower(text()), strings.ToLower(tt.card)) {
			t.Errorf("%.60q: the card has no %q: %s", tt.paste, tt.card, text())
		}
		p.clean()
	}
}

// Arrows move through the candidates, and the card with them; Enter opens the
// page with the values.
func TestCardFollowsTheOption(t *testing.T) {
	t.Parallel()
	p := newTab(t, tabOptions{})
	p.open(portal() + "/codes/1/")
	p.press("/")
	p.paste("Security Alert: Registration is allowed for people aged 21 and over.")
	p.waitFor(`document.querySelector(".card a")?.textContent === "Open code 27"`)
	p.press("ArrowDown", "ArrowDown")
	p.waitFor(`document.querySelector(".card a").textContent === "Open code 11"`)
	p.press("ArrowUp")
	p.waitFor(`document.querySelector(".card a").textContent === "Open code 27"`)
	p.navigate(func() { p.press("Enter") })
	if got := eval[string](p, `location.pathname + location.hash`); got != "/codes/27/#Minimum%20Age=21" {
		t.Errorf("opened %s", got)
	}
	p.clean()
}

func TestCopyForSupport(t *testing.T) {
	t.Parallel()
	p := newTab(t, tabOptions{})
	p.open(portal() + "/codes/1/")
	eval[int](p, `Object.defineProperty(navigator.clipboard, "writeText", {value: text => { window.copied = text; return Promise.resolve() }}), 0`)
	p.press("/")
	p.paste("POST /Register_Client_Json HTTP/1.1\nAuthorization: Bearer " + strings.Repeat("S3cret", 20) + "\n\n" + rawResponse)
	p.waitFor(`document.querySelector(".card button")`)
	p.click(".card button")
	p.waitFor(`window.copied && document.querySelector("#status").textContent === "Copied"`)
	want := "Response code 27: Below minimum age\nMinimum Age: 18\nRemark: came with HTTP 400; documented is 422\nFunction: Register_Client_Json\nTime: Thu, 26 Nov 2026 10:12:13 GMT\n"
	if got := eval[string](p, `window.copied`); !strings.HasPrefix(got, want) || !strings.HasSuffix(got, "/codes/27/#Minimum%20Age=18\n") {
		t.Errorf("copied:\n%s", got)
	}
	p.clean()
}

// What is pasted stays in the page: no request, nothing stored, no secret
// shown, and of it nothing but a code in the address.
func TestPasteStaysHere(t *testing.T) {
	t.Parallel()
	p := newTab(t, tabOptions{})
	p.open(portal() + "/")
	p.press("/")
	p.paste("27")
	p.waitFor(`document.querySelector(".card a")`)
	before := len(p.sent())
	for _, text := range []string{
		"Authorization: Bearer hunter2hunter2\n\n{\"ResponseCode\":11,\"ResponseMsgEng\":\"Security Alert: hunter2hunter2 was refused.\"}",
		`{"API_Password":"hunter2hunter2","ResponseCode":11,"ResponseMsgEng":"Security Alert: hunter2hunter2."}`,
		"Security Alert: the token hunter2hunter2 is wrong, token=hunter2hunter2",
	} {
		eval[int](p, `document.querySelector("#q").select(), 0`)
		p.paste(text)
		p.waitFor(`document.querySelector("#found-0 b")?.textContent === "11"`)
		p.waitFor(`document.querySelector("#status").textContent.startsWith("1 code: 11") || document.querySelector("#status").textContent.includes("codes: 11")`)
		if shown := eval[string](p, `document.querySelector(".results").innerHTML + document.querySelector("#status").textContent + location.href + JSON.stringify(localStorage) + JSON.stringify(sessionStorage) + document.cookie`); strings.Contains(shown, "hunter2") {
			t.Errorf("%q is echoed: %s", text, shown)
		}
		if got := eval[string](p, `location.search`); got != "?q=11" {
			t.Errorf("%q: the address has %q", text, got)
		}
	}
	if after := p.sent(); len(after) != before {
		t.Errorf("pasting sent %v", after[before:])
	}
	p.clean()
}

// What is typed stands in the home page's address, so that it can be sent.
func TestTypedQueryIsShareable(t *testing.T) {
	t.Parallel()
	p := newTab(t, tabOptions{})
	p.open(portal() + "/?retry=never")
	p.press("/")
	p.typeText("index module")
	p.waitFor(`location.search === "?retry=never&q=index+module"`)
	p.press("Escape", "Escape")
	p.waitFor(`location.search === "?retry=never"`)
	p.open(portal() + "/codes/1/")
	p.press("/")
	p.typeText("locked")
	p.waitFor(`document.querySelector("#status").textContent !== ""`)
	if got := eval[string](p, `location.search`); got != "" {
		t.Errorf("a code's page has %q in its address", got)
	}
	p.clean()
}

// A MiB is answered while the page stays alive: timers run in between.
func TestLongPasteDoesNotFreeze(t *testing.T) {
	t.Parallel()
	p := newTab(t, tabOptions{})
	p.open(portal() + "/")
	p.press("/")
	p.paste("27") // what loads once is loaded
	p.waitFor(`document.querySelector(".card a")`)
	eval[int](p, `window.ticks = 0, window.timer = setInterval(() => window.ticks++, 1), 0`)
	line := "2026-11-26T10:12:13Z INFO order 4711 shipped to an address in the north of the country\n"
	p.paste(strings.Repeat(line, 1<<20/len(line)) + `{"ResponseCode":29}`)
	p.waitFor(`document.querySelector("#found-0 b")?.textContent === "29"`)
	if ticks := eval[int](p, `clearInterval(window.timer), window.ticks`); ticks < 5 {
		t.Errorf("timers ran %d times while a MiB was read", ticks)
	}
	if got := eval[string](p, `document.querySelector("#q").value`); !strings.HasSuffix(got, " lines pasted") {
		t.Errorf("the box says %q", got)
	}
	p.press("Backspace") // goes on typing in an empty box
	p.waitFor(`document.querySelector("#q").value === "" || !document.querySelector("#q").value.includes("pasted")`)
	p.clean()
}

// hostile are texts that would do something if they were ever taken for HTML,
// script, an address, a pattern or a format.
var hostile = []string{
	`<script>alert(1)</script>`, `<img src=x onerror=alert(1)>`, `"><svg onload=alert(1)>`, `'-alert(1)-'`, `javascript:alert(1)`, `data:text/html,<script>alert(1)</script>`,
	`<iframe srcdoc="<script>alert(1)</script>">`, `<a href="javascript:alert(1)">27</a>`, `<style>@import 'x'</style>`, `<base href=//evil.example>`, `<meta http-equiv=refresh content=0>`, `<form action=//evil.example>`,
	`{{constructor.constructor('alert(1)')()}}`, "${alert(1)}", "`${alert(1)}`", `<!--`, `]]>`, `</script><script>alert(1)</script>`, `%3Cscript%3Ealert(1)%3C/script%3E`, `&lt;script&gt;`,
	`__proto__`, `constructor`, `toString`, `{"__proto__":{"ResponseCode":27}}`, `{"constructor":{"prototype":{"x":1}}}`, `hasOwnProperty=1`,
	`(a+)+$`, `^(.*)*$`, `[`, `\`, `(?=`, `*`, `+`, `..\..\..\etc\passwd`, `../../etc/passwd`, `//evil.example/27`, `\\evil.example\27`,
	"\u202e27", "\x00", "\xed\xa0\x80", "27\u200b", `%`, `%u0027`, `%s%s%n`, `' OR 1=1 --`, `{"ResponseCode":"<img src=x onerror=alert(1)>"}`, `{"ResponseCode":27,"ResponseMsgEng":"Registration is allowed for people aged <img src=x onerror=alert(1)> and over."}`,
	`Security Alert: </p><script>alert(1)</script>`, `Security Alert: javascript:alert(1)`, `You cannot delete this file "><img src=x onerror=alert(1)>`,
}

// Whatever stands in the query, in the fragment or in a paste: nothing runs,
// nothing is loaded, and no element comes of it.
func TestHostileInput(t *testing.T) {
	t.Parallel()
	if len(hostile) < 40 {
		t.Fatalf("only %d texts", len(hostile))
	}
	for _, text := range hostile {
		t.Run(text, func(t *testing.T) {
			p := newTab(t, tabOptions{})
			harmless := func(where string) {
				t.Helper()
				if got := eval[string](p, `[...document.querySelectorAll("site-search script, site-search img, site-search iframe, site-search svg, site-search form, site-search style, site-search base, main script, main img, main iframe")].map(e => e.outerHTML).join() +
					[...document.querySelectorAll("a")].filter(a => !/^https?:$/.test(a.protocol) || /evil/.test(a.host)).map(a => a.outerHTML).join() + (window.alerted ?? "") + ({}).x`); got != "undefined" {
					t.Errorf("%s: %s", where, got)
				}
			}
			watch := `window.alert = () => { window.alerted = "alerted" }, 0`
			answered := `!document.querySelector(".results").hidden || document.querySelector("#q").value.trim() === ""`
			p.open(portal() + "/codes/27/?q=" + escaped(text) + "#Minimum%20Age=" + escaped(text) + "&" + escaped(text) + "=x")
			eval[int](p, watch)
			p.waitFor(answered)
			harmless("query and values")
			eval[int](p, `location.hash = `+quote(text)+`, document.querySelector("#q").focus(), 0`)
			harmless("fragment")
			for _, pasted := range []string{text, text + "\n" + text} {
				eval[int](p, `document.querySelector("#q").select(), 0`)
				p.paste(pasted)
				p.waitFor(answered)
				harmless("paste")
			}
			p.clean()
		})
	}
}

// escaped is a text as encodeURIComponent gives it, half surrogates as three bytes.
func escaped(text string) string {
	var b strings.Builder
	for _, c := range []byte(text) {
		fmt.Fprintf(&b, "%%%02X", c)
	}
	return b.String()
}

// axe in every state of the box. The page around it is the same in all.
func TestDecoderAccessibility(t *testing.T) {
	t.Parallel()
	needAxe(t)
	for _, o := range []tabOptions{{}, {scheme: "dark"}, {forcedColors: true}, {width: 320, height: 700}, {width: 320, height: 700, scheme: "dark"}, {width: 320, height: 700, forcedColors: true}} {
		p := newTab(t, o)
		for _, address := range []string{"/", "/codes/27/"} {
			p.open(portal() + address)
			p.press("/")
			for i, text := range []string{rawResponse, `{"ResponseCode":"010"}`, "10:00 ResponseCode=0\n10:01 ResponseCode=12", "password", "xyzzy", `{"ResponseCode":99}`} {
				eval[int](p, `document.querySelector("#status").textContent = "", document.querySelector("#q").select(), 0`)
				p.paste(text)
				p.waitFor(`document.querySelector("#status").textContent !== ""`)
				p.press("ArrowDown")
				part := "site-search"
				if i == 0 {
					part = "html"
				}
				for _, violation := range p.axeUnder(o, axeCore, part) {
					t.Errorf("%s, %dpx, %s, %q: %s", address, o.width, o.scheme, text, violation)
				}
				if eval[bool](p, `document.documentElement.scrollWidth > innerWidth`) {
					t.Errorf("%s, %dpx, %q: the page scrolls sideways", address, o.width, text)
				}
			}
		}
		p.clean()
	}
}
