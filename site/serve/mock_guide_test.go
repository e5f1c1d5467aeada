package serve_test

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

var fence = regexp.MustCompile("(?m)^```([a-z]+)\n((?s:.*?))^```$")

// What the guide shows is what happens: each block of shell is run, and the
// block behind it is what it prints.
func TestMockGuide(t *testing.T) {
	needTools(t, "curl")
	s := newSources(t)
	p := start(t, s.source())
	blocks := fence.FindAllStringSubmatch(s.read("guides/testing.md"), -1)
	ran := 0
	for i, block := range blocks {
		if block[1] != "sh" {
			continue
		}
		const address = "http://127.0.0.1:8080"
		if !strings.Contains(block[2], address+"/mock/") {
			t.Errorf("does not ask the mock:\n%s", block[2])
		}
		command := exec.Command("sh", "-c", strings.ReplaceAll(block[2], address, p.url))
		command.Env = append(os.Environ(), "CURL_HOME="+t.TempDir(), "no_proxy=*")
		out, err := command.Output()
		if err != nil || i+1 == len(blocks) {
			t.Errorf("%v, and no block behind it:\n%s", err, block[2])
			continue
		}
		if got, want := strings.TrimSuffix(string(out), "\n"), strings.TrimSuffix(blocks[i+1][2], "\n"); got != want {
			t.Errorf("%s\nprints\n%s\nwant\n%s", block[2], got, want)
		}
		ran++
	}
	if ran < 6 {
		t.Errorf("%d blocks were run", ran)
	}
}
