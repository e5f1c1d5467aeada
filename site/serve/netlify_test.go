package serve_test

import (
	"bytes"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/security"

	"responsa/site"
	"responsa/site/catalog"
)

// The published site behind netlify.toml: its headers are read and matched here
// as Netlify's own programs do (github.com/netlify/build, headers-parser, and
// github.com/netlify/primitives, headers).

type netlifyRule struct {
	For    string
	Values map[string]string
}

func netlifyRules(t testing.TB) []netlifyRule {
	t.Helper()
	var config struct{ Headers []netlifyRule }
	if _, err := toml.DecodeFile("../../netlify.toml", &config); err != nil || len(config.Headers) == 0 {
		t.Fatal("no headers", err)
	}
	return config.Headers
}

// matches reports whether a rule is for a path. A part that is a star takes
// everything and may be absent, one that begins with a colon takes a part, and
// a star within a part takes everything; case and a last slash don't count.
func (rule netlifyRule) matches(path string) bool {
	var parts []string
	for part := range strings.SplitSeq(rule.For, "/") {
		switch {
		case part == "":
		case strings.HasPrefix(part, ":"):
			parts = append(parts, "([^/]+)")
		case part == "*":
			parts = append(parts, "?(.*)")
		default:
			parts = append(parts, strings.ReplaceAll(regexp.QuoteMeta(part), `\*`, "(.*)"))
		}
	}
	return regexp.MustCompile("(?i)^/" + strings.Join(parts, "/") + "/?$").MatchString(path)
}

// When rules give a path one header twice, Netlify's programs take the last.
// Its documentation doesn't say so, hence the other two.
var readings = map[string]func(before []string, value string) []string{
	"the last one counts":  func(_ []string, value string) []string { return []string{value} },
	"the first one counts": func(before []string, value string) []string { return append(before, value)[:1] },
	"both are sent":        func(before []string, value string) []string { return append(before, value) },
}

func netlifyHeaders(rules []netlifyRule, path, reading string) http.Header {
	h := http.Header{}
	for _, rule := range rules {
		if rule.matches(path) {
			for name, value := range rule.Values {
				name = http.CanonicalHeaderKey(name)
				h[name] = readings[reading](h[name], value)
			}
		}
	}
	return h
}

var published = sync.OnceValues(func() (site.Files, error) {
	c, _ := catalog.Load(os.DirFS("../../content"), "content")
	return site.Build(c, site.Options{Static: os.DirFS("../../static")})
})

// netlify serves the published site by TLS, with the headers of netlify.toml.
func netlify(t testing.TB, reading string) *httptest.Server {
	t.Helper()
	files, err := published()
	if err != nil {
		t.Fatal(err)
	}
	rules := netlifyRules(t)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, status := strings.TrimPrefix(r.URL.Path, "/"), http.StatusOK
		if name == "" || strings.HasSuffix(name, "/") {
			name += "index.html"
		}
		f, ok := files.Get(name)
		if !ok {
			f, _ = files.Get("404.html")
			status = http.StatusNotFound
		}
		var b bytes.Buffer
		if err := f.Render(&b); err != nil {
			t.Error(err)
		}
		w.Header().Set("Content-Type", site.ContentType(f.Path))
		for name, values := range netlifyHeaders(rules, r.URL.Path, reading) {
			w.Header()[name] = values
		}
		w.WriteHeader(status)
		_, _ = w.Write(b.Bytes())
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // Chromium tries the certificate first
	server.StartTLS()
	t.Cleanup(server.Close)
	return server
}

