package site

import (
	"cmp"
	"fmt"
	"io"
	"path"
	"slices"

	"responsa/components"
	"responsa/site/catalog"
)

// What is offered to those who have no network: the bundle, which is the whole
// site as an archive, and the single-file edition. Only a published site has
// them. A bundle links to the page that offers its next edition.
const (
	offlinePage = "offline/"
	sumsFile    = offlinePage + "SHA256SUMS"
)

// bundleName is what a catalog's bundle is called, less the ending.
func bundleName(c *catalog.Catalog) string { return cmp.Or(c.Site.BundleName, "response-codes") }

func bundleFile(c *catalog.Catalog) string { return offlinePage + bundleName(c) + ".zip" }
func singleFile(c *catalog.Catalog) string { return offlinePage + bundleName(c) + ".html" }

// Offline are the files of a published site that are for a disk, as they stand
// beside one another: the bundle, its single-file edition, and their hashes.
func Offline(c *catalog.Catalog, files Files) Files {
	var editions Files
	for _, name := range []string{bundleFile(c), singleFile(c), sumsFile} {
		if f, ok := files.Get(name); ok {
			editions = append(editions, File{path.Base(name), f.Render})
		}
	}
	return editions
}

// offline lists the editions for a disk, or a page that says how to make them.
func (b *builder) offline(always bool) {
	if !always && len(b.Codes) > mostOffline && !b.locked(bundleFile(b.Catalog)) {
		b.page(offlinePage, func(page string) component { return b.offlineView(page) })
		return
	}
	bundle := keep(bundleFile(b.Catalog), func(w io.Writer) error { return writeBundle(w, b.Catalog, b.offlineOptions()) })
	single := keep(singleFile(b.Catalog), func(w io.Writer) error { return writeSingle(w, b.Catalog, b.offlineOptions()) })
	editions := []*kept{bundle, single}
	for _, edition := range editions {
		b.add(edition.path, edition.Render)
	}
	b.page(offlinePage, func(page string) component { return b.offlineView(page, editions...) })
	b.add(sumsFile, func(w io.Writer) error { return writeSums(w, editions) })
}

// offlineOptions are those of the site; what is the same in all styles is made once.
func (b *builder) offlineOptions() Options {
	options := b.options
	options.sampler = b.sampler
	return options
}

// shareExports has a site's exports made once, for itself and for the bundle
// inside. They are kept, which only a site of few codes can afford.
func (b *builder) shareExports(options *Options) {
	if b.style == Published {
		options.exports = map[string]File{}
	}
	for _, i := range b.shared {
		path := b.files[i].Path
		if made, ok := options.exports[path]; ok {
			b.files[i] = made
		} else if b.style == Published {
			b.files[i].Render = keep(path, b.files[i].Render).Render
			options.exports[path] = b.files[i]
		}
	}
}

func (b *builder) offlineView(page string, editions ...*kept) component {
	v := components.OfflineView{
		Archive: path.Base(bundleFile(b.Catalog)), Sums: components.Link{Href: b.Href(page, sumsFile), Text: path.Base(sumsFile)},
	}
	about := []components.Edition{
		{Title: "The whole site, to extract", About: "Every page with its search, decoder, filters, samples and translations. Extract the archive anywhere, also onto a read-only share, and open index.html."},
		{Title: "One file, to send on or print", About: "Every code, the matrix, the responses, the translations and the decoder, without samples and guides. Open it as it is; printed, it is a manual with a table of contents."},
	}
	for i, edition := range editions {
		m, err := edition.made()
		if err != nil {
			return failed{err}
		}
		v.Editions = append(v.Editions, about[i])
		e := &v.Editions[i]
		e.Href, e.Text, e.Size, e.SHA256 = b.Href(page, edition.path), path.Base(edition.path), fmt.Sprintf("%d KB", (m.size+999)/1000), m.sum
	}
	var err error
	if v.Version, err = b.options.version(); err != nil {
		return failed{err}
	}
	// A catalog's guide to all this, if it has one, is called offline.
	if i := slices.IndexFunc(b.Guides, func(g *catalog.Guide) bool { return g.ID == "offline" }); i >= 0 {
		guide := b.guideLink(page, b.Guides[i])
		v.Guide = &guide
	}
	p := b.frame(page, "Offline", "The response codes of "+b.Site.Vendor+" for machines without a network: the whole site as an archive, or in one file.",
		components.Link{Href: b.Href(page, ""), Text: "Home"}, components.Link{Text: "Offline"})
	p.Edit = b.edit("site.yaml")
	return components.Offline(p, v)
}

// writeBundle writes the archive of the site as it is for a disk.
func writeBundle(w io.Writer, c *catalog.Catalog, options Options) error {
	options.Style = Bundle
	files, err := Build(c, options)
	if err != nil {
		return err
	}
	l, err := newLinks(Bundle, cmp.Or(options.Address, c.Site.Address))
	if err != nil {
		return err
	}
	list := PackList{Name: bundleName(c), Address: l.Canonical("")}
	if list.Version, err = options.version(); err != nil {
		return err
	}
	text := readme(list, c.Site.Title)
	files = append(files, File{readmeName, func(w io.Writer) error { _, err := io.WriteString(w, text); return err }})
	return Zip(w, files, list)
}

// writeSums writes what sha256sum -c reads, beside the files.
func writeSums(w io.Writer, editions []*kept) error {
	for _, edition := range editions {
		m, err := edition.made()
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(w, "%s  %s\n", m.sum, edition.path[len(offlinePage):]); err != nil {
			return err
		}
	}
	return nil
}
