package site

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	goldmarkhtml "github.com/yuin/goldmark/renderer/html"
	"go.yaml.in/yaml/v4"
	"golang.org/x/net/html"

	"responsa/site/catalog"
)

// What a YAML library reads in front is what codes/27.json says, less the prose
// and the response; and the text behind shows them.
func TestCodeMarkdownHasTheFacts(t *testing.T) {
	lax := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(goldmarkhtml.WithUnsafe()))
	everyBuild(t, func(t *testing.T, c *catalog.Catalog, files Files, d dataset) {
		for _, code := range c.Codes {
			name := codeMarkdownFile(code)
			source, opened := strings.CutPrefix(written(t, files, name), "---\n")
			front, body, closed := strings.Cut(source, "\n---\n")
			if !opened || !closed {
				t.Fatalf("%s has no front matter", name)
			}
			var facts map[string]any
			if err := yaml.Unmarshal([]byte(front), &facts); err != nil {
				t.Fatalf("%s: %v\n%s", name, err, front)
			}
			want := decoded(t, written(t, files, codeJSONFile(code)))
			for _, left := range []string{"$schema", "prose", "response"} {
				delete(want, left)
			}
			for field, value := range want {
				if value == nil || reflect.DeepEqual(value, []any{}) || reflect.DeepEqual(value, map[string]any{}) {
					delete(want, field)
				}
			}
			// YAML has numbers of its own; JSON makes both the same.
			if got := asJSON(t, facts); got != asJSON(t, want) {
				t.Errorf("%s: in front stands\n%s\nwant\n%s", name, got, asJSON(t, want))
			}

			var b bytes.Buffer
			if err := lax.Convert([]byte(body), &b); err != nil {
				t.Fatal(err)
			}
			if found := strangers(t, b.String()); len(found) > 0 {
				t.Errorf("%s: text became %v", name, found)
			}
			root, err := html.Parse(&b)
			if err != nil {
				t.Fatal(err)
			}
			var blocks, headings []string
			for n := range root.Descendants() {
				if n.Type != html.ElementNode {
					continue
				}
				switch n.Data {
				case "pre":
					blocks = append(blocks, textIn(n))
				case "h1", "h2":
					headings = append(headings, textIn(n))
				case "a":
					// GFM makes links of bare addresses in a text, and so do mail
					// programs; a link of ours is on this site or in the prose.
					if href := attribute(n, "href"); !strings.HasPrefix(href, "https://") && !strings.HasPrefix(href, "http://") {
						t.Errorf("%s: a link to %s", name, href)
					}
				}
			}
			if len(blocks) == 0 || strings.TrimSuffix(blocks[0], "\n") != strings.TrimSuffix(code.Message, "\n") {
				t.Errorf("%s: the vendor's words are %q, want %q", name, blocks, code.Message)
			}
			if response := c.Response(code, nil); !strings.Contains(strings.Join(blocks, ""), response.StatusLine()+"\nContent-Type: application/json\n\n"+string(response.JSON())) {
				t.Errorf("%s has no response", name)
			}
			if title := strings.Join(strings.Fields(code.Code.Text+" "+code.Title), " "); headings[0] != title {
				t.Errorf("%s: the heading is %q, want %q", name, headings[0], title)
			}
			if all := strings.Join(headings, "\n"); !strings.Contains(all, "\nWhat happened\nWhy\nWhat to do\nThe response\n") || strings.Contains(all, "What it meant before") != (len(code.History) > 0) || strings.Contains(all, "Look-alikes") != (len(code.Related) > 0) {
				t.Errorf("%s: the headings are %q", name, headings)
			}
			shown := strings.Join(strings.Fields(textIn(root)), " ")
			for _, want := range append(textsOf(code), c.Site.Vendor+"’s words, to the letter:", code.Retry.Words(), code.Actor.Words(), code.Outcome.Words()) {
				if want = strings.Join(strings.Fields(want), " "); !strings.Contains(shown, want) {
					t.Errorf("%s doesn't show %q in\n%q", name, want, shown)
				}
			}
		}
	})
}

// textsOf are a code's texts beside its prose and its lists of words.
func textsOf(code *catalog.Code) []string {
	texts := []string{code.Note, string(code.Updated)}
	for _, p := range code.Params {
		texts = append(texts, "["+p.Name+"] is "+p.About+", such as "+p.Example)
	}
	for _, r := range code.Related {
		texts = append(texts, r.Why)
	}
	for _, e := range code.History {
		texts = append(texts, e.Message, e.About, e.Where)
	}
	for _, s := range code.Sources {
		texts = append(texts, s.What)
	}
	if code.Retired != nil {
		texts = append(texts, code.Retired.Why)
	}
	return texts
}

func asJSON(t *testing.T, value any) string {
	t.Helper()
	text, err := json.MarshalIndent(value, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// textIn is the text of an element, to the letter.
func textIn(root *html.Node) string {
	var b strings.Builder
	for n := range root.Descendants() {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
	}
	return b.String()
}

func TestMarkdownText(t *testing.T) {
	for text, want := range map[string]string{
		"plain, text. (a) 1. b": "plain, text. (a) 1. b",
		"Get_Client_json":       "Get_Client_json",
		"_a_ * `b` [c](d)":      "\\_a\\_ \\* \\`b\\` \\[c\\](d)",
		"<b>&amp;|":             "&lt;b&gt;&amp;amp;&#124;",
		"# x":                   "\\# x",
		"- x":                   "\\- x",
		"12. x":                 "12\\. x",
		"-1, +2, =3":            "-1, +2, =3",
		"a\n===\n---":           "a\n\\===\n\\---",
		"a\\b":                  "a\\\\b",
	} {
		if got := markdownText(text); got != want {
			t.Errorf("markdownText(%q) = %q, want %q", text, got, want)
		}
	}
}
