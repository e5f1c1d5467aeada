package serve

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"time"
)

//go:embed reload.js
var reloadScript []byte

//go:embed reload.css
var reloadStyle []byte

//go:embed mistakes.html
var mistakesSource string

var mistakesPage = template.Must(template.New("mistakes").Parse(mistakesSource))

// serveReload answers below /-/, where no page of the site can stand.
func (s *Server) serveReload(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/-/reload.js":
		send(w, http.StatusOK, ".js", reloadScript)
	case "/-/reload.css":
		send(w, http.StatusOK, ".css", reloadStyle)
	case "/-/events":
		s.serveEvents(w, r)
	default:
		s.serveSite(w, r)
	}
}

// withReload adds live reload to a page. The page carries the name of its
// build: one that took over before the page could listen is not missed.
func withReload(page []byte, build string) []byte {
	at := bytes.Index(page, []byte("</head>"))
	if at < 0 {
		return page
	}
	added := fmt.Sprintf(`<meta name="build" content="%s"><link rel="stylesheet" href="/-/reload.css"><script src="/-/reload.js" defer></script>`, build)
	return bytes.Join([][]byte{page[:at], []byte(added), page[at:]}, nil)
}

// serveMistakes stands in for every page while there is no site at all. It
// reloads as pages do, so the site appears when the last mistake is mended.
func (s *Server) serveMistakes(w http.ResponseWriter, now *state) {
	var b bytes.Buffer
	if err := mistakesPage.Execute(&b, now.mistakes); err != nil {
		refuse(w, http.StatusInternalServerError, err.Error())
		return
	}
	page := b.Bytes()
	if s.watching() {
		page = withReload(page, now.build)
	}
	send(w, http.StatusInternalServerError, ".html", page)
}

// serveEvents tells a page of builds until it leaves or the server ends. A
// page that was busy hears of the latest build only, which is all it needs.
func (s *Server) serveEvents(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	if r.Method == http.MethodHead {
		return
	}
	deadline := http.NewResponseController(w)
	// The limits of a request would end the stream: nothing more is read, and
	// the time to write is limited for each event instead.
	_ = deadline.SetReadDeadline(time.Time{})
	now := s.now.Load()
	text := "retry: 500\n" + now.event("ready")
	for {
		_ = deadline.SetWriteDeadline(time.Now().Add(s.limits.write))
		if _, err := io.WriteString(w, text); err != nil || deadline.Flush() != nil {
			return
		}
		_ = deadline.SetWriteDeadline(time.Time{})
		select {
		case <-now.replaced:
			now = s.now.Load()
			text = now.event("reload")
		case <-time.After(s.limits.heartbeat): // finds out who has gone without a word
			text = ": still here\n\n"
		case <-r.Context().Done():
			return
		}
	}
}

// event is a state as an event; good is its name when there are no mistakes.
func (now *state) event(good string) string {
	if len(now.mistakes) == 0 {
		return fmt.Sprintf("event: %s\ndata: %s\n\n", good, now.build)
	}
	list, err := json.Marshal(now.mistakes)
	if err != nil {
		panic(err) // strings can always be written
	}
	return fmt.Sprintf("event: problems\ndata: %s\n\n", list)
}
