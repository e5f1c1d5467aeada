package site

import (
	"maps"
	"testing"

	"responsa/site/catalog"
)

// What short forms a code has: those that can be an address, and that are
// neither a page's nor another code's own.
func TestShortForms(t *testing.T) {
	code := func(slug, text string, integer bool) *catalog.Code {
		return &catalog.Code{Slug: slug, Code: catalog.Value{Text: text, Integer: integer}}
	}
	c := &catalog.Catalog{
		Site: catalog.Site{Legacy: &catalog.Legacy{Pad: 3}},
		Codes: []*catalog.Code{
			code("7", "7", true), code("minus", "-1", true), code("blank", "a b", false), code("deep", "x/y", false),
			code("sdk", "sdk", false), code("early", "late", false), code("late", "later", false),
		},
	}
	pages := map[string]bool{"codes/": true}
	for _, code := range c.Codes {
		pages[codePage(code)] = true
	}
	rules, problems := redirects(c, addressSet{c, pages})
	got := map[string]string{}
	for _, rule := range rules {
		got[rule.from] = rule.to
	}
	want := map[string]string{"codes/007": "codes/7/", "codes/-1": "codes/minus/", "codes/later": "codes/late/", "e/sdk": "codes/sdk/"}
	for from, to := range map[string]string{
		"7": "7", "007": "7", "minus": "minus", "-1": "minus", "blank": "blank", "deep": "deep", "early": "early", "late": "late", "later": "late",
	} {
		want[from], want["e/"+from] = "codes/"+to+"/", "codes/"+to+"/"
	}
	if !maps.Equal(got, want) || len(problems) > 0 {
		t.Errorf("got  %v\nwant %v\n%v", got, want, problems)
	}
}
