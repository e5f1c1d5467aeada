package serve_test

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"responsa/site"
	"responsa/site/catalog"
)

// The guide to the bundle says what happens: its shell blocks are run, its
// servers host it.

// editions writes the files that the guide takes along into a directory.
func editions(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	c, problems := catalog.Load(os.DirFS("../../content"), "content")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	files, err := site.Build(c, site.Options{Static: os.DirFS("../../static")})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range site.Offline(c, files) {
		var b bytes.Buffer
		if err := f.Render(&b); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, f.Path), b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func needTools(t *testing.T, names ...string) {
	t.Helper()
	for _, name := range names {
		if _, err := exec.LookPath(name); err == nil {
			continue
		}
		if os.Getenv("REQUIRE_TOOLS") == "1" {
			t.Fatalf("no %s, and REQUIRE_TOOLS=1", name)
		}
		t.Skipf("no %s: install it to run this test", name)
	}
}

// hostServer starts a server that was told to take the port, and waits for it.
func hostServer(t *testing.T, port string, name string, args ...string) (address string) {
	t.Helper()
	var out bytes.Buffer
	command := exec.Command(name, args...)
	command.Stdout, command.Stderr = &out, &out
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	t.Cleanup(func() {
		_ = command.Process.Signal(os.Interrupt)
		select {
		case <-ended:
		case <-time.After(10 * time.Second):
			_ = command.Process.Kill()
		}
	})
	for {
		connection, err := net.Dial("tcp", "127.0.0.1:"+port)
		if err == nil {
			_ = connection.Close()
			return "http://127.0.0.1:" + port
		}
		select {
		case err := <-ended:
			ended <- err
			t.Fatalf("%s: %v\n%s", name, err, &out)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

func freePort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return fmt.Sprint(listener.Addr().(*net.TCPAddr).Port)
}

// hosted asks a server for what the guide promises.
func hosted(t *testing.T, address string, answers map[string]string) {
	t.Helper()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }, Timeout: time.Minute}
	for path, want := range answers {
		answer, err := client.Get(address + path)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		got := fmt.Sprint(answer.StatusCode, " ", answer.Header.Get("Content-Type"), " ", answer.Header.Get("Location"), " ", string(text))
		if !regexp.MustCompile(`(?s)^` + want).MatchString(got) {
			t.Errorf("%s%s: %.200s\nwant %s", address, path, got, want)
		}
	}
}

var everywhere = map[string]string{
	"/":                      `200 text/html.*What does the response code mean\?`,
	"/codes/27/":             `200 text/html.*Below minimum age.*href="\.\./\.\./index\.html"`,
	"/codes/27":              `301 .*/codes/27/`,
	"/codes/27/index.html":   `200 text/html`,
	"/search.js":             `200 (text|application)/javascript.*window\.searchData=`,
	"/MANIFEST.json":         `200 application/json`,
	"/http/index.html?x=y":   `200 text/html`,
	"/no/such/page/anywhere": `404 `,
}

func TestOfflineGuide(t *testing.T) {
	t.Parallel()
	needTools(t, "sha256sum", "unzip", "python3", "nginx")
	guide, err := os.ReadFile("../../content/guides/offline.md")
	if err != nil {
		t.Fatal(err)
	}
	dir := editions(t)
	blocks := fence.FindAllStringSubmatch(string(guide), -1)
	ran := 0
	for i, block := range blocks {
		if block[1] != "sh" {
			continue
		}
		command := exec.Command("sh", "-c", block[2])
		command.Dir = dir
		command.Env = append(os.Environ(), "LC_ALL=C")
		out, err := command.Output()
		if err != nil || string(out) != blocks[i+1][2] {
			t.Errorf("%s\nprints\n%s(%v) want\n%s", block[2], out, err, blocks[i+1][2])
		}
		ran++
	}
	if ran != 2 {
		t.Fatalf("%d blocks were run", ran)
	}

	t.Run("python", func(t *testing.T) {
		line := regexp.MustCompile(`(?m)^\$ python3 -m http\.server 8000 --directory codes$`).FindString(string(guide))
		if line == "" {
			t.Fatal("the guide has no such line")
		}
		port := freePort(t)
		hosted(t, hostServer(t, port, "python3", "-m", "http.server", port, "--bind", "127.0.0.1", "--directory", filepath.Join(dir, "codes")), everywhere)
	})
	t.Run("nginx", func(t *testing.T) {
		at := strings.Index(string(guide), "```nginx\n")
		block, _, ok := strings.Cut(string(guide)[at+len("```nginx\n"):], "```")
		if at < 0 || !ok {
			t.Fatal("the guide has no such block")
		}
		port := freePort(t)
		for was, is := range map[string]string{"listen 80;": "listen 127.0.0.1:" + port + ";", "root /srv/codes;": "root " + filepath.Join(dir, "codes") + ";"} {
			if !strings.Contains(block, was) {
				t.Fatalf("the block has no %s", was)
			}
			block = strings.Replace(block, was, is, 1)
		}
		user := ""
		if os.Getuid() == 0 {
			user = "user root;\n"
		}
		run := t.TempDir()
		config := user + "worker_processes 1;\ndaemon off;\npid nginx.pid;\nerror_log stderr;\nevents {}\nhttp {\ninclude /etc/nginx/mime.types;\naccess_log off;\n"
		for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
			config += kind + "_temp_path " + kind + ";\n"
		}
		name := filepath.Join(run, "nginx.conf")
		if err := os.WriteFile(name, []byte(config+block+"}\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		address := hostServer(t, port, "nginx", "-p", run, "-c", name, "-e", "stderr")
		hosted(t, address, everywhere)
		hosted(t, address, map[string]string{
			"/27":                  `302 .* /codes/27/ `,
			"/e/027/":              `302 .* /codes/27/ `,
			"/0":                   `302 .* /codes/0/ `,
			"/codes/27":            `301 .* /codes/27/ `,
			"/assets/none.css":     `404 text/html.*There is no page at this address`,
			"/no/such/page/at-all": `404 text/html.*href="/codes/index\.html"`,
		})
		p := newTab(t, tabOptions{})
		p.open(address + "/no/such/page/27")
		p.press("/")
		p.typeText("locked")
		p.waitFor(`document.querySelector("#found-0 b")?.textContent === "12"`)
		p.clean("status 404")
	})
}
