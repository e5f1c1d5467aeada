package site

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// Whatever old addresses a catalog names: once the checks let them pass, each
// leads at once to a page or a file of this site, none hides a page, none leaves
// the host, and whoever reads _redirects reads the same rules.
func FuzzRedirects(f *testing.F) {
	for _, seed := range [][3]string{
		{"/codes/old/", "/guides/old/", "/codes/"}, {"/codes/old", "/old", "/codes/3.json"}, {"/2", "/e/2", "/"}, {"//evil.example", `/\evil`, "//evil.example"}, {"/codes/3/", "/codes/", "/codes"},
		{"/a", "/b", "/a"}, {"/a/", "/a", "/http/"}, {"/A", "/a", "/codes/2/"}, {"/codes/2.md", "/404", "/404.html"}, {"/..", "/./a", "/assets/"}, {"/a b", "/a\n/b /c 301", "/codes/ 200"}, {"/*", "/:x", "https://evil.example/"},
		{"/codes/003", "/003", "/http/422/"}, {"/index", "/codes/index.html", "/index.html"}, {"/codes/old.json", "/codes/old/", "/codes/1/"},
	} {
		f.Add(seed[0], seed[1], seed[2])
	}
	base := valid(f)
	l, err := newLinks(Published, "https://h.example/docs")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, alias, from, to string) {
		files := fstest.MapFS{}
		for name, file := range base {
			files[name] = file
		}
		files["site.yaml"] = &fstest.MapFile{Data: append([]byte("redirects:\n  - from: "+quoteYAML(from)+"\n    to: "+quoteYAML(to)+"\n"), base["site.yaml"].Data...)}
		files["codes/3.md"] = &fstest.MapFile{Data: append([]byte("---\naliases: ["+quoteYAML(alias)+"]\n"), strings.TrimPrefix(string(base["codes/3.md"].Data), "---\n")...)}
		c, problems := checked(files)
		if len(problems) > 0 {
			return
		}
		b := list(c, l, false)
		var text strings.Builder
		if err := b.redirectsFile(&text); err != nil {
			t.Fatal(err)
		}
		lines := map[string]string{}
		for line := range strings.Lines(text.String()) {
			if words := strings.Fields(line); words[0] != "#" {
				if len(words) != 3 || words[2] != "301" || line != strings.Join(words, " ")+"\n" {
					t.Fatalf("no rule: %q", line)
				}
				lines[words[0]] = words[1]
			}
		}
		for source, target := range lines {
			page, inside := strings.CutPrefix(target, "/docs/")
			if !inside || !b.pages.has(page) {
				t.Errorf("%s leads to %s, which isn't there", source, target)
			}
			path, inside := strings.CutPrefix(source, "/docs/")
			if !inside || strings.ContainsAny(path, `\:*?#%`) || strings.HasPrefix(path, "/") {
				t.Errorf("%q is no plain path", source)
			}
			for _, form := range []string{path, path + "/", path + ".html", path + "/index.html"} {
				if b.pages.has(form) {
					t.Errorf("%s hides a page", source)
				}
			}
			if next := lines[strings.TrimSuffix(target, "/")]; next != "" {
				t.Errorf("%s leads to %s and on to %s", source, target, next)
			}
		}
		slices.SortFunc(b.files, func(x, y File) int { return cmp.Compare(x.Path, y.Path) })
		read, err := b.files.Redirects()
		if err != nil || len(read) != len(lines) {
			t.Fatalf("%d rules are read as %d, %v", len(lines), len(read), err)
		}
		for source, target := range read {
			if lines[source] != target {
				t.Errorf("%s is read to lead to %q", source, target)
			}
		}
		for _, old := range []string{alias, from} {
			if lines["/docs/"+strings.Trim(old, "/")] == "" {
				t.Errorf("%q leads nowhere", old)
			}
		}
	})
}