// Every path gets from netlify.toml what site.Headers says, and however two
// values of a header are read, pages keep theirs and data stay readable.
func TestNetlifyHeaders(t *testing.T) {
	files, err := published()
	if err != nil {
		t.Fatal(err)
	}
	rules := netlifyRules(t)
	paths := []string{"/nothing", "/codes/x.json", "/codes/x.md", "/catalog.json", "/catalog.schema.json", "/catalog.csv", "/openapi.json", "/llms.txt", "/llms-full.txt", "/feed.atom", "/sdk/python/x.py"}
	for _, f := range files {
		paths = append(paths, "/"+strings.TrimSuffix(f.Path, "index.html"))
	}
	shared := 0
	for _, path := range paths {
		want := http.Header{}
		for _, h := range site.Headers(path, false) {
			want.Set(h.Name, h.Value)
		}
		for reading := range readings {
			got := netlifyHeaders(rules, path, reading)
			if got.Get("Access-Control-Allow-Origin") == "*" && reading != "the last one counts" {
				shared++
				got.Set("Cross-Origin-Resource-Policy", "cross-origin")
			}
			if len(got) != len(want) {
				t.Errorf("%s, %s: %d headers, want %d", path, reading, len(got), len(want))
			}
			for name, values := range want {
				if !slices.Equal(got[name], values) {
					t.Errorf("%s, %s: %s is %q, want %q", path, reading, name, got[name], values)
				}
			}
		}
		page := strings.HasSuffix(path, "/") || strings.HasSuffix(path, ".html")
		if page && (want.Get("Access-Control-Allow-Origin") != "" || want.Get("Content-Type") != "") {
			t.Errorf("%s: a page has the headers of data: %v", path, want)
		}
		if kind := want.Get("Content-Type"); kind != "" && kind != site.ContentType(path[1:]) {
			t.Errorf("%s: it is sent as %s, but is %s", path, kind, site.ContentType(path[1:]))
		}
	}
	if shared < 20 {
		t.Errorf("%d answers are open to other sites, want more", shared)
	}
}

// Each kind of page in Chromium behind the headers of netlify.toml: nothing is
// refused, and the manifest is one that can be installed.
func TestPublishedInChromium(t *testing.T) {
	t.Parallel()
	server := netlify(t, "the last one counts")
	p := newTab(t, tabOptions{})
	call(p, security.SetIgnoreCertificateErrors, security.SetIgnoreCertificateErrorsParams{Ignore: true})
	for _, address := range pageTypes {
		p.open(server.URL + address)
		if policy := eval[string](p, `fetch(location.href).then(r => r.headers.get("content-security-policy"))`); !strings.HasSuffix(policy, "; upgrade-insecure-requests") {
			t.Errorf("%s: the policy is %q", address, policy)
		}
		p.clean("status 404")
	}
	p.open(server.URL + "/codes/27/")
	m := call(p, page.GetAppManifest, page.GetAppManifestParams{})
	if len(m.Errors) > 0 || m.URL != server.URL+"/manifest.webmanifest" {
		t.Errorf("the manifest %s: %v", m.URL, m.Errors)
	}
	for _, e := range call(p, page.GetInstallabilityErrors, cdp.Empty{}).InstallabilityErrors {
		if e.ErrorID != "in-incognito" { // a test's tab is
			t.Errorf("not to be installed: %s %v", e.ErrorID, e.ErrorArguments)
		}
	}
	p.clean()
}

// A page of another site may read data and show the picture, and nothing else.
func TestOtherSitesReadData(t *testing.T) {
	t.Parallel()
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte("<!doctype html><title>elsewhere</title>"))
	}))
	defer elsewhere.Close()
	for reading := range readings {
		t.Run(reading, func(t *testing.T) {
			server := netlify(t, reading)
			p := newTab(t, tabOptions{})
			call(p, security.SetIgnoreCertificateErrors, security.SetIgnoreCertificateErrorsParams{Ignore: true})
			p.open(elsewhere.URL)
			read := func(path string) string {
				return eval[string](p, `fetch(`+quote(server.URL+path)+`).then(r => r.blob()).then(b => b.type, () => "refused")`)
			}
			for path, want := range map[string]string{"/card.png": "image/png", "/search.json": "refused", "/": "refused", "/codes/27/": "refused", "/nothing": "refused", "/assets/x.js": "refused"} {
				if got := read(path); got != want {
					t.Errorf("%s: %s, want %s", path, got, want)
				}
			}
			for path, want := range map[string]bool{"/card.png": reading != "the first one counts", iconAddress(t): false} {
				shown := eval[bool](p, `new Promise(done => { const i = new Image(); i.onload = () => done(true); i.onerror = () => done(false); i.src = `+quote(server.URL+path)+` })`)
				if shown != want {
					t.Errorf("%s as a picture: %v, want %v", path, shown, want)
				}
			}
		})
	}
}

// iconAddress is the address of the icon.
func iconAddress(t testing.TB) string {
	t.Helper()
	files, err := published()
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(files, func(f site.File) bool { return strings.HasPrefix(f.Path, "assets/favicon.") })
	return "/" + files[i].Path
}
