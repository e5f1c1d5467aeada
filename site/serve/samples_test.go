package serve_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
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
	"time"

	"golang.org/x/net/html"

	"responsa/site"
	"responsa/site/catalog"
)

// Every sample of every code in every language is run as a reader would run
// it: taken from the built page, saved, started against the mock. What it must
// do is worked out here from the code's facts, not from the templates.

var update = flag.Bool("update", false, "record what the samples print in content/samples/output")

// shown is a sample as a page shows it.
type shown struct{ file, text string }

// published is the catalog, and by language and slug what its pages show.
var published = sync.OnceValues(func() (*catalog.Catalog, map[string]map[string]shown) {
	c, problems := catalog.Load(os.DirFS("../../content"), "content")
	if len(problems) > 0 {
		panic(problems)
	}
	files, err := site.Build(c, site.Options{Static: os.DirFS("../../static")})
	if err != nil {
		panic(err)
	}
	all := map[string]map[string]shown{}
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
			if all[id] == nil {
				all[id] = map[string]shown{}
			}
			all[id][code.Slug] = s
		}
	}
	return c, all
})

// samplesOn takes the samples out of a page, by language.
func samplesOn(page string) map[string]shown {
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
	samples := map[string]shown{}
	for panel := range root.Descendants() {
		id, ok := strings.CutPrefix(attribute(panel, "id"), "sample-")
		if !ok || attribute(panel, "role") != "tabpanel" {
			continue
		}
		var s shown
		for n := range panel.Descendants() {
			if file := attribute(n, "data-save"); file != "" {
				s.file = file
			}
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
	mock http.Handler
	mu   sync.Mutex
	runs map[string]*conversation
}

type conversation struct {
	answer http.Handler
	calls  int
	faults []string
	code   *catalog.Code
	c      *catalog.Catalog
}

var samplesHub = sync.OnceValue(func() *hub {
	h := &hub{runs: map[string]*conversation{}, mock: server().Config.Handler}
	h.Server = httptest.NewServer(h)
	return h
})

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
	function, want := c.c.Site.Function, catalog.Object("{}")
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
// run's own address; without one nothing listens there.
func play(t *testing.T, p *program, code *catalog.Code, base string, answer http.Handler, changes ...string) outcome {
	t.Helper()
	c, _ := published()
	h := samplesHub()
	talk := &conversation{answer: answer, code: code, c: c}
	h.mu.Lock()
	id := fmt.Sprint("run", len(h.runs))
	h.runs[id] = talk
	h.mu.Unlock()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, p.command[0], p.command[1:]...)
	command.Dir = p.dir()
	command.Env = environment(t, append([]string{"HYPER_WAIT=0", "HYPER_TOKEN=" + token, "HYPER_URL=" + h.URL + "/" + id + base}, changes...))
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

func demand(c *catalog.Catalog, code *catalog.Code, values map[string]string) wanted {
	first := code.Code.Text + ": " + c.Response(code, values).Message
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
	link := "See " + c.Site.Address + "/codes/" + code.Slug + "/" + strings.Replace(fragment, "&", "#", 1)
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
	c, pages := published()
	for _, sample := range c.Samples {
		if sample.ID == "http" {
			continue // no program: TestRequestAsText
		}
		t.Run(sample.ID, func(t *testing.T) {
			language, known := languages[sample.ID]
			if !known {
				t.Fatal("nobody has said how to run this language: add it to languages")
			}
			if len(pages[sample.ID]) != len(c.Codes) {
				t.Fatalf("%d pages show a sample, want %d", len(pages[sample.ID]), len(c.Codes))
			}
			need(t, language.tools...)
			t.Parallel()
			programs := save(t, t.TempDir(), pages[sample.ID])
			language.prepare(t, programs)
			for _, p := range programs {
				t.Run(p.slug, func(t *testing.T) {
					t.Parallel()
					code := c.Code(p.slug)
					always(t, c, p, code)
					if code.Retry == catalog.AfterWait && code.Request.Repeatable {
						recovers(t, c, p, code)
					}
					if firstOfItsKind(c, code) {
						meets(t, c, p, code)
					}
				})
			}
		})
	}
}

// always runs a sample against a server that gives its code at every call, and
// holds it to the recorded output.
func always(t *testing.T, c *catalog.Catalog, p *program, code *catalog.Code) {
	got := play(t, p, code, "/mock/"+code.Slug, samplesHub().mock)
	got.want(t, "its code", demand(c, code, nil))
	printed := strings.ReplaceAll(got.stdout, c.Site.Address+"/", "{site}/")
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
func recovers(t *testing.T, c *catalog.Catalog, p *program, code *catalog.Code) {
	success := success(c)
	turns := strings.Join([]string{code.Slug, code.Slug, success.Slug}, ",")
	id := url.QueryEscape(p.file)
	got := play(t, p, code, "/mock/sequence/"+turns, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.URL.RawQuery = "id=" + id
		samplesHub().mock.ServeHTTP(w, r)
	}))
	first := code.Code.Text + ": " + c.Response(code, nil).Message
	got.want(t, "recovery", wanted{0, 3, []string{first, "Again within 4 s.", first, "Again within 8 s.",
		success.Code.Text + ": " + c.Response(success, nil).Message}})
}

func success(c *catalog.Catalog) *catalog.Code {
	return c.Codes[slices.IndexFunc(c.Codes, func(code *catalog.Code) bool { return code.Outcome == catalog.Success })]
}

// firstOfItsKind picks one code of each kind of handling.
func firstOfItsKind(c *catalog.Catalog, code *catalog.Code) bool {
	kind := func(code *catalog.Code) string {
		return fmt.Sprint(code.Outcome, code.Retry, code.Request != nil && code.Request.Repeatable, len(code.Params) > 0)
	}
	return c.Codes[slices.IndexFunc(c.Codes, func(other *catalog.Code) bool { return kind(other) == kind(code) })] == code
}

// meets has a sample meet what else can come: other codes, answers that can't
// be read, no server. How an answer is read is the same for all kinds, so one
// of them tries every answer.
func meets(t *testing.T, c *catalog.Catalog, p *program, code *catalog.Code) {
	mock := samplesHub().mock
	seen := map[bool]int{}
	for _, other := range c.Codes {
		failed := other.Outcome == catalog.Failure
		if other == code || seen[failed] == 3 || failed && seen[failed] == 1 {
			continue
		}
		seen[failed]++
		first := other.Code.Text + ": " + c.Response(other, nil).Message
		w := wanted{0, 1, []string{first}}
		if failed {
			w = wanted{1, 1, []string{first, "/not expected/", "See " + c.Site.Address + "/codes/" + other.Code.Text + "/"}}
		}
		play(t, p, code, "/mock/"+other.Slug, mock).want(t, "code "+other.Code.Text, w)
	}
	unreadable := []struct {
		status int
		body   string
	}{
		{502, "<html><body>Bad gateway</body></html>"}, {200, ""}, {429, `"` + code.Code.Text + `"`}, {200, "[0]"}, {500, "null"},
		{200, `{"ResponseMsgEng":"Success"}`}, {200, `{"ResponseCode":"00` + code.Code.Text + `"}`}, {400, `{"ResponseCode":null}`}, {200, `{"ResponseCode":true}`},
	}
	if code != c.Codes[0] {
		unreadable = unreadable[:1]
	}
	for _, answer := range unreadable {
		got := play(t, p, code, "/x", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(answer.status)
			_, _ = io.WriteString(w, answer.body)
		}))
		got.want(t, "unreadable", wanted{1, 1, []string{fmt.Sprintf("HTTP %d without an integer ResponseCode: %s", answer.status, answer.body)}})
	}
	if code == c.Codes[0] {
		if o := play(t, p, code, "/mock/"+code.Slug, mock, "HYPER_TOKEN"); o.exit == 0 || o.calls > 0 || o.stdout != "" {
			t.Errorf("without a token: %+v", o)
		}
		if o := play(t, p, code, "/mock/"+code.Slug, mock, "HYPER_URL=http://127.0.0.1:1"); o.exit != 1 || o.calls > 0 {
			t.Errorf("where nothing listens: %+v", o)
		}
	}
	if len(code.Params) > 0 {
		findsValues(t, c, p, code)
	}
}

