package sample_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"responsa/site/catalog"
)

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
