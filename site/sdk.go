package site

import (
	"responsa/site/catalog"
	"responsa/site/sdk"
)

// sdkPath is where the codes stand as constants, a directory a language.
const sdkPath = "sdk/"

// sdk lists those files. They name the published pages, in a bundle too: a
// program that prints an address isn't where the bundle is.
func (b *builder) sdk() {
	page := func(codes ...*catalog.Code) string {
		if len(codes) == 1 {
			return b.Canonical(codePage(codes[0]))
		} else if text := codes[0].Code.Text; catalog.SafeSlug(text) {
			return b.Canonical(meaningsPage(text))
		}
		return ""
	}
	for _, f := range sdk.Files(b.Catalog, b.Canonical(""), page) {
		b.export(sdkPath+f.Path, f.Write)
	}
}
