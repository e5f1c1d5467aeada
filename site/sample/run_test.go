package sample_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/net/html"

	"responsa/site"
	"responsa/site/catalog"
	"responsa/site/serve"
)

// Every sample of every code in every language is run as a reader would run
// it: taken from the built page, saved, started against the mock. What it must
// do is worked out here from the code's facts, not from the templates.

var update = flag.Bool("update", false, "record what the samples print in content/samples/output")

// listing is a sample as a page shows it.
type listing struct{ file, text string }

// stage is a catalog, what its pages show, by language and slug, the mock that
// answers for it, and what its samples' variables begin with.
type stage struct {
	*catalog.Catalog
	pages    map[string]map[string]listing
	mock     http.Handler
	variable string
}

// hyper is the stage of content/.
var hyper = sync.OnceValue(func() *stage { return newStage(os.DirFS("../../content"), "HYPER") })

func newStage(content fs.FS, variable string) *stage {
	static := os.DirFS("../../static")
	c, problems := catalog.Load(content, "content")
	if problems = append(problems, site.Check(c)...); len(problems) > 0 {
		panic(problems)
	}
	files, err := site.Build(c, site.Options{Static: static})
	if err != nil {
		panic(err)
	}
	s := serve.New(serve.Source{Content: content, Static: static, Root: "content"}, io.Discard)
	s.Rebuild()
	all := &stage{c, map[string]map[string]listing{}, s.Handler(), variable}
	for _, code := range c.Codes {
		page, ok := files.Get("codes/" + code.Slug + "/index.html")
		if !ok {
			panic("no page for " + code.Slug)
		}
		var b bytes.Buffer
		if err := page.Render(&b); err != nil {
			panic(err)
		}
		for id, s := range samplesOn(b.String()) {
			if all.pages[id] == nil {
				all.pages[id] = map[string]listing{}
			}
			all.pages[id][code.Slug] = s
		}
	}
	return all
}

// samplesOn takes the samples out of a page, by language.
func samplesOn(page string) map[string]listing {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		panic(err)
	}
	attribute := func(n *html.Node, key string) string {
		for _, a := range n.Attr {
			if a.Key == key {
				return a.Val
			}
		}
		return ""
	}
	samples := map[string]listing{}
	for panel := range root.Descendants() {
		id, ok := strings.CutPrefix(attribute(panel, "id"), "sample-")
		if !ok {
			continue
		}
		s := listing{file: attribute(panel, "data-file")}
		for n := range panel.Descendants() {
			if n.Data != "pre" {
				continue
			}
			for text := range n.Descendants() {
				if text.Type == html.TextNode {
					s.text += text.Data
				}
			}
		}
		samples[id] = s
	}
	return samples
}

// environment is what a program is given, whatever its language: nothing of
// this process's own, above all no proxy. A later variable takes an earlier
// one's place; without a value it takes it away.
func environment(t *testing.T, variables []string) []string {
	values := map[string]string{"PATH": os.Getenv("PATH"), "HOME": t.TempDir(), "LC_ALL": "C.UTF-8"}
	for _, variable := range variables {
		name, value, given := strings.Cut(variable, "=")
		values[name] = value
		if !given {
			delete(values, name)
		}
	}
	var all []string
	for name, value := range values {
		all = append(all, name+"="+value)
	}
	return all
}

// outcome is what a program did.
type outcome struct {
	exit           int
	stdout, stderr string
	calls          int
}

// lines are what it printed.
func (o outcome) lines() []string { return strings.Split(strings.TrimSuffix(o.stdout, "\n"), "\n") }

// hub is the server that all programs call: each run has an address of its
// own below it, so that its calls are counted apart.
type hub struct {
	*httptest.Server
	mu   sync.Mutex
	runs map[string]*conversation
}

type conversation struct {
	stage  *stage
	code   *catalog.Code
	answer http.Handler
	calls  int
	faults []string
}

