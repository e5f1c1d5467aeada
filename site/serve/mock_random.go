package serve

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"

	"responsa/site/catalog"
)

// random answers with one of the codes that pass every filter. With a seed the
// n-th answer is always the same.
func (r request) random() (answer, *refusal) {
	codes := r.catalog.Current()
	options, chosen := []string{"id", "reset", "seed"}, ""
	for _, f := range filters {
		wanted := r.query.all(f.name)
		options = append(options, f.name)
		if known := f.known(r.catalog); !subset(wanted, known) {
			return answer{}, &refusal{http.StatusBadRequest, "an unknown " + f.name, "the known ones are listed", known}
		}
		if len(wanted) > 0 {
			codes = slices.DeleteFunc(codes, func(code *catalog.Code) bool { return !slices.Contains(wanted, f.of(code)) })
			slices.Sort(wanted)
			chosen += fmt.Sprintf("%s=%q ", f.name, slices.Compact(wanted))
		}
	}
	if len(codes) == 0 {
		return answer{}, &refusal{status: http.StatusNotFound, Error: "no code passes all of these filters"}
	}
	seed, seeded, refused := r.query.one("seed")
	if refused != nil {
		return answer{}, refused
	}
	counter, refused := r.counter()
	if refused != nil {
		return answer{}, refused
	}
	values, refused := r.query.values(codes, options...)
	if refused != nil {
		return answer{}, refused
	}
	if !seeded {
		return r.give(codes[rand.IntN(len(codes))], values), nil
	}
	// A hash rather than a generator: its n-th value needs no others.
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %d", seed, counter.next("random", seed, chosen)))
	return r.give(codes[binary.BigEndian.Uint64(sum[:])%uint64(len(codes))], values), nil
}

// A filter of random. Values of one filter widen the choice, further filters
// narrow it, as those of the matrix do.
var filters = []struct {
	name  string
	known func(*catalog.Catalog) []string
	of    func(*catalog.Code) string
}{
	{"class", func(*catalog.Catalog) []string { return []string{"1xx", "2xx", "3xx", "4xx", "5xx"} },
		func(code *catalog.Code) string { return fmt.Sprintf("%dxx", code.ResponseStatus()/100) }},
	{"status", func(c *catalog.Catalog) (known []string) {
		for _, s := range c.Statuses {
			known = append(known, strconv.Itoa(s.Status))
		}
		return known
	}, func(code *catalog.Code) string { return strconv.Itoa(code.ResponseStatus()) }},
	{"module", func(c *catalog.Catalog) (known []string) {
		for _, m := range c.Modules {
			known = append(known, m.ID)
		}
		return known
	}, func(code *catalog.Code) string { return code.Module }},
	{"retry", func(*catalog.Catalog) []string { return catalog.Retry("").Known() },
		func(code *catalog.Code) string { return string(code.Retry) }},
	{"outcome", func(*catalog.Catalog) []string { return catalog.Outcome("").Known() },
		func(code *catalog.Code) string { return string(code.Outcome) }},
}

func subset(some, all []string) bool {
	return !slices.ContainsFunc(some, func(s string) bool { return !slices.Contains(all, s) })
}
