package serve_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"responsa/site/serve"
)

// until asks until the answer has this status and text.
func (p *preview) until(target string, status int, text string) {
	p.t.Helper()
	for late := time.After(patience); ; {
		got, body := p.get(target)
		if got == status && strings.Contains(body, text) {
			return
		}
		select {
		case <-late:
			p.t.Fatalf("%s: %d, want %d and %q in\n%s", target, got, status, text, body)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// Delayed requests count among those at once. A delay ends when the client
// goes away, and when the server ends.
func TestMockAtOnce(t *testing.T) {
	const full = "is answering 64 requests already"
	p := start(t, newSources(t).source())
	going, goAway := context.WithCancel(t.Context())
	answers := make(chan string, 64)
	client := &http.Client{Transport: &http.Transport{}} // no connection is shared with others
	for i := range 64 {
		ctx := t.Context()
		if i%2 == 0 {
			ctx = going
		}
		go func() {
			for {
				answer, err := ask(ctx, client, p.url+"/mock/27?delay=30s")
				if !strings.Contains(answer, full) { // a slot was taken by who looked
					answers <- fmt.Sprint(answer, err)
					return
				}
			}
		}()
	}
	p.until("/mock/27", http.StatusServiceUnavailable, full)
	p.has("/mock/", http.StatusServiceUnavailable, full)
	p.has("/codes/27/", http.StatusOK, "<h1")
	response, err := http.Get(p.url + "/mock/27")
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if got := response.Header.Get("Retry-After"); got != "1" {
		t.Errorf("Retry-After %q", got)
	}

	goAway()
	for range 32 {
		if answer := <-answers; !strings.Contains(answer, context.Canceled.Error()) {
			t.Errorf("before the delay is over: %s", answer)
		}
	}
	p.until("/mock/27", http.StatusUnprocessableEntity, `"ResponseCode": 27`)
	if err := p.stop(); err != nil {
		t.Fatal(err)
	}
	for range 32 {
		if answer := <-answers; !strings.Contains(answer, "503") || !strings.Contains(answer, "the server ends") {
			t.Errorf("at the end of the server: %s", answer)
		}
	}
}

// ask returns an answer's status and body.
func ask(ctx context.Context, client *http.Client, address string) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return "", err
	}
	response, err := client.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return response.Status + "\n" + string(body), err
}

// A delay may last longer than a client may take to send or to receive.
func TestMockDelay(t *testing.T) {
	p := startAs(t, serve.RunHurried, newSources(t).source(), "127.0.0.1:0")
	begin := time.Now()
	p.has("/mock/27?delay=1s", http.StatusUnprocessableEntity, `"ResponseCode": 27`)
	if took := time.Since(begin); took < time.Second {
		t.Errorf("it took %v", took)
	}
	p.has("/mock/27", http.StatusUnprocessableEntity, `"ResponseCode": 27`) // over the same connection
}

func TestMockBodies(t *testing.T) {
	p := startAs(t, serve.RunQuickly, newSources(t).source(), "127.0.0.1:0")
	const chunked = "POST /mock/27 HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
	for _, test := range []struct {
		name, request string
		status        int
		text          string
	}{
		{"chunks", chunked + "1\r\nx\r\n0\r\n\r\n", 422, `"ResponseCode": 27`},
		{"chunks of 1 MiB", chunked + "100000\r\n" + strings.Repeat("x", 1<<20) + "\r\n0\r\n\r\n", 422, `"ResponseCode": 27`},
		{"chunks of more", chunked + "100001\r\n" + strings.Repeat("x", 1<<20+1) + "\r\n0\r\n\r\n", 413, "the body is larger than 1048576 bytes"},
		{"chunks without end", chunked + strings.Repeat("100000\r\n"+strings.Repeat("x", 1<<20)+"\r\n", 10), 413, "the body is larger than 1048576 bytes"},
		{"broken chunks", chunked + "zz\r\n\r\n", 400, "the body could not be read"},
		{"a body that doesn't come", "POST /mock/27 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nx", 408, "the body came too slowly"},
	} {
		response, body := exchange(t, strings.TrimPrefix(p.url, "http://"), "POST", test.request)
		holdMock(t, response, body)
		if response.StatusCode != test.status || !strings.Contains(string(body), test.text) {
			t.Errorf("%s: %s, want %d and %q in\n%s", test.name, response.Status, test.status, test.text, body)
		}
	}
}

func TestValidOrigin(t *testing.T) {
	for _, origin := range []string{"*", "https://app.example", "http://localhost:3000", "http://127.0.0.1:8080", "http://[::1]:3000", "https://app.example:80"} {
		if hint, ok := serve.ValidOrigin(origin); !ok || hint != "" {
			t.Errorf("%s is refused: %s", origin, hint)
		}
	}
	const form = "write it as https://host, http://localhost:3000, or * for all"
	for origin, want := range map[string]string{
		"": form, "**": form, "null": form, "app.example": form, "localhost:3000": form, "//app.example": form, "https:app.example": form,
		"https://": form, "https://:3000": form, "https://*.example": form, "https://a b": form, "https://a,b": form, "https://é.example": form,
		"https://a.example\r\nX: 1": form, "https://a.example:x": form, "javascript:1": form, "file:///x": form,
		"https://app.example/": "write it as https://app.example", "https://app.example:": form, "https://app.example?": "write it as https://app.example",
		"HTTP://Localhost:80": "write it as http://localhost", "https://u@app.example:443/x#y": "write it as https://app.example",
	} {
		if hint, ok := serve.ValidOrigin(origin); ok || hint != want {
			t.Errorf("%q: %t, hint %q, want %q", origin, ok, hint, want)
		}
	}
}
