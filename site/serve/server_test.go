package serve_test

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"responsa/site"
	"responsa/site/serve"
)

func TestRequests(t *testing.T) {
	server := serve.New(newSources(t).source(), io.Discard)
	server.Rebuild()
	handler := server.Handler()
	const page, text = "text/html; charset=utf-8", "text/plain; charset=utf-8"
	cross := func(mode string) http.Header {
		return http.Header{"Sec-Fetch-Site": {"cross-site"}, "Sec-Fetch-Mode": {mode}}
	}
	for _, test := range []struct {
		method, target, host string
		header               http.Header
		status               int
		kind, location, body string
	}{
		{target: "/", status: 200, kind: page, body: "<h1"},
		{target: "/?q=27", status: 200, kind: page, body: "<h1"},
		{target: "/index.html", status: 200, kind: page},
		{target: "/codes/27/", status: 200, kind: page, body: "27"},
		{target: "/codes/%32%37/", status: 200, kind: page, body: "27"},
		{target: "/codes/27", status: 301, kind: text, location: "/codes/27/"},
		{target: "/codes/27?a=1&b=%2F%20", status: 301, kind: text, location: "/codes/27/?a=1&b=%2F%20"},
		{target: "/http", status: 301, kind: text, location: "/http/"},
		{method: "HEAD", target: "/codes", status: 301, kind: text, location: "/codes/"},
		{target: "/sdk/typescript/response-codes.ts", status: 200, kind: text, body: "BelowMinimumAge: 27,"},
		{target: "/sdk/php/ResponseCode.php", status: 200, kind: text, body: "<?php"},

		{target: "/nothing", status: 404, kind: page, body: "<h1"},
		{target: "/codes/27/nothing/", status: 404, kind: page},
		{target: "/codes/27/index.html/", status: 404, kind: page},
		{target: "/CODES/27/", status: 404, kind: page},
		{target: "/assets/", status: 404, kind: page}, // no directory is listed
		{target: "/assets", status: 404, kind: page},
		{target: "/-/events", status: 404, kind: page}, // nothing is watched
		{target: "/-/reload.js", status: 404, kind: page},
		{target: "/..", status: 404, kind: page},
		{target: "/../site.yaml", status: 404, kind: page},
		{target: "/codes/../codes/27/", status: 404, kind: page},
		{target: "/codes/./27/", status: 404, kind: page},
		{target: "/%2e%2e/%2e%2e/etc/passwd", status: 404, kind: page},
		{target: "/..%2f..%2fetc%2fpasswd", status: 404, kind: page},
		{target: "/%252e%252e/etc/passwd", status: 404, kind: page},
		{target: "//codes/27/", status: 404, kind: page},
		{target: "//evil.example/codes", status: 404, kind: page},
		{target: "/codes//27/", status: 404, kind: page},
		{target: "/codes/27//", status: 404, kind: page},
		{target: `/codes\27\`, status: 404, kind: page},
		{target: "/..%5c..%5cwindows", status: 404, kind: page},
		{target: "/codes/27%00/", status: 404, kind: page},
		{target: "/%00", status: 404, kind: page},
		{target: "/codes/27/%0d%0aX-Bad:%201", status: 404, kind: page},
		{target: "/C:/windows", status: 404, kind: page},

		{method: "POST", target: "/", status: 405, kind: text},
		{method: "PUT", target: "/codes/27/", status: 405, kind: text},
		{method: "DELETE", target: "/nothing", status: 405, kind: text},
		{method: "OPTIONS", target: "*", status: 405, kind: text},
		{method: "TRACE", target: "/", status: 405, kind: text},

		{target: "/", host: "localhost:8080", status: 200, kind: page},
		{target: "/", host: "LOCALHOST", status: 200, kind: page},
		{target: "/", host: "127.0.0.1", status: 200, kind: page},
		{target: "/", host: "[::1]", status: 200, kind: page},
		{target: "/", host: "[::1]:80", status: 200, kind: page},
		{target: "/", host: "[0:0:0:0:0:0:0:1]:80", status: 200, kind: page},
		{target: "/", host: "evil.example", status: 421, kind: text},
		{target: "/", host: "localhost.evil.example:8080", status: 421, kind: text},
		{target: "/", host: "localhost:8080.evil.example", status: 421, kind: text},
		{target: "/", host: "127.0.0.1.nip.io", status: 421, kind: text},
		{target: "/", host: "user@localhost", status: 421, kind: text},
		{target: "/", host: "192.168.0.7", status: 421, kind: text},
		{target: "/", host: "none", status: 421, kind: text},
		{target: "http://evil.example/", host: "evil.example", status: 421, kind: text},
		{method: "POST", target: "/", host: "evil.example", status: 421, kind: text},

		{target: "/", header: cross("no-cors"), status: 403, kind: text},
		{target: "/", header: cross("cors"), status: 403, kind: text},
		{target: "/", header: cross("websocket"), status: 403, kind: text},
		{target: "/", header: cross(""), status: 403, kind: text},
		{target: "/", header: cross("navigate"), status: 200, kind: page},
		{target: "/", header: http.Header{"Sec-Fetch-Site": {"same-origin"}, "Sec-Fetch-Mode": {"cors"}}, status: 200, kind: page},
		{target: "/", header: http.Header{"Sec-Fetch-Site": {"none"}, "Sec-Fetch-Mode": {"navigate"}}, status: 200, kind: page},
	} {
		r := httptest.NewRequest(or(test.method, "GET"), test.target, nil)
		r.Host = or(test.host, "127.0.0.1:8080")
		if test.host == "none" {
			r.Host = ""
		}
		if test.header != nil {
			r.Header = test.header
		}
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		name := r.Method + " " + test.target + " " + test.host
		if w.Code != test.status || w.Header().Get("Content-Type") != test.kind {
			t.Errorf("%s: %d %s, want %d %s", name, w.Code, w.Header().Get("Content-Type"), test.status, test.kind)
		}
		if got := w.Header().Get("Location"); got != test.location {
			t.Errorf("%s: location %q, want %q", name, got, test.location)
		}
		if !strings.Contains(w.Body.String(), test.body) {
			t.Errorf("%s: no %q in\n%s", name, test.body, w.Body)
		}
		if got := w.Header().Get("Allow"); (got == "GET, HEAD") != (test.status == 405) {
			t.Errorf("%s: allow %q", name, got)
		}
		if got := w.Header().Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s: cache-control %q", name, got)
		}
		for _, h := range site.Headers("/"+strings.TrimPrefix(r.URL.Path, "/"), true) {
			if got := w.Header().Get(h.Name); got != h.Value && h.Name != "Content-Type" && h.Name != "Cache-Control" {
				t.Errorf("%s: %s is %q, want %q", name, h.Name, got, h.Value)
			}
		}
		if strings.Contains(w.Body.String(), "/-/") {
			t.Errorf("%s: live reload, but nothing is watched", name)
		}
	}
}

// A link of a page leads to an asset, which may be kept; search data may not.
func TestAssets(t *testing.T) {
	server := serve.New(newSources(t).source(), io.Discard)
	server.Rebuild()
	h := httptest.NewServer(server.Handler())
	defer h.Close()
	p := &preview{t: t, url: h.URL}
	_, page := p.get("/")
	links := regexp.MustCompile(`"(/assets/[^"]+\.(js|css|svg))"`).FindAllStringSubmatch(page, -1)
	kinds := map[string]string{"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8", "svg": "image/svg+xml; charset=utf-8"}
	seen := map[string]bool{}
	for _, link := range links {
		response, err := http.Head(h.URL + link[1])
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if got := response.Header.Get("Content-Type"); response.StatusCode != 200 || got != kinds[link[2]] {
			t.Errorf("%s: %s %s", link[1], response.Status, got)
		}
		if got := response.Header.Get("Cache-Control"); got != site.CacheControl("assets/") {
			t.Errorf("%s: cache-control %q", link[1], got)
		}
		seen[link[2]] = true
	}
	if len(seen) != len(kinds) {
		t.Errorf("the page names %v", links)
	}
}

