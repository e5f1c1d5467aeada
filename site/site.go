// Package site turns a catalog into a site: [Build] takes one checked
// [catalog.Catalog] and returns one value, [Files], an ordered list of paths
// with the func that renders each. [WriteDir] and the preview server only read
// it, so they can't disagree. No sockets here, no flags.
//
// # Pages
//
// pages.go has one short func per kind of page: it takes what it needs out of
// the catalog, computes every address and hands finished values to package
// components. A page carries nothing that changes with another page's content
// but its neighbours' titles. listings.go cuts long lists of codes into pages,
// summary.go has what stands in for a list of all codes that is too long.
//
// # Links
//
// links.go is the one place that computes an address. It knows two styles: a
// published site's links begin at the root of its host, a bundle's are
// relative and name files. Markdown links to other content by relative file
// path, [code 12](../codes/12.md), and to pages without a file by address,
// [422](/http/422/); [Check] finds those that lead nowhere. Where prose names
// the site by site.yaml's address, a build puts its own.
//
// # Exports
//
// data.go makes the catalog's data, json.go writes them, schema.go describes them
// (tests hold what is written against the description), and csv.go, openapi.go
// and codemarkdown.go write them in other forms. exports.go lists for the page
// /data/ all that other programs may read: a new file has its entry there.
// [version] is a hash over what the data say. feed.go, sitemap.go and llms.go write
// for readers of feeds, search engines and language models; what no disk needs
// isn't in a bundle.
//
// # Samples
//
// samples.go puts a code's programs together: highlight.go colours what they have
// in common once for each template, and highlights.txt keeps it for our own.
//
// # Offline
//
// The same pages in the style [Bundle] are packed into an archive (zip.go),
// which is the same bytes on any machine; [Verify] says what was done to one.
// single.go makes one page of all codes. Both are files of the published site,
// below /offline/, made when they are asked for and made once (kept.go).
//
// # Assets
//
// assets.go bundles static/ out of an fs.FS with esbuild. Names carry a hash
// of the content, so they can be kept for ever. The home page and the matrix
// have a script of their own for the filters. Search data stand under a stable
// name, because every page names them. So does the picture that a chat shows of
// a page, which card.go draws.
//
// # Edits
//
// draft.go loads, checks and builds the site again while it is being written, and
// keeps what an edit didn't touch. What it gives is what a first build gives.
//
// # Headers
//
// headers.go says which headers a path has. The preview server sends them, and
// netlify.toml repeats them, held to them by a test. head.go says what stands
// in a page's head.
package site

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"sync"

	"responsa/components"
	"responsa/site/catalog"
)

// Options are what a build needs beside the catalog.
type Options struct {
	Static  fs.FS  // the front end's sources
	Address string // absolute, where the site will stand; the catalog's when empty
	Style   Style
	Offline bool        // make the editions for a disk however large the catalog is
	Search  SearchSizes // the usual ones when empty

	// What doesn't depend on the style is made once for the site and the bundle inside.
	sampler  *sampler
	version  func() (string, error) // of the data
	frontEnd frontEnd               // what Static held when the site was listed
	exports  map[string]File        // of the site, by their paths

	bundles    func(Style) (assets, error) // of the front end; see draft.go
	highlights *sync.Map                   // of the samples
}

// builder is the state of one Build. It is not changed once the files are
// listed, so that they can be rendered side by side.
type builder struct {
	*catalog.Catalog
	links
	files    Files
	shared   []int      // which of them are the same in each style
	pages    addressSet // for links in Markdown
	assets   assets
	markdown *markdown
	sampler  *sampler
	options  Options
	data     dataset
	palette  palette
	listings listings
	sayable  *catalog.Code // what the search box suggests
	sizes    SearchSizes
	search   func() searched

	sameFrame func() components.Page // of every page of a published site
}

func newBuilder(c *catalog.Catalog, options Options) (*builder, error) {
	address := cmp.Or(options.Address, c.Site.Address)
	l, err := newLinks(options.Style, address)
	if err != nil {
		return nil, fmt.Errorf("%q is not an address: %w", address, err)
	}
	if options.frontEnd == nil {
		if options.frontEnd, err = readFrontEnd(options.Static); err != nil {
			return nil, err
		}
	}
	if options.version == nil {
		options.version = sync.OnceValues(func() (string, error) { return version(c) })
	}
	b := list(c, l, options.Offline)
	b.sizes = cmp.Or(options.Search, usualSizes)
	b.searchFiles()
	if options.bundles == nil {
		options.bundles = bundlesOf(options.frontEnd)
	}
	if b.assets, err = options.bundles(options.Style); err != nil {
		return nil, err
	}
	if b.palette, err = readPalette(options.frontEnd); err != nil {
		return nil, err
	}
	if len(c.Codes) <= mostOffline {
		b.shareExports(&options)
	}
	b.options = options
	if b.sampler = options.sampler; b.sampler == nil {
		if b.sampler, err = newSampler(c, l); err == nil && options.highlights != nil {
			b.sampler.highlights = options.highlights
		}
	}
	return b, err
}

