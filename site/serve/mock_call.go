package serve

import (
	"bytes"
	"encoding/json"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"responsa/site/catalog"
)

// call answers as a function of the API would, as far as the catalog knows:
// the token is looked for first, then the function, then its required fields.
// Values are not judged, neither the token's nor the fields'.
func (r request) call() (answer, *refusal) {
	m := r.catalog.Site.Mock
	if m == nil {
		return answer{}, &refusal{status: http.StatusNotFound, Error: "this catalog doesn't say how its functions answer", Hint: "site.yaml's mock does"}
	}
	name := r.part(1)
	var names []string
	for _, f := range r.catalog.Functions {
		names = append(names, f.Name)
	}
	function := r.catalog.Function(name)
	switch {
	case !slices.Contains(m.Open, name) && !hasToken(r.Header):
		return r.act(catalog.NoToken), nil
	case function == nil && nearest(name, names) != "":
		return r.act(catalog.UnknownFunction, "did you mean "+strconv.QuoteToASCII(nearest(name, names))+"?"), nil
	case function == nil:
		return r.act(catalog.UnknownFunction), nil
	}
	var notes []string
	if function.Legacy && !r.legacy {
		notes = append(notes, "the sources show this function with the older form, see legacy=1")
	}
	sent, readable := r.fields()
	if !readable {
		return r.act(catalog.MissingFields, append(notes, "inference: a body that can't be read is answered like missing fields")...), nil
	}
	for _, field := range function.Fields {
		if field.Required && !sent[field.Name] {
			if strings.HasPrefix(r.Header.Get("Content-Type"), formType) && json.Valid(r.body) {
				notes = append(notes, "the body is JSON and was read as a form, as its Content-Type says")
			}
			return r.act(catalog.MissingFields, notes...), nil
		}
	}
	return r.act(catalog.Succeeded, append(notes, "without the function's own data, which the catalog doesn't have")...), nil
}

// act answers with the code of a case.
func (r request) act(c catalog.MockCase, notes ...string) answer {
	m := r.catalog.Site.Mock
	a := r.give(r.catalog.Code(m.Slug(c)), nil)
	if slices.Contains(m.Inferred, c) {
		notes = append(notes, "inference: no source states which code is given here")
	}
	a.notes = append(a.notes, notes...)
	return a
}

func hasToken(h http.Header) bool {
	scheme, token, _ := strings.Cut(h.Get("Authorization"), " ")
	return strings.EqualFold(scheme, "Bearer") && strings.TrimSpace(token) != ""
}

const formType = "application/x-www-form-urlencoded"

// fields returns the inputs that aren't empty: those of the query and those of
// the body, which is a JSON object unless its type says that it is a form.
func (r request) fields() (sent map[string]bool, readable bool) {
	sent = map[string]bool{}
	filled(sent, r.query)
	kind, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case kind == formType:
		form, err := url.ParseQuery(string(r.body))
		filled(sent, form)
		return sent, err == nil
	case kind == "multipart/form-data":
		form, err := multipart.NewReader(bytes.NewReader(r.body), params["boundary"]).ReadForm(mockBody)
		if err != nil {
			return sent, false
		}
		defer form.RemoveAll()
		filled(sent, form.Value)
		for name := range form.File {
			sent[name] = true
		}
		return sent, true
	case len(bytes.TrimSpace(r.body)) == 0:
		return sent, true
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(r.body, &object) != nil || object == nil {
		return sent, false
	}
	for name, value := range object {
		if text := string(value); text != "null" && text != `""` {
			sent[name] = true
		}
	}
	return sent, true
}

// filled adds the names of a form that have a value.
func filled(sent map[string]bool, form map[string][]string) {
	for name, values := range form {
		if slices.ContainsFunc(values, func(v string) bool { return v != "" }) {
			sent[name] = true
		}
	}
}
