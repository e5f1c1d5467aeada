package catalog

import (
	"cmp"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
)

// The rules of the catalog. Decoding has its own (decode.go); those about
// Markdown and addresses stand in package site. Each is one line here and one
// file in testdata/check:
//
//   - a site's address is an absolute http(s) URL without a query or a
//     user's name
//   - a bundle's name is a safe name of a file, and not that of a page
//   - a security contact is an https or mailto address
//   - where to edit and report are addresses of pages or mail, a site's language
//     is a language tag, its samples' host is a host, their ids are plain
//     (check_site.go)
//   - an envelope's code and message are two fields
//   - a legacy code has 1 to 64 digits
//   - ids, names and statuses are used once
//   - an HTTP status lies between 100 and 599
//   - a code names a module, a status and a function that exist
//   - a slug is a safe name and clashes with no other, in whatever case or
//     Unicode form it is written; a code that isn't safe must give its own
//   - two files share a code only if each has a slug of its own: it means
//     something else in each module, or comes with several messages
//   - a code is one line, without blanks at its ends
//   - a code's name is an identifier, used once, in whatever case it is written:
//     some languages write constants in capitals; its title is one line, used once
//   - a code that a plain integer envelope can't carry is refused
//   - a code that is documented says what became of the call, whether repeating
//     helps and who must act; one that isn't has no prose
//   - every variable part of a message has its params entry, and the reverse;
//     wire and translations use no other, translations use them all
//   - the site's languages are known, and used once; a code that is in use has
//     a translation into each
//   - a translation is written in its language's script
//   - a related code exists, is another one and is named once
//   - an earlier meaning quotes the vendor or says it in our words, one of both
//   - a retired code names a replacement that exists, if any
//   - a function's codes exist
//   - the codes and the functions that the mock names exist
//   - what samples print is recorded for a code that exists (load.go)
//   - a mention is either a code or a status, and its guide exists
//   - what was published stays (permalink.go)
//
// They are given the Problems found so far, so as to leave out what follows
// from them.
func (c *Catalog) check(found Problems) Problems {
	k := &checker{Catalog: c, failed: map[string]bool{}}
	for _, p := range found {
		k.failed[p.File] = true
	}
	for _, m := range c.Modules {
		k.modules = append(k.modules, m.ID)
	}
	k.site()
	k.lists()
	k.identities()
	for _, code := range c.Codes {
		k.code(code)
		k.messages(code)
		k.translations(code)
	}
	k.permalinks()
	return k.problems
}

type checker struct {
	*Catalog
	problems Problems
	failed   map[string]bool // files with a Problem of their own
	modules  []string        // their ids
}

func (k *checker) report(file string, at []any, hint, format string, args ...any) {
	p := k.FieldProblem(file, at, hint, format, args...)
	if k.parsed.root != nil { // else the file as a whole is reported already
		k.problems = append(k.problems, p)
	}
}

// lost reports whether a list is empty because it couldn't be read.
func (k *checker) lost(file string, entries int) bool {
	return entries == 0 && k.failed[path.Join(k.root, file)]
}

func at(steps ...any) []any { return steps }