// Build lists the whole site. The catalog must have passed [Check].
func Build(c *catalog.Catalog, options Options) (Files, error) {
	b, err := newBuilder(c, options)
	if err != nil {
		return nil, err
	}
	for _, asset := range b.assets.files {
		b.add(asset.Path, asset.Render)
	}
	slices.SortFunc(b.files, func(x, y File) int { return cmp.Compare(x.Path, y.Path) })
	for i := 1; i < len(b.files); i++ {
		if b.files[i].Path == b.files[i-1].Path {
			return nil, errors.New("two files would be " + b.files[i].Path)
		}
	}
	return b.files, nil
}

// list names every file of a site but the assets. Nothing is rendered yet, so
// that the rules about addresses can ask which there will be.
func list(c *catalog.Catalog, l links, offline bool) *builder {
	b := &builder{Catalog: c, links: l, markdown: newMarkdown(), listings: newListings(c)}
	b.files = slices.Grow(b.files, len(codeEnds)*len(c.Codes))
	b.page("", b.home)
	b.page(codesPage, b.allCodes)
	if b.listings.large() {
		b.list(b.listings.all, b.codesInOrder)
	}
	// There may be a hundred thousand: what these funcs hold, and that is little,
	// stays as long as the build takes.
	for i, code := range c.Codes {
		b.add(file(codePage(code)), func(w io.Writer) error { return render(w, b.code(codePage(b.Codes[i]), i)) })
		b.export(codeJSONFile(code), func(w io.Writer) error { return b.codeJSON(w, b.Codes[i]) })
		b.export(codeMarkdownFile(code), func(w io.Writer) error { return b.codeMarkdown(w, b.Codes[i]) })
	}
	for _, l := range b.listings.meanings {
		b.list(l, func(page string, n int) component { return b.meanings(page, l, n) })
	}
	if b.hasMatrix() {
		b.page(matrixPage, b.matrix)
	}
	for _, status := range c.Statuses {
		b.list(b.listings.byStatus[status.Status], func(page string, n int) component { return b.status(page, status, n) })
	}
	for _, module := range c.Modules {
		b.list(b.listings.byModule[module.ID], func(page string, n int) component { return b.module(page, module, n) })
	}
	if len(c.Guides) > 0 {
		b.page(guidesPage, b.guides)
	}
	for i, guide := range c.Guides {
		b.page(guidePage(guide.ID), func(page string) component { return b.guide(page, i) })
	}
	b.page(dataPage, b.dataPage)
	b.export(catalogFile, b.catalogJSON)
	b.export(schemaFile, b.schemaJSON)
	b.export(csvFile, b.catalogCSV)
	b.export(openAPIFile, b.openAPI)
	b.export(llmsName, b.llms)
	b.export(llmsFullName, b.llmsFull)
	if len(c.Changes()) > 0 {
		b.page(changesPage, b.changes)
	}
	b.page(notFoundPage, b.notFound)
	if len(c.Codes) <= mostConstants || b.locked(sdkPath) {
		b.sdk()
	}
	b.add(openSearchFile, b.openSearch)
	b.add(dataFile(searchName, l.style), b.searchData)
	b.add(dataFile(cardsName, l.style), b.cardData)
	if l.style == Published {
		b.add(redirectsName, b.redirectsFile)
		b.offline(offline)
		if len(c.Changes()) > 0 {
			b.add(feedName, b.feed)
		}
		b.add(robotsName, b.robots)
		b.sitemaps(mostAddresses)
		b.add(cardFile, b.card)
		b.add(manifestFile, b.webManifest)
		if c.Site.Security != nil && l.base == "" {
			b.add(securityFile, b.security)
		}
	}
	b.pages = addressesOf(c, b.files)
	b.data = dataset{c, l, b.pages, b.markdown}
	b.sayable = sayable(b.listings.all.codes)
	b.sizes, b.search = usualSizes, sync.OnceValue(b.searched)
	b.sameFrame = sync.OnceValue(func() components.Page {
		p := b.anyFrame("")
		p.Search, p.Foot = components.Same(p.Search), components.Same(p.Foot)
		return p
	})
	return b
}

func (b *builder) add(path string, render func(io.Writer) error) {
	b.files = append(b.files, File{path, render})
}

// export lists a file that is the same in each style.
func (b *builder) export(path string, render func(io.Writer) error) {
	b.shared = append(b.shared, len(b.files))
	b.add(path, render)
}

// page lists a page. The func makes its component when the page is asked for.
func (b *builder) page(page string, make func(page string) component) {
	path := file(page)
	b.add(path, func(w io.Writer) error { return render(w, make(pageAt(path))) })
}

// The pages' addresses, below the root.
const (
	notFoundPage = "404.html"
	codesPage    = "codes/"
	matrixPage   = "http/"
	modulesPage  = "modules/"
	guidesPage   = "guides/"
	dataPage     = "data/"
	changesPage  = "changes/"
)

// codeEnds are how the addresses of a code's page and of its data end.
var codeEnds = []string{"/", ".json", ".md"}

func codePage(code *catalog.Code) string { return codesPage + code.Slug + "/" }
func meaningsPage(code string) string    { return codesPage + code + "/" }
func statusPage(status int) string       { return fmt.Sprintf("%s%d/", matrixPage, status) }
func modulePage(id string) string        { return modulesPage + id + "/" }
func guidePage(id string) string         { return guidesPage + id + "/" }
