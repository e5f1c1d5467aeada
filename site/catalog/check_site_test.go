package catalog_test

import (
	"fmt"
	"strings"
	"testing"
)

// What site.yaml says of addresses, field by field.
func TestAddresses(t *testing.T) {
	for field, test := range map[string]struct{ fine, wrong []string }{
		"address": {
			[]string{"https://codes.acme.example", "http://localhost:8000", "https://acme.example/codes/"},
			[]string{"ftp://codes.acme.example", "https:/codes", "https://", "//codes.acme.example", "https://me@acme.example", "https://acme.example/?q", "https://acme.example/?q=1", "https://acme.example/#top", "https://[::1", "codes.acme.example"},
		},
		"edit": {
			[]string{"https://git.acme.example/edit/{file}", "http://git.acme.example"},
			[]string{"ftp://git.acme.example", "https:///edit", "https://me@git.acme.example", "https://git.acme.example/a b", "https://git.acme.example/\x1fb", `https://git.acme.example/"b`, "https://git.acme.example/<b>", "https://:80/", "https://a.exam%20ple/", "mailto:me@acme.example"},
		},
		"report": {
			[]string{"https://acme.example/report", "mailto:codes@acme.example"},
			[]string{"mailto:codes", "mailto:", "tel:codes@acme.example", "mailto:codes @acme.example", "mailto:<codes@acme.example>", "codes@acme.example"},
		},
		"security": {
			[]string{"https://acme.example/report", "mailto:security@acme.example"},
			[]string{"http://acme.example/report", "https:report", "https:///report", "mailto:", "mailto://security@acme.example", "security@acme.example", "https://[::1"},
		},
		"host": {
			[]string{"api.acme.example", "api.acme.example:8443", "api.acme.example/v2"},
			[]string{"https://api.acme.example", "api.acme.example//v2", "me@api.acme.example", "api acme.example"},
		},
	} {
		for wrong, texts := range [][]string{test.fine, test.wrong} {
			for _, text := range texts {
				files := valid(t)
				line := fmt.Sprintf("%s: %q\n", field, text)
				switch field {
				case "address", "host":
					before, rest, _ := strings.Cut(string(files["site.yaml"].Data), field+": ")
					_, after, _ := strings.Cut(rest, "\n")
					files["site.yaml"].Data = []byte(before + line + after)
				case "security":
					line = fmt.Sprintf("security: {contact: %q, expires: 2027-11-26}\n", text)
					fallthrough
				default:
					files["site.yaml"].Data = append(files["site.yaml"].Data, line...)
				}
				_, problems := load(t, files)
				if refused := strings.Contains(problems.Error(), "content/site.yaml"); refused != (wrong == 1) {
					t.Errorf("%s %q: refused %t; %v", field, text, refused, problems)
				}
			}
		}
	}
}
