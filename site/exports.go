package site

import (
	"strings"

	"responsa/components"
	"responsa/site/catalog"
)

// export is a file that other programs read, or some of one kind, as the page
// /data/ explains it.
type export struct {
	id      string   // the fragment of its section, which stays
	paths   []string // below the site's root
	title   string
	about   string
	example string // shell commands; {path} stands for the first one's address, {site}/ for the site's
}

// exports are what other programs may read. Whoever adds such a file adds its
// entry here.
func (b *builder) exports() []export {
	all := []export{{
		id:    "catalog",
		paths: []string{catalogFile},
		title: "The whole catalog: JSON",
		about: "One object: the API’s modules, statuses, functions and envelope, then codes, a list in the order of the site, a code a line. A code that responses carry as a number is a number here.",
		example: `curl -s {path} |
  jq '.codes[] | select(.retry != "not-needed") | {code, http, title}'
curl -s {path} | jq -r .version`,
	}, {
		id:    "schema",
		paths: []string{schemaFile},
		title: "What its fields mean: JSON Schema",
		about: "Draft 2020-12; its descriptions are the manual of catalog.json and of the codes’ own files.",
		example: `curl -s {path} |
  jq -r '."$defs".code.properties | to_entries[]
    | "\(.key): \(.value.description)"'`,
	}}
	if code := b.sayable; code != nil {
		all = append(all, export{
			id:    "code-json",
			paths: []string{codeJSONFile(code)},
			title: "One code: JSON",
			about: "The same object as in catalog.json. Each code has its own, beside its page; a page’s small print links to it.",
			example: `curl -s {path} |
  jq -r '.message, .translations[]'`,
		}, export{
			id:      "code-markdown",
			paths:   []string{codeMarkdownFile(code)},
			title:   "One code: Markdown",
			about:   "The page as text, for a terminal or a language model: the facts in front as YAML, the vendor’s words marked, links absolute.",
			example: `curl -s {path}`,
		})
	}
	constants := export{
		id:    "constants",
		title: "Constants to copy",
		about: "A file a language, without dependencies: every code as a constant, and for any code whether the same call may succeed later, who must act and where its page is. Names and values stay, so a newer file can take an older one’s place.",
		example: `curl -sO {site}/sdk/python/response_codes.py
python3 -m pydoc ./response_codes.py`,
	}
	for _, f := range b.files {
		if strings.HasPrefix(f.Path, sdkPath) {
			constants.paths = append(constants.paths, f.Path)
		}
	}
	if len(constants.paths) > 0 {
		all = append(all, constants)
	}
	all = append(all, export{
		id:    "csv",
		paths: []string{csvFile},
		title: "A table: CSV",
		about: "RFC 4180 in UTF-8, a code a row; several values of a cell stand on lines of their own. A text that begins as a formula does (=, +, -, @), or with an apostrophe, has an apostrophe in front, so that no spreadsheet runs it: take one off. Import the file as UTF-8, and codes such as 027 as text.",
		example: `curl -s {path} |
  python3 -c 'import csv, sys
for row in csv.DictReader(sys.stdin): print(row["code"], row["title"])'`,
	}, export{
		id:    "openapi",
		paths: []string{openAPIFile},
		title: "For descriptions of the API: OpenAPI",
		about: "Version 3.1, components to refer to: the schema of a response, and for each HTTP status the response, with an example of every code in use. Codes without a documented status are under default.",
		example: `curl -s {path} |
  jq -r '.components.responses | keys[]
    | "$ref: {path}#/components/responses/\(.)"'`,
	}, export{
		id:      "opensearch",
		paths:   []string{openSearchFile},
		title:   "For a browser’s search: OpenSearch",
		about:   "Version 1.1. It adds the site to a browser’s search engines, so that a number or a message typed into the address bar is looked up here. The address in it works on its own.",
		example: `curl -s {path} | grep -o 'https*://[^"]*{searchTerms}'`,
	})
	return append(all, b.texts()...)
}

// texts are the files for readers of feeds, language models and search engines.
func (b *builder) texts() []export {
	all := []export{{
		id:    "llms",
		paths: []string{llmsName},
		title: "An index for language models: llms.txt",
		about: "As llmstxt.org has it: a line a code, with its status, who acts, whether repeating helps, the vendor’s message, and the address of its text.",
		example: `curl -s {path} |
  grep 'repeat: later'`,
	}, {
		id:    "llms-full",
		paths: []string{llmsFullName},
		title: "Codes and guides in one text: Markdown",
		about: "For the context of a language model, or to search in: each code and each guide under a heading of level 1, without the translations. Links are absolute; the vendor’s words and our inferences are marked.",
		example: `curl -s {path} |
  grep '^# '`,
	}, {
		id:    "sitemap",
		paths: []string{sitemapName},
		title: "Every page, for search engines: sitemap",
		about: "lastmod is the day of the newest file that a page shows. The pages of retired codes aren’t listed.",
		example: `curl -s {path} |
  grep -o '<loc>[^<]*' | cut -c6-`,
	}}
	if len(b.Changes()) == 0 {
		return all
	}
	return append(all, export{
		id:    "feed",
		paths: []string{feedName},
		title: "What changed: Atom feed",
		about: "An entry for each change of a code, old beside new, and one for each day on which pages changed. An entry keeps its id; its date is the day that this site recorded it, as the vendor’s own isn’t known.",
		example: `curl -s {path} |
  python3 -c 'import sys, xml.etree.ElementTree as xml
for e in xml.parse(sys.stdin).iter("{http://www.w3.org/2005/Atom}entry"): print(e.findtext("{*}updated")[:10], e.findtext("{*}title"))'`,
	})
}

// dataPage explains the exports. It has no size and no version of theirs: those
// change with every page's content.
func (b *builder) dataPage(page string) component {
	v := components.DataView{Notice: b.data.head("").Notice}
	for _, e := range b.exports() {
		f := components.DataFile{ID: e.id, Title: e.title, About: e.about}
		for _, path := range e.paths {
			href := b.Href(page, path)
			if !b.pages.has(path) { // on a disk
				href = b.Canonical(path)
			}
			f.Links = append(f.Links, components.Link{Href: href, Text: "/" + path})
		}
		f.Example = b.exampleHTML(e)
		v.Files = append(v.Files, f)
	}
	p := b.frame(page, "The catalog as data", short("The response codes of "+b.Site.Vendor+" for programs: JSON with a schema, CSV, Markdown and OpenAPI."),
		components.Link{Href: b.Href(page, ""), Text: "Home"}, components.Link{Text: "Data"})
	return components.Data(p, v)
}

// exampleHTML is an export's example, highlighted before it has its addresses: so
// that is known beforehand, see highlights.txt.
func (b *builder) exampleHTML(e export) string {
	var c colours
	c.addText(e.example, kindsOf(exampleLexer, e.example))
	return strings.NewReplacer("{path}", textEscaper.Replace(b.Canonical(e.paths[0])), "{site}/", textEscaper.Replace(b.Canonical(""))).Replace(c.end())
}

const exampleLexer = "shell"

// dataLinks lead from a code's page to its data.
func (b *builder) dataLinks(page string, code *catalog.Code) []components.Link {
	return []components.Link{{Href: b.Href(page, codeJSONFile(code)), Text: "JSON"}, {Href: b.Href(page, codeMarkdownFile(code)), Text: "Markdown"}}
}
