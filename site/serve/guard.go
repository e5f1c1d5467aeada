package serve

import (
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"time"

	"responsa/site"
)

// Handler answers requests. The rules are:
//
//   - every answer has the headers that its path has on the published site
//   - the Host is this machine's or that of -addr, else 421: a page of another
//     name that was pointed at this address must not read what is served here
//   - what another site's page asks for is refused, 403; a link from there works
//   - GET and HEAD only, else 405
//   - the mock takes any method, and answers no page of another site, not even
//     a link from there, but for those that -cors lets in
//   - a client that doesn't take its answer is given up
func (s *Server) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, h := range site.Headers("/"+strings.TrimPrefix(r.URL.Path, "/"), true) {
			w.Header().Set(h.Name, h.Value)
		}
		w.Header().Set("Cache-Control", "no-store")
		// Not every writer has a deadline, a test's recorder for one.
		_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(s.limits.write))
		parts, mocked := mockPath(r.URL)
		mocked = mocked && s.mocks()
		const misdirected = "this server answers to localhost and to the host of -addr"
		switch known := s.hosts[normal((&url.URL{Host: r.Host}).Hostname())]; {
		case !known && mocked:
			refuseJSON(w, &refusal{status: http.StatusMisdirectedRequest, Error: misdirected})
		case !known:
			refuse(w, http.StatusMisdirectedRequest, misdirected)
		case mocked:
			s.serveMock(w, r, parts)
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

// mockMethods are those that a page may use with the mock. Other clients may
// use any.
const mockMethods = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"

// mayMock tells whether a request may use the mock. One without an Origin is a
// program's or a link's, and its browser says what other site it comes from.
func (s *Server) mayMock(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if s.cors == "*" || s.cors != "" && origin == s.cors {
		return true
	}
	if origin == "" {
		return r.Header.Get("Sec-Fetch-Site") != "cross-site"
	}
	own, err := url.Parse(origin)
	return err == nil && own.Host == r.Host && own.Host != ""
}

// allowOrigin lets an origin's pages send requests and read the answers.
func allowOrigin(h http.Header, origin string) {
	h.Set("Access-Control-Allow-Origin", origin)
	h.Set("Access-Control-Allow-Methods", mockMethods)
	h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, *")
	h.Set("Access-Control-Expose-Headers", "X-Mock-Code, X-Mock-Note, Retry-After")
}

var hostAndPort = regexp.MustCompile(`^([a-z0-9._-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?$`)

// ValidOrigin reports whether an origin is written as browsers send it, or is
// * for all. The hint says how to write it.
func ValidOrigin(origin string) (hint string, ok bool) {
	if origin == "*" {
		return "", true
	}
	u, err := url.Parse(origin)
	if err == nil {
		u.Host = strings.ToLower(u.Host)
	}
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || !hostAndPort.MatchString(u.Host) {
		return "write it as https://host, http://localhost:3000, or * for all", false
	}
	usual := map[string]string{"http": ":80", "https": ":443"}[u.Scheme] // browsers leave it out
	if written := u.Scheme + "://" + strings.TrimSuffix(u.Host, usual); written != origin {
		return "write it as " + written, false
	}
	return "", true
}
