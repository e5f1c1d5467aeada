package site

import (
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"responsa/site/catalog"
)

// schemes are those that a link out of the site may have.
var schemes = []string{"https", "http", "mailto"}

// resolve says which page a link in a file of the catalog leads to: the page's
// path with its fragment, or the link itself where it leaves the site. The
// problem is "" when the link is good, the hint may be.
func resolve(c *catalog.Catalog, pages addressSet, from, destination string) (to string, internal bool, problem, hint string) {
	u, err := url.Parse(destination)
	switch {
	case err != nil:
		return "", false, fmt.Sprintf("%q is no link", destination), ""
	case u.Scheme != "":
		if !slices.Contains(schemes, strings.ToLower(u.Scheme)) {
			return "", false, fmt.Sprintf("links of the scheme %q are refused", u.Scheme), "use one of " + strings.Join(schemes, ", ")
		}
		if u.Host == "" && u.Scheme != "mailto" {
			return "", false, fmt.Sprintf("%q names no host", destination), "write " + u.Scheme + ":// and the host, or a path without a scheme"
		}
		return destination, false, "", ""
	case u.Host != "" || strings.HasPrefix(destination, "//") || strings.HasPrefix(destination, `\`):
		return "", false, fmt.Sprintf("%q leaves the site without a scheme", destination), "write https:// in front"
	}
	target := strings.TrimPrefix(u.Path, "/")
	if !strings.HasPrefix(u.Path, "/") {
		target = pageOf(c, from)
		if u.Path != "" {
			contentFile := path.Join(path.Dir(from), u.Path)
			if target = pageOf(c, contentFile); target == notFoundPage {
				return "", true, fmt.Sprintf("no file %s in the catalog", contentFile), nearestFile(c, contentFile)
			}
		}
	} else if !pages.has(target) {
		var all []string
		for page := range pages.all() {
			all = append(all, "/"+page)
		}
		slices.Sort(all)
		if near := catalog.Nearest(u.Path, all); pages.has(target + "/") {
			hint = fmt.Sprintf("did you mean %q?", u.Path+"/")
		} else if near != "" {
			hint = fmt.Sprintf("did you mean %q?", near)
		}
		return "", true, fmt.Sprintf("no page %s on this site", u.Path), hint
	}
	if u.RawQuery != "" {
		target += "?" + u.RawQuery
	}
	if u.Fragment != "" {
		target += "#" + u.EscapedFragment()
	}
	return target, true, "", ""
}

// pageOf is the page that a file of the catalog becomes, or the 404 page.
func pageOf(c *catalog.Catalog, file string) string {
	name := strings.TrimSuffix(path.Base(file), ".md")
	switch {
	case path.Ext(file) != ".md":
	case path.Dir(file) == "codes":
		if code := c.Code(name); code != nil {
			return codePage(code)
		}
	case path.Dir(file) == "guides":
		if slices.ContainsFunc(c.Guides, func(g *catalog.Guide) bool { return g.ID == name }) {
			return guidePage(name)
		}
	}
	return notFoundPage
}

func nearestFile(c *catalog.Catalog, file string) string {
	var files []string
	for _, code := range c.Codes {
		files = append(files, code.Prose.File)
	}
	for _, guide := range c.Guides {
		files = append(files, guide.Page.File)
	}
	if near := catalog.Nearest(file, files); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return ""
}
