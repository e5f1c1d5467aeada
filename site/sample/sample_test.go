package sample

import (
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"

	"responsa/site/catalog"
)

// What is quoted for a shell is what the shell reads.
func FuzzShell(f *testing.F) {
	sh := shell(f)
	for _, s := range []string{"", "plain", "it's", `"$HOME" $(id) \n`, "two\nlines", "'", "''", "-n", "אב", "!x *"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if strings.ContainsRune(s, 0) {
			t.Skip("no argument can hold a NUL")
		}
		out, err := exec.Command(sh, "-c", "printf '%s' "+Shell(s)).Output()
		if err != nil || string(out) != s {
			t.Errorf("%q came back as %q, %v", s, out, err)
		}
	})
}

// shell is a POSIX shell; without one the test is skipped, or fails in CI.
func shell(t testing.TB) string {
	t.Helper()
	sh, err := exec.LookPath("sh")
	switch {
	case err == nil:
	case os.Getenv("REQUIRE_TOOLS") == "1":
		t.Fatal(err)
	default:
		t.Skip("no sh: a POSIX shell reads what was quoted")
	}
	return sh
}

// Every code's call in curl is a command that a shell can read, to the right
// address, with a JSON body.
func TestCurl(t *testing.T) {
	sh := shell(t)
	c, problems := catalog.Load(os.DirFS("../../content"), "content")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	template, err := Parse(c.Samples[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range c.Codes {
		text, err := template.Fill(Call(c, code))
		if err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(sh, "-c", `curl() { for a; do printf '%s\0' "$a"; done; }; HYPER_TOKEN=t; `+text).Output()
		if err != nil {
			t.Errorf("%s: a shell can't read the sample: %v\n%s", code.Code, err, text)
			continue
		}
		args := strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
		function := "Function_Name"
		if code.Request != nil {
			function = code.Request.Function
		}
		if got, want := args[len(args)-1], "https://hyper.example.com/"+function; got != want {
			t.Errorf("%s calls %s, want %s", code.Code, got, want)
		}
		var body map[string]any
		if err := json.Unmarshal([]byte(args[len(args)-2]), &body); err != nil {
			t.Errorf("%s: the body is no JSON: %v", code.Code, err)
		}
		if !strings.Contains(text, "Authorization: Bearer $HYPER_TOKEN") {
			t.Errorf("%s sends no token", code.Code)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for name, s := range map[string]catalog.Sample{
		"unknown language": {SampleLanguage: catalog.SampleLanguage{ID: "cobol", File: "samples/x"}},
		"broken template":  {SampleLanguage: catalog.SampleLanguage{ID: "curl", File: "samples/x"}, Text: "{{.URL"},
	} {
		if _, err := Parse(&s); err == nil || !strings.Contains(err.Error(), "samples/x") {
			t.Errorf("%s: the error is %v", name, err)
		}
	}
}
