package site

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"responsa/site/catalog"
)

// Lists of codes: all, those of a module, those of a status, the meanings of a
// code. The rules are:
//
//   - a page lists mostOnPage codes at most. A longer list goes on at
//     /modules/entities/page/2/, whose address no later code changes
//   - a list of all codes that is longer is a summary, and so are the home page
//     and the matrix; its pages begin at /codes/page/1/
//   - slugs and ids have no slash, so no page of theirs is in the way
//   - where a list got shorter, what was published of it leads to its beginning
//     (redirects.go)
const mostOnPage = 500

// listing is a list of codes and the address at which it begins.
type listing struct {
	page  string
	codes []*catalog.Code
}

// pages is how many a listing takes. One without codes has a page that says so.
func (l listing) pages() int { return max(1, (len(l.codes)+mostOnPage-1)/mostOnPage) }

// at is the address of a page of a listing, from 1.
func (l listing) at(n int) string {
	if n == 1 && l.page != codesPage {
		return l.page
	}
	return fmt.Sprintf("%spage/%d/", l.page, n)
}

// on are the codes of a page.
func (l listing) on(n int) []*catalog.Code {
	return l.codes[min((n-1)*mostOnPage, len(l.codes)):min(n*mostOnPage, len(l.codes))]
}

// laterPage is the address of a page of a listing, as permalinks.txt has it.
var laterPage = regexp.MustCompile(`^/((?:codes|http|modules)/(?:[^/]+/)?)page/[1-9][0-9]*/$`)

// listings are the lists of a catalog. Retired codes stand among meanings alone.
type listings struct {
	all      listing
	byModule map[string]listing
	byStatus map[int]listing
	meanings []listing // of codes with several
}

func newListings(c *catalog.Catalog) listings {
	l := listings{listing{codesPage, c.Current()}, map[string]listing{}, map[int]listing{}, nil}
	for _, m := range c.Modules {
		l.byModule[m.ID] = listing{page: modulePage(m.ID)}
	}
	for _, s := range c.Statuses {
		l.byStatus[s.Status] = listing{page: statusPage(s.Status)}
	}
	for _, code := range l.all.codes {
		module, status := l.byModule[code.Module], l.byStatus[code.HTTP]
		l.byModule[code.Module] = listing{module.page, append(module.codes, code)}
		l.byStatus[code.HTTP] = listing{status.page, append(status.codes, code)}
	}
	for _, codes := range c.Shared() {
		if text := codes[0].Code.Text; catalog.SafeSlug(text) {
			l.meanings = append(l.meanings, listing{meaningsPage(text), codes})
		}
	}
	return l
}

// large reports whether there are more codes than one page shows.
func (l listings) large() bool { return len(l.all.codes) > mostOnPage }

// each are the listings that have pages.
func (l listings) each() []listing {
	all := slices.Clone(l.meanings)
	if l.large() {
		all = append(all, l.all)
	}
	for _, m := range l.byModule {
		all = append(all, m)
	}
	for _, s := range l.byStatus {
		all = append(all, s)
	}
	return slices.DeleteFunc(all, func(l listing) bool { return l.page == "" })
}

// list lists the pages of a listing.
func (b *builder) list(l listing, make func(page string, n int) component) {
	for n := 1; n <= l.pages(); n++ {
		b.page(l.at(n), func(page string) component { return make(page, n) })
	}
}

// ends names the first and the last of some codes.
func ends(codes []*catalog.Code) string {
	first, last := codes[0].Code.Text, codes[len(codes)-1].Code.Text
	if first == last {
		return first
	}
	return first + " – " + last
}

// figure writes a count with its thousands apart.
func figure(n int) string {
	digits := fmt.Sprint(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// runs cuts codes where the module changes.
func runs(codes []*catalog.Code) [][]*catalog.Code {
	var all [][]*catalog.Code
	for len(codes) > 0 {
		end := slices.IndexFunc(codes, func(code *catalog.Code) bool { return code.Module != codes[0].Module })
		if end < 0 {
			end = len(codes)
		}
		all, codes = append(all, codes[:end]), codes[end:]
	}
	return all
}

// moduleTitle is "" where a code has no module.
func (b *builder) moduleTitle(code *catalog.Code) string {
	if m := b.Module(code.Module); m != nil {
		return m.Title
	}
	return ""
}

// numbered is a title of a page of a list.
func numbered(title string, n int) string {
	if n == 1 {
		return title
	}
	return fmt.Sprintf("%s, page %d", strings.TrimSpace(title), n)
}
