package site

import (
	"net/url"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"responsa/site/catalog"
	"responsa/site/importer"
)

// Catalogs of made-up vendors, each without something that the real one has.

// oddTable has what real tables have: codes that are text, several messages,
// statuses that nobody knows, notes in Markdown, other alphabets.
const oddTable = `code,http,title,message,module,notes
23505,,unique_violation,"duplicate key ""%s""",Class 23,
E0308,499,,"expected %-.192s, found %s",,"See [docs](/x), <b>bold</b> and

` + "```rust\nlet x = 1;\n```" + `

# Heading

| a | b |
|---|---|
| 1 | 2 |"
card_declined,402,,,Payments,
-1,,,100%% broken,,
DM-functional-11001,,,缺少参数 %s,订单,
id with blanks,422,,לא ניתן למחוק,,plain note
404,200,,not found,,
007,,,bond,,
7,,,seven,,
E1,,,first text,A,
E1,,,second text,A,
E1,503,,third,B,
`

func imported(t testing.TB, table string) importer.Files {
	t.Helper()
	result, err := importer.Import("codes.csv", []byte(table), importer.Options{Vendor: "Acme", Day: "2026-11-26", Check: CheckImport})
	if err != nil {
		t.Fatal(err)
	}
	return result.Files
}

// checkedFiles is the catalog that files hold, which has no mistakes.
func checkedFiles(t testing.TB, files importer.Files) *catalog.Catalog {
	t.Helper()
	content := fstest.MapFS{}
	for name, text := range files {
		content[name] = &fstest.MapFile{Data: []byte(text)}
	}
	c, problems := checked(content)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return c
}

func vendors(t testing.TB) map[string]*catalog.Catalog {
	t.Helper()
	all := map[string]importer.Files{
		"starter":        importer.Starter(),
		"odd":            imported(t, oddTable),
		"none":           imported(t, "code\n"),
		"one":            imported(t, "code\nE1\n"),
		"one with all":   imported(t, "code,http,title,message,module,notes\n1,404,Gone,It is gone.,Orders,A note.\n"),
		"no modules":     imported(t, "code,http,message\n1,404,a\n2,500,b\n"),
		"no statuses":    imported(t, "code,message,module\n1,a,Orders\n2,b,Stock\n"),
		"statuses alone": imported(t, "code\n"),
		"modules alone":  imported(t, "code\n"),
	}
	all["statuses alone"]["statuses.yaml"] = "- status: 404\n- status: 500\n  reason: Broken\n"
	all["modules alone"]["modules.yaml"] = "- {id: orders, title: Orders}\n- {id: stock, title: Stock, about: what there is}\n"
	catalogs := map[string]*catalog.Catalog{}
	for name, files := range all {
		catalogs[name] = checkedFiles(t, files)
	}
	return catalogs
}

// What no file of a made-up vendor's site may hold: the vendor whose codes this
// repository has, and what is left where something is missing.
var misplaced = regexp.MustCompile(`(?i)hyper(?:[^lt]|$)|responsemsgeng|kb_page`)

// traces are texts of this repository's own catalog, in lower case, that no
// other vendor would write by chance.
func traces(t testing.TB) []string {
	t.Helper()
	c, problems := checked(os.DirFS("../content"))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	all := []string{c.Site.Title, c.Site.Host, c.Site.Address, c.Site.BundleName, `"` + c.Site.Envelope.Code + `":`, c.Site.Envelope.Message}
	for _, f := range c.Functions {
		all = append(all, f.Name)
	}
	for _, code := range c.Codes {
		all = append(all, code.Message, code.Title, code.Name, code.Note)
	}
	for i := range all {
		all[i] = strings.ToLower(all[i])
	}
	return slices.DeleteFunc(all, func(text string) bool { return len(text) < 12 })
}

var leftover = regexp.MustCompile(`\bNaN\b|>undefined|%!`)

// Every kind of catalog makes a whole site of which nothing is empty.
func TestOtherVendors(t *testing.T) {
	strange := traces(t)
	for name, c := range vendors(t) {
		for _, style := range []Style{Published, Bundle} {
			files, err := Build(c, Options{Static: os.DirFS("../static"), Style: style})
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			for _, f := range files {
				text := contents(t, f)
				if found := misplaced.FindString(text); found != "" {
					t.Errorf("%s: %s holds %q", name, f.Path, found)
				}
				lower := strings.ToLower(text)
				for _, trace := range strange {
					if strings.Contains(lower, trace) {
						t.Errorf("%s: %s holds %q", name, f.Path, trace)
					}
				}
				if found := leftover.FindString(text); found != "" && path.Ext(f.Path) != ".js" && path.Ext(f.Path) != ".zip" && path.Ext(f.Path) != ".png" {
					t.Errorf("%s: %s holds %q", name, f.Path, found)
				}
				if single := "offline/response-codes.html"; f.Path == single {
					root, err := html.Parse(strings.NewReader(text))
					if err != nil {
						t.Fatal(err)
					}
					nothingEmpty(t, name+": "+single, root)
				}
			}
			for page, p := range anyPages(t, files) {
				nothingEmpty(t, name+": "+page, p.root)
				for n := range p.root.Descendants() {
					u, err := url.Parse(attribute(n, "href"))
					if err != nil || n.Data != "a" || u.Scheme != "" || u.Path == "" || style == Bundle {
						continue
					}
					if _, ok := files.Get(file(strings.TrimPrefix(u.Path, "/"))); !ok {
						t.Errorf("%s: %s leads to %s, which isn't there", name, page, u)
					}
				}
			}
		}
	}
}

