package catalog_test

import (
	"fmt"
	"testing"

	"responsa/site/catalog"
)

func TestFind(t *testing.T) {
	c := &catalog.Catalog{
		Codes: []*catalog.Code{
			{Slug: "0", Code: catalog.Value{Text: "0"}}, {Slug: "27", Code: catalog.Value{Text: "27"}}, {Slug: "m5", Code: catalog.Value{Text: "-5"}},
			{Slug: "late", Code: catalog.Value{Text: "E07"}}, {Slug: "a-9", Code: catalog.Value{Text: "9"}}, {Slug: "b-9", Code: catalog.Value{Text: "9"}},
		},
		Mentions: []catalog.Mention{{Code: "027"}, {Status: 429}},
	}
	for spelling, want := range map[string]string{
		"27": "[27] [027]", "027": "[27] [027]", ` "27" `: "[27] [027]", "#27": "[27] [027]", "000": "[0] []", "-5": "[m5] []", "-005": "[m5] []", "5": "[] []",
		"e07": "[late] []", "E7": "[] []", "late": "[late] []", "9": "[a-9 b-9] []", "b-9": "[b-9] []", "": "[] []", "429": "[] []", "27 or 28": "[] []",
	} {
		codes, mentions := c.Find(spelling)
		var slugs, mentioned []string
		for _, code := range codes {
			slugs = append(slugs, code.Slug)
		}
		for _, m := range mentions {
			mentioned = append(mentioned, m.Code)
		}
		if got := fmt.Sprint(slugs, mentioned); got != want {
			t.Errorf("%q: got %s, want %s", spelling, got, want)
		}
	}
}