func (k *checker) site() {
	address, err := url.Parse(k.Site.Address)
	if k.Site.Address != "" && (err != nil || !slices.Contains([]string{"https", "http"}, address.Scheme) ||
		address.Host == "" || address.User != nil || address.RawQuery != "" || address.Fragment != "") {
		k.report("site.yaml", at("address"), "write it as https://host/path", "%q is not the address of a site", k.Site.Address)
	}
	if name := k.Site.BundleName; name != "" && (!SafeSlug(name) || strings.EqualFold(name, "index")) {
		k.report("site.yaml", at("bundle_name"), "letters, digits, full stop, hyphen and underscore, at most 64", "%q can't be the name of a bundle", name)
	}
	if s := k.Site.Security; s != nil && s.Contact != "" {
		contact, err := url.Parse(s.Contact)
		if err != nil || !(contact.Scheme == "https" && contact.Host != "" || contact.Scheme == "mailto" && contact.Opaque != "") {
			k.report("site.yaml", at("security", "contact"), "write it as mailto:name@host or https://host/path", "%q is not the address of a contact", s.Contact)
		}
	}
	k.onPages()
	code, message := k.Site.Envelope.Code+".", k.Site.Envelope.Message+"."
	if code != "." && message != "." && (strings.HasPrefix(code, message) || strings.HasPrefix(message, code)) {
		k.report("site.yaml", at("envelope", "message"), "", "the envelope's code and message are in one field")
	}
	if k.Site.Legacy != nil {
		k.status("site.yaml", at("legacy", "http"), k.Site.Legacy.HTTP)
		if pad := k.Site.Legacy.Pad; pad < 1 || pad > 64 {
			k.report("site.yaml", at("legacy", "pad"), "", "%d is not a number of digits from 1 to 64", pad)
		}
	}
	k.mock()
}

func (k *checker) status(file string, at []any, status int) {
	if status < 100 || status > 599 {
		k.report(file, at, "", "%d is not an HTTP status", status)
	}
}

func (k *checker) lists() {
	once := k.once("site.yaml", "sample id")
	for i, s := range k.Site.Samples {
		once(s.ID, "samples", i, "id")
	}
	once = k.once("site.yaml", "language")
	for i, language := range k.Site.Translations {
		once(language, "translations", i)
		if _, known := languageOf(language); !known {
			k.report("site.yaml", at("translations", i), meant(language, languageCodes()), "unknown language %q", language)
		}
	}
	once = k.once("modules.yaml", "module id")
	for i, m := range k.Modules {
		once(m.ID, i, "id")
		if m.ID != "" && !SafeSlug(m.ID) {
			k.report("modules.yaml", at(i, "id"), "letters, digits, full stop, hyphen and underscore", "%q can't be part of an address", m.ID)
		}
	}
	once = k.once("statuses.yaml", "status")
	for i, s := range k.Statuses {
		once(fmt.Sprint(s.Status), i, "status")
		k.status("statuses.yaml", at(i, "status"), s.Status)
	}
	once = k.once("functions.yaml", "function")
	for i, f := range k.Functions {
		once(f.Name, i, "name")
		for j, slug := range f.Codes {
			if k.Code(slug) == nil {
				k.report("functions.yaml", at(i, "codes", j), meant(slug, k.slugs()), "no code has the slug %q", slug)
			}
		}
	}
	for i, m := range k.Mentions {
		if (m.Code == "") == (m.Status == 0) {
			k.report("mentions.yaml", at(i), "", "give a code or a status, one of both")
		}
		if m.Status != 0 {
			k.status("mentions.yaml", at(i, "status"), m.Status)
		}
		file, _, _ := strings.Cut(m.Guide, "#")
		var files []string
		for _, g := range k.Guides {
			files = append(files, g.Page.File)
		}
		if m.Guide != "" && !slices.Contains(files, file) {
			k.report("mentions.yaml", at(i, "guide"), meant(file, files), "no guide %q", file)
		}
	}
}

// once returns a func that reports the second use of a value in a file.
func (k *checker) once(file, what string) func(value string, at ...any) {
	seen := map[string]bool{}
	return func(value string, at ...any) {
		if seen[value] && value != "" {
			k.report(file, at, "", "%s %q is used twice", what, value)
		}
		seen[value] = true
	}
}

