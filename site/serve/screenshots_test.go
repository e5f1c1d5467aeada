//go:build screenshots

package serve_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
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