var samplesHub = sync.OnceValue(func() *hub {
	h := &hub{runs: map[string]*conversation{}}
	h.Server = httptest.NewServer(h)
	return h
})

// begin gives a run its address.
func (h *hub) begin(c *conversation) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	id := fmt.Sprint("run", len(h.runs))
	h.runs[id] = c
	return h.URL + "/" + id
}

func (h *hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	h.mu.Lock()
	conversation := h.runs[id]
	if conversation == nil {
		h.mu.Unlock()
		http.NotFound(w, r)
		return
	}
	body, err := io.ReadAll(r.Body)
	conversation.calls++
	conversation.check(r, body, err)
	h.mu.Unlock()
	r.URL.Path, r.URL.RawPath = "/"+rest, ""
	r.Body = io.NopCloser(bytes.NewReader(body))
	conversation.answer.ServeHTTP(w, r)
}

// check holds a call to the code's request.
func (c *conversation) check(r *http.Request, body []byte, err error) {
	fault := func(format string, args ...any) { c.faults = append(c.faults, fmt.Sprintf(format, args...)) }
	function, want := c.stage.Site.Function, catalog.Object("{}")
	if c.code.Request != nil {
		function = c.code.Request.Function
		if c.code.Request.Body != nil {
			want = c.code.Request.Body
		}
	}
	if err != nil || r.Method != http.MethodPost || !strings.HasSuffix(r.URL.Path, "/"+function) {
		fault("%s %s, %v; want POST …/%s", r.Method, r.URL.Path, err, function)
	}
	if got := r.Header.Values("Authorization"); !slices.Equal(got, []string{"Bearer " + token}) {
		fault("Authorization: %q", got)
	}
	if kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); kind != "application/json" {
		fault("Content-Type: %q", kind)
	}
	var sent, wanted any
	if err := json.Unmarshal(body, &sent); err != nil {
		fault("the body is no JSON: %v: %q", err, body)
	} else if err := json.Unmarshal(want, &wanted); err != nil || !reflect.DeepEqual(sent, wanted) {
		fault("the body is %s, want %s", body, want)
	}
}

const token = "the-token.of-a_test~1"

// play runs a program and waits for it. The base is what it calls, below this
// run's own address; changes are to its variables.
func play(t *testing.T, s *stage, p *program, base string, answer http.Handler, changes ...string) outcome {
	t.Helper()
	h, talk := samplesHub(), &conversation{stage: s, code: s.Code(p.slug), answer: answer}
	variables := []string{s.variable + "_WAIT=0", s.variable + "_TOKEN=" + token, s.variable + "_URL=" + h.begin(talk) + base}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, p.command[0], p.command[1:]...)
	command.Dir, command.Env = p.dir(), environment(t, append(variables, changes...))
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	err := command.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) || ctx.Err() != nil {
		t.Fatalf("%s: %v", command, err)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, fault := range talk.faults {
		t.Errorf("%s: a call is wrong: %s", p.file, fault)
	}
	return outcome{command.ProcessState.ExitCode(), stdout.String(), stderr.String(), talk.calls}
}

// wanted is what a code's facts demand of a client that gets it: each line is a
// text, or a pattern between slashes.
type wanted struct {
	exit, calls int
	lines       []string
}

