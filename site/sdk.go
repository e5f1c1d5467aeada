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
	page := func(code *catalog.Code) string { return b.Canonical(codePage(code)) }
	for _, f := range sdk.Files(b.Catalog, b.Canonical(""), page) {
		b.add(sdkPath+f.Path, f.Write)
	}
}
