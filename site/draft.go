package site

import (
	"io/fs"
	"maps"
	"sync"

	"responsa/site/catalog"
)

// Draft is a site that is being written: loaded, checked and built again after
// each edit of its sources. What an edit didn't touch is kept, so the cost is
// that of the edit. The rules are:
//
//   - what a Draft gives is what [catalog.Load], [Check] and [Build] give
//   - a file is decoded, and its Markdown read, once for each text that it has
//   - the front end is bundled once for each that there is
//   - a sample's template is highlighted once
//   - a page is rendered when it is asked for, as in any [Files]
//
// The zero Draft has seen nothing. One call at a time; the Files may be read
// meanwhile.
type Draft struct {
	Same            bool // the last Build's sources were those of the one before
	Decoded, Parsed int  // files that it decoded, pieces of Markdown that it read

	kept       catalog.Kept
	outlines   map[string]*outline
	pages      addressSet // the addresses of what Load gave
	frontEnd   frontEnd
	bundles    func(Style) (assets, error)
	highlights sync.Map
}

// Load loads and checks the catalog. Changed is as in [catalog.Kept.Load].
func (d *Draft) Load(content fs.FS, root string, changed map[string]bool) (*catalog.Catalog, catalog.Problems) {
	c, problems := d.kept.Load(content, root, changed)
	was := d.outlines
	more, all, pages := check(c, was)
	d.pages = pages
	d.outlines, d.Parsed = make(map[string]*outline, len(all)), 0
	for i, p := range proseOf(c) {
		d.outlines[p.File] = all[i]
		if was[p.File] != all[i] {
			d.Parsed++
		}
	}
	d.Decoded = d.kept.Decoded
	return c, append(problems, more...).Sort()
}

// Build lists the site of what Load gave.
func (d *Draft) Build(c *catalog.Catalog, options Options) (Files, error) {
	now, err := readFrontEnd(options.Static)
	if err != nil {
		return nil, err
	}
	d.Same = d.kept.Same
	if d.bundles == nil || !maps.Equal(now, d.frontEnd) {
		d.Same, d.frontEnd, d.bundles = false, now, bundlesOf(now)
	}
	options.frontEnd, options.bundles, options.highlights = d.frontEnd, d.bundles, &d.highlights
	return Build(c, options)
}

// Warning is that of the func [Warning], for what Load gave.
func (d *Draft) Warning(c *catalog.Catalog) string { return warning(unlocked(c, d.pages)) }
