package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"responsa/site/catalog"
	"responsa/site/sample"
	"responsa/site/synthetic"
)

// content is a catalog, as files and as read from them.
type content struct {
	fs.FS
	*catalog.Catalog
}

// writeContent writes a catalog of n codes for each side, into the directory of
// its name below dir. The repository's own catalog gives its form.
func writeContent(repository string, sides []side, n int, dir string) error {
	model, problems := catalog.Load(os.DirFS(filepath.Join(repository, "content")), "content")
	if len(problems) > 0 {
		return fmt.Errorf("the programs come from the catalog here, which has mistakes: %w", problems)
	}
	files := synthetic.Like(model, n)
	c, problems := catalog.Load(files, "content")
	if len(problems) > 0 {
		return problems
	}
	for _, s := range sides {
		if err := s.write(content{files, c}, filepath.Join(dir, s.name)); err != nil {
			return err
		}
	}
	return nil
}

func writeResponsa(c content, dir string) error { return os.CopyFS(filepath.Join(dir, "content"), c) }

const hugoConfig = `baseURL = "https://codes.synthetic.example/"
title = "Synthetic response codes"
disableKinds = ["taxonomy", "term", "rss"]
`

// uncoloured has code stay as it is.
const uncoloured = `[markup.highlight]
codeFences = false
`

// The layouts: what each page has in common, then a page, the list and the home.
var hugoLayouts = map[string]string{
	"baseof.html": `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{ .Title }} | {{ site.Title }}</title>
<link rel="stylesheet" href="/style.css">
<link rel="stylesheet" href="/pagefind/pagefind-ui.css">
<script src="/pagefind/pagefind-ui.js" defer></script>
<script src="/search.js" defer></script>
</head>
<body>
<header><a href="/">{{ site.Title }}</a> <a href="/codes/">Codes</a> <div id="search"></div></header>
<main>
{{ block "main" . }}{{ end }}
</main>
</body>
</html>
`,
	"page.html": `{{ define "main" }}
<div data-pagefind-body>
<h1>{{ .Params.code }} {{ .Title }}</h1>
<p>{{ .Params.message }}</p>
<dl>
<dt>HTTP</dt><dd>{{ .Params.http }}</dd>
<dt>Module</dt><dd>{{ .Params.module }}</dd>
<dt>Outcome</dt><dd>{{ .Params.outcome }}</dd>
<dt>Repeat</dt><dd>{{ .Params.retry }}</dd>
</dl>
{{ .Content }}
</div>
{{ end }}
`,
	"section.html": `{{ define "main" }}
<h1>{{ .Title }}</h1>
<ul>
{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Params.code }} {{ .Title }}</a></li>
{{ end }}</ul>
{{ end }}
`,
	"home.html": `{{ define "main" }}
<h1>{{ site.Title }}</h1>
<p><a href="/codes/">All codes</a></p>
{{ end }}
`,
}

// hugoSite writes a catalog as a site for Hugo.
type hugoSite struct {
	*catalog.Catalog
	dir       string
	templates []*sample.Template // none where its pages have no programs
	calls     *sample.Calls
}

func writeHugo(c content, dir string, programs bool, config string) error {
	h := hugoSite{c.Catalog, dir, nil, calls(c.Catalog)}
	for i := 0; programs && i < len(c.Samples); i++ {
		t, err := sample.Parse(c.Samples[i])
		if err != nil {
			return err
		}
		h.templates = append(h.templates, t)
	}
	files := map[string]string{
		"hugo.toml":        config,
		"static/style.css": "body { max-width: 50rem; margin: auto; font-family: sans-serif }\n",
		"static/search.js": "addEventListener(\"DOMContentLoaded\", () => new PagefindUI({ element: \"#search\" }));\n",
	}
	for name, text := range hugoLayouts {
		files["layouts/"+name] = text
	}
	for name, text := range files {
		if err := h.file(name, text); err != nil {
			return err
		}
	}
	for _, code := range h.Codes {
		text, err := h.page(code)
		if err = errors.Join(err, h.file("content/codes/"+code.Slug+".md", text)); err != nil {
			return err
		}
	}
	return nil
}

func calls(c *catalog.Catalog) *sample.Calls {
	pages := c.Site.Address + "/codes/"
	return sample.NewCalls(c, func(code *catalog.Code) string { return pages + code.Slug + "/" }, pages)
}

func (h hugoSite) file(name, text string) error {
	name = filepath.Join(h.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, []byte(text), 0o644)
}

// page is a code's page in Markdown.
func (h hugoSite) page(code *catalog.Code) (string, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: %q\ncode: %s\nhttp: %d\nmodule: %s\nmessage: %q\noutcome: %s\nretry: %s\n---\n%s\n",
		code.Title, code.Code, code.HTTP, code.Module, code.Message, code.Outcome, code.Retry, code.Prose.Text)
	block := func(title, language, text string) {
		fmt.Fprintf(&b, "\n## %s\n\n````%s\n%s\n````\n", title, language, strings.TrimSuffix(text, "\n"))
	}
	var body strings.Builder
	for _, span := range h.Response(code, nil).Body {
		body.WriteString(span.Text)
	}
	block("Response", "json", body.String())
	call := h.calls.Of(code)
	for _, t := range h.templates {
		program, err := t.Fill(call)
		if err != nil {
			return "", err
		}
		// Hugo's highlighting knows a language by the ending of its files.
		block(t.Title, strings.TrimPrefix(path.Ext(strings.TrimSuffix(t.File, ".tmpl")), "."), program.String())
	}
	return b.String(), nil
}
