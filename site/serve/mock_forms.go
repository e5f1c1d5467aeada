package serve

import (
	"net/http"
	"strconv"
	"strings"

	"responsa/site/catalog"
)

// Bounds on a sequence, and on the name of a counter.
const (
	mockSequence = 100
	mockID       = 100
)

// request is a request of the mock whose common parts have been read.
type request struct {
	*http.Request
	catalog *catalog.Catalog
	counts  *counts
	parts   []string // of the path, behind /mock/
	query   query    // less what every form takes
	legacy  bool
	body    []byte
}

// part is the i-th part of the path, "" where there is none.
func (r request) part(i int) string {
	if i >= len(r.parts) {
		return ""
	}
	return r.parts[i]
}

func (r request) answer() (answer, *refusal) {
	switch r.part(0) {
	case "":
		if len(r.parts) < 2 {
			return r.index()
		}
	case "sequence":
		return r.sequence()
	case "random":
		return r.random()
	case "call":
		return r.call()
	}
	return r.one()
}

// one answers with the code that the address names.
func (r request) one() (answer, *refusal) {
	code, refused := resolve(r.catalog, r.part(0))
	if refused != nil {
		return answer{}, refused
	}
	values, refused := r.query.values([]*catalog.Code{code})
	if refused != nil {
		return answer{}, refused
	}
	return r.give(code, values), nil
}

// sequence answers with one code after the other, then with the last for good.
func (r request) sequence() (answer, *refusal) {
	spellings := strings.Split(r.part(1), ",")
	if len(spellings) > mockSequence {
		return answer{}, invalid("a sequence has at most "+strconv.Itoa(mockSequence)+" codes", "")
	}
	var codes []*catalog.Code
	var slugs []string
	for _, spelling := range spellings {
		code, refused := resolve(r.catalog, spelling)
		if refused != nil {
			return answer{}, refused
		}
		codes, slugs = append(codes, code), append(slugs, code.Slug)
	}
	counter, refused := r.counter()
	if refused != nil {
		return answer{}, refused
	}
	values, refused := r.query.values(codes, "id", "reset")
	if refused != nil {
		return answer{}, refused
	}
	n := counter.next("sequence", strings.Join(slugs, ","))
	return r.give(codes[min(n, len(codes)-1)], values), nil
}

// give makes a code's response, and says what of it no source states.
func (r request) give(code *catalog.Code, values map[string]string) answer {
	a := answer{response: r.catalog.Response(code, values), code: code}
	_, inferred := code.WireMessage()
	if r.legacy {
		var older *catalog.Earlier
		a.response, older, _ = r.catalog.LegacyResponse(code, values)
		a.notes = append(a.notes, "inference: the older form as a whole")
		if older != nil {
			inferred = false
			a.notes = append(a.notes, "the message is an older one of the vendor's")
		} else {
			a.notes = append(a.notes, "the message is today's, no older one is known")
		}
	}
	if inferred {
		a.notes = append(a.notes, "inference: the message, which the vendor's table describes and does not quote")
	}
	return a
}

// resolve finds the one code that a spelling means.
func resolve(c *catalog.Catalog, spelling string) (*catalog.Code, *refusal) {
	if code := c.Code(spelling); code != nil {
		return code, nil
	}
	codes, mentions := c.Find(spelling)
	switch {
	case len(codes) == 1:
		return codes[0], nil
	case len(codes) > 1:
		r := invalid("several codes are written like this", "give one by its slug")
		for _, code := range codes {
			r.Names = append(r.Names, code.Slug)
		}
		return nil, r
	case len(mentions) > 0:
		return nil, &refusal{status: http.StatusNotFound, Error: "the code is only mentioned, its response is not known", Hint: "/codes/ lists the codes of the catalog"}
	}
	r := &refusal{status: http.StatusNotFound, Error: "no such code and no such form of the mock", Hint: "/mock/ lists the forms, /codes/ the codes"}
	candidates := []string{"sequence", "random", "call"}
	for _, code := range c.Codes {
		candidates = append(candidates, code.Code.Text, code.Slug)
	}
	if near := nearest(spelling, candidates); near != "" {
		r.Hint = "did you mean " + near + "?"
	}
	return nil, r
}
