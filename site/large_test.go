package site

import (
	"strings"
	"testing"

	"responsa/site/catalog"
	"responsa/site/synthetic"
)

// What is made of all codes at once is left out of a large catalog's site,
// unless somebody relies on it.
func TestLarge(t *testing.T) {
	const zip, constants = "offline/response-codes.zip", "sdk/java/ResponseCode.java"
	for _, tt := range []struct {
		name   string
		codes  int
		locked string
		always bool
		want   map[string]bool
	}{
		{"500 codes", mostOffline, "", false, map[string]bool{zip: true, constants: true}},
		{"501 codes", mostOffline + 1, "", false, map[string]bool{zip: false, constants: true}},
		{"for responsa bundle", mostOffline + 1, "", true, map[string]bool{zip: true, constants: true}},
		{"a published archive", mostOffline + 1, "/" + zip, false, map[string]bool{zip: true, constants: true}},
		{"another published file", mostOffline + 1, "/offline/", false, map[string]bool{zip: false, constants: true}},
		{"5001 codes", mostConstants + 1, "", false, map[string]bool{zip: false, constants: false}},
		{"published constants", mostConstants + 1, "/" + constants, false, map[string]bool{zip: false, constants: true}},
	} {
		c, problems := catalog.Load(synthetic.Content(tt.codes), "content")
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		if tt.locked != "" {
			c.Permalinks = []catalog.Permalink{{Line: 1, Text: tt.locked}}
		}
		files, err := Build(c, Options{Static: plainStatic, Offline: tt.always})
		if err != nil {
			t.Fatal(err)
		}
		for path, want := range tt.want {
			if _, got := files.Get(path); got != want {
				t.Errorf("%s: %s is there: %t", tt.name, path, got)
			}
		}
		data, _ := files.Get("data/index.html")
		if got := strings.Contains(contents(t, data), constants); got != tt.want[constants] {
			t.Errorf("%s: the page of the data names the constants: %t", tt.name, got)
		}
		if tt.want[zip] {
			continue // such a page is in the golden files
		}
		page, _ := files.Get("offline/index.html")
		if text := contents(t, page); !strings.Contains(text, "responsa bundle") || strings.Contains(text, "download>") {
			t.Errorf("%s: the page about the editions\n%s", tt.name, text)
		}
		if len(Offline(c, files)) != 0 {
			t.Errorf("%s: there are editions", tt.name)
		}
	}
}
