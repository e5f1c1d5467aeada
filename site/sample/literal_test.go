package sample

import (
	"encoding/json"
	"io"
	"strings"
	"testing"

	"responsa/site/catalog"
)

// A body is taken apart as encoding/json does it.
func FuzzRead(f *testing.F) {
	for _, body := range []string{
		`{}`, `{"a":1}`, ` { "a" : [ ] , "b" : { } } `, `{"a":[1,-2.5e+7,true,false,null,"x",{"y":[[]]}]}`, "{\n  \"a\": 0\n}",
		`{"":"\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00","\\":"\\\\"}`, `{"é":"{[\"]},:"}`, `{"a":"\ud83d"}`, `{"a":12345678901234567890123}`,
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		if !json.Valid([]byte(body)) || !strings.HasPrefix(strings.TrimSpace(body), "{") || strings.ToValidUTF8(body, "") != body {
			return // no catalog holds it
		}
		d := json.NewDecoder(strings.NewReader(body))
		d.UseNumber()
		for _, got := range read(catalog.Object(body)) {
			token, err := d.Token()
			var want value
			switch token := token.(type) {
			case json.Delim:
				want.first = byte(token)
			case string:
				want = value{'"', token}
			case json.Number:
				want = value{token[0], token.String()}
			case bool:
				want = value{'f', "false"}
				if token {
					want = value{'t', "true"}
				}
			case nil:
				want = value{'n', "null"}
			}
			if err != nil || got != want {
				t.Fatalf("%s: %q, want %q, %v", body, got, want, err)
			}
		}
		if _, err := d.Token(); err != io.EOF {
			t.Errorf("%s isn't read to its end", body)
		}
	})
}
