package serve

import (
	"crypto/rand"
	"fmt"
	"io"
	"log"
	"sync"
	"sync/atomic"
	"time"

	"responsa/site"
	"responsa/site/catalog"
)

// Server serves the last good build of a source.
type Server struct {
	source  Source
	limits  limits
	address string          // where the site stands, for its absolute links
	hosts   map[string]bool // that requests may be addressed to
	log     *log.Logger
	id      string // tells this server's builds from those of one before it
	cors    string // the origin whose pages may use the mock; "*": all, "": none
	mock    mock

	building sync.Mutex // one build at a time; it guards the next three
	draft    site.Draft
	builds   int
	warned   string // what was last said of addresses that aren't locked
	now      atomic.Pointer[state]
}

// state is what the server knows at one moment. It is never changed, only
// replaced as a whole, so that a request sees one build from start to end.
type state struct {
	build    string     // which build the files are; "" before the first good one
	files    site.Files // the last good site
	moved    func() (map[string]string, error)
	catalog  *catalog.Catalog // that it was built from; nil for a bundle
	path     string           // at which the files stand, "" or /docs
	mistakes []string         // of the source as it is now; none: the files are of now
	replaced chan struct{}    // closed when the next state is there
}

// New makes a server that has built nothing yet: call [Server.Rebuild].
func New(source Source, log io.Writer) *Server { return newServer(source, log, usual) }

func newServer(source Source, out io.Writer, l limits) *Server {
	if out == nil {
		out = io.Discard
	}
	s := &Server{
		source: source, limits: l, address: "http://localhost", id: rand.Text(),
		hosts: map[string]bool{"localhost": true, "127.0.0.1": true, "::1": true},
		log:   log.New(out, "", 0),
		mock:  newMock(),
	}
	s.now.Store(&state{mistakes: []string{"the site is not built yet"}, replaced: make(chan struct{})})
	return s
}

// Rebuild builds the site from its source. With a mistake in the source the
// last good site stays up.
func (s *Server) Rebuild() { s.rebuild(nil, true) }

// rebuild is Rebuild for one who knows what may have changed, see
// [catalog.Kept.Load]. While a file may still be half-written, nothing is
// settled: then mistakes are not shown, and it reports false.
func (s *Server) rebuild(changed map[string]bool, settled bool) bool {
	s.building.Lock()
	defer s.building.Unlock()
	start := time.Now()
	files, built, mistakes := s.build(changed)
	before := s.now.Load()
	switch {
	case len(mistakes) > 0 && !settled:
		return false
	case files == nil && len(mistakes) == 0:
		s.log.Print("nothing has changed")
		return true
	}
	next := &state{build: before.build, files: before.files, moved: before.moved, catalog: before.catalog, mistakes: mistakes, replaced: make(chan struct{})}
	if len(mistakes) == 0 {
		s.builds++
		next.build, next.files, next.catalog = fmt.Sprintf("%s-%d", s.id, s.builds), files, built
		next.moved = sync.OnceValues(files.Redirects)
	}
	s.now.Store(next)
	close(before.replaced)
	for _, mistake := range mistakes {
		s.log.Print(mistake)
	}
	switch {
	case len(mistakes) > 0 && next.files != nil:
		s.log.Print("the last good site stays up")
	case len(mistakes) > 0:
		s.log.Print("there is no site to show until this is mended")
	case before.files == nil:
		s.log.Printf("built in %d ms", time.Since(start).Milliseconds())
	default:
		s.log.Printf("rebuilt in %d ms", time.Since(start).Milliseconds())
	}
	if len(mistakes) == 0 { // last, because pages wait for what comes before
		if warning := s.draft.Warning(built); warning != s.warned {
			s.warned = warning
			s.warn(warning)
		}
	}
	return true
}

func (s *Server) warn(warning string) {
	if warning != "" {
		s.log.Print("warning: ", warning)
	}
}

// build returns the site and its catalog, or every mistake with its hint, or
// nothing when the sources are as they were for the site that is up.
func (s *Server) build(changed map[string]bool) (site.Files, *catalog.Catalog, []string) {
	c, problems := s.draft.Load(s.source.Content, s.source.Root, changed)
	if len(problems) > 0 {
		mistakes := make([]string, len(problems))
		for i, p := range problems {
			mistakes[i] = p.String()
		}
		return nil, nil, mistakes
	}
	files, err := s.draft.Build(c, site.Options{Static: s.source.Static, Address: s.address, Style: site.Published})
	if err != nil {
		return nil, nil, []string{err.Error()}
	}
	if now := s.now.Load(); s.draft.Same && len(now.mistakes) == 0 && now.files != nil {
		return nil, nil, nil
	}
	return files, c, nil
}

// show puts a bundle up.
func (s *Server) show(b Bundle) {
	s.now.Store(&state{build: s.id, files: b.Files, path: b.Path, replaced: make(chan struct{})})
}

// mocks tells whether there is a mock: a bundle has none.
func (s *Server) mocks() bool {
	now := s.now.Load()
	return now.catalog != nil || now.files == nil
}

// watching tells whether pages reload.
func (s *Server) watching() bool { return len(s.source.Watch) > 0 }
