package serve_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

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
