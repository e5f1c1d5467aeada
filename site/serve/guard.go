package serve

import (
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"responsa/site"
)

// Handler answers requests. The rules are:
//
//   - every answer has the site's headers
//   - the Host is this machine's or that of -addr, else 421: a page of another
//     name that was pointed at this address must not read what is served here
//   - what another site's page asks for is refused, 403; a link from there works
//   - GET and HEAD only, else 405
//   - a client that doesn't take its answer is given up
func (s *Server) Handler() http.Handler {
	headers := site.Headers(true)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, h := range headers {
			w.Header().Set(h.Name, h.Value)
		}
		w.Header().Set("Cache-Control", "no-store")
		// Not every writer has a deadline, a test's recorder for one.
		_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(s.limits.write))
		switch {
		case !s.hosts[normal((&url.URL{Host: r.Host}).Hostname())]:
			refuse(w, http.StatusMisdirectedRequest, "this server answers to localhost and to the host of -addr")
		case r.Header.Get("Sec-Fetch-Site") == "cross-site" && r.Header.Get("Sec-Fetch-Mode") != "navigate":
			refuse(w, http.StatusForbidden, "another site's page may link here, but not read from here")
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			w.Header().Set("Allow", "GET, HEAD")
			refuse(w, http.StatusMethodNotAllowed, "only GET and HEAD")
		case s.watching() && strings.HasPrefix(r.URL.Path, "/-/"):
			s.serveReload(w, r)
		default:
			s.serveSite(w, r)
		}
	})
}

// normal is the one spelling of a host: lower case, an IPv6 address at its
// shortest.
func normal(host string) string {
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.String()
	}
	return strings.ToLower(host)
}

// refuse answers with one line of text.
func refuse(w http.ResponseWriter, status int, text string) {
	send(w, status, ".txt", []byte(text+"\n"))
}
