package site

import (
	"os"
	"slices"
	"testing"

	"responsa/site/catalog"
)

// The addresses are those of the files, though not all of them are held.
func TestAddresses(t *testing.T) {
	c, problems := catalog.Load(os.DirFS("testdata/valid"), "content")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	b := list(c, links{}, false)
	var want []string
	for _, f := range b.files {
		want = append(want, pageAt(f.Path))
	}
	slices.Sort(want)
	got := slices.Sorted(b.pages.all())
	if !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
	for _, address := range want {
		if !b.pages.has(address) {
			t.Errorf("/%s is missing", address)
		}
	}
	slug := c.Codes[0].Slug
	for _, address := range []string{codesPage + slug, codesPage + slug + ".xml", codesPage + slug + "0/", codesPage + ".json", slug + "/", codesPage + slug + "/index.html"} {
		if b.pages.has(address) {
			t.Errorf("/%s is no address", address)
		}
	}
	if len(b.pages.others) >= len(want)-len(c.Codes) {
		t.Errorf("%d of %d addresses are held", len(b.pages.others), len(want))
	}
}
