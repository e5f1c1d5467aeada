package site

import (
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"os"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"responsa/site/catalog"
)

func single(t testing.TB, c *catalog.Catalog) string {
	t.Helper()
	var b strings.Builder
	if err := writeSingle(&b, c, Options{Static: os.DirFS("../static")}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// One file, at most 250 KB, that loads nothing: its own script and style are
// let through by hash, and all the rest of the policy forbids.
func TestSingleLoadsNothing(t *testing.T) {
	c, _ := real()
	text := single(t, c)
	if len(text) > 250_000 {
		t.Errorf("%d bytes, want at most 250,000", len(text))
	}
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	policy, inside := "", map[string][]string{}
	for n := range root.Descendants() {
		switch n.Data {
		case "meta":
			if attribute(n, "http-equiv") == "Content-Security-Policy" {
				policy = attribute(n, "content")
			}
		case "script", "style":
			if kind := attribute(n, "type"); kind != "application/json" {
				sum := sha256.Sum256([]byte(n.FirstChild.Data))
				inside[n.Data] = append(inside[n.Data], "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'")
			}
		case "link", "img", "iframe", "object", "embed", "base", "form":
			t.Errorf("<%s> has no place here", n.Data)
		}
		for _, a := range n.Attr {
			if a.Key == "style" || a.Key == "src" || a.Key == "srcset" || strings.HasPrefix(a.Key, "on") {
				t.Errorf("<%s> has the attribute %s", n.Data, a.Key)
			}
		}
	}
	if len(inside["script"]) != 1 || len(inside["style"]) != 1 {
		t.Fatalf("scripts and styles: %v", inside)
	}
	want := "default-src 'none'; script-src " + inside["script"][0] + "; style-src " + inside["style"][0] + "; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
	if policy != want {
		t.Errorf("the policy is\n%s\nwant\n%s", policy, want)
	}
	if strings.Contains(text, "url(") || strings.Contains(text, "@import") {
		t.Error("the style sheet loads something")
	}
}

// Links lead about in the page, or to where the site is published.
func TestSingleLinks(t *testing.T) {
	c, _ := real()
	files := built(t)
	root, err := html.Parse(strings.NewReader(single(t, c)))
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for n := range root.Descendants() {
		if id := attribute(n, "id"); id != "" {
			if ids[id] {
				t.Errorf("the id %q stands twice", id)
			}
			ids[id] = true
		}
	}
	inside, outside := 0, 0
	for n := range root.Descendants() {
		if n.Data != "a" {
			continue
		}
		link := attribute(n, "href")
		if id, ok := strings.CutPrefix(link, "#"); ok {
			if inside++; !ids[id] {
				t.Errorf("%s leads nowhere", link)
			}
			continue
		}
		page, ok := strings.CutPrefix(link, "https://hyper-response-codes.example/")
		if !ok {
			t.Errorf("%s leads neither into the page nor to the site", link)
			continue
		}
		outside++
		u, err := url.Parse(page)
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := files.Get(file(u.Path)); !ok {
			t.Errorf("%s isn't a page of the site", link)
		}
	}
	if inside < 200 || outside < len(c.Codes) {
		t.Errorf("%d links in the page, %d out of it", inside, outside)
	}
}

// All that a code's page says is there, but for the samples.
func TestSingleSaysWhatThePagesSay(t *testing.T) {
	c, _ := real()
	text := single(t, c)
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	articles := map[string]string{}
	for n := range root.Descendants() {
		if n.Data == "article" {
			articles[attribute(n, "id")] = textOf(n)
		}
	}
	pages := parsePages(t, built(t))
	for _, code := range c.Codes {
		article := articles["code-"+code.Slug]
		says := func(what, text string) {
			t.Helper()
			if !strings.Contains(article, strings.Join(strings.Fields(text), " ")) {
				t.Errorf("%s: no %s %q", code.Slug, what, text)
			}
		}
		page := pages[file(codePage(code))]
		for n := range page.root.Descendants() {
			switch class := attribute(n, "class"); {
			case class == "prose", class == "verdict", class == "wire", class == "like", class == "before", n.Data == "blockquote", n.Data == "h1":
				says(n.Data, textOf(n))
			}
		}
		for _, translation := range code.Translations {
			language := attributeOf(root, "code-"+code.Slug, translation.Language)
			if want := strings.Join(strings.Fields(translation.Text), " "); language != want {
				t.Errorf("%s in %s: %q, want %q", code.Slug, translation.Language, language, want)
			}
		}
		says("address", "https://hyper-response-codes.example/codes/"+code.Slug+"/")
		for _, source := range code.Sources {
			if source.From == catalog.Inference {
				says("inference", source.What)
			} else {
				says("source", source.From)
			}
		}
	}
	for _, sample := range []string{"import requests", "urllib.request", "fetch(", "curl -"} {
		if strings.Contains(text, sample) {
			t.Errorf("it has a sample: %s", sample)
		}
	}
	for _, s := range c.Statuses {
		if !strings.Contains(text, s.Reason) {
			t.Errorf("no status %d", s.Status)
		}
	}
}

// attributeOf is the text in a language within the element with an id.
func attributeOf(root *html.Node, id, language string) string {
	for n := range root.Descendants() {
		if attribute(n, "id") != id {
			continue
		}
		for cell := range n.Descendants() {
			if cell.Data == "td" && attribute(cell, "lang") == language {
				return textOf(cell)
			}
		}
	}
	return ""
}

// A catalog may lack almost everything, and hold anything.
func TestSingleOfAnyCatalog(t *testing.T) {
	bare := func(t *testing.T, change func(fstest.MapFS)) *catalog.Catalog {
		t.Helper()
		content := valid(t)
		change(content)
		c, problems := checked(content)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		return c
	}
	hostile := `</script><script>alert(1)</script><!-- <img src=x onerror=alert(1)> " ' & {{x}} ${x} ]]>`
	for name, tt := range map[string]struct {
		change func(fstest.MapFS)
		want   string
	}{
		"nothing": {func(m fstest.MapFS) {
			for name := range m {
				if name != "site.yaml" {
					delete(m, name)
				}
			}
			m["modules.yaml"] = &fstest.MapFile{Data: []byte("[]\n")}
			m["statuses.yaml"] = &fstest.MapFile{Data: []byte("[]\n")}
			m["site.yaml"] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(strings.Replace(string(m["site.yaml"].Data), "samples:\n", "translations: []\n", 1), "  - id: curl\n    title: curl\n    file: samples/curl.sh\n", ""))}
		}, "Acme API response codes"},
		"no codes": {func(m fstest.MapFS) {
			for name := range m {
				if path.Dir(name) == "codes" || path.Dir(name) == "guides" || name == "mentions.yaml" || name == "functions.yaml" {
					delete(m, name)
				}
			}
		}, "Acme API response codes"},
		"hostile": {func(m fstest.MapFS) {
			for name, f := range m {
				text := strings.Replace(string(f.Data), "about: What each response code of the Acme API means.", "about: "+quoted(hostile), 1)
				m[name] = &fstest.MapFile{Data: []byte(strings.Replace(text, "title: Order placed", "title: "+quoted(hostile), 1))}
			}
		}, hostile},
	} {
		t.Run(name, func(t *testing.T) {
			text := single(t, bare(t, tt.change))
			root, err := html.Parse(strings.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(textOf(root), tt.want) {
				t.Errorf("it doesn't say %q", tt.want)
			}
			scripts := 0
			for n := range root.Descendants() {
				switch n.Data {
				case "script":
					scripts++
				case "img":
					t.Error("an element came out of a text")
				case "table", "ul":
					if textOf(n) == "" && attribute(n, "id") != "found" || n.Data == "table" && name == "nothing" {
						t.Errorf("an empty <%s>", n.Data)
					}
				}
			}
			if scripts != 2 || strings.Contains(text, "NaN") {
				t.Errorf("%d scripts", scripts)
			}
		})
	}
}

func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
