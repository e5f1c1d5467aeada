package site

import (
	"encoding/csv"
	"path"
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	goldmarkhtml "github.com/yuin/goldmark/renderer/html"
	"go.yaml.in/yaml/v4"
)

// shapeOf is a file of the site less its text, by its format. Two catalogs that
// differ in text only give files of the same shape. What no file of its format
// may hold is reported, and so is a format that nobody can read here.
func shapeOf(name, source string, keys map[string]bool, report func(format string, args ...any)) string {
	switch ending := strings.TrimPrefix(path.Ext(name), "."); {
	case strings.HasPrefix(name, "assets/"):
		return source
	case ending == "html":
		return htmlShape(source, report)
	case ending == "json" || ending == "webmanifest":
		return jsonShape(source, keys, report)
	case ending == "js": // search data, which assign a variable
		variable, value, assigns := strings.Cut(strings.TrimSuffix(source, ";\n"), "=")
		if !assigns || strings.ContainsAny(value, "\u2028\u2029") {
			report("no assignment of JSON")
		}
		return variable + jsonShape(value, keys, report)
	case ending == "csv":
		return csvShape(source, report)
	case ending == "xml" || ending == "atom":
		return xmlShape(source, keys, report)
	case name == robotsName || name == redirectsName || name == securityFile || path.Base(name) == "SHA256SUMS":
		return linesShape(source)
	case ending == "md" || name == llmsName || name == llmsFullName:
		return markdownShape(source, keys, report)
	case strings.HasPrefix(name, sdkPath):
		if _, known := codeLexers[ending]; known || ending == "go" {
			return codeShape(ending, source, report)
		}
	}
	report("add how its format is read to shapeOf")
	return ""
}

// csvShape counts rows and cells, and reports a cell that a spreadsheet runs.
func csvShape(source string, report func(format string, args ...any)) string {
	rows, err := csv.NewReader(strings.NewReader(source)).ReadAll() // each as long as the first
	if err != nil {
		report("no CSV: %v", err)
	}
	for _, row := range rows {
		for _, cell := range row {
			if _, err := strconv.ParseInt(cell, 10, 64); err != nil && cell != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", []rune(cell)[0]) {
				report("a spreadsheet runs %q", cell)
			}
		}
	}
	if len(rows) == 0 {
		return ""
	}
	return strconv.Itoa(len(rows)) + strings.Join(rows[0], ",")
}

// linesShape keeps the number of words of each line. Lines of aliases and short
// forms are as many as there are plain names.
func linesShape(source string) string {
	var b strings.Builder
	words := map[int]bool{}
	for line := range strings.Lines(source) {
		n := len(strings.Fields(line))
		if n == 3 && words[3] {
			continue
		}
		words[n] = true
		b.WriteString(strconv.Itoa(n) + " ")
	}
	return b.String()
}

var laxMarkdown = goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.TaskList), goldmark.WithRendererOptions(goldmarkhtml.WithUnsafe()))

// markdownShape is Markdown as the laxest of its readers shows it: one that lets
// HTML and every address through, and links what looks like an address.
func markdownShape(source string, keys map[string]bool, report func(format string, args ...any)) string {
	shape := ""
	if rest, has := strings.CutPrefix(source, "---\n"); has {
		front, body, closed := strings.Cut(rest, "\n---\n")
		if !closed {
			report("the front matter has no end")
		}
		var node yaml.Node
		if err := yaml.Unmarshal([]byte(front), &node); err != nil {
			report("no YAML: %v", err)
		}
		shape, source = yamlShape(&node, keys), body
	}
	var b strings.Builder
	if err := laxMarkdown.Convert([]byte(source), &b); err != nil {
		report("no Markdown: %v", err)
	}
	return shape + htmlShape(b.String(), report)
}

func yamlShape(n *yaml.Node, keys map[string]bool) string {
	if n.Kind == yaml.ScalarNode {
		return n.Tag
	}
	var b strings.Builder
	b.WriteString("(")
	for i, child := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 {
			if keys[child.Value] {
				b.WriteString("KEY")
			} else {
				b.WriteString(child.Value)
			}
			continue
		}
		b.WriteString(yamlShape(child, keys) + "\n")
	}
	return b.String() + ")"
}
