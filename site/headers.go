package site

import (
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

// Headers are sent with every file. netlify.toml repeats them, held to this
// list by a test; a preview leaves out what needs TLS.
func Headers(preview bool) []Header {
	directives := policy
	if preview {
		directives = policy[:len(policy)-1]
	}
	headers := []Header{
		{"Content-Security-Policy", strings.Join(directives, "; ")},
		{"X-Content-Type-Options", "nosniff"},
		{"X-Frame-Options", "DENY"},
		{"Referrer-Policy", "no-referrer"},
		{"Cross-Origin-Opener-Policy", "same-origin"},
		{"Cross-Origin-Resource-Policy", "same-origin"},
		{"Cross-Origin-Embedder-Policy", "require-corp"},
		{"Permissions-Policy", "accelerometer=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
	}
	if !preview {
		headers = append(headers, Header{"Strict-Transport-Security", "max-age=63072000"})
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