// What a server does with files that no build gives.
func TestShow(t *testing.T) {
	text := func(text string) func(io.Writer) error {
		return func(w io.Writer) error { _, err := io.WriteString(w, text); return err }
	}
	var log bytes.Buffer
	server := serve.New(serve.Source{Watch: []string{"."}}, &log)
	server.Show(site.Files{
		{Path: "bad.html", Render: func(w io.Writer) error {
			io.WriteString(w, "half a page")
			return errors.New("no <ink>")
		}},
		{Path: "card.png", Render: text("\x89PNG")},
		{Path: "data.json", Render: text("{}")},
		{Path: "feed.atom", Render: text("<feed/>")},
		{Path: "headless.html", Render: text("<p>")},
		{Path: "manifest.webmanifest", Render: text("{}")},
		{Path: "note.md", Render: text("# é")},
		{Path: "opensearch.xml", Render: text("<x/>")},
		{Path: "page.html", Render: text("<head></head><p>")},
		{Path: "robots.txt", Render: text("</head>")},
		{Path: "sdk/film.ts", Render: text("export {}")},
		{Path: "sitemap.xml", Render: text("<x/>")},
		{Path: "x.strange", Render: text("x")},
	})
	for _, test := range []struct {
		target string
		status int
		kind   string
		body   string
	}{
		{"/bad.html", 500, "text/plain; charset=utf-8", "bad.html: no <ink>\n"},
		{"/card.png", 200, "image/png", "\x89PNG"},
		{"/data.json", 200, "application/json; charset=utf-8", "{}"},
		{"/feed.atom", 200, "application/atom+xml; charset=utf-8", "<feed/>"},
		{"/manifest.webmanifest", 200, "application/manifest+json; charset=utf-8", "{}"},
		{"/opensearch.xml", 200, "application/opensearchdescription+xml; charset=utf-8", "<x/>"},
		{"/sdk/film.ts", 200, "text/plain; charset=utf-8", "export {}"},
		{"/sdk/none.ts", 404, "text/plain; charset=utf-8", "not found\n"},
		{"/headless.html", 200, "text/html; charset=utf-8", "<p>"},
		{"/note.md", 200, "text/markdown; charset=utf-8", "# é"},
		{"/page.html", 200, "text/html; charset=utf-8", `<head><meta name="build" content="test-1"><link rel="stylesheet" href="/-/reload.css"><script src="/-/reload.js" defer></script></head><p>`},
		{"/robots.txt", 200, "text/plain; charset=utf-8", "</head>"},
		{"/sitemap.xml", 200, "application/xml; charset=utf-8", "<x/>"},
		{"/x.strange", 200, "application/octet-stream", "x"},
		{"/none", 404, "text/plain; charset=utf-8", "not found\n"},
		{"/-/none", 404, "text/plain; charset=utf-8", "not found\n"},
	} {
		r := httptest.NewRequest("GET", test.target, nil)
		r.Host = "localhost"
		w := httptest.NewRecorder()
		server.Handler().ServeHTTP(w, r)
		if w.Code != test.status || w.Header().Get("Content-Type") != test.kind || w.Body.String() != test.body {
			t.Errorf("%s: %d %s %q", test.target, w.Code, w.Header().Get("Content-Type"), w.Body)
		}
		for _, h := range site.Headers(test.target, true) {
			if got := w.Header().Get(h.Name); h.Name != "Content-Type" && got != h.Value {
				t.Errorf("%s: %s is %q, want %q", test.target, h.Name, got, h.Value)
			}
		}
	}
	if log.String() != "bad.html: no <ink>\n" {
		t.Errorf("logged %q", &log)
	}
}

