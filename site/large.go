package site

import (
	"slices"
	"strings"

	"responsa/site/catalog"
)

// What a large catalog's site leaves out. A file that was published stays,
// whatever the size: who wants one all the same adds its address to
// permalinks.txt.
const (
	// The editions for a disk cost as much as the site itself, and one page of
	// so many codes is more than a browser shows well.
	mostOffline = 500
	// A compiler's limits: a class of Java has room for 65,535 constants, of
	// which a code takes some ten.
	mostConstants = 5_000
)

// locked reports whether anything below a path was published.
func (b *builder) locked(path string) bool {
	return slices.ContainsFunc(b.Permalinks, func(p catalog.Permalink) bool { return strings.HasPrefix(p.Text, "/"+escapePath(path)) })
}
