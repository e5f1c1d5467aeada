package serve_test

import (
	"crypto/tls"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Mozilla's HTTP Observatory, as far as it scores headers, over https and
// without cookies: the rules and their points are those of
// github.com/mdn/mdn-http-observatory 1.6.3, src/analyzer/tests and
// src/grader/charts.js. It starts at 100; what is above counts only for who
// loses no more than 10.

type points struct {
	of int
	to string
}

func observatory(h http.Header) (score int, all []points) {
	all = []points{
		contentSecurityPolicy(h),
		referrerPolicy(h),
		strictTransport(h),
		oneOf(h, "X-Content-Type-Options", -5, -5, map[string]int{"nosniff": 0}),
		framing(h),
		oneOf(h, "Cross-Origin-Resource-Policy", 0, -5, map[string]int{"same-origin": 10, "same-site": 10, "cross-origin": 0}),
		oneOf(h, "Cross-Origin-Embedder-Policy", 0, -5, map[string]int{"require-corp": 10, "credentialless": 10, "unsafe-none": 0}),
		oneOf(h, "Cross-Origin-Opener-Policy", 0, -5, map[string]int{"same-origin": 10, "same-origin-allow-popups": 10, "noopener-allow-popups": 10, "unsafe-none": 0}),
	}
	score, lost := 100, 0
	for _, p := range all {
		score += p.of
		lost += min(p.of, 0)
	}
	if 100+lost < 90 {
		score = 100 + lost
	}
	return max(score, 0), all
}

// oneOf scores a header by its value; any other is invalid.
func oneOf(h http.Header, name string, absent, invalid int, values map[string]int) points {
	value, there := strings.ToLower(strings.Join(h.Values(name), ", ")), len(h.Values(name)) > 0
	of, known := values[value]
	switch {
	case !there:
		of = absent
	case !known:
		of = invalid
	}
	return points{of, name + ": " + value}
}

func referrerPolicy(h http.Header) points {
	const name = "Referrer-Policy"
	if h.Get(name) == "" {
		return points{0, "no " + name}
	}
	private := []string{"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
	telling := []string{"origin", "origin-when-cross-origin", "unsafe-url", "no-referrer-when-downgrade"}
	for _, value := range slices.Backward(strings.Split(strings.ToLower(h.Get(name)), ",")) {
		switch value = strings.TrimSpace(value); {
		case slices.Contains(private, value):
			return points{5, name + ": " + value}
		case slices.Contains(telling, value):
			return points{-5, name + ": " + value}
		}
	}
	return points{-5, name + " that nobody knows"}
}

func strictTransport(h http.Header) points {
	const name = "Strict-Transport-Security"
	if strings.Contains(h.Get(name), ",") {
		return points{-20, name + " twice"}
	}
	for part := range strings.SplitSeq(strings.ToLower(h.Get(name)), ";") {
		if age, is := strings.CutPrefix(strings.TrimSpace(part), "max-age="); is {
			seconds, err := strconv.Atoi(age)
			switch {
			case err != nil:
				return points{-20, name + " without a number"}
			case seconds < 15_552_000:
				return points{-10, name + " for less than six months"}
			}
			return points{0, name}
		}
	}
	return points{-20, "no " + name}
}

func framing(h http.Header) points {
	if directives, ok := parsePolicy(h); ok && directives["frame-ancestors"] != nil {
		return points{5, "frame-ancestors"}
	}
	p := oneOf(h, "X-Frame-Options", -20, -20, map[string]int{"deny": 5, "sameorigin": 5})
	return p
}

func parsePolicy(h http.Header) (directives map[string][]string, ok bool) {
	if len(h.Values("Content-Security-Policy")) != 1 {
		return nil, false
	}
	directives = map[string][]string{}
	for entry := range strings.SplitSeq(strings.ToLower(h.Get("Content-Security-Policy")), ";") {
		words := strings.Fields(entry)
		if len(words) == 0 {
			continue
		}
		if directives[words[0]] != nil {
			return nil, false
		}
		directives[words[0]] = words[1:]
		if len(words) == 1 && strings.HasSuffix(words[0], "-src") {
			directives[words[0]] = []string{"'none'"}
		}
	}
	return directives, true
}

func contentSecurityPolicy(h http.Header) points {
	directives, ok := parsePolicy(h)
	if !ok || len(directives) == 0 {
		return points{-25, "no policy, or none that can be read"}
	}
	sources := func(name string) []string {
		for _, name := range []string{name, "default-src"} {
			if list := directives[name]; list != nil {
				return list
			}
		}
		return []string{"*"}
	}
	has := func(list []string, values ...string) bool {
		return slices.ContainsFunc(values, func(v string) bool { return slices.Contains(list, v) })
	}
	broad := []string{"ftp:", "http:", "https:", "*", "http://*", "http://*.*", "https://*", "https://*.*"}
	unsafe := append([]string{"'unsafe-inline'", "data:"}, broad...)
	insecure := func(list []string) bool {
		return slices.ContainsFunc(list, func(s string) bool { return strings.HasPrefix(s, "http:") || strings.HasPrefix(s, "ftp:") })
	}
	var active []string
	for name, list := range directives {
		if name != "img-src" && name != "media-src" {
			active = append(active, list...)
		}
	}
	switch {
	case has(sources("script-src"), unsafe...) || has(sources("object-src"), broad...):
		return points{-20, "scripts from anywhere"}
	case insecure(active):
		return points{-20, "something by http"}
	case has(sources("script-src"), "'unsafe-eval'") || has(sources("style-src"), "'unsafe-eval'"):
		return points{-10, "eval"}
	case insecure(sources("img-src")) || insecure(sources("media-src")):
		return points{-10, "pictures by http"}
	case has(sources("style-src"), unsafe...):
		return points{0, "styles from anywhere"}
	case slices.Equal(directives["default-src"], []string{"'none'"}):
		return points{10, "nothing but what is named"}
	}
	return points{5, "nothing unsafe"}
}

// Every kind of page scores 130 at least, with netlify.toml's headers.
func TestObservatory(t *testing.T) {
	server := netlify(t, "the last one counts")
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	for _, address := range pageTypes {
		response, err := client.Get(server.URL + address)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if score, all := observatory(response.Header); score < 130 {
			t.Errorf("%s scores %d: %v", address, score, all)
		}
		for _, name := range []string{"X-Frame-Options", "Permissions-Policy", "Content-Security-Policy"} {
			if value := response.Header.Get(name); value == "" || strings.Contains(value, "unsafe") {
				t.Errorf("%s: %s is %q", address, name, value)
			}
		}
	}
}

// The scores that the rules give to other headers.
func TestObservatoryRules(t *testing.T) {
	good := map[string]string{
		"Content-Security-Policy": "default-src 'none'; script-src 'self'; frame-ancestors 'none'", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
		"Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
		"Cross-Origin-Embedder-Policy": "require-corp", "Strict-Transport-Security": "max-age=63072000",
	}
	for _, tt := range []struct {
		name, value string
		want        int
	}{
		{"", "", 150},
		{"Content-Security-Policy", "", 75},
		{"Content-Security-Policy", "default-src 'none'; default-src 'none'", 75},
		{"Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'", 145},
		{"Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'", 140},
		{"Content-Security-Policy", "default-src 'none'; script-src 'unsafe-inline'", 80},
		{"Content-Security-Policy", "script-src 'self'", 80}, // objects from anywhere
		{"Content-Security-Policy", "default-src 'none'; script-src 'self' 'unsafe-eval'", 130},
		{"Content-Security-Policy", "default-src 'none'; img-src http://h.example", 130},
		{"Content-Security-Policy", "default-src 'none'; connect-src http://h.example", 80},
		{"X-Content-Type-Options", "", 145},
		{"Referrer-Policy", "unsafe-url", 140},
		{"Referrer-Policy", "no-such, strict-origin, nonsense", 150},
		{"Referrer-Policy", "", 145},
		{"Cross-Origin-Resource-Policy", "cross-origin", 140},
		{"Cross-Origin-Resource-Policy", "same-origin, cross-origin", 135},
		{"Cross-Origin-Embedder-Policy", "", 140},
		{"Cross-Origin-Opener-Policy", "nonsense", 135},
		{"Strict-Transport-Security", "max-age=100", 140},
		{"Strict-Transport-Security", "", 80},
		{"X-Frame-Options", "", 150}, // frame-ancestors serves
	} {
		h := http.Header{}
		for name, value := range good {
			if name == tt.name {
				value = tt.value
			}
			if value != "" {
				h.Set(name, value)
			}
		}
		if got, all := observatory(h); got != tt.want {
			t.Errorf("%s: %q scores %d, want %d: %v", tt.name, tt.value, got, tt.want, all)
		}
	}
	if got, _ := observatory(http.Header{}); got != 30 {
		t.Errorf("no header at all scores %d, want 30", got)
	}
}
