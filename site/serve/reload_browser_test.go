package serve_test

import (
	"bufio"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"responsa/site/serve"
)

// An edit shows in the browser by itself; a wrong one shows its mistakes over
// the last good page, until it is mended.
func TestEditShowsInTheBrowser(t *testing.T) {
	p := newTab(t, tabOptions{})
	content := t.TempDir()
	if err := os.CopyFS(content, os.DirFS("../../content")); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	log, lines := io.Pipe()
	stopped := make(chan error, 1)
	go func() {
		stopped <- serve.Run(ctx, serve.Options{Addr: "127.0.0.1:0", Log: lines, Source: serve.Source{
			Content: os.DirFS(content), Static: os.DirFS("../../static"), Root: "content", Watch: []string{content},
		}})
		lines.Close()
	}()
	t.Cleanup(func() {
		stop()
		if err := <-stopped; err != nil {
			t.Error(err)
		}
	})
	address := make(chan string, 1)
	go func() {
		for s := bufio.NewScanner(log); s.Scan(); {
			for _, word := range strings.Fields(s.Text()) {
				if strings.HasPrefix(word, "http://") {
					select {
					case address <- word:
					default:
					}
				}
			}
		}
	}()
	p.open(<-address + "codes/27/")
	p.waitFor(`document.querySelector("h1").textContent.includes("Below minimum age")`)

	file := filepath.Join(content, "codes", "27.md")
	good, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	write := func(from, to string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(strings.Replace(string(good), from, to, 1)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("title: Below minimum age", "title: Too young")
	p.waitFor(`document.querySelector("h1")?.textContent.includes("Too young")`)
	write("title: Below minimum age", "titel: Too young")
	p.waitFor(`document.body.innerText.includes('unknown field "titel"')`)
	if got := p.text("h1"); !strings.Contains(got, "Too young") {
		t.Errorf("the last good page is gone: %q", got)
	}
	if dir := os.Getenv("SHOTS"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, "mistakes.png"), p.screenshot(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("", "")
	p.waitFor(`document.querySelector("h1")?.textContent.includes("Below minimum age") && !document.body.innerText.includes("unknown field")`)
}
