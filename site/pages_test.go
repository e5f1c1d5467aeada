package site

import (
	"bytes"
	"compress/gzip"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// What every page has, and what none may have.
func TestEveryPage(t *testing.T) {
	titles, descriptions := map[string]string{}, map[string]string{}
	for name, p := range parsePages(t, built(t)) {
		var title, description, canonical, lang string
		h1, main, skip, search, level := 0, 0, 0, 0, 0
		crumbs, edit, turns := 0, 0, map[string]bool{}
		for n := range p.root.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			switch n.Data {
			case "html":
				lang = attribute(n, "lang")
			case "title":
				title = textOf(n)
			case "meta":
				if attribute(n, "name") == "description" {
					description = attribute(n, "content")
				}
			case "link":
				if attribute(n, "rel") == "canonical" {
					canonical = attribute(n, "href")
				}
			case "h1", "h2", "h3", "h4", "h5", "h6":
				now := int(n.Data[1] - '0')
				if now > level+1 {
					t.Errorf("%s: <%s> %q comes after level %d", name, n.Data, textOf(n), level)
				}
				level = now
				if now == 1 {
					h1++
				}
			case "main":
				main++
			case "search":
				search++
			case "a":
				if attribute(n, "href") == "#main" {
					skip++
				}
				if strings.HasPrefix(attribute(n, "href"), "https://git.example/responsa/edit/main/content/") {
					edit++
				}
				turns[attribute(n, "rel")] = true
			case "nav":
				if attribute(n, "aria-label") == "Breadcrumbs" {
					crumbs++
				}
			case "style", "iframe", "object", "embed", "base", "form":
				t.Errorf("%s: <%s> has no place here", name, n.Data)
			case "script":
				if attribute(n, "type") != "application/ld+json" && (attribute(n, "src") == "" || attribute(n, "integrity") == "" || n.FirstChild != nil) {
					t.Errorf("%s: a script is inline, or has no integrity", name)
				}
			}
			for _, a := range n.Attr {
				if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
					t.Errorf("%s: <%s> has the attribute %s, which the policy refuses", name, n.Data, a.Key)
				}
			}
		}
		if h1 != 1 || main != 1 || skip != 1 || search != 1 {
			t.Errorf("%s: %d h1, %d main, %d skip links, %d search boxes, want one each", name, h1, main, skip, search)
		}
		if want := name != "index.html" && name != notFoundPage; (crumbs == 1) != want {
			t.Errorf("%s: %d breadcrumbs", name, crumbs)
		}
		if want := name != notFoundPage; (edit == 1) != want {
			t.Errorf("%s: %d links to edit it", name, edit)
		}
		if code := strings.HasPrefix(name, "codes/") && name != "codes/index.html"; code && (turns["prev"] == (name == "codes/0/index.html") || turns["next"] == (name == "codes/50/index.html")) {
			t.Errorf("%s: a link to the previous or next code is missing, or one too many", name)
		}
		if lang != "en" {
			t.Errorf("%s: the language is %q", name, lang)
		}
		if other := titles[title]; title == "" || other != "" {
			t.Errorf("%s: the title %q is used by %q", name, title, other)
		}
		if other := descriptions[description]; len(description) < 30 || len([]rune(description)) > 165 || other != "" {
			t.Errorf("%s: the description %q (%d) is used by %q", name, description, len([]rune(description)), other)
		}
		titles[title], descriptions[description] = name, name
		want := "https://hyper-response-codes.example/" + strings.TrimSuffix(name, "index.html")
		if name == notFoundPage {
			want = ""
		}
		if canonical != want {
			t.Errorf("%s: canonical %q, want %q", name, canonical, want)
		}
	}
}

