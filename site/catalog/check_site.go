package catalog

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
)

var (
	languageTag = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)
	htmlID      = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]*$`)
)

// onPages holds what pages take as it is: in links, ids and the language.
func (k *checker) onPages() {
	if edit := k.Site.Edit; edit != "" && !webAddress(edit) {
		k.report("site.yaml", at("edit"), "write it as https://host/path/{file}", "%q is not the address of a page", edit)
	}
	if report := k.Site.Report; report != "" && !webAddress(report) && !mailAddress(report) {
		k.report("site.yaml", at("report"), "write it as https://host/path or mailto:name@host", "%q is not an address", report)
	}
	if language := k.Site.Language; !languageTag.MatchString(language) {
		k.report("site.yaml", at("language"), "such as en or pt-BR", "%q is not the tag of a language", language)
	}
	if host := k.Site.Host; host != "" && (!webAddress("https://"+host) || strings.Contains(host, "//")) {
		k.report("site.yaml", at("host"), "write it as api.example.com, without https://", "%q is not a host", host)
	}
	for i, s := range k.Site.Samples {
		if s.ID != "" && !htmlID.MatchString(s.ID) {
			k.report("site.yaml", at("samples", i, "id"), "letters, digits, full stop, hyphen and underscore", "%q can't be part of an address", s.ID)
		}
	}
}

// webAddress reports whether a browser reads a text as the address of a page
// on another host, and as no other than is seen.
func webAddress(text string) bool {
	u, err := url.Parse(text)
	return err == nil && slices.Contains([]string{"https", "http"}, u.Scheme) && u.Hostname() != "" && u.User == nil && !odd(text) && !odd(u.Host)
}

func mailAddress(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Scheme == "mailto" && strings.Contains(u.Opaque, "@") && !odd(text)
}

// odd reports a character that no address has: a blank, a quote, a backslash.
func odd(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || strings.ContainsRune("\"'<>\\^`|", r) })
}