func (s *stage) demand(code *catalog.Code, values map[string]string) wanted {
	first := code.Code.Text + ": " + s.Response(code, values).Message
	fragment, lines := "", []string{first}
	wire, _ := code.WireMessage()
	for _, part := range code.Parts(wire) {
		if part.Param == "" {
			continue
		}
		value, given := values[part.Param]
		if param, _ := code.Params.Get(part.Param); !given {
			value = param.Example
		}
		lines = append(lines, part.Param+" = "+value)
		fragment += "&" + percent(part.Param) + "=" + percent(value)
	}
	link := "See " + s.Site.Address + "/codes/" + code.Slug + "/" + strings.Replace(fragment, "&", "#", 1)
	switch {
	case code.Outcome == catalog.Success:
		return wanted{0, 1, []string{first}}
	case code.Outcome == catalog.Partial:
		return wanted{0, 1, append(lines, "/a part .*read the message/", link)}
	case code.Outcome == catalog.Empty:
		return wanted{0, 1, append(lines, "/[Nn]othing .*not an error/", link)}
	case code.Retry == catalog.AfterWait && code.Request != nil && code.Request.Repeatable:
		return wanted{1, 5, slices.Concat([]string{
			first, "Again within 4 s.", first, "Again within 8 s.", first, "Again within 16 s.", first, "Again within 30 s."},
			lines, []string{"/Gave up after 5 calls/", link})}
	case code.Retry == catalog.AfterWait:
		return wanted{1, 1, append(lines, "/Don't repeat .*look whether it took effect/", link)}
	case code.Retry == catalog.AfterChange:
		return wanted{1, 1, append(lines, "/(change|[Mm]end) .*then send/", link)}
	}
	return wanted{1, 1, append(lines, "/Don't repeat this call/", link)}
}

// percent encodes as contract and query string agree: a plus is a plus.
func percent(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }

func (o outcome) want(t *testing.T, what string, w wanted) {
	t.Helper()
	lines := o.lines()
	ok := o.exit == w.exit && o.calls == w.calls && len(lines) == len(w.lines)
	for i := 0; ok && i < len(lines); i++ {
		if pattern, is := strings.CutPrefix(w.lines[i], "/"); is {
			ok = regexp.MustCompile(strings.TrimSuffix(pattern, "/")).MatchString(lines[i])
		} else {
			ok = lines[i] == w.lines[i]
		}
	}
	if !ok {
		t.Errorf("%s: exit code %d after %d calls, printed\n\t%s\nwant exit code %d after %d calls, and\n\t%s\nstderr: %.2000s", what,
			o.exit, o.calls, strings.Join(lines, "\n\t"), w.exit, w.calls, strings.Join(w.lines, "\n\t"), o.stderr)
	}
}

func TestSamples(t *testing.T) {
	s := hyper()
	for _, sample := range s.Samples {
		if sample.ID == "http" {
			continue // no program: TestRequestAsText
		}
		t.Run(sample.ID, func(t *testing.T) {
			for _, p := range s.programs(t, sample.ID) {
				t.Run(p.slug, func(t *testing.T) {
					t.Parallel()
					code := s.Code(p.slug)
					always(t, s, p, code)
					if repeats(code) {
						recovers(t, s, p, code)
					}
					if firstOfItsKind(s, code) {
						meets(t, s, p, code)
					}
				})
			}
		})
	}
}

// programs makes a language's samples ready, one for each code.
func (s *stage) programs(t *testing.T, id string) []*program {
	language, known := languages[id]
	if !known {
		t.Fatal("nobody has said how to run this language: add it to languages")
	}
	if len(s.pages[id]) != len(s.Codes) {
		t.Fatalf("%d pages show a sample, want %d", len(s.pages[id]), len(s.Codes))
	}
	need(t, language.tools...)
	t.Parallel()
	programs := save(t, t.TempDir(), s.pages[id])
	language.prepare(t, programs)
	return programs
}

func repeats(code *catalog.Code) bool {
	return code.Retry == catalog.AfterWait && code.Request != nil && code.Request.Repeatable
}

// always runs a sample against a server that gives its code at every call, and
// holds it to the recorded output.
func always(t *testing.T, s *stage, p *program, code *catalog.Code) {
	got := play(t, s, p, "/mock/"+code.Slug, s.mock)
	got.want(t, "its code", s.demand(code, nil))
	printed := strings.ReplaceAll(got.stdout, s.Site.Address+"/", "{site}/")
	if *update && !t.Failed() {
		file := filepath.Join("../../content/samples/output", code.Slug+".txt")
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o777), os.WriteFile(file, []byte(printed), 0o666)); err != nil {
			t.Fatal(err)
		}
		return
	}
	if printed != code.Output {
		t.Errorf("printed\n%s\nbut the page shows\n%s\n-update records it anew", printed, code.Output)
	}
}