func TestCannotWatch(t *testing.T) {
	s := newSources(t)
	p := start(t, s.source(s.content, filepath.Join(s.static, "none")))
	if status, body := p.get("/"); status != 200 || strings.Contains(body, "/-/") {
		t.Errorf("%d\n%s", status, body)
	}
}

func TestPortTaken(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	addr := listener.Addr().String()
	err = serve.Run(t.Context(), serve.Options{Addr: addr, Log: io.Discard})
	want := "cannot listen on " + addr + ": address already in use\n\thint: choose another address, as in -addr 127.0.0.1:8081"
	if err == nil || err.Error() != want || !errors.Is(err, syscall.EADDRINUSE) {
		t.Errorf("%v, want %s", err, want)
	}
	for _, addr := range []string{"8080", "127.0.0.1:99999", "127.0.0.1:x"} {
		if err := serve.Run(t.Context(), serve.Options{Addr: addr}); err == nil || !strings.HasPrefix(err.Error(), "cannot listen on "+addr+": ") {
			t.Errorf("%s: %v", addr, err)
		}
	}
}

// The host of -addr is one to answer to; its absolute links name it.
func TestAddr(t *testing.T) {
	p := startAs(t, serve.Run, newSources(t).source(), "127.0.0.2:0")
	if !strings.HasPrefix(p.url, "http://127.0.0.2:") {
		t.Errorf("the address is %s", p.url)
	}
	p.has("/codes/27/", 200, `<link rel="canonical" href="`+p.url+`/codes/27/"`)

	p = startAs(t, serve.Run, newSources(t).source(), ":0")
	if !strings.HasPrefix(p.url, "http://localhost:") {
		t.Errorf("the address is %s", p.url)
	}
	p.has("/", 200, "<h1")
}

