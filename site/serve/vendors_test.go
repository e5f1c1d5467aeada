package serve_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"responsa/site"
	"responsa/site/importer"
	"responsa/site/serve"
)

// Sites and mocks of made-up vendors: no test here may know this repository's
// own catalog.

func vendor(t *testing.T, files importer.Files) *httptest.Server {
	t.Helper()
	content := fstest.MapFS{}
	for name, text := range files {
		content[name] = &fstest.MapFile{Data: []byte(text)}
	}
	s := serve.New(serve.Source{Content: content, Static: os.DirFS("../../static"), Root: "content"}, io.Discard)
	s.Rebuild()
	server := httptest.NewServer(s.Handler())
	t.Cleanup(server.Close)
	return server
}

func tableOf(t *testing.T, text string) importer.Files {
	t.Helper()
	result, err := importer.Import("codes.csv", []byte(text), importer.Options{Vendor: "Acme", Day: "2026-11-26", Check: site.CheckImport})
	if err != nil {
		t.Fatal(err)
	}
	return result.Files
}

const table = "code,http,message,module,notes\n" +
	"E0308,499,\"expected %-.192s, found %s, 100%% sure\",Types,\"See [docs](/x):\n\n```\n" + "a line that is longer than a telephone is wide, so that it must scroll in its own box and nowhere else\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\"\n" +
	"DM-functional-11001,,缺少参数 %s,订单,\n" +
	"an id with blanks,422,לא ניתן למחוק,,\n" +
	"0x80070005,,,,\n" +
	"payments.card.declined.lost_or_stolen_card,402,,Payments and refunds,\npayments.card.declined.insufficient_funds,402,No funds.,Payments and refunds,\n" +
	"E1,,first text,A,\nE1,,second text,A,\n"

func TestOtherVendorsInABrowser(t *testing.T) {
	t.Parallel()
	needAxe(t)
	for name, tt := range map[string]struct {
		files importer.Files
		pages []string
	}{
		"starter": {importer.Starter(), []string{"/", "/codes/", "/codes/lamp_busy/", "/codes/not_allowed/", "/http/", "/http/409/", "/modules/lamps/", "/guides/start/"}},
		"odd":     {tableOf(t, table), []string{"/", "/codes/", "/codes/E0308/", "/codes/DM-functional-11001/", "/codes/an-id-with-blanks/", "/codes/payments.card.declined.insufficient_funds/", "/codes/E1/", "/http/", "/http/499/"}},
		"one":     {tableOf(t, "code\nE1\n"), []string{"/", "/codes/", "/codes/E1/", "/404.html"}},
		"none":    {tableOf(t, "code\n"), []string{"/", "/codes/", "/404.html", "/data/"}},
	} {
		server := vendor(t, tt.files)
		for _, width := range []int64{360, 1280} {
			p := newTab(t, tabOptions{width: width})
			for _, page := range tt.pages {
				p.open(server.URL + page)
				if eval[bool](p, `document.documentElement.scrollWidth > innerWidth`) {
					t.Errorf("%s%s scrolls sideways at %d pixels", name, page, width)
				}
				for _, found := range p.axe(axeCore) {
					t.Errorf("%s%s at %d pixels: %s", name, page, width, found)
				}
			}
			p.clean()
		}
	}
}

// The box recognises a message whose variable parts have no names, and the page
// takes their values.
func TestOtherPlaceholdersInABrowser(t *testing.T) {
	t.Parallel()
	server := vendor(t, tableOf(t, table))
	p := newTab(t, tabOptions{})
	p.open(server.URL + "/")
	p.press("/")
	p.typeText("expected i32, found String, 100% sure")
	p.waitFor(`document.querySelector("#found li")?.textContent.includes("E0308")`)
	p.waitFor(`document.querySelector(".card, .results")?.textContent.includes("i32")`)
	p.open(server.URL + "/codes/E0308/#1=i32&2=String")
	p.waitFor(`document.querySelector("blockquote").textContent.includes("expected i32, found String, 100%% sure")`)
	if wire := p.text("pre.wire"); !strings.Contains(wire, `"message": "expected i32, found String, 100% sure"`) {
		t.Errorf("on the wire: %s", wire)
	}
	p.clean()
}

func TestMockOfOtherVendors(t *testing.T) {
	starter, odd := vendor(t, importer.Starter()), vendor(t, tableOf(t, table))
	for _, tt := range []struct {
		server     *httptest.Server
		path       string
		status     int
		code, text string
	}{
		{starter, "/mock/lamp_busy", 409, "lamp_busy", "The lamp porch is being switched by somebody else."},
		{starter, "/mock/lamp_busy?lamp=%7Blamp%7D", 409, "lamp_busy", "The lamp {lamp} is being switched by somebody else."},
		{starter, "/mock/not_allowed", 403, "not_allowed", "Your account may not do this."},
		{odd, "/mock/E0308", 499, "E0308", "expected %-.192s, found %s, 100% sure"},
		{odd, "/mock/E0308?1=a&2=", 499, "E0308", "expected a, found , 100% sure"},
		{odd, "/mock/an%20id%20with%20blanks", 422, "an id with blanks", "לא ניתן למחוק"},
		{odd, "/mock/0x80070005", 200, "0x80070005", ""},
		{odd, "/mock/E1-2", 200, "E1", "second text"},
	} {
		response, err := http.Get(tt.server.URL + tt.path)
		if err != nil {
			t.Fatal(err)
		}
		var flat struct {
			Code, Message string
			Error         struct{ Code, Message string }
		}
		err = json.NewDecoder(response.Body).Decode(&flat)
		response.Body.Close()
		code, text := flat.Code+flat.Error.Code, flat.Message+flat.Error.Message
		if err != nil || response.StatusCode != tt.status || code != tt.code || text != tt.text {
			t.Errorf("%s: %d, %q, %q, %v; want %d, %q, %q", tt.path, response.StatusCode, code, text, err, tt.status, tt.code, tt.text)
		}
	}
}

// What the mock says of itself is of this vendor's codes, too.
func TestMockIndexOfOtherVendors(t *testing.T) {
	for name, files := range map[string]importer.Files{"starter": importer.Starter(), "odd": tableOf(t, table), "one": tableOf(t, "code\nE1\n"), "none": tableOf(t, "code\n")} {
		server := vendor(t, files)
		for _, path := range []string{"/mock/", "/mock/27", "/mock/no-such-code", "/mock/sequence/27", "/mock/random", "/mock/http/422"} {
			response, err := http.Get(server.URL + path)
			if err != nil {
				t.Fatal(err)
			}
			text, err := io.ReadAll(response.Body)
			response.Body.Close()
			if err != nil || response.StatusCode >= 500 {
				t.Errorf("%s%s: %d, %v", name, path, response.StatusCode, err)
			}
			if lower := strings.ToLower(string(text)); strings.Contains(lower, "hyper") || strings.Contains(lower, "responsemsgeng") || strings.Contains(lower, `"responsecode"`) || strings.Contains(lower, "%!") {
				t.Errorf("%s%s tells of another vendor:\n%s", name, path, text)
			}
		}
	}
}