// recovers has the code twice and then a success.
func recovers(t *testing.T, s *stage, p *program, code *catalog.Code) {
	success := s.Codes[slices.IndexFunc(s.Codes, func(code *catalog.Code) bool { return code.Outcome == catalog.Success })]
	turns := strings.Join([]string{code.Slug, code.Slug, success.Slug}, ",")
	id := percent(p.file)
	got := play(t, s, p, "/mock/sequence/"+turns, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.URL.RawQuery = "id=" + id[max(0, len(id)-60):]
		s.mock.ServeHTTP(w, r)
	}))
	first := s.line(code)
	got.want(t, "recovery", wanted{0, 3, []string{first, "Again within 4 s.", first, "Again within 8 s.", s.line(success)}})
}

// line is the first that a sample prints for a code.
func (s *stage) line(code *catalog.Code) string {
	return code.Code.Text + ": " + s.Response(code, nil).Message
}

// firstOfItsKind picks one code of each kind of handling.
func firstOfItsKind(s *stage, code *catalog.Code) bool {
	kind := func(code *catalog.Code) string {
		return fmt.Sprint(code.Outcome, code.Retry, repeats(code), len(code.Params) > 0)
	}
	return s.Codes[slices.IndexFunc(s.Codes, func(other *catalog.Code) bool { return kind(other) == kind(code) })] == code
}

// meets has a sample meet what else can come: other codes, answers that can't
// be read, no server. How an answer is read is the same for all kinds, so one
// of them tries every answer.
func meets(t *testing.T, s *stage, p *program, code *catalog.Code) {
	seen := map[bool]int{}
	for _, other := range s.Codes {
		failed := other.Outcome == catalog.Failure
		if other == code || seen[failed] == 3 || failed && seen[failed] == 1 {
			continue
		}
		seen[failed]++
		w := wanted{0, 1, []string{s.line(other)}}
		if failed {
			w = wanted{1, 1, []string{s.line(other), "/not expected/", "See " + s.Site.Address + "/codes/" + other.Code.Text + "/"}}
		}
		play(t, s, p, "/mock/"+other.Slug, s.mock).want(t, "code "+other.Code.Text, w)
	}
	unreadable := []struct {
		status int
		body   string
	}{
		{502, "<html><body>Bad gateway</body></html>"}, {200, ""}, {429, `"` + code.Code.Text + `"`}, {200, "[0]"}, {500, "null"},
		{200, `{"ResponseMsgEng":"Success"}`}, {200, `{"ResponseCode":"00` + code.Code.Text + `"}`}, {400, `{"ResponseCode":null}`}, {200, `{"ResponseCode":true}`},
	}
	if code != s.Codes[0] {
		unreadable = unreadable[:1]
	}
	for _, answer := range unreadable {
		got := play(t, s, p, "/x", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(answer.status)
			_, _ = io.WriteString(w, answer.body)
		}))
		why := fmt.Sprintf("HTTP %d without an integer ResponseCode: %s", answer.status, answer.body)
		if got.exit != 1 || got.calls != 1 || got.stdout != "" || !strings.Contains(got.stderr, why) {
			t.Errorf("unreadable: %+v, want exit code 1 after 1 call, nothing printed but %q as the error", got, why)
		}
	}
	if code == s.Codes[0] {
		if o := play(t, s, p, "/mock/"+code.Slug, s.mock, s.variable+"_TOKEN"); o.exit == 0 || o.calls > 0 || o.stdout != "" || !strings.Contains(o.stderr, s.variable+"_TOKEN") {
			t.Errorf("without a token: %+v", o)
		}
		if o := play(t, s, p, "", s.mock, s.variable+"_URL=http://127.0.0.1:1"); o.exit != 1 || o.calls > 0 || o.stdout != "" || o.stderr == "" {
			t.Errorf("where nothing listens: %+v", o)
		}
	}
	if len(code.Params) > 0 {
		findsValues(t, s, p, code)
	}
}