// The budgets of a first visit to a code's page, in bytes of gzip -9.
func TestBudgets(t *testing.T) {
	files := built(t)
	zipped := func(text string) int {
		var b bytes.Buffer
		w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
		_, _ = w.Write([]byte(text))
		_ = w.Close()
		return b.Len()
	}
	c, _ := real()
	for _, code := range c.Codes {
		f, _ := files.Get(file(codePage(code)))
		source := contents(t, f)
		root, err := html.Parse(strings.NewReader(source))
		if err != nil {
			t.Fatal(err)
		}
		if n := zipped(source); n > 11<<10 {
			t.Errorf("%s: %d bytes of HTML, want 11 KB", f.Path, n)
		}
		requests := map[string]bool{f.Path: true}
		sizes := map[string]int{}
		for n := range root.Descendants() {
			link := attribute(n, "src")
			if n.Data == "link" && slices.Contains([]string{"stylesheet", "icon", "manifest"}, attribute(n, "rel")) {
				link = attribute(n, "href")
			}
			if link == "" || n.Type != html.ElementNode {
				continue
			}
			asset, ok := files.Get(strings.TrimPrefix(link, "/"))
			if !ok {
				t.Fatalf("%s: no %s", f.Path, link)
			}
			if !requests[asset.Path] {
				requests[asset.Path] = true
				sizes[path.Ext(asset.Path)] += zipped(contents(t, asset))
			}
		}
		if sizes[".css"] > 4<<10 || sizes[".js"] > 5<<10 || len(requests) > 5 {
			t.Errorf("%s: %d bytes of CSS, %d of script, %d requests; want 4 KB, 5 KB, 5", f.Path, sizes[".css"], sizes[".js"], len(requests))
		}
		if sizes[".css"] == 0 || sizes[".js"] == 0 {
			t.Errorf("%s: no style or no script was counted", f.Path)
		}
	}
	later := 0
	for _, f := range files {
		if strings.HasPrefix(f.Path, "assets/engine.") {
			later += zipped(contents(t, f))
		}
	}
	if later == 0 || later > 8<<10 {
		t.Errorf("%d bytes of script at the first focus, want at most 8 KB", later)
	}
	// The pages that filter pay for it alone, and no script pulls in another
	// file that no page names.
	explorer := 0
	for _, f := range files {
		if base := path.Base(f.Path); path.Ext(base) == ".js" && (strings.HasPrefix(base, "main.") || strings.HasPrefix(base, "explorer.")) {
			source := contents(t, f)
			if strings.HasPrefix(base, "explorer.") {
				explorer += zipped(source)
			}
			if found := regexp.MustCompile(`(from|import)\s*"[^"]*"`).FindString(source); found != "" {
				t.Errorf("%s has %s, one more file at load", f.Path, found)
			}
		}
	}
	if explorer == 0 || explorer > 4<<10+512 {
		t.Errorf("%d bytes of script for the filters, want at most 4.5 KB", explorer)
	}
}

// Building twice gives the same bytes.
func TestBuildIsRepeatable(t *testing.T) {
	first, second := built(t), built(t)
	if len(first) != len(second) {
		t.Fatal(len(first), len(second))
	}
	for i := range first {
		if first[i].Path != second[i].Path || contents(t, first[i]) != contents(t, second[i]) {
			t.Errorf("%s differs", first[i].Path)
		}
	}
}

// The Nu validator finds nothing in any page or style sheet.
func TestHTMLIsValid(t *testing.T) {
	jar := "../.ci/node_modules/vnu-jar/build/dist/vnu.jar"
	java, err := exec.LookPath("java")
	if _, jarErr := os.Stat(jar); err != nil || jarErr != nil {
		missing(t, "no java or no vnu.jar: npm ci --prefix .ci installs the latter")
	}
	dir := t.TempDir()
	for _, f := range built(t) {
		if path.Ext(f.Path) != ".html" {
			continue
		}
		name := filepath.Join(dir, strings.ReplaceAll(f.Path, "/", "_"))
		if err := os.WriteFile(name, []byte(contents(t, f)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := exec.Command(java, "-jar", jar, "--skip-non-html", dir).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
