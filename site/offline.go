package site

import (
	"cmp"
	"fmt"
	"io"

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

// Offline are the files of a published site that are for a disk, as they stand
// beside one another: the bundle, its single-file edition, and their hashes.
func Offline(c *catalog.Catalog, files Files) Files {
	var editions Files
	for _, name := range []string{bundleName(c) + ".zip", "SHA256SUMS"} {
		if f, ok := files.Get(offlinePage + name); ok {
			editions = append(editions, File{name, f.Render})
		}
	}
	return editions
}

// offline lists the editions for a disk.
func (b *builder) offline(options Options) {
	bundle := keep(offlinePage+bundleName(b.Catalog)+".zip", func(w io.Writer) error { return writeBundle(w, b.Catalog, options) })
	editions := []*kept{bundle}
	for _, edition := range editions {
		b.add(edition.path, edition.Render)
	}
	b.add(sumsFile, func(w io.Writer) error { return writeSums(w, editions) })
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
	if list.Version, err = version(c); err != nil {
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