// findsValues has hostile values in the message, and then a message that is
// worded otherwise.
func findsValues(t *testing.T, s *stage, p *program, code *catalog.Code) {
	hostile := []string{"", "a+b & c=d#e%20f?", `"it's" \n $HOME $(id) ${x} #{y} %s {0} <b>`, "Дана ענת 試し 🙂", ". and over.", "..", "[" + code.Params[0].Name + "]"}
	if code.Retry == catalog.Never {
		hostile = hostile[:1]
	}
	for _, value := range hostile {
		if len(code.Params) > 1 && strings.Contains(value, " and ") {
			continue // where two values stand apart by " and ", nobody can tell
		}
		values := map[string]string{}
		query := ""
		for _, param := range code.Params {
			values[param.Name] = value
			query += "&" + percent(param.Name) + "=" + percent(value)
		}
		got := play(t, s, p, "/mock/"+code.Slug, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			r.URL.RawQuery = query[1:]
			s.mock.ServeHTTP(w, r)
		}))
		// How much of a value is percent-encoded differs between languages; what
		// it says doesn't.
		got.stdout = regexp.MustCompile(`=([^=&#\s"<>]*)(&|\n$)`).ReplaceAllStringFunc(got.stdout, func(match string) string {
			end := len(match) - 1
			decoded, err := url.PathUnescape(match[1:end])
			if err != nil {
				return match
			}
			return "=" + percent(decoded) + match[end:]
		})
		got.want(t, fmt.Sprintf("the value %q", value), s.demand(code, values))
	}
	message := "Quite another sentence."
	got := play(t, s, p, "/x", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		other := *code
		other.Message, other.Wire = message, ""
		_, _ = w.Write(s.Response(&other, nil).JSON())
	}))
	w := s.demand(code, nil)
	got.want(t, "another wording", wanted{w.exit, w.calls, []string{code.Code.Text + ": " + message, w.lines[len(w.lines)-2], "See " + s.Site.Address + "/codes/" + code.Slug + "/"}})
}

// The raw request is no program: it is sent as it stands, with the line ends
// and the token that HTTP wants.
func TestRequestAsText(t *testing.T) {
	s, h := hyper(), samplesHub()
	for _, code := range s.Codes {
		text := s.pages["http"][code.Slug].text
		head, body, _ := strings.Cut(text, "\n\n")
		if !strings.Contains(head, "\nHost: "+s.Site.Host+"\n") || !strings.Contains(head, "Bearer YOUR_") {
			t.Errorf("%s: the head is\n%s", code.Code, head)
		}
		talk := &conversation{stage: s, code: code, answer: s.mock}
		address, err := url.Parse(h.begin(talk))
		if err != nil {
			t.Fatal(err)
		}
		head = regexp.MustCompile(`Bearer \S+`).ReplaceAllString(head, "Bearer "+token)
		head = strings.Replace(head, "POST ", "POST "+address.Path+"/mock/"+code.Slug, 1)
		head = strings.Replace(head, "Host: "+s.Site.Host, "Host: "+address.Host, 1)
		connection, err := net.Dial("tcp", address.Host)
		if err != nil {
			t.Fatal(err)
		}
		_, err = io.WriteString(connection, strings.ReplaceAll(head, "\n", "\r\n")+"\r\n\r\n"+body)
		if err != nil {
			t.Fatal(err)
		}
		response, err := http.ReadResponse(bufio.NewReader(connection), nil)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(response.Body)
		if want := s.Response(code, nil); err != nil || response.StatusCode != want.Status || string(got) != string(want.JSON()) {
			t.Errorf("%s: the answer is %s %s, %v", code.Code, response.Status, got, err)
		}
		_ = connection.Close()
		if talk.calls != 1 || len(talk.faults) > 0 {
			t.Errorf("%s: %d calls, %q", code.Code, talk.calls, talk.faults)
		}
	}
}

