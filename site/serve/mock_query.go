package serve

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"responsa/site/catalog"
)

// query is what stands behind an address's question mark. Each form of the
// mock takes the names out of it that it knows; what is left are placeholders.
//
// It is read as the fragment of a page's address is: percent-encoding only, so
// that + is a plus. An empty value is one, an absent one is not.
type query map[string][]string

func parseQuery(raw string) (query, *refusal) {
	q := query{}
	for pair := range strings.SplitSeq(raw, "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		name, err := url.PathUnescape(name)
		if err == nil {
			value, err = url.PathUnescape(value)
		}
		if err != nil {
			return nil, invalid("the query's percent-encoding is broken", "write a percent sign as %25")
		}
		if !utf8.ValidString(name) || !utf8.ValidString(value) {
			return nil, invalid("the query is not UTF-8", "JSON can carry nothing else")
		}
		q[name] = append(q[name], value)
	}
	return q, nil
}

// all takes every value of a name.
func (q query) all(name string) []string {
	values := q[name]
	delete(q, name)
	return values
}

// one takes the value of a name that may stand there once.
func (q query) one(name string) (value string, given bool, refused *refusal) {
	switch values := q.all(name); len(values) {
	case 0:
		return "", false, nil
	case 1:
		return values[0], true, nil
	}
	return "", false, invalid(name+" is given twice", "")
}

// yes takes a name that is 1 or 0.
func (q query) yes(name string) (bool, *refusal) {
	value, given, refused := q.one(name)
	if given && value != "0" && value != "1" {
		refused = invalid(name+" must be 1 or 0", "")
	}
	return value == "1", refused
}

func (q query) delay() (time.Duration, *refusal) {
	value, given, refused := q.one("delay")
	if !given {
		return 0, refused
	}
	delay, err := time.ParseDuration(value)
	if err != nil || delay < 0 || delay > mockDelay {
		return 0, invalid("delay must be a time from 0s to "+mockDelay.String(), "write it as 2s or 500ms")
	}
	return delay, nil
}

func (q query) legacy(c *catalog.Catalog) (bool, *refusal) {
	legacy, refused := q.yes("legacy")
	if legacy && c.Site.Legacy == nil {
		return false, invalid("this catalog has no legacy form", "site.yaml's legacy describes it")
	}
	return legacy, refused
}

// values takes the rest: values for the placeholders of some codes. A
// placeholder that is called like an option stands in brackets, as in
// [delay]=5. Options are the names that were taken before.
func (q query) values(codes []*catalog.Code, options ...string) (map[string]string, *refusal) {
	known := map[string]bool{}
	for _, code := range codes {
		for _, p := range code.Params {
			known[p.Name] = true
		}
	}
	values := map[string]string{}
	for written, given := range q {
		name := written
		if inner, ok := strings.CutPrefix(written, "["); ok && strings.HasSuffix(inner, "]") {
			name = strings.TrimSuffix(inner, "]")
		}
		if !known[name] {
			return nil, unknownName(name, slices.Sorted(maps.Keys(known)), options)
		}
		if _, twice := values[name]; twice || len(given) > 1 {
			return nil, invalid("a placeholder is given twice", "")
		}
		values[name] = given[0]
	}
	return values, nil
}

func unknownName(name string, placeholders, options []string) *refusal {
	r := invalid("the query holds a name that means nothing here", "the names in use are listed")
	r.Names = append(append(placeholders, "delay", "legacy"), options...)
	if spaced := strings.ReplaceAll(name, "+", " "); spaced != name && slices.Contains(placeholders, spaced) {
		r.Hint = "+ is a plus here: write a space as %20"
	} else if near := nearest(name, r.Names); near != "" {
		r.Hint = "did you mean " + strings.ReplaceAll(url.QueryEscape(near), "+", "%20") + "=?"
	}
	return r
}

// nearest is what was probably meant, or "". What is very long was not a slip.
func nearest(word string, candidates []string) string {
	if len(word) > 64 {
		return ""
	}
	return catalog.Nearest(word, candidates)
}