// identities holds what must be unique over all codes.
func (k *checker) identities() {
	seen := func() map[string]*Code { return make(map[string]*Code, len(k.Codes)) }
	slugs, names, titles, constants := seen(), seen(), seen(), seen()
	values := make(map[string][]*Code, len(k.Codes))
	twice := func(seen map[string]*Code, key string, code *Code, field, hint string) bool {
		first := seen[key]
		if first == nil || key == "" {
			seen[key] = code
			return false
		}
		k.report(code.Prose.File, at(field), hint, "%s %q is used in %s already", field, key, k.root+"/"+first.Prose.File)
		return true
	}
	for _, code := range k.Codes {
		file := code.Prose.File
		if !twice(names, code.Name, code, "name", "constants need names of their own") {
			twice(constants, strings.ToUpper(code.Name), code, "name", "names that differ in case only are one constant in languages that write BELOW_MINIMUM_AGE")
		}
		twice(titles, code.Title, code, "title", "say in the title what tells them apart")
		if k.sharesCode(code, values[code.Code.Text]) {
			continue // and so, mostly, the slug: one mistake
		}
		values[code.Code.Text] = append(values[code.Code.Text], code)
		folded := onDisk(code.Slug)
		clash := twice(slugs, folded, code, "slug", "slugs that differ in case or Unicode form only are one directory on many disks")
		if !SafeSlug(code.Slug) {
			k.report(file, at("slug"), "give a slug of letters, digits, full stop, hyphen and underscore, at most 64", "slug %q can't be a directory's name", code.Slug)
		} else if stem := strings.TrimSuffix(strings.TrimPrefix(file, "codes/"), ".md"); stem != code.Slug && !clash {
			k.report(file, at("slug"), fmt.Sprintf("rename the file to %s.md", code.Slug), "the file's name and the slug %q differ", code.Slug)
		}
	}
}

// sharesCode reports those of the others, with the same code, that may not
// have it too.
func (k *checker) sharesCode(code *Code, others []*Code) (shares bool) {
	for _, other := range others {
		text, first := code.Code.Text, k.root+"/"+other.Prose.File
		switch {
		case text == "": // said already
		case code.Slug == text || other.Slug == text:
			k.report(code.Prose.File, at("code"), "one file a code; if it has several meanings, give each file a slug of its own, such as "+cmp.Or(code.Module, "other")+"-"+text, "code %s is used in %s already", text, first)
			shares = true
		}
	}
	return shares
}

var identifier = regexp.MustCompile(`^[A-Z][A-Za-z0-9]{0,63}$`)

// code holds one code against the rest of the catalog.
func (k *checker) code(code *Code) {
	file := code.Prose.File
	if code.Name != "" && !identifier.MatchString(code.Name) {
		k.report(file, at("name"), "a capital, then letters and digits, such as BelowMinimumAge", "name %q is no identifier", code.Name)
	}
	if text := code.Code.Text; strings.ContainsAny(text, "\n\t") || strings.TrimSpace(text) != text {
		k.report(file, at("code"), "", "code %q holds a line end or a tab, or has blanks at its ends", text)
	}
	k.documented(code)
	if k.Site.Envelope.Type == IntegerScalar && code.Code.Text != "" && !code.Code.Integer {
		k.report(file, at("code"), "the envelope in site.yaml says that codes are integers", "code %q is text", code.Code.Text)
	}
	if len(k.modules) > 0 && code.Module == "" {
		k.report(file, nil, meant("", k.modules), "missing field \"module\"")
	} else if code.Module != "" && k.Module(code.Module) == nil && !k.lost("modules.yaml", len(k.Modules)) {
		k.report(file, at("module"), meant(code.Module, k.modules), "unknown module %q", code.Module)
	}
	if code.HTTP != 0 && k.Status(code.HTTP) == nil && !k.lost("statuses.yaml", len(k.Statuses)) {
		k.report(file, at("http"), "add it to statuses.yaml, with what the API means by it", "unknown status %d", code.HTTP)
	}
	if r := code.Request; r != nil && r.Function != "" && k.Function(r.Function) == nil && !k.lost("functions.yaml", len(k.Functions)) {
		k.report(file, at("request", "function"), meant(r.Function, k.functions()), "unknown function %q", r.Function)
	}
	var related []string
	for i, r := range code.Related {
		switch {
		case r.Slug == "": // said already
		case r.Slug == code.Slug:
			k.report(file, at("related", i, "slug"), "", "code %s is related to itself", code.Code)
		case k.Code(r.Slug) == nil:
			k.report(file, at("related", i, "slug"), meant(r.Slug, k.slugs()), "no code has the slug %q", r.Slug)
		case slices.Contains(related, r.Slug):
			k.report(file, at("related", i, "slug"), "", "%q is related twice", r.Slug)
		}
		related = append(related, r.Slug)
	}
	for i, e := range code.History {
		if e.HTTP != 0 {
			k.status(file, at("history", i, "http"), e.HTTP)
		}
		if (e.Message == "") == (e.About == "") {
			k.report(file, at("history", i), "message holds the vendor's words, about ours", "give message or about, one of both")
		}
	}
	if r := code.Retired; r != nil && r.ReplacedBy != "" && k.Code(r.ReplacedBy) == nil {
		k.report(file, at("retired", "replaced_by"), meant(r.ReplacedBy, k.slugs()), "no code has the slug %q", r.ReplacedBy)
	}
}

