package site

import (
	"iter"
	"maps"
	"strings"

	"responsa/site/catalog"
)

// addressSet is what a site has, as addresses below its root: pages and files. Of
// the codes, which a large site mostly consists of, it holds none: it knows how
// theirs are formed.
type addressSet struct {
	catalog *catalog.Catalog
	others  map[string]bool
}

// addresses lists every page and file of a catalog's published site, the
// assets aside.
func addresses(c *catalog.Catalog) addressSet { return list(c, links{}, false).pages }

func addressesOf(c *catalog.Catalog, files Files) addressSet {
	s := addressSet{c, map[string]bool{offlinePage: true}} // a bundle links to the published one
	for _, f := range files {
		if page := pageAt(f.Path); !s.has(page) {
			s.others[page] = true
		}
	}
	return s
}

func (s addressSet) has(address string) bool {
	if s.others[address] {
		return true
	}
	if below, is := strings.CutPrefix(address, codesPage); is {
		for _, end := range codeEnds {
			if slug, is := strings.CutSuffix(below, end); is && s.catalog.Code(slug) != nil {
				return true
			}
		}
	}
	return false
}

func (s addressSet) all() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, code := range s.catalog.Codes {
			for _, end := range codeEnds {
				if !yield(codesPage + code.Slug + end) {
					return
				}
			}
		}
		maps.Keys(s.others)(yield)
	}
}