// A catalog without samples gets those that are built in, whatever its
// envelope, its codes and its placeholders are like.
func TestBuiltInSamples(t *testing.T) {
	for name, envelope := range map[string]string{
		"integer": "code: Code\n  message: Message\n  type: integer",
		"string":  "code: error.it's the code\n  message: error.message\n  type: string",
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(madeUp(envelope), "API")
			for _, id := range []string{"curl", "javascript", "python"} {
				t.Run(id, func(t *testing.T) {
					for _, p := range s.programs(t, id) {
						t.Run(p.slug, func(t *testing.T) {
							t.Parallel()
							code := s.Code(p.slug)
							play(t, s, p, "/mock/"+code.Slug, s.mock).want(t, "its code", s.demand(code, nil))
							if repeats(code) {
								recovers(t, s, p, code)
							}
							for _, other := range s.Codes {
								w := wanted{0, 1, []string{s.line(other)}}
								if other.Outcome == catalog.Failure {
									w = wanted{1, 1, []string{s.line(other), "/not expected/", "See " + s.Site.Address + "/codes/" + other.Code.Text + "/"}}
								}
								if other != code {
									play(t, s, p, "/mock/"+other.Slug, s.mock).want(t, "code "+other.Code.Text, w)
								}
							}
							if len(code.Params) > 0 {
								findsValues(t, s, p, code)
							}
							got := play(t, s, p, "/x", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
								_, _ = io.WriteString(w, `{"Code":[],"error":{"it's the code":0}}`)
							}))
							if got.exit != 1 || got.calls != 1 || got.stdout != "" || !strings.Contains(got.stderr, "HTTP 200 without a readable code") {
								t.Errorf("unreadable: %+v", got)
							}
						})
					}
				})
			}
		})
	}
}

// madeUp is a made-up vendor's catalog, with this envelope.
func madeUp(envelope string) fs.FS {
	code := func(code, title, facts string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("---\ncode: " + code + "\nname: C" + code + "\ntitle: " + title + "\n" + facts +
			"\nsources: [{what: all, from: manual}]\nupdated: 2026-11-23\n---\n## What happened\n\nIt.\n\n## Why\n\nSo.\n\n## What to do\n\nThis.\n")}
	}
	return fstest.MapFS{
		"site.yaml": {Data: []byte("title: Acme codes\nname: Acme\nvendor: Acme\nabout: The codes.\naddress: https://acme.example/it%27s\n" +
			"host: api.acme.example\nfunction: any\nenvelope:\n  " + envelope + "\n")},
		"functions.yaml": {Data: []byte("- {name: order, about: orders, source: manual}\n")},
		"codes/10.md":    code("10", "All is well", "message: Done.\noutcome: success\nretry: not-needed\nactor: nobody\nrequest: {function: order, body: {}}"),
		"codes/11.md": code("11", "Out of bounds", `message: "It's between [From it] and [To]"
params: {From it: {about: x, example: "1 & 2", type: text}, To: {about: y, example: "3", type: text}}
outcome: failure
retry: after-change
actor: vendor
request: {function: order, body: {Note: it's "urgent", Pieces: [1, {a: null}]}}`),
		"codes/12.md": code("12", "Closed now", "message: Closed.\noutcome: failure\nretry: after-wait\nactor: nobody\nrequest: {function: order, repeatable: true}"),
		"codes/13.md": code("13", "Partly ordered", "message: Some.\noutcome: partial\nretry: never\nactor: developer"),
	}
}
