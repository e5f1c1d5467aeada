package site

import (
	"cmp"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"

	"responsa/site/catalog"
)

// Old and short addresses, and where they lead. A host that reads _redirects
// answers them; elsewhere the 404 page reads that file. Query and fragment go
// along, and no rule leads to another host. The rules are:
//
//   - an old address, a code's alias or in site.yaml, is a plain path
//   - it leads to a page or file of this site, not on to another old address
//   - it is given once, and is no page itself
//   - it is not the short form of another code
//
// Short forms are /27, /027, /e/27 and /codes/027/. One stands only where no
// page and no reserved name does. Where a list of codes got shorter, its last
// pages, if permalinks.txt has them, lead to its beginning.

const redirectsName = "_redirects"

// redirect is one rule. Its from is a key, see keyOf.
type redirect struct{ from, to string }

// Names at the root that pages and servers have, or may get.
var reserved = []string{"404", "assets", "changes", "codes", "data", "e", "guides", "http", "index", "mock", "modules", "offline", "sdk"}

var plainPath = regexp.MustCompile(`^(/[A-Za-z0-9._~-]+)+/?$`)

// keyOf is an address without the slashes at its ends: a rule for one holds
// with and without them.
func keyOf(address string) string { return strings.Trim(address, "/") }

// redirects lists the rules by their from.
func redirects(c *catalog.Catalog, pages addressSet) ([]redirect, catalog.Problems) {
	r := &redirector{Catalog: c, pages: make(map[string]string, len(codeEnds)*len(c.Codes)+len(pages.others)), to: make(map[string]string, 4*len(c.Codes))}
	for page := range pages.all() {
		key := strings.ToLower(keyOf(page))
		r.pages[key] = page
		if stem, is := strings.CutSuffix(key, ".html"); is { // hosts serve it as that, too
			r.pages[stem] = page
		}
	}
	r.old()
	r.shorter()
	r.short()
	rules := make([]redirect, 0, len(r.to))
	for from, to := range r.to {
		rules = append(rules, redirect{from, to})
	}
	slices.SortFunc(rules, func(x, y redirect) int { return cmp.Compare(x.from, y.from) })
	return rules, r.problems
}

type redirector struct {
	*catalog.Catalog
	pages    map[string]string // by key, in lower case
	to       map[string]string // by key
	problems catalog.Problems
}

// old adds what site.yaml and the codes' aliases say.
func (r *redirector) old() {
	for i, redirect := range r.Site.Redirects {
		r.given("site.yaml", []any{"redirects", i, "from"}, redirect.From, strings.TrimPrefix(redirect.To, "/"))
	}
	for _, code := range r.Codes {
		for i, alias := range code.Aliases {
			if !r.given(code.Prose.File, []any{"aliases", i}, alias, codePage(code)) {
				continue
			}
			// The old address of a code's page stands for all that belongs to it.
			if slug, is := strings.CutPrefix(keyOf(alias), codesPage); is && !strings.Contains(slug, "/") {
				for _, extension := range []string{".json", ".md"} {
					r.add(codesPage+slug+extension, codesPage+code.Slug+extension)
				}
				r.spelled(slug, codePage(code))
			}
		}
	}
	for i, redirect := range r.Site.Redirects {
		where := []any{"redirects", i, "to"}
		page, is := r.pages[strings.ToLower(keyOf(redirect.To))]
		switch {
		case is && "/"+page == redirect.To:
		case is:
			r.problem("site.yaml", where, fmt.Sprintf("did you mean %q?", "/"+page), "no page %s on this site", redirect.To)
		case r.leadsOn(redirect.To):
			r.problem("site.yaml", where, r.end(redirect), "%s leads on to %s", redirect.To, "/"+r.to[keyOf(redirect.To)])
		default:
			r.problem("site.yaml", where, "it must be a page or a file of this site, such as /codes/", "no page %s on this site", redirect.To)
		}
	}
}

func (r *redirector) leadsOn(address string) bool {
	_, is := r.to[keyOf(address)]
	return is
}

// end is a hint: where a chain ends, if it does.
func (r *redirector) end(from catalog.Redirect) string {
	seen := map[string]bool{}
	to := from.To
	for r.leadsOn(to) && !seen[keyOf(to)] {
		seen[keyOf(to)] = true
		to = "/" + r.to[keyOf(to)]
	}
	if r.leadsOn(to) {
		return "they lead in a circle: name a page"
	}
	return "name the end: " + to
}

