//go:build screenshots

package serve_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"responsa/site/importer"
)

// Screenshots of the pages that a person should look at, into the directory
// SHOTS:
//
//	SHOTS=/tmp/shots go test -tags screenshots -run Screenshots ./site/serve
func TestScreenshots(t *testing.T) {
	dir := os.Getenv("SHOTS")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, width := range []int64{360, 768, 1280} {
		for _, scheme := range []string{"light", "dark"} {
			for name, address := range map[string]string{
				"home": "/", "code": "/codes/27/", "matrix": "/http/", "404": "/no/such/page", "404-near": "/codes/99/", "codes": "/codes/", "status": "/http/422/", "guide": "/guides/retrying/", "data": "/data/", "changes": "/changes/", "offline": "/offline/", "linking": "/guides/linking/",
				"home-filtered": "/?class=4xx&retry=after-wait", "matrix-filtered": "/http/?class=4xx&class=5xx&retry=after-wait&retry=never&status=999",
				"matrix-nothing": "/http/?text=xyzzy", "matrix-open": "/http/", "matrix-keys": "/http/?actor=developer",
			} {
				p := newTab(t, tabOptions{width: width, height: 900, scheme: scheme})
				p.open(portal() + address)
				switch name {
				case "matrix-open":
					eval[chromedp.Void](p, `document.querySelector(".filters").open = true`)
				case "matrix-keys":
					p.press("?")
					p.waitFor(`document.querySelector("dialog")`)
				case "matrix-nothing":
					p.waitFor(`!document.querySelector("[data-nothing]").hidden`)
				}
				png := run(p, "full screenshot", chromedp.FullScreenshot(100))
				if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s-%d-%s.png", name, width, scheme)), png, 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

// Pages of made-up vendors' catalogs: long codes, other alphabets, much or
// nothing at all.
func TestScreenshotsOfOtherVendors(t *testing.T) {
	dir := os.Getenv("SHOTS")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	long := "code,http,message,module,notes\n" +
		"DM-functional-11001,422,The order {0} can't be changed any more because it was handed over to {1}.,Order management,\n" +
		"payments.card.declined.insufficient_funds,402,Your card has insufficient funds.,Payments and refunds,\"See [docs](/x):\n\n```\ncurl -X POST https://api.acme.example/v1/payments --data amount=100 --data currency=eur --data source=card\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\"\n" +
		"payments.card.declined.lost_or_stolen_card,402,,Payments and refunds,\n" +
		"0x80070005,499 Client Closed Request,Access is denied.,Windows,\nan id with blanks,200,Fine.,,\n404,,not found,,\n"
	other := "code,http,message,module\nשגיאה-1,422,לא ניתן למחוק את {0} מפני שהוא בשימוש,לקוחות\nDM-2,500,数据库连接失败，请稍后重试,数据库\nDM-3,400,パラメーター {0} が {1} を超えています,注文\nar-1,500,حدث خطأ في الخادم: {0} (رمز 12),خادم\n"
	var many strings.Builder
	many.WriteString("code,message\n")
	for i := range 3000 {
		fmt.Fprintf(&many, "E%04d,Message %d of many\n", i, i)
	}
	for name, tt := range map[string]struct {
		files importer.Files
		pages map[string]string
	}{
		"starter":    {importer.Starter(), map[string]string{"home": "/", "code": "/codes/lamp_busy/", "undocumented": "/codes/not_allowed/", "matrix": "/http/", "guide": "/guides/start/"}},
		"long":       {tableOf(t, long), map[string]string{"home": "/", "code": "/codes/payments.card.declined.insufficient_funds/", "bare": "/codes/payments.card.declined.lost_or_stolen_card/", "matrix": "/http/", "codes": "/codes/", "status": "/http/402/", "404": "/codes/payments.card"}},
		"other":      {tableOf(t, other), map[string]string{"home": "/", "code": "/codes/ar-1/", "chinese": "/codes/DM-2/", "matrix": "/http/", "codes": "/codes/"}},
		"meanings":   {tableOf(t, "code,message,module\nE1,first text,A\nE1,second text,A\nE1,third text,B\n"), map[string]string{"home": "/", "meanings": "/codes/E1/", "code": "/codes/b-E1/"}},
		"no-modules": {tableOf(t, "code,http,message\n1,404,a\n2,500,b\n"), map[string]string{"home": "/", "matrix": "/http/"}},
		"one":        {tableOf(t, "code\nE1\n"), map[string]string{"home": "/", "code": "/codes/E1/", "codes": "/codes/", "404": "/no/such"}},
		"none":       {tableOf(t, "code\n"), map[string]string{"home": "/", "codes": "/codes/", "404": "/no/such", "data": "/data/"}},
		"many":       {tableOf(t, many.String()), map[string]string{"home": "/", "code": "/codes/E0042/"}},
	} {
		server := vendor(t, tt.files)
		for page, address := range tt.pages {
			t.Run(name+"-"+page, func(t *testing.T) { // whose tabs are closed
				for _, width := range []int64{360, 768, 1280} {
					for _, scheme := range []string{"light", "dark"} {
						p := newTab(t, tabOptions{width: width, height: 900, scheme: scheme})
						p.open(server.URL + address)
						png := run(p, "full screenshot", chromedp.FullScreenshot(100))
						if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s-%s-%d-%s.png", name, page, width, scheme)), png, 0o644); err != nil {
							t.Fatal(err)
						}
					}
				}
			})
		}
	}
}
