package site

import (
	"os"
	"strings"
	"testing"
)

// netlify.toml sends what headers.go lists, and nothing else.
func TestNetlify(t *testing.T) {
	text, err := os.ReadFile("../netlify.toml")
	if err != nil {
		t.Fatal(err)
	}
	var got, want []string
	section := ""
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "for = ") {
			section = line
			continue
		}
		name, value, ok := strings.Cut(line, " = ")
		if ok && section != "" {
			got = append(got, section+" "+name+": "+strings.Trim(value, `"`))
		}
	}
	for _, h := range Headers(false) {
		want = append(want, `for = "/*" `+h.Name+": "+h.Value)
	}
	want = append(want, `for = "/assets/*" Cache-Control: `+CacheControl("assets/main.css"))
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("netlify.toml has\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, line := range []string{`command = "go run . build -base \"$URL\""`, `publish = "public"`, `GO_VERSION = "1.26.0"`} {
		if !strings.Contains(string(text), line) {
			t.Errorf("netlify.toml lacks %s", line)
		}
	}
}