// given takes a rule that somebody wrote, or says why not.
func (r *redirector) given(file string, where []any, from, to string) bool {
	key := keyOf(from)
	_, isPage := r.pages[strings.ToLower(key)]
	first, again := r.to[key]
	switch {
	case !plainPath.MatchString(from) || path.Clean(from) != strings.TrimSuffix(from, "/"):
		r.problem(file, where, "write it as /old/path/, of letters, digits, full stop, hyphen, underscore and tilde", "%q is not a path of this site", from)
	case isPage:
		r.problem(file, where, "leave it out, or take the page away", "%s is a page itself, so nobody would be led on", from)
	case again:
		r.problem(file, where, "leave one of them out", "%s leads to %s already", from, "/"+first)
	default:
		r.to[key] = to
		return true
	}
	return false
}

func (r *redirector) problem(file string, at []any, hint, format string, args ...any) {
	r.problems = append(r.problems, r.FieldProblem(file, at, hint, format, args...))
}

// shorter leads the pages that a list had to where it begins now.
func (r *redirector) shorter() {
	for _, p := range r.Permalinks {
		later := laterPage.FindStringSubmatch(p.Text)
		if later == nil {
			continue
		}
		to, is := r.pages[strings.ToLower(keyOf(later[1]))]
		if !is {
			to, is = r.to[keyOf(later[1])]
		}
		if is {
			r.add(keyOf(p.Text), to)
		}
	}
}

// short adds the short forms, of slugs first: they are the identity.
func (r *redirector) short() {
	codes := make(map[string]string, 2*len(r.Codes)) // by spelling
	claim := func(spelling, page string) {
		if _, taken := codes[spelling]; !taken && catalog.SafeSlug(spelling) {
			codes[spelling] = page
		}
	}
	for _, code := range r.Codes {
		claim(code.Slug, codePage(code))
	}
	for _, code := range r.Codes {
		page := codePage(code)
		if meanings, is := r.pages[strings.ToLower(codesPage+code.Code.Text)]; is {
			page = meanings
		}
		claim(code.Code.Text, page)
		if l := r.Site.Legacy; l != nil && code.Code.Integer && !strings.HasPrefix(code.Code.Text, "-") {
			claim(fmt.Sprintf("%0*s", l.Pad, code.Code.Text), page)
		}
	}
	for spelling, page := range codes {
		r.spelled(spelling, page)
	}
	// A rule that somebody gave must not take a short form from another code.
	for _, code := range r.Codes {
		for i, alias := range code.Aliases {
			r.notShort(code.Prose.File, []any{"aliases", i}, alias, codes)
		}
	}
	for i, redirect := range r.Site.Redirects {
		r.notShort("site.yaml", []any{"redirects", i, "from"}, redirect.From, codes)
	}
}

func (r *redirector) notShort(file string, where []any, from string, codes map[string]string) {
	for _, prefix := range []string{"", "e/", codesPage} {
		spelling, is := strings.CutPrefix(keyOf(from), prefix)
		to, taken := r.to[keyOf(from)]
		if page := codes[spelling]; is && taken && page != "" && to != page && !slices.Contains(reserved, spelling) {
			r.problem(file, where, "leave it out", "%s is a short form of /%s", from, page)
		}
	}
}

// spelled adds the short forms of one spelling of a code.
func (r *redirector) spelled(spelling, page string) {
	if !slices.Contains(reserved, strings.ToLower(spelling)) {
		r.add(spelling, page)
	}
	r.add("e/"+spelling, page)
	r.add(codesPage+spelling, page)
}

// add takes a rule where nothing stands.
func (r *redirector) add(from, to string) {
	_, taken := r.to[from]
	if _, is := r.pages[strings.ToLower(from)]; !is && !taken {
		r.to[from] = to
	}
}

// redirectsFile writes the rules in the form that Netlify and others read:
// from, to, status. They match with and without a slash at the end.
func (b *builder) redirectsFile(w io.Writer) error {
	rules, _ := redirects(b.Catalog, b.pages)
	var text strings.Builder
	text.WriteString("# Old and short addresses, and where they lead.\n")
	for _, rule := range rules {
		fmt.Fprintf(&text, "%s %s 301\n", b.Href("", rule.from), b.Href("", rule.to))
	}
	_, err := io.WriteString(w, text.String())
	return err
}

// Redirects reads the rules of the site: where each path leads. The paths have
// no slash at their ends, what they lead to is an address.
func (files Files) Redirects() (map[string]string, error) {
	rules := map[string]string{}
	file, ok := files.Get(redirectsName)
	if !ok {
		return rules, nil
	}
	var text strings.Builder
	if err := file.Render(&text); err != nil {
		return nil, err
	}
	for line := range strings.Lines(text.String()) {
		if from, rest, ok := strings.Cut(line, " "); ok && from != "#" {
			to, _, _ := strings.Cut(rest, " ")
			rules[from] = to
		}
	}
	return rules, nil
}