// nothingEmpty reports headings, lists, tables and paragraphs without text,
// those aside that a script fills.
func nothingEmpty(t *testing.T, page string, root *html.Node) {
	t.Helper()
	headings := 0
	for n := range root.Descendants() {
		switch n.Data {
		case "h1":
			headings++
		case "h2", "h3", "h4", "p", "ul", "ol", "dl", "dt", "dd", "table", "tbody", "caption", "section", "figure", "figcaption", "blockquote", "nav", "small", "q", "a", "button":
		default:
			continue
		}
		hidden := false
		for up := n; up != nil; up = up.Parent {
			for _, a := range up.Attr {
				hidden = hidden || a.Key == "hidden"
			}
		}
		if n.Type == html.ElementNode && !hidden && textOf(n) == "" {
			t.Errorf("%s: <%s class=%q> is empty", page, n.Data, attribute(n, "class"))
		}
	}
	if headings != 1 {
		t.Errorf("%s: %d <h1>", page, headings)
	}
}

// A catalog shows what it has, and no way to what it hasn't.
func TestPartsLeftOut(t *testing.T) {
	for name, want := range map[string]struct{ pages, navigation string }{
		"starter":        {"matrix codes", "Codes HTTP matrix Guides"},
		"none":           {"codes", ""},
		"one":            {"codes", "Codes"},
		"no modules":     {"matrix codes", "Codes HTTP matrix"},
		"no statuses":    {"codes", "Codes"},
		"statuses alone": {"matrix codes", "HTTP matrix"},
		"modules alone":  {"codes", ""},
	} {
		c := vendors(t)[name]
		files, err := Build(c, Options{Static: plainStatic})
		if err != nil {
			t.Fatal(err)
		}
		var pages []string
		for _, page := range []string{matrixPage, codesPage} {
			if _, ok := files.Get(file(page)); ok {
				pages = append(pages, map[string]string{matrixPage: "matrix", codesPage: "codes"}[page])
			}
		}
		var navigation []string
		home := anyPages(t, files)["index.html"]
		for n := range home.root.Descendants() {
			if n.Data == "nav" && attribute(n, "aria-label") == "Site" {
				navigation = append(navigation, textOf(n))
			}
		}
		if got := strings.Join(pages, " "); got != want.pages {
			t.Errorf("%s: the pages are %q, want %q", name, got, want.pages)
		}
		if got := strings.Join(navigation, ""); strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(want.navigation, " ", "") {
			t.Errorf("%s: the navigation is %q, want %q", name, got, want.navigation)
		}
	}
}

// A code that nobody has documented says so, once, and its address keeps its
// fragments.
func TestNotDocumented(t *testing.T) {
	c := vendors(t)["odd"]
	files, err := Build(c, Options{Static: plainStatic})
	if err != nil {
		t.Fatal(err)
	}
	p := anyPages(t, files)["codes/E0308/index.html"]
	text := textOf(p.root)
	for _, want := range []string{
		"Not documented", "expected %-.192s, found %s", "%-.192s is not documented.", "See docs (/x), <b>bold</b> and", "499", "let x = 1;",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q:\n%s", want, text)
		}
	}
	if strings.Count(text, "Not documented") != 1 || strings.Contains(text, "Who acts") {
		t.Errorf("the page says more than once that nobody knows:\n%s", text)
	}
	for _, id := range lockedFragments["codes/*/"] {
		if !p.ids[id] {
			t.Errorf("no #%s", id)
		}
	}
	for n := range p.root.Descendants() {
		if n.Data == "a" && attribute(n, "href") == "/x" {
			t.Error("a link of the notes leads nowhere")
		}
	}
	f, _ := files.Get(path.Join("codes", "E0308.json"))
	for _, want := range []string{`"retry": null`, `"actor": null`, `"outcome": null`, `"prose": null`, `"written": "%-.192s"`} {
		if text := contents(t, f); !strings.Contains(text, want) {
			t.Errorf("%s lacks %s", f.Path, want)
		}
	}
	if answer, found := Explain(c, "E0308", false); !found || !strings.Contains(answer, "Not documented") {
		t.Errorf("explain says %q", answer)
	}
	if answer, _ := Explain(c, "expected i32, found String", false); !strings.Contains(answer, "E0308") || !strings.Contains(answer, "i32") {
		t.Errorf("explain says %q", answer)
	}
}

// The vendor's notes are Markdown that nobody here can mend.
func TestForeignMarkdown(t *testing.T) {
	for source, want := range map[string][2]string{
		"[a](https://acme.example/x)":     {`<p><a href="https://acme.example/x">a</a></p>`, ""},
		"[a](/x) <b>c</b>":                {`<p>a (/x) &lt;b&gt;c&lt;/b&gt;</p>`, `a link to "/x" is shown as text; HTML is shown as text`},
		"[*a* ![b](c.png)](javascript:d)": {`<p><em>a</em> b (c.png) (javascript:d)</p>`, `a link to "javascript:d" is shown as text; an image to "c.png" is shown as text`},
		"[a][1]\n\n[1]: //x.example/\"<":  {`<p>a (//x.example/&quot;&lt;)</p>`, `a link to "//x.example/\"<" is shown as text`},
		"<ftp://x.example>":               {`<p> (ftp://x.example)</p>`, `a link to "ftp://x.example" is shown as text`},
		"<a@x.example>":                   {`<p><a href="mailto:a@x.example">a@x.example</a></p>`, ""},
		"# One {#top}\n\nTwo\n===":        {"<p><strong>One</strong></p>\n<p><strong>Two</strong></p>", ""},
	} {
		got, remarks, err := newMarkdown().foreign(source)
		if err != nil || strings.TrimSpace(got) != want[0] || strings.Join(remarks, "; ") != want[1] {
			t.Errorf("%q: got %s, %q, %v\nwant %s, %q", source, got, remarks, err, want[0], want[1])
		}
	}
}