// documented holds what is written about a code to what it says of that.
func (k *checker) documented(code *Code) {
	file := code.Prose.File
	if !code.Documented() {
		if strings.TrimSpace(code.Prose.Text) != "" {
			k.problems = append(k.problems, k.ProseProblem(code.Prose, 0, "take prose: not-documented out", "the code is not documented, and there is prose"))
		}
		return
	}
	for _, fact := range []struct{ name, value string }{
		{"outcome", string(code.Outcome)}, {"retry", string(code.Retry)}, {"actor", string(code.Actor)},
	} {
		if fact.value == "" && !k.given(file, fact.name) {
			k.report(file, nil, "add it, or prose: not-documented", "missing field %q", fact.name)
		}
	}
}

// given reports whether a file gives a field, even if its value is a mistake.
func (k *checker) given(file, field string) bool {
	k.FieldProblem(file, nil, "", "")
	if k.parsed.root == nil {
		return true // the file as a whole is reported
	}
	_, value := step(k.parsed.root, field)
	return value != nil
}

// messages holds a code's texts against its params.
func (k *checker) messages(code *Code) {
	file := code.Prose.File
	inMessage := k.Site.Placeholders.Names(code.Message)
	for _, name := range inMessage {
		if _, ok := code.Params.Get(name); !ok {
			k.report(file, at("message"), fmt.Sprintf("add params: %s: with about, example and type", name), "the message's %s has no params entry", k.Site.Placeholders.Written(code.Message, name))
		}
	}
	for _, p := range code.Params {
		if !slices.Contains(inMessage, p.Name) {
			k.report(file, at("params", p.Name), meant(p.Name, inMessage), "the message has no variable part %q", p.Name)
		}
	}
	k.only(code, code.Wire, "wire")
	if strings.ContainsAny(code.Title, "\n\t") {
		k.report(file, at("title"), "", "the title holds a line end or a tab")
	}
}

func (c *Catalog) functions() []string {
	var names []string
	for _, f := range c.Functions {
		names = append(names, f.Name)
	}
	return names
}

// only reports placeholders of a text that the message doesn't have.
func (k *checker) only(code *Code, text string, where ...any) {
	inMessage := k.Site.Placeholders.Names(code.Message)
	for _, name := range k.Site.Placeholders.Names(text) {
		if !slices.Contains(inMessage, name) {
			k.report(code.Prose.File, where, meant(name, inMessage), "the message has no %s", k.Site.Placeholders.Written(text, name))
		}
	}
}

func (c *Catalog) slugs() []string {
	var slugs []string
	for _, code := range c.Codes {
		slugs = append(slugs, code.Slug)
	}
	return slugs
}
