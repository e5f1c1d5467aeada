package serve

import (
	"bytes"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"

	"responsa/site"
)

// serveSite answers with a file of the last good site.
func (s *Server) serveSite(w http.ResponseWriter, r *http.Request) {
	now := s.now.Load()
	if now.files == nil {
		s.serveMistakes(w, now)
		return
	}
	status := http.StatusOK
	file, to, ok := locate(now.files, now.path, r.URL.Path)
	if !ok && to == "" && now.moved != nil {
		moved, err := now.moved()
		if err != nil {
			s.log.Print(err)
		}
		to = moved[strings.TrimRight(r.URL.Path, "/")]
	}
	if to != "" {
		w.Header().Set("Location", (&url.URL{Path: to, RawQuery: r.URL.RawQuery}).String())
		refuse(w, http.StatusMovedPermanently, "moved to "+to)
		return
	}
	if !ok {
		status = http.StatusNotFound
		if file, ok = now.files.Get("404.html"); !ok {
			refuse(w, status, "not found")
			return
		}
	}
	var b bytes.Buffer
	if err := file.Render(&b); err != nil {
		s.log.Printf("%s: %v", file.Path, err)
		refuse(w, http.StatusInternalServerError, fmt.Sprintf("%s: %v", file.Path, err))
		return
	}
	content := b.Bytes()
	if path.Ext(file.Path) == ".html" && s.watching() {
		content = withReload(content, now.build)
	}
	if strings.HasPrefix(file.Path, "assets/") { // its name changes with it
		w.Header().Set("Cache-Control", site.CacheControl(file.Path))
	}
	send(w, status, file.Path, content)
}

// locate maps the path of a request to a file, or to the path to go to
// instead. The site stands below a path, "" or /docs. Only what is listed can be found, so no path leads out of the site;
// that a path has one spelling keeps a page's relative links right.
func locate(files site.Files, below, requested string) (file site.File, to string, ok bool) {
	name, rooted := strings.CutPrefix(requested, below+"/")
	if below != "" && (requested == "/" || requested == below) {
		return site.File{}, below + "/", false
	}
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	if !rooted || !fs.ValidPath(name) || strings.ContainsAny(name, "\\\x00") {
		return site.File{}, "", false
	}
	if file, ok = files.Get(name); ok {
		return file, "", true
	}
	if _, ok := files.Get(name + "/index.html"); ok {
		return site.File{}, below + "/" + name + "/", false
	}
	return site.File{}, "", false
}

// send writes a whole answer, of the type that a file of that name has. An
// error means that the client has gone.
func send(w http.ResponseWriter, status int, name string, content []byte) {
	w.Header().Set("Content-Type", site.ContentType(name))
	w.Header().Set("Content-Length", strconv.Itoa(len(content)))
	w.WriteHeader(status)
	_, _ = w.Write(content)
}
