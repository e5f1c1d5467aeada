package serve

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"responsa/site/catalog"
)

// The mock's bounds on one request, and on all of them together.
const (
	mockBody    = 1 << 20 // bytes of a request's body
	mockAddress = 16 << 10
	mockDelay   = 30 * time.Second
	mockAtOnce  = 64 // requests, those that are being delayed included
)

// mock is what the mock API keeps between requests.
type mock struct {
	slots  chan struct{} // one for each request that is being answered
	counts *counts
}

func newMock() mock { return mock{make(chan struct{}, mockAtOnce), newCounts()} }

// answer is what a form of the mock gives: a code's response.
type answer struct {
	response catalog.Response
	code     *catalog.Code // nil: it is no code's
	notes    []string      // what is inferred or left out, in ASCII
}

// refusal is an answer of the mock's own, which stands for no code.
type refusal struct {
	status int
	Error  string   `json:"error"`
	Hint   string   `json:"hint,omitempty"`
	Names  []string `json:"names,omitempty"` // to choose from
}

// mockPath cuts an address at its slashes and returns what stands behind
// /mock/. It is cut before it is decoded, so that a code may hold a slash.
func mockPath(u *url.URL) (parts []string, ok bool) {
	for i, part := range strings.Split(u.EscapedPath(), "/") {
		part, err := url.PathUnescape(part)
		if err != nil || i == 0 && part != "" || i == 1 && part != "mock" {
			return nil, false
		}
		parts = append(parts, part)
	}
	if len(parts) < 2 {
		return nil, false
	}
	return parts[2:], true
}

// serveMock answers below /mock/, always with JSON. Whatever stands in the
// request, only values for a message come back, inside a JSON string.
func (s *Server) serveMock(w http.ResponseWriter, r *http.Request, parts []string) {
	if s.cors != "" {
		allowOrigin(w.Header(), s.cors)
	}
	if !s.mayMock(r) {
		refuseJSON(w, &refusal{status: http.StatusForbidden, Error: "another site's page may not use the mock", Hint: "serve -cors ORIGIN lets the pages of one origin in"})
		return
	}
	select {
	case s.mock.slots <- struct{}{}:
		defer func() { <-s.mock.slots }()
	default:
		w.Header().Set("Retry-After", "1")
		refuseJSON(w, &refusal{status: http.StatusServiceUnavailable, Error: "the mock is answering " + strconv.Itoa(mockAtOnce) + " requests already"})
		return
	}
	if r.Method == http.MethodOptions {
		w.Header().Set("Allow", mockMethods)
		w.WriteHeader(http.StatusNoContent)
		return
	}
	a, delay, refused := s.mockAnswer(w, r, parts)
	if refused != nil {
		refuseJSON(w, refused)
		return
	}
	if a.response.Status < http.StatusOK {
		refuseJSON(w, &refusal{status: http.StatusNotImplemented, Error: "an HTTP status below 200 can't end an answer"})
		return
	}
	if !s.wait(w, r.Context(), delay) {
		w.Header().Set("Connection", "close")
		refuseJSON(w, &refusal{status: http.StatusServiceUnavailable, Error: "the server ends"})
		return
	}
	if a.code != nil {
		w.Header().Set("X-Mock-Code", a.code.Slug)
	}
	if len(a.notes) > 0 {
		w.Header().Set("X-Mock-Note", strings.Join(a.notes, "; "))
	}
	sendJSON(w, a.response.Status, a.response.Type, a.response.JSON())
}

// mockAnswer chooses what to answer, and after what time.
func (s *Server) mockAnswer(w http.ResponseWriter, r *http.Request, parts []string) (a answer, delay time.Duration, refused *refusal) {
	if len(r.URL.EscapedPath())+len(r.URL.RawQuery) > mockAddress {
		return a, 0, &refusal{status: http.StatusRequestURITooLong, Error: "the address is longer than " + strconv.Itoa(mockAddress) + " bytes"}
	}
	body, refused := readBody(w, r)
	if refused != nil {
		return a, 0, refused
	}
	c := s.now.Load().catalog
	if c == nil {
		w.Header().Set("Retry-After", "1")
		return a, 0, &refusal{status: http.StatusServiceUnavailable, Error: "there is no catalog without mistakes yet", Hint: "the pages of this server list the mistakes"}
	}
	for _, part := range parts {
		if part == "." || part == ".." {
			return a, 0, invalid("a part of the path is . or ..", "clients take such parts out in ways that differ")
		}
	}
	q, refused := parseQuery(r.URL.RawQuery)
	if refused != nil {
		return a, 0, refused
	}
	if delay, refused = q.delay(); refused != nil {
		return a, 0, refused
	}
	legacy, refused := q.legacy(c)
	if refused != nil {
		return a, 0, refused
	}
	a, refused = request{Request: r, catalog: c, counts: s.mock.counts, parts: parts, query: q, legacy: legacy, body: body}.answer()
	return a, delay, refused
}

// readBody reads all of a body, whether it matters or not: only then does the
// server notice that a client has gone.
func readBody(w http.ResponseWriter, r *http.Request) ([]byte, *refusal) {
	tooLarge := &refusal{status: http.StatusRequestEntityTooLarge, Error: "the body is larger than " + strconv.Itoa(mockBody) + " bytes"}
	if r.ContentLength > mockBody {
		return nil, tooLarge
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, mockBody))
	switch {
	case errors.As(err, new(*http.MaxBytesError)):
		return nil, tooLarge
	case err != nil:
		w.Header().Set("Connection", "close")
		if errors.Is(err, os.ErrDeadlineExceeded) {
			return nil, &refusal{status: http.StatusRequestTimeout, Error: "the body came too slowly"}
		}
		return nil, invalid("the body could not be read", "")
	}
	return body, nil
}

// wait passes a delay; false means that the client has gone, or that the
// server ends.
func (s *Server) wait(w http.ResponseWriter, ctx context.Context, delay time.Duration) bool {
	if delay == 0 {
		return true
	}
	// The limits on a request would end it: what it sends has been read, and
	// the time to take the answer begins after the delay.
	deadline := http.NewResponseController(w)
	_ = deadline.SetReadDeadline(time.Time{})
	_ = deadline.SetWriteDeadline(time.Now().Add(delay + s.limits.write))
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// invalid refuses a request that can't be understood.
func invalid(text, hint string) *refusal {
	return &refusal{status: http.StatusBadRequest, Error: text, Hint: hint}
}

func refuseJSON(w http.ResponseWriter, r *refusal) {
	body, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		panic(err) // strings can always be written
	}
	sendJSON(w, r.status, "application/json", append(body, '\n'))
}

// sendJSON writes a whole answer. An error means that the client has gone.
func sendJSON(w http.ResponseWriter, status int, kind string, body []byte) {
	if status == http.StatusNoContent || status == http.StatusNotModified {
		w.WriteHeader(status) // they have no body
		return
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body)
}
