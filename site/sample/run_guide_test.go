package sample_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

var (
	fence   = regexp.MustCompile("(?m)^```([a-z]+)\n((?s:.*?))^```$")
	section = regexp.MustCompile(`(?m)^## `)
)

// blocks are the code blocks of a section of a guide, by language.
func blocks(t *testing.T, guide, id string) map[string]string {
	t.Helper()
	text, err := os.ReadFile("../../content/guides/" + guide)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range section.Split(string(text), -1) {
		if !strings.Contains(s, "{#"+id+"}\n") {
			continue
		}
		found := map[string]string{}
		for _, block := range fence.FindAllStringSubmatch(s, -1) {
			if found[block[1]] != "" {
				t.Errorf("two blocks of %s", block[1])
			}
			found[block[1]] = block[2]
		}
		return found
	}
	t.Fatalf("%s has no section %s", guide, id)
	return nil
}

// around is what stands around the lines of a language that has no programs of
// a few lines.
var around = map[string]string{
	"php":    "<?php\n{lines}",
	"csharp": "using System;\nusing System.Collections.Generic;\nusing System.Linq;\npublic static class Program\n{\n    public static void Main()\n    {\n{lines}    }\n}\n",
	"java": "import static java.net.URLEncoder.encode;\nimport static java.nio.charset.StandardCharsets.UTF_8;\nimport static java.util.stream.Collectors.joining;\nimport java.util.Map;\n" +
		"public class Sample {\n    public static void main(String[] arguments) {\n{lines}    }\n}\n",
	"go": "package main\n\nimport (\n\t\"fmt\"\n\t\"net/url\"\n\t\"strings\"\n)\n\nfunc main() {\n{lines}}\n",
}

// The guide's line for every sample language prints the address that the guide
// says it does.
func TestLinkingGuide(t *testing.T) {
	s := hyper()
	want := s.Site.Address + "/codes/27/#Minimum%20Age=18"
	found := blocks(t, "linking.md", "lines")
	if len(found) != len(s.Samples) {
		t.Errorf("the guide has lines in %d languages, want %d", len(found), len(s.Samples))
	}
	for _, sample := range s.Samples {
		t.Run(sample.ID, func(t *testing.T) {
			name := sample.ID
			if name == "curl" {
				name = "sh"
			}
			lines := found[name]
			if lines == "" {
				t.Fatal("the guide has no line in this language")
			}
			if sample.ID == "http" {
				if lines != "Link: <"+want+">; rel=\"help\"\n" {
					t.Errorf("the guide has %s", lines)
				}
				return
			}
			language := languages[sample.ID]
			need(t, language.tools...)
			t.Parallel()
			if form := around[sample.ID]; form != "" {
				if sample.ID == "go" { // gofmt is asked as well
					lines = "\t" + strings.ReplaceAll(strings.TrimSuffix(lines, "\n"), "\n", "\n\t") + "\n"
				}
				lines = strings.Replace(form, "{lines}", lines, 1)
			}
			file := "sample" + filepath.Ext(strings.TrimSuffix(sample.File, ".tmpl"))
			if sample.ID == "java" {
				file = "Sample.java"
			}
			programs := save(t, t.TempDir(), map[string]listing{"27": {file: file, text: strings.TrimSuffix(lines, "\n")}})
			language.prepare(t, programs)
			out, err := exec.Command(programs[0].command[0], programs[0].command[1:]...).CombinedOutput()
			if err != nil || string(out) != want+"\n" {
				t.Errorf("%v, it prints\n%s\nwant\n%s", err, out, want)
			}
		})
	}
}

// The guide's problem details are those of the code that they name.
func TestProblemDetails(t *testing.T) {
	s := hyper()
	code := s.Code("27")
	head, body, _ := strings.Cut(blocks(t, "linking.md", "problem-details")["http"], "\n\n")
	response := s.Response(code, nil)
	if want := response.StatusLine() + "\nContent-Type: application/problem+json\nContent-Language: " + s.Site.MessageLanguage().Code; head != want {
		t.Errorf("the answer begins\n%s\nwant\n%s", head, want)
	}
	var got map[string]any
	if err := json.Unmarshal([]byte(body), &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"type": s.Site.Address + "/codes/27/", "title": code.Title, "status": float64(response.Status), "detail": response.Message,
		"instance": got["instance"], "response_code": float64(27), "values": map[string]any{code.Params[0].Name: code.Params[0].Example},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("it is\n%v\nwant\n%v", got, want)
	}
}
