package serve_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"
)

// A value comes out of the JSON as it went into the address.
func FuzzMockValue(f *testing.F) {
	for _, value := range []string{"", "18", `"`, `\`, `"},{"`, "\r\n", "\x00", "\xff", "é", "😀", "\u2028", "\ufeff", "+ %20", "[Minimum Age]", "a=b&c=d;e#f", "</script>"} {
		f.Add(value)
	}
	h := handler(f, content())
	f.Fuzz(func(t *testing.T, value string) {
		query := "Minimum%20Age=" + strings.ReplaceAll(url.QueryEscape(value), "+", "%20")
		w := answered(h, "GET", "/mock/27?"+query)
		want := http.StatusUnprocessableEntity
		switch {
		case len("/mock/27")+len(query) > 16<<10:
			want = http.StatusRequestURITooLong
		case !utf8.ValidString(value):
			want = http.StatusBadRequest
		}
		var got map[string]any
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != want {
			t.Fatalf("%q: %v, %d, want %d\n%s", value, err, w.Code, want, w.Body)
		}
		if message := "Registration is allowed for people aged " + value + " and over."; want == http.StatusUnprocessableEntity && (len(got) != 2 || got["ResponseMsgEng"] != message) {
			t.Errorf("%q became %q", value, got)
		}
	})
}

// Whatever is asked, the mock answers with JSON and its own headers.
func FuzzMockQuery(f *testing.F) {
	for _, address := range []string{
		"27?Minimum%20Age=1", "sequence/10,0?id=a&reset=1", "random?class=5xx&seed=7", "call/x?legacy=1", "?", "27?%", "27?&=&", "27?%5B%5D=", "27?[=]", "..", "%2e", "sequence/,",
		"27?delay=0s", "random?seed", "\"27\"", "27?legacy=1&legacy=1", "call/alive_check?%ff",
	} {
		f.Add(address)
	}
	h := handler(f, content())
	f.Fuzz(func(t *testing.T, address string) {
		target := "/mock/" + address
		u, err := url.ParseRequestURI(target)
		if err != nil || strings.ContainsAny(target, " \r\n") || strings.Contains(u.RawQuery, "delay") {
			t.Skip("no client can send it, or it takes its time")
		}
		r, err := http.NewRequest("GET", "http://localhost"+target, http.NoBody)
		if err != nil {
			t.Skip(err)
		}
		w := respond(h, r)
		if w.Code < 200 || w.Header().Get("Content-Type") != "application/json" || !json.Valid(w.Body.Bytes()) {
			t.Errorf("%s: %d %s\n%s", target, w.Code, w.Header().Get("Content-Type"), w.Body)
		}
	})
}
