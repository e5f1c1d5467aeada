package catalog_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// hostileTexts are made to be repeated: each was chosen to make a reader go
// back, go deep, or compare again and again.
var hostileTexts = []string{
	"{", `{"`, `{"a":`, `{"a":[`, `{"a":"{`, `[{`, `{\"`, `{\\\"a\\\":`, `\`, `"`, `\u`, `{"a" `, `{"{"`, "}", `{"a":1,`, `{"ResponseCode":27},`, `{"ResponseCode":`, "a", "a ", "é", "\u0301", "密", "\n", " ", "\xff",
	"Registration is allowed for people aged ", "aged 18 and ", "Security Alert: ", "Success ", "error ", "error 27 ", "code=", "ResponseCode=27 ", "ResponseCode=x ", "HTTP/1.1 422 ", "status: ", "token=abcdef ", "password: Bearer abcdefgh ",
	"2026-11-26T10:12", "27", "27 ", "-", "' ", `" `, "0123456789abcdef", "Register_Client_Json ", "The new password must be at least 8 characters long ",
}

// Each is answered; the bound guards against a hang, as in load.
// BenchmarkMatch has the times.
func TestMatchHostile(t *testing.T) {
	for _, text := range hostileTexts {
		long := strings.Repeat(text, 1<<17/len(text))
		done := make(chan bool)
		go func() {
			defer close(done)
			hyper().Match(long)
			hyper().Match("{\"ResponseMsgEng\":\"" + long)
		}()
		select {
		case <-done:
		case <-time.After(time.Minute):
			t.Fatalf("%q, repeated, isn't answered", text)
		}
	}
}

func FuzzMatch(f *testing.F) {
	for _, c := range matchCases(f) {
		f.Add([]byte(c.input))
	}
	for _, text := range hostileTexts {
		f.Add([]byte(strings.Repeat(text, 50)))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		a := hyper().Match(string(text))
		for _, m := range a.Matches {
			if (m.Code == nil) == (m.Mention == nil) || m.Why == "" {
				t.Errorf("%q: a match without a code, or with no reason: %+v", text, m)
			}
			for _, v := range m.Values {
				if utf8.RuneCountInString(v.Value) > 2000 || strings.ContainsRune(v.Value, '\n') {
					t.Errorf("%q: %s is %q", text, v.Name, v.Value)
				}
			}
		}
	})
}

func BenchmarkMatch(b *testing.B) {
	type bench struct{ name, text string }
	var hostile []bench
	for _, text := range hostileTexts {
		hostile = append(hostile, bench{fmt.Sprintf("MiB of %q", text), strings.Repeat(text, 1<<20/len(text))})
	}
	for _, bench := range append([]bench{
		{"number", "27"},
		{"word", "autorized"},
		{"message", "Registration is allowed for people aged 18 and over."},
		{"body", `{"ResponseCode":27,"ResponseMsgEng":"Registration is allowed for people aged 18 and over."}`},
		{"MiB of log", strings.Repeat("2026-11-26T10:12:13Z ERROR call failed body={\"ResponseCode\":27,\"ResponseMsgEng\":\"Registration is allowed for people aged 18 and over.\"} ms=213\n", 1<<20/140)},
		{"MiB of prose", strings.Repeat("The quick brown fox jumps over the lazy dog. ", 1<<20/45)},
	}, hostile...) {
		b.Run(bench.name, func(b *testing.B) {
			m := hyper()
			m.Match(bench.text)
			b.SetBytes(int64(len(bench.text)))
			for b.Loop() {
				m.Match(bench.text)
			}
		})
	}
}
