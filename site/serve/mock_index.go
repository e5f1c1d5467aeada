package serve

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"responsa/site/catalog"
)

// index lists the forms of the mock, with addresses that work.
func (r request) index() (answer, *refusal) {
	if _, refused := r.query.values(nil); refused != nil {
		return answer{}, refused
	}
	type form struct {
		Address string `json:"address"`
		About   string `json:"about"`
	}
	var forms []form
	list := func(address, about string) { forms = append(forms, form{address, about}) }
	if code := example(r.catalog); code != nil {
		slug := url.PathEscape(code.Slug)
		list("/mock/"+slug, "a code's response, for any method and any path below")
		if len(code.Params) > 0 {
			value := escape(code.Params[0].Name) + "=" + escape(code.Params[0].Example)
			list("/mock/"+slug+"?"+value, "a placeholder of its message filled in; + is a plus, a space is %20")
		}
		list("/mock/"+slug+"?delay=2s", "after a time, "+mockDelay.String()+" at most; every form takes it")
		if r.catalog.Site.Legacy != nil {
			list("/mock/"+slug+"?legacy=1", "the older form, which is an inference; every form takes it")
		}
		list("/mock/sequence/"+slug+","+slug+"?id=a", "in turn, the last one for good; counted by id, reset=1 begins anew")
		list("/mock/random?seed=7", "one of all codes; with a seed the n-th answer is always the same; narrow it by class, status, module, retry and outcome")
	}
	if r.catalog.Site.Mock != nil && len(r.catalog.Functions) > 0 {
		list("/mock/call/"+escape(r.catalog.Functions[0].Name), "as a function answers: it wants a bearer token and the required fields")
	}
	body, err := json.MarshalIndent(struct {
		About string `json:"about"`
		Forms []form `json:"forms"`
		Codes string `json:"codes"`
	}{"a mock: answers of the API, without the API", forms, "/codes/"}, "", "  ")
	if err != nil {
		panic(err) // strings can always be written
	}
	return answer{response: catalog.Response{
		Status: http.StatusOK, Type: "application/json", Body: []catalog.Span{{Text: string(body) + "\n"}},
	}}, nil
}

// example is the first code whose message has a placeholder, or else the first.
func example(c *catalog.Catalog) *catalog.Code {
	codes := c.Current()
	for _, code := range codes {
		if len(code.Params) > 0 {
			return code
		}
	}
	if len(codes) == 0 {
		return nil
	}
	return codes[0]
}

// escape writes text for a query in which + is a plus.
func escape(text string) string { return strings.ReplaceAll(url.QueryEscape(text), "+", "%20") }