func TestShutdown(t *testing.T) {
	p := start(t, newSources(t).all())
	events := p.listen()
	events.wait("ready")
	begin := time.Now()
	if err := p.stop(); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(begin); took > 2*time.Second {
		t.Errorf("it took %v with an open stream", took)
	}
	for range events.events { // until it is closed
	}
	if _, err := http.Get(p.url); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("after the end: %v", err)
	}
}

// A client that doesn't finish its request is given up; an event stream is not.
func TestSlowClients(t *testing.T) {
	p := startAs(t, serve.RunQuickly, newSources(t).all(), "127.0.0.1:0")
	events := p.listen()
	for _, part := range []string{"", "GET / HTTP/1.1\r\nHost: localh"} {
		c, err := net.Dial("tcp", strings.TrimPrefix(p.url, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		c.SetDeadline(time.Now().Add(patience))
		io.WriteString(c, part)
		if _, err := io.ReadAll(c); err != nil {
			t.Errorf("after %q: %v, want it closed", part, err)
		}
	}
	events.wait("ready")
	events.wait(":") // comes after every limit of a request
	events.wait(":")
}

// More headers than any browser sends are refused unread.
func TestLongHeaders(t *testing.T) {
	p := start(t, newSources(t).source())
	long := strings.Repeat("x", 40<<10)
	for what, request := range map[string]string{
		"one header":   "GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + long + "\r\n\r\n",
		"many headers": "GET / HTTP/1.1\r\nHost: localhost\r\n" + strings.Repeat("X-Short: 12345\r\n", 40<<10/16) + "\r\n",
		"the address":  "GET /" + long + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
		"no end":       "GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + long,
	} {
		c, err := net.Dial("tcp", strings.TrimPrefix(p.url, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		c.SetDeadline(time.Now().Add(patience))
		io.WriteString(c, request)
		status, err := bufio.NewReader(c).ReadString('\n')
		if err != nil || !strings.HasPrefix(status, "HTTP/1.1 431 ") {
			t.Errorf("40 KiB in %s: %q, %v", what, status, err)
		}
	}
	p.has("/codes/27/", 200, "<h1")
}

// A thousand clients that say nothing, half of something, or listen for
// changes don't keep the others waiting, nor the end.
func TestThousandConnections(t *testing.T) {
	p := start(t, newSources(t).all())
	for i := range 1000 {
		c, err := net.Dial("tcp", strings.TrimPrefix(p.url, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		io.WriteString(c, []string{"", "GET / HT", "GET /codes/27/ HTTP/1.1\r\nHost: localhost\r\n\r\n", "GET /-/events HTTP/1.1\r\nHost: localhost\r\n\r\n"}[i%4])
	}
	p.has("/codes/27/", 200, "<h1")
	p.listen().wait("ready")
	if err := p.stop(); err != nil {
		t.Error(err)
	}
}
