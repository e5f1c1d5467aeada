package site

import (
	"path"
	"slices"
	"strings"
)

// Header is an HTTP header of the published site.
type Header struct{ Name, Value string }

// Policy is the Content-Security-Policy of every page. It has no room for
// inline scripts or styles, so one serves all pages.
var policy = []string{
	"default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "font-src 'self'",
	"connect-src 'self'", "manifest-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
	"require-trusted-types-for 'script'", "trusted-types 'none'", "upgrade-insecure-requests",
}

// metaPolicy is the policy of a page that no server sends, without what counts
// in a header only.
func metaPolicy() string {
	return strings.Join(slices.DeleteFunc(slices.Clone(policy), func(directive string) bool {
		return strings.HasPrefix(directive, "frame-ancestors") || directive == "upgrade-insecure-requests"
	}), "; ")
}

// headerRule gives the paths of a pattern headers: a path, with one * for any
// letters.
type headerRule struct {
	paths   string
	headers []Header
}

// headerRules are the headers of the published site. A path gets those of every
// rule that it matches; of two with the same name, the later. netlify.toml is
// this list in Netlify's words, held to it by a test.
//
// One header is given twice: data may be read by other sites, pages may not.
// That the later one counts is how Netlify's own program reads such a file
// (github.com/netlify/primitives, packages/headers); a host that sent both
// would send a value that no browser knows, and browsers read that as none:
// data are still read, and no page has the second.
var headerRules = func() []headerRule {
	rules := []headerRule{
		{"/*", []Header{
			{"Content-Security-Policy", strings.Join(policy, "; ")},
			{"X-Content-Type-Options", "nosniff"},
			{"X-Frame-Options", "DENY"},
			{"Referrer-Policy", "no-referrer"},
			{"Cross-Origin-Opener-Policy", "same-origin"},
			{"Cross-Origin-Resource-Policy", "same-origin"},
			{"Cross-Origin-Embedder-Policy", "require-corp"},
			{"Permissions-Policy", "accelerometer=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
			{"Strict-Transport-Security", "max-age=63072000"},
		}},
		{"/assets/*", []Header{{"Cache-Control", CacheControl("assets/")}}},
	}
	for _, paths := range []string{
		"/" + catalogFile, "/" + schemaFile, "/" + csvFile, "/" + openAPIFile, "/codes/*.json", "/codes/*.md",
		"/" + llmsName, "/" + llmsFullName, "/" + feedName, "/" + sitemapName, "/" + openSearchFile, "/" + sdkPath + "*", "/" + cardFile,
	} {
		rules = append(rules, headerRule{paths, []Header{
			{"Access-Control-Allow-Origin", "*"},
			{"Cross-Origin-Resource-Policy", "cross-origin"},
		}})
	}
	// The single file is for a disk: its own policy allows the one script that
	// it holds, but this site's doesn't.
	rules = append(rules, headerRule{"/" + offlinePage + "*.html", []Header{{"Content-Disposition", "attachment"}}})
	// Types that a host may not know, or take for something else: .ts is a film.
	for _, paths := range []string{
		"/" + feedName, "/" + manifestFile, "/" + openSearchFile,
		"/sdk/*.cs", "/sdk/*.go", "/sdk/*.java", "/sdk/*.php", "/sdk/*.py", "/sdk/*.ts",
	} {
		rules = append(rules, headerRule{paths, []Header{{"Content-Type", ContentType(strings.TrimPrefix(paths, "/"))}}})
	}
	return rules
}()

// Headers are those of a path of the site, which begins with a slash; without
// those that need TLS for a preview.
func Headers(path string, preview bool) []Header {
	var headers []Header
	at := map[string]int{}
	for _, rule := range headerRules {
		before, after, open := strings.Cut(rule.paths, "*")
		if !(path == rule.paths || open && len(path) >= len(before)+len(after) && strings.HasPrefix(path, before) && strings.HasSuffix(path, after)) {
			continue
		}
		for _, h := range rule.headers {
			if preview && h.Name == "Strict-Transport-Security" {
				continue
			}
			if preview && h.Name == "Content-Security-Policy" {
				h.Value = strings.TrimSuffix(h.Value, "; upgrade-insecure-requests")
			}
			if i, again := at[h.Name]; again {
				headers[i] = h
				continue
			}
			at[h.Name] = len(headers)
			headers = append(headers, h)
		}
	}
	return headers
}

// CacheControl is the header of that name for a path of the site. Names with a
// hash never change; everything else is asked for again.
func CacheControl(path string) string {
	if strings.HasPrefix(path, "assets/") {
		return "public, max-age=31536000, immutable"
	}
	return "public, max-age=0, must-revalidate"
}

// contentTypes are by a file's ending. The system's own table is not asked: it
// differs from machine to machine.
var contentTypes = map[string]string{
	"":             "text/plain; charset=utf-8", // _redirects
	".html":        "text/html; charset=utf-8",
	".css":         "text/css; charset=utf-8",
	".js":          "text/javascript; charset=utf-8",
	".txt":         "text/plain; charset=utf-8",
	".md":          "text/markdown; charset=utf-8",
	".csv":         "text/csv; charset=utf-8",
	".json":        "application/json; charset=utf-8",
	".xml":         "application/xml; charset=utf-8",
	".atom":        "application/atom+xml; charset=utf-8",
	".webmanifest": "application/manifest+json; charset=utf-8",
	".svg":         "image/svg+xml; charset=utf-8",
	".png":         "image/png",
	".zip":         "application/zip",
}

// ContentType is that of a file of the site. Programs are text to be read.
func ContentType(file string) string {
	switch ending := path.Ext(file); {
	case file == openSearchFile:
		return "application/opensearchdescription+xml; charset=utf-8"
	case strings.HasPrefix(file, "sdk/"):
		return contentTypes[".txt"]
	case contentTypes[ending] != "":
		return contentTypes[ending]
	default:
		return "application/octet-stream"
	}
}

// mediaType is a file's type without its parameters.
func mediaType(file string) string {
	kind, _, _ := strings.Cut(ContentType(file), ";")
	return kind
}
