package site

import (
	"fmt"
	"net/url"
	"strings"

	"responsa/site/catalog"
)

// Style says how pages link to each other.
type Style int

const (
	// Published links begin at the root of the host, and name directories:
	// /codes/27/ is the file codes/27/index.html.
	Published Style = iota
	// Bundle links are relative and name files, for a disk:
	// ../../codes/27/index.html. Those of the 404 page begin at the root: only
	// a server shows it, at any depth. What a bundle doesn't hold is linked
	// where it is published.
	Bundle
	// Single links lead about in the one page of the single-file edition,
	// #code-27, and else to where the site is published.
	Single
	// Absolute links name the host, for what is read elsewhere, such as a feed.
	Absolute
)

// links turns a page's path into a link; nothing else computes an address.
type links struct {
	style  Style
	origin string // https://host
	base   string // "" or /docs
}

func newLinks(style Style, address string) (links, error) {
	u, err := url.Parse(address)
	if err != nil {
		return links{}, err
	}
	return links{style, u.Scheme + "://" + u.Host, strings.TrimRight(u.EscapedPath(), "/")}, nil
}

// Href links from one page to another page or file. Both are paths below the
// root, without a leading slash; a page's ends with a slash, the home page's
// is "". The target may have a query and a fragment.
func (l links) Href(from, to string) string {
	if l.style == Absolute {
		return l.Canonical(to)
	}
	to, rest := cutRest(to)
	switch {
	case l.style == Published:
		return l.base + "/" + escapePath(to) + rest
	case l.style == Single:
		if fragment, ok := inSingle(to); ok {
			return fragment
		}
		return l.Canonical(to) + rest
	case strings.HasPrefix(to, offlinePage):
		return l.Canonical(to) + rest
	case from == notFoundPage:
		return l.base + "/" + escapePath(file(to)) + rest
	}
	return strings.Repeat("../", strings.Count(file(from), "/")) + escapePath(file(to)) + rest
}

// inSingle is where the single-file edition has what stands on a page.
func inSingle(page string) (fragment string, ok bool) {
	switch page {
	case "":
		return "#top", true
	case codesPage:
		return "#contents", true
	case matrixPage:
		return "#matrix", true
	}
	for _, part := range []struct{ pages, id string }{{codesPage, "#code-"}, {matrixPage, "#http-"}, {modulesPage, "#module-"}} {
		if name, is := strings.CutPrefix(page, part.pages); is && strings.HasSuffix(name, "/") {
			return part.id + name[:len(name)-1], true
		}
	}
	return "", false
}

// Canonical is the absolute address of a page or file, which may have a query
// and a fragment.
func (l links) Canonical(page string) string {
	page, rest := cutRest(page)
	return l.origin + l.base + "/" + escapePath(page) + rest
}

// cutRest cuts query and fragment off.
func cutRest(address string) (page, rest string) {
	for i := range len(address) {
		if c := address[i]; c == '?' || c == '#' {
			return address[:i], address[i:]
		}
	}
	return address, ""
}

// absolute makes a published link an absolute address.
func (l links) absolute(link string) string { return l.origin + link }

// here puts the address at which the site stands in place of the one that
// prose was written with. Prose shows addresses in programs too, so what a base
// path may have and Markdown or a string could take amiss is percent-encoded.
func (l links) here(text, written string) string {
	if written = strings.TrimRight(written, "/"); !strings.Contains(text, written) {
		return text
	}
	var base strings.Builder
	for i := range len(l.base) {
		if c := l.base[i]; strings.IndexByte("/%.-", c) >= 0 || alphanumeric(c) {
			base.WriteByte(c)
		} else {
			fmt.Fprintf(&base, "%%%02X", c)
		}
	}
	var b strings.Builder
	for {
		before, after, found := strings.Cut(text, written)
		b.WriteString(before)
		if !found {
			return b.String()
		}
		if goesOn(after) {
			b.WriteString(written)
		} else {
			b.WriteString(l.origin + base.String())
		}
		text = after
	}
}

// goesOn reports whether the text behind an address makes it another one: that
// of a longer host, of a port, of a longer name. A full stop may end a sentence.
func goesOn(after string) bool {
	if stop := strings.TrimLeft(after, "."); stop != after {
		return stop != "" && alphanumeric(stop[0])
	}
	return after != "" && (alphanumeric(after[0]) || strings.IndexByte("-_~%:@", after[0]) >= 0)
}

func alphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}

// valuesFragment is the fragment that carries an error's values to its page,
// "" for none. A plus is a plus there, so blanks are %20.
func valuesFragment(values []catalog.NamedValue) string {
	var pairs []string
	for _, v := range values {
		pairs = append(pairs, escapeValue(v.Name)+"="+escapeValue(v.Value))
	}
	if len(pairs) == 0 {
		return ""
	}
	return "#" + strings.Join(pairs, "&")
}

func escapeValue(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }

// file is the path of the file that holds a page.
func file(page string) string {
	if page == "" || strings.HasSuffix(page, "/") {
		return page + "index.html"
	}
	return page
}

// pageAt is the page that a file holds, or the file itself.
func pageAt(file string) string { return strings.TrimSuffix(file, "index.html") }

func escapePath(p string) string {
	for i := range len(p) {
		switch c := p[i]; {
		case alphanumeric(c), c == '/', c == '-', c == '.', c == '_':
		default:
			return (&url.URL{Path: p}).EscapedPath()
		}
	}
	return p
}
