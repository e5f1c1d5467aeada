package serve_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"responsa/site/serve"
	"responsa/site/synthetic"
)

// BenchmarkEdit writes a code's file until a client has its new page: the
// watcher, the build, the event, the request. "real" is this repository's
// catalog, with its samples.
func BenchmarkEdit(b *testing.B) {
	b.Run("real", func(b *testing.B) { edits(b, os.DirFS("../../content"), "codes/27") })
	for _, n := range []int{35, 1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) { edits(b, synthetic.Content(n), "codes/27") })
	}
}

func edits(b *testing.B, from fs.FS, code string) {
	dir := b.TempDir()
	if err := os.CopyFS(dir, from); err != nil {
		b.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		b.Fatal(err)
	}
	defer root.Close()
	p := start(b, serve.Source{Content: root.FS(), Static: os.DirFS("../../static"), Root: "content", Watch: []string{dir, "../../static"}})
	ctx, stop := context.WithCancel(b.Context())
	defer stop()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.url+"/-/events", nil)
	if err != nil {
		b.Fatal(err)
	}
	stream, err := http.DefaultClient.Do(request)
	if err != nil {
		b.Fatal(err)
	}
	defer stream.Body.Close()
	events := bufio.NewScanner(stream.Body)
	wait := func(name string) {
		for events.Scan() {
			if events.Text() == "event: "+name {
				return
			}
		}
		b.Fatal("the stream has ended: ", events.Err())
	}
	wait("ready")
	file := filepath.Join(dir, code+".md")
	text, err := os.ReadFile(file)
	if err != nil {
		b.Fatal(err)
	}
	for i := 0; b.Loop(); i++ {
		title := fmt.Sprintf("Edit %d", i)
		if err := os.WriteFile(file, []byte(retitled(string(text), title)), 0o644); err != nil {
			b.Fatal(err)
		}
		for page := ""; !strings.Contains(page, title); { // a half-written file may have been good
			wait("reload")
			response, err := http.Get(p.url + "/" + code + "/")
			if err != nil {
				b.Fatal(err)
			}
			body, err := io.ReadAll(response.Body)
			response.Body.Close()
			if err != nil {
				b.Fatal(err)
			}
			page = string(body)
		}
	}
}
