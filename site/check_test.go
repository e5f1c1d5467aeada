package site

import (
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"
	"golang.org/x/tools/txtar"

	"responsa/site/catalog"
)

var update = flag.Bool("update", false, "write what is reported and rendered into testdata")

// valid is the catalog of testdata/valid: three codes of a made-up vendor,
// without a mistake.
func valid(t testing.TB) fstest.MapFS {
	t.Helper()
	files, base := fstest.MapFS{}, os.DirFS("testdata/valid")
	err := fs.WalkDir(base, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(base, name)
		files[name] = &fstest.MapFile{Data: text}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func checked(files fs.FS) (*catalog.Catalog, catalog.Problems) {
	c, problems := catalog.Load(files, "content")
	return c, append(problems, Check(c)...).Sort()
}

// Each file of testdata/check breaks one rule of a valid catalog. Its comment
// is the rule; it holds the files that differ and what is reported.
func TestRules(t *testing.T) {
	if _, problems := checked(valid(t)); len(problems) > 0 {
		t.Fatalf("the valid catalog isn't:\n%v", problems)
	}
	cases, err := filepath.Glob("testdata/check/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			files := valid(t)
			var want *txtar.File
			for i, f := range archive.Files {
				if f.Name == "want" {
					want = &archive.Files[i]
				} else {
					files[f.Name] = &fstest.MapFile{Data: f.Data}
				}
			}
			if want == nil {
				t.Fatal("the case wants nothing; end it with -- want --")
			}
			_, problems := checked(files)
			got := problems.Error()
			if got != "" {
				got += "\n"
			}
			if *update {
				want.Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(archive), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			for _, p := range problems {
				lines := strings.Split(string(files[strings.TrimPrefix(p.File, "content/")].Data), "\n")
				if p.Line < 1 || p.Line > len(lines) || p.Column < 1 || p.Column > len([]rune(lines[p.Line-1]))+1 {
					t.Errorf("%s stands outside of its file", p)
				}
			}
			if got != string(want.Data) {
				t.Errorf("%sgot:\n%s\nwant:\n%s", archive.Comment, got, want.Data)
			}
		})
	}
}

// A page's ids are those that check.go knows, and its prose's.
func TestPageIDs(t *testing.T) {
	c, files := acme(t)
	for _, tt := range []struct {
		page, prose string
		known       []string
	}{
		{codePage(c.Code("3")), c.Code("3").Prose.Text, slices.Concat(pageIDs, codeIDs, []string{"sample-curl"})},
		{guidePage("start"), c.Guides[0].Page.Text, slices.Concat(pageIDs, guideIDs)},
	} {
		for _, h := range newMarkdown().parse(tt.prose).headings {
			tt.known = append(tt.known, h.id)
		}
		f, _ := files.Get(file(tt.page))
		root, err := html.Parse(strings.NewReader(contents(t, f)))
		if err != nil {
			t.Fatal(err)
		}
		ids := []string{"found"} // the search box makes it
		for n := range root.Descendants() {
			if id := attribute(n, "id"); id != "" {
				ids = append(ids, id)
			}
		}
		slices.Sort(ids)
		slices.Sort(tt.known)
		if !slices.Equal(ids, tt.known) {
			t.Errorf("%s has the ids\n%v, check.go knows\n%v", tt.page, ids, tt.known)
		}
	}
}

// rendered is Markdown as a page shows it, parsed.
func rendered(t testing.TB, source string) (text string, root *html.Node) {
	t.Helper()
	m := newMarkdown()
	text, err := m.render(m.parse(source))
	if err != nil {
		t.Fatal(err)
	}
	root, err = html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return text, root
}

func TestMarkdown(t *testing.T) {
	for _, tt := range []struct{ name, source, want string }{
		{"raw HTML inline", `a <img src=x onerror="alert(1)"> b`, `<p>a &lt;img src=x onerror=&#34;alert(1)&#34;&gt; b</p>`},
		{"raw HTML block", "<script>\nalert(1)\n</script>", "<p>&lt;script&gt;\nalert(1)\n&lt;/script&gt;</p>"},
		{"a block that ends at a blank line", "<div onclick=x>\n*a*\n\nb", "<p>&lt;div onclick=x&gt;\n*a*\n</p>\n<p>b</p>"},
		{"comment", "<!-- a -->", "<p>&lt;!-- a --&gt;</p>"},
		{"link text", `[<b>"](https://h.example)`, `<p><a href="https://h.example">&lt;b&gt;&quot;</a></p>`},
		{"link title", `[a](https://h.example '" onclick=x <b>')`, `<p><a href="https://h.example" title="&quot; onclick=x &lt;b&gt;">a</a></p>`},
		{"link destination", `[a](https://h.example/"onclick='x'<>)`, `<p><a href="https://h.example/%22onclick='x'%3C%3E">a</a></p>`},
		{"autolink", `<https://h.example/"><b>`, `<p><a href="https://h.example/%22">https://h.example/&quot;</a>&lt;b&gt;</p>`},
		{"script's address", `[a](javascript:alert) [b](&#106;avascript&colon;alert) <vbscript:x>`, `<p><a href="">a</a> <a href="">b</a> <a href="">vbscript:x</a></p>`},
		{"heading's attributes", `## a {#b .c style="color:red" onclick="x" tabindex=1}`, `<h2 id="b">a</h2>`},
		{"heading's id that isn't text", "## a {id=5}\n## b {id=[1,2]}\n## c {id=null}", "<h2 id=\"a\">a</h2>\n<h2 id=\"b\">b</h2>\n<h2 id=\"c\">c</h2>"},
		{"heading's id that isn't plain", `## a {id="x y\"><b>"}`, `<h2 id="a">a</h2>`},
		{"underlined heading", "a {id=5}\n---", `<h2 id="a-id5">a {id=5}</h2>`},
		{"table's alignment", "| a |\n|:-:|\n| b |", "<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>b</td>\n</tr>\n</tbody>\n</table>"},
		{"entities", "&lt;b&gt; &amp;lt; &#0;", "<p>&lt;b&gt; &amp;lt; \ufffd</p>"},
		{"code span", "`<b>`", `<p><code>&lt;b&gt;</code></p>`},
		{"indented code", "    <b>", "<pre><code>&lt;b&gt;\n</code></pre>"},
		{"fence without a language", "```\n<b>\n```", "<pre><code>&lt;b&gt;\n</code></pre>"},
		{"fence of a language that nobody knows", "```\"><b>\n<b>\n```", "<pre><code>&lt;b&gt;\n</code></pre>"},
		{"fence", "```bash\n# <b>\nif [[ 'a' ]]\n```", "<pre><code><em># &lt;b&gt;</em>\n<b>if</b> [[ <i>'a'</i> ]]\n</code></pre>"},
	} {
		if got, _ := rendered(t, tt.source); strings.TrimSpace(got) != tt.want {
			t.Errorf("%s: %s\ngot:  %s\nwant: %s", tt.name, tt.source, got, tt.want)
		}
	}
}

// A heading's text is what is read, without Markdown's signs.
func TestHeadingText(t *testing.T) {
	d := newMarkdown().parse("## `a*` *b* \\*c\\* &amp; [d](e.md) {#f}\n")
	if len(d.headings) != 1 || d.headings[0].text != "a* b *c* & d" || d.headings[0].id != "f" {
		t.Errorf("got %+v", d.headings)
	}
}

// Fenced code is the same text with and without its colours, which are three
// elements.
func TestHighlight(t *testing.T) {
	code := "# a 'b' <script>alert(\"&amp;\")</script>\nreturn true // c\n{\"a\": [null, 1.5, 'x\\'']} /* d */ \u00e9\n"
	for _, language := range []string{"", "nonsense", "bash", "c", "csharp", "css", "go", "html", "java", "javascript", "json", "kotlin", "php", "powershell", "python", "ruby", "rust", "sql", "swift", "typescript", "xml", "yaml", "a.go"} {
		marked := highlight(language, code)
		root, err := html.Parse(strings.NewReader("<pre><code>" + marked + "</code></pre>"))
		if err != nil {
			t.Fatal(err)
		}
		var text strings.Builder
		for n := range root.Descendants() {
			switch {
			case n.Type == html.TextNode:
				text.WriteString(n.Data)
			case n.Data == "html" || n.Data == "head" || n.Data == "body" || n.Data == "pre" || n.Data == "code":
			case n.Data != "b" && n.Data != "i" && n.Data != "em" || len(n.Attr) > 0:
				t.Errorf("%s: <%s %v> in %s", language, n.Data, n.Attr, marked)
			}
		}
		if text.String() != code {
			t.Errorf("%s:\ngot:  %q\nwant: %q", language, text.String(), code)
		}
		if coloured := strings.Contains(marked, "</"); coloured != (language != "" && language != "nonsense") {
			t.Errorf("%s: highlighted %t", language, coloured)
		}
	}
}

// The elements that Markdown can become, and their attributes.
var fromMarkdown = map[string][]string{
	"html": nil, "head": nil, "body": nil,
	"p": nil, "br": nil, "hr": nil, "em": nil, "strong": nil, "del": nil, "blockquote": nil, "ul": nil, "ol": {"start"}, "li": nil,
	"h1": {"id"}, "h2": {"id"}, "h3": {"id"}, "h4": {"id"}, "h5": {"id"}, "h6": {"id"},
	"pre": nil, "code": nil, "span": {"class"}, "a": {"href", "title"},
	"table": nil, "thead": nil, "tbody": nil, "tr": nil, "th": nil, "td": nil,
}

// Whatever is written, it becomes no other element and no other attribute; and
// a link that resolve lets pass goes where it may.
func FuzzMarkdown(f *testing.F) {
	for _, seed := range []string{
		"## a {#b onclick=x}\n", "## a {id=5 style=\"x\"}\n\na {#b}\n===\n", "<script>x</script>\n\n<b onclick='x'>", "[a](javascript:x \"t\") <data:x> [b][c]\n\n[c]: &sol;/host '\"'\n",
		"| a | b |\n|:-:|--:|\n| `c` | ~~d~~ |\n", "```json\n{\"a\": true}\n```\n", "3. a\n   > b\n", "[a](\\\\\\\\host) [b](//host) [c](&#x5c;/host)", "a@b.c <a@b.c>", "## a\n>\t#",
	} {
		f.Add(seed)
	}
	c, problems := catalog.Load(os.DirFS("testdata/valid"), "content")
	if len(problems) > 0 {
		f.Fatal(problems)
	}
	pages := addresses(c)
	f.Fuzz(func(t *testing.T, source string) {
		m := newMarkdown()
		d := m.parse(source)
		good := true
		for _, link := range d.links {
			_, _, problem, _ := resolve(c, pages, "guides/start.md", link.destination)
			good = good && problem == "" && !link.image
			if link.offset < 0 || link.offset >= len(source) || !strings.ContainsRune("[!<", rune(source[link.offset])) {
				t.Errorf("the link %q stands at %d", link.destination, link.offset)
			}
		}
		checkSections(c, catalog.Prose{File: "codes/1.md", Text: source}, d.headings)
		for _, h := range d.headings {
			section(source, h.text)
		}
		text, root := rendered(t, source)
		for n := range root.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			attributes, known := fromMarkdown[n.Data]
			if n.Data == "b" || n.Data == "i" { // of highlighted code, and nowhere else
				known = n.Parent.Data == "code" && n.Parent.Parent.Data == "pre"
			}
			if !known && !(n.Data == "img" && !good) {
				t.Errorf("<%s> in %s", n.Data, text)
			}
			for _, a := range n.Attr {
				if !slices.Contains(attributes, a.Key) && n.Data != "img" {
					t.Errorf("<%s %s=%q> in %s", n.Data, a.Key, a.Val, text)
				}
				scheme, _, has := strings.Cut(a.Val, ":")
				if a.Key == "href" && good && (strings.HasPrefix(a.Val, "//") || has && !strings.ContainsAny(scheme, "/?#") && !slices.Contains(schemes, strings.ToLower(scheme))) {
					t.Errorf("a link to %q in %s", a.Val, text)
				}
			}
		}
	})
}