// findsValues has hostile values in the message, and then a message that is
// worded otherwise.
func findsValues(t *testing.T, c *catalog.Catalog, p *program, code *catalog.Code) {
	hostile := []string{"", "a+b & c=d#e%20f?", `"it's" \n $HOME $(id) ${x} #{y} %s {0} <b>`, "Дана ענת 試し 🙂", ". and over.", "..", "[" + code.Params[0].Name + "]"}
	if code.Retry == catalog.Never {
		hostile = hostile[:1]
	}
	for _, value := range hostile {
		values := map[string]string{code.Params[0].Name: value}
		base := "/mock/" + code.Slug
		got := play(t, p, code, base, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			r.URL.RawQuery = percent(code.Params[0].Name) + "=" + percent(value)
			samplesHub().mock.ServeHTTP(w, r)
		}))
		// How much of a value is percent-encoded differs between languages; what
		// it says doesn't.
		w := demand(c, code, values)
		last := got.lines()[len(got.lines())-1]
		link, fragment, _ := strings.Cut(last, "#")
		name, encoded, _ := strings.Cut(fragment, "=")
		decoded, err := url.PathUnescape(encoded)
		if err != nil || decoded != value || name != percent(code.Params[0].Name) || strings.ContainsAny(encoded, "&=# \"<>") {
			t.Errorf("the value %q is carried as %q, %v", value, last, err)
		}
		got.stdout = strings.Replace(got.stdout, last, link+"#"+percent(code.Params[0].Name)+"="+percent(value), 1)
		got.want(t, fmt.Sprintf("the value %q", value), w)
	}
	message := "Quite another sentence."
	got := play(t, p, code, "/x", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = json.NewEncoder(w).Encode(map[string]any{c.Site.Envelope.Code: code.Code, c.Site.Envelope.Message: message})
	}))
	w := demand(c, code, nil)
	got.want(t, "another wording", wanted{w.exit, w.calls, []string{code.Code.Text + ": " + message, w.lines[len(w.lines)-2], "See " + c.Site.Address + "/codes/" + code.Slug + "/"}})
}
