package serve_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"responsa/site"
	"responsa/site/serve"
)

// patience is how long a test waits for what must come.
const patience = 20 * time.Second

// sources are a copy of content/ and static/ that a test may change.
type sources struct {
	t               testing.TB
	content, static string
}

func newSources(t testing.TB) sources {
	t.Helper()
	dir := t.TempDir()
	s := sources{t, filepath.Join(dir, "content"), filepath.Join(dir, "static")}
	for to, from := range map[string]string{s.content: "../../content", s.static: "../../static"} {
		if err := os.CopyFS(to, os.DirFS(from)); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func (s sources) source(watch ...string) serve.Source {
	return serve.Source{Content: os.DirFS(s.content), Static: os.DirFS(s.static), Root: "content", Watch: watch}
}

func (s sources) all() serve.Source { return s.source(s.content, s.static) }

func (s sources) read(name string) string {
	s.t.Helper()
	text, err := os.ReadFile(filepath.Join(s.content, name))
	if err != nil {
		s.t.Fatal(err)
	}
	return string(text)
}

func (s sources) write(name, text string) {
	s.t.Helper()
	name = filepath.Join(s.content, name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644)); err != nil {
		s.t.Fatal(err)
	}
}

// replace saves as careful editors do: a new file, renamed over the old one.
func (s sources) replace(name, text string) {
	s.t.Helper()
	s.write(name+"~", text)
	if err := os.Rename(filepath.Join(s.content, name+"~"), filepath.Join(s.content, name)); err != nil {
		s.t.Fatal(err)
	}
}

// retitled is a code's file with another title.
func retitled(file, title string) string {
	return regexp.MustCompile(`(?m)^title: .*$`).ReplaceAllString(file, "title: "+title)
}

// preview is a running Run.
type preview struct {
	t    testing.TB
	url  string      // without a slash at the end
	log  chan string // its lines
	stop func() error
}

type runFunc = func(context.Context, serve.Options) error

func start(t testing.TB, source serve.Source) *preview {
	return startAs(t, serve.Run, source, "127.0.0.1:0")
}

func startAs(t testing.TB, run runFunc, source serve.Source, addr string) *preview {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	reader, writer := io.Pipe()
	p := &preview{t: t, log: make(chan string, 1000)}
	ended := make(chan error, 1)
	go func() {
		err := run(ctx, serve.Options{Addr: addr, Source: source, Log: writer})
		writer.Close()
		ended <- err
	}()
	go func() {
		for lines := bufio.NewScanner(reader); lines.Scan(); {
			p.log <- lines.Text()
		}
		close(p.log)
	}()
	p.stop = func() error {
		cancel()
		select {
		case err := <-ended:
			ended <- err // for the cleanup
			return err
		case <-time.After(patience):
			return errors.New("the server does not end")
		}
	}
	t.Cleanup(func() {
		if err := p.stop(); err != nil {
			t.Error(err)
		}
	})
	line := p.logged("serving ")
	p.url = strings.TrimSuffix(strings.Fields(line)[1], "/")
	return p
}

// logged waits for a line that holds the text.
func (p *preview) logged(text string) string {
	p.t.Helper()
	var before []string
	for late := time.After(patience); ; {
		select {
		case line, open := <-p.log:
			if strings.Contains(line, text) {
				return line
			}
			if before = append(before, line); !open {
				p.t.Fatalf("the log ended without %q:\n%s", text, strings.Join(before, "\n"))
			}
		case <-late:
			p.t.Fatalf("%q was never logged, but\n%s", text, strings.Join(before, "\n"))
		}
	}
}

func (p *preview) get(path string) (status int, body string) {
	p.t.Helper()
	response, err := http.Get(p.url + path)
	if err != nil {
		p.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

func (p *preview) has(path string, status int, text string) {
	p.t.Helper()
	if got, body := p.get(path); got != status || !strings.Contains(body, text) {
		p.t.Errorf("%s: %d, want %d and %q in\n%s", path, got, status, text, body)
	}
}

// event is one server-sent event; a comment has the name ":".
type event struct{ name, data string }

// stream is an open event stream. It is closed when the server ends it.
type stream struct {
	t      testing.TB
	events chan event
}

func (p *preview) listen() *stream {
	p.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	p.t.Cleanup(cancel)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.url+"/-/events", nil)
	if err != nil {
		p.t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		p.t.Fatal(err)
	}
	if kind := response.Header.Get("Content-Type"); response.StatusCode != http.StatusOK || kind != "text/event-stream" {
		p.t.Fatalf("/-/events: %s %s", response.Status, kind)
	}
	s := &stream{p.t, make(chan event, 1000)}
	go func() {
		defer close(s.events)
		defer response.Body.Close()
		var e event
		for lines := bufio.NewScanner(response.Body); lines.Scan(); {
			field, value, _ := strings.Cut(lines.Text(), ": ")
			switch {
			case lines.Text() == "":
				s.events <- e
				e = event{}
			case field == "":
				e.name = ":"
			case field == "event":
				e.name = value
			case field == "data":
				e.data = value
			}
		}
	}()
	return s
}

// wait returns the data of the next event of that name.
func (s *stream) wait(name string) string {
	s.t.Helper()
	var others []event
	for late := time.After(patience); ; { // heartbeats don't count
		select {
		case e, open := <-s.events:
			if !open {
				s.t.Fatalf("the stream ended without %q, after %v", name, others)
			}
			if e.name == name {
				return e.data
			}
			others = append(others, e)
		case <-late:
			s.t.Fatalf("no event %q, but %v", name, others)
		}
	}
}

// mistakes waits for problems, and returns them.
func (s *stream) mistakes() []string {
	s.t.Helper()
	var list []string
	if err := json.Unmarshal([]byte(s.wait("problems")), &list); err != nil {
		s.t.Fatal(err)
	}
	return list
}

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

func TestLiveReload(t *testing.T) {
	s := newSources(t)
	p := start(t, s.all())
	p.has("/codes/27/", 200, `<script src="/-/reload.js" defer></script>`)
	p.has("/codes/27/", 200, `<link rel="stylesheet" href="/-/reload.css">`)
	p.has("/nothing", 404, "/-/reload.js")
	p.has("/-/reload.js", 200, "use strict")
	p.has("/-/reload.css", 200, "#reload")
	events := p.listen()
	first := events.wait("ready")
	p.has("/", 200, `<meta name="build" content="`+first+`">`)
	good := s.read("codes/27.md")

	s.write("codes/27.md", retitled(good, "Changed by hand"))
	second := events.wait("reload")
	p.logged("rebuilt in ")
	p.has("/codes/27/", 200, "Changed by hand")
	if second == first {
		t.Error("two builds have one name")
	}

	s.replace("codes/27.md", strings.Replace(good, "\ntitle:", "\ntitel:", 1))
	mistakes := events.mistakes()
	if !slices.ContainsFunc(mistakes, func(m string) bool {
		return strings.HasPrefix(m, "content/codes/27.md:") && strings.Contains(m, `"titel"`) && strings.Contains(m, "\n\thint: ")
	}) {
		t.Errorf("the mistakes are %q", mistakes)
	}
	p.logged(`"titel"`)
	p.logged("the last good site stays up")
	p.has("/codes/27/", 200, "Changed by hand")
	if late := p.listen().mistakes(); !slices.Equal(late, mistakes) {
		t.Errorf("who comes later hears of %q", late)
	}

	s.replace("codes/27.md", retitled(good, "Mended by a rename"))
	events.wait("reload")
	p.has("/codes/27/", 200, "Mended by a rename")
	s.replace("codes/27.md", retitled(good, "Renamed once more"))
	events.wait("reload")
	p.has("/codes/27/", 200, "Renamed once more")

	if err := os.WriteFile(filepath.Join(s.static, "main.css"), []byte("p { color: "), 0o644); err != nil {
		t.Fatal(err)
	}
	if mistakes := events.mistakes(); len(mistakes) != 1 || !strings.Contains(mistakes[0], "main.css") {
		t.Errorf("the mistakes are %q", mistakes)
	}
}

// A directory that comes, or goes and comes back, is watched with all in it.
// What the site isn't made of reloads no page.
func TestNewDirectories(t *testing.T) {
	s := newSources(t)
	p := start(t, s.all())
	events := p.listen()
	events.wait("ready")
	s.write("new/deep/er/note.txt", "1")
	p.logged("nothing has changed")
	s.write("new/deep/er/note.txt", "2")
	p.logged("nothing has changed")

	// A renamed directory keeps what it holds, but not its watch.
	deep := filepath.Join(s.content, "new", "deep")
	if err := os.Rename(deep, deep+"er"); err != nil {
		t.Fatal(err)
	}
	p.logged("nothing has changed")
	s.write("new/deeper/er/more/note.txt", "3")
	p.logged("nothing has changed")
	s.write("new/deeper/er/more/note.txt", "4")
	p.logged("nothing has changed")

	guides := filepath.Join(s.content, "guides")
	if err := os.Rename(guides, guides+".away"); err != nil {
		t.Fatal(err)
	}
	events.mistakes() // pages link to guides
	if err := os.Rename(guides+".away", guides); err != nil {
		t.Fatal(err)
	}
	events.wait("reload")
	names, err := filepath.Glob(filepath.Join(guides, "*.md"))
	if err != nil || len(names) == 0 {
		t.Fatal("no guides", err)
	}
	if err := os.WriteFile(names[0], nil, 0o644); err != nil {
		t.Fatal(err)
	}
	events.mistakes()
}

// Editors' own files cause no rebuild. That nothing happens is shown by what
// happens next: one event, that of the real change.
func TestTemporaryFiles(t *testing.T) {
	s := newSources(t)
	p := start(t, s.all())
	events := p.listen()
	events.wait("ready")
	for _, name := range []string{"codes/.27.md.swp", "codes/27.md~", "codes/4913", "codes/x.swp", "codes/.#27.md", ".git/index"} {
		s.write(name, "x")
	}
	// Deleted again, as editors do: 4913 left behind is a mistake, and rightly.
	os.Remove(filepath.Join(s.content, "codes/4913"))
	os.Remove(filepath.Join(s.content, "codes/x.swp"))
	select {
	case e := <-events.events:
		t.Errorf("event %v", e)
	case <-time.After(300 * time.Millisecond): // six times what a rebuild waits
	}
	s.replace("codes/27.md", retitled(s.read("codes/27.md"), "The real change"))
	events.wait("reload")
	p.has("/codes/27/", 200, "The real change")
}

func TestFirstBuildBroken(t *testing.T) {
	s := newSources(t)
	good := s.read("codes/27.md")
	s.write("codes/27.md", strings.Replace(good, "\ntitle:", "\n\"<script>alert(1)</script>\":", 1))
	p := start(t, s.all())
	for _, path := range []string{"/", "/codes/27/", "/nothing", "/search.json", "/assets/main.js"} {
		p.has(path, 500, `<script src="/-/reload.js" defer></script>`)
		p.has(path, 500, "content/codes/27.md:")
		p.has(path, 500, "&lt;script&gt;alert(1)")
		if _, body := p.get(path); strings.Contains(body, "<script>") {
			t.Errorf("%s: a mistake is not escaped", path)
		}
	}
	p.has("/-/reload.js", 200, "use strict")
	events := p.listen()
	if mistakes := events.mistakes(); len(mistakes) == 0 {
		t.Error("no mistakes")
	}
	s.write("codes/27.md", good)
	events.wait("reload")
	p.has("/codes/27/", 200, "<h1")
}

func TestNothingToWatch(t *testing.T) {
	s := newSources(t)
	p := start(t, s.source())
	if status, body := p.get("/"); status != 200 || strings.Contains(body, "/-/") {
		t.Errorf("%d\n%s", status, body)
	}
	if status, _ := p.get("/-/events"); status != 404 {
		t.Errorf("an event stream of nothing: %d", status)
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
