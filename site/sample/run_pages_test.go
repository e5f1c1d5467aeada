package sample_test

import (
	"bytes"
	"io"
	"io/fs"
	"net/http"
	"os"
	"strings"
	"sync"

	"golang.org/x/net/html"

	"responsa/site"
	"responsa/site/catalog"
	"responsa/site/serve"
)

// listing is a sample as a page shows it.
type listing struct{ file, text string }

// stage is a catalog, what its pages show, by language and slug, the mock that
// answers for it, and what its samples' variables begin with.
type stage struct {
	*catalog.Catalog
	pages    map[string]map[string]listing
	mock     http.Handler
	variable string
}

// hyper is the stage of content/.
var hyper = sync.OnceValue(func() *stage { return newStage(os.DirFS("../../content"), "HYPER") })

func newStage(content fs.FS, variable string) *stage {
	static := os.DirFS("../../static")
	c, problems := catalog.Load(content, "content")
	if problems = append(problems, site.Check(c)...); len(problems) > 0 {
		panic(problems)
	}
	files, err := site.Build(c, site.Options{Static: static})
	if err != nil {
		panic(err)
	}
	s := serve.New(serve.Source{Content: content, Static: static, Root: "content"}, io.Discard)
	s.Rebuild()
	all := &stage{c, map[string]map[string]listing{}, s.Handler(), variable}
	for _, code := range c.Codes {
		page, ok := files.Get("codes/" + code.Slug + "/index.html")
		if !ok {
			panic("no page for " + code.Slug)
		}
		var b bytes.Buffer
		if err := page.Render(&b); err != nil {
			panic(err)
		}
		for id, s := range samplesOn(b.String()) {
			if all.pages[id] == nil {
				all.pages[id] = map[string]listing{}
			}
			all.pages[id][code.Slug] = s
		}
	}
	return all
}

// samplesOn takes the samples out of a page, by language.
func samplesOn(page string) map[string]listing {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		panic(err)
	}
	attribute := func(n *html.Node, key string) string {
		for _, a := range n.Attr {
			if a.Key == key {
				return a.Val
			}
		}
		return ""
	}
	samples := map[string]listing{}
	for panel := range root.Descendants() {
		id, ok := strings.CutPrefix(attribute(panel, "id"), "sample-")
		if !ok {
			continue
		}
		s := listing{file: attribute(panel, "data-file")}
		for n := range panel.Descendants() {
			if n.Data != "pre" {
				continue
			}
			for text := range n.Descendants() {
				if text.Type == html.TextNode {
					s.text += text.Data
				}
			}
		}
		samples[id] = s
	}
	return samples
}
