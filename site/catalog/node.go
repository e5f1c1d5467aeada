package catalog

import (
	"errors"
	"io"
	"strings"

	"go.yaml.in/yaml/v4"
)

// node is a YAML value with its place. A mapping's keys and values alternate
// in its content.
type node struct {
	Kind         nodeKind
	quoted       bool // a scalar in quotes or in a block
	Value        string
	Line, Column int // of the file, from 1
	Content      []*node
}

type nodeKind int

const (
	scalar nodeKind = iota
	list
	mapping
)

func (k nodeKind) String() string { return [...]string{"a single value", "a list", "a mapping"}[k] }

func null(n *node) bool {
	return n.Kind == scalar && !n.quoted && (n.Value == "" || n.Value == "~" || n.Value == "null")
}

// parse reads one YAML document. It returns nil after reporting that there is
// nothing to decode. Anchors, aliases, tags and further documents are refused:
// no catalog needs them, and each has been used to harm a reader of YAML. The
// tree may stand in the decoder's room, and ends with it.
func (d *decoder) parse(text string, firstLine int) *node {
	if n := plainYAML(text, firstLine, d.room); n != nil {
		return n
	}
	return d.library(text, firstLine)
}

// library has the library read the document.
func (d *decoder) library(text string, firstLine int) *node {
	loader, err := yaml.NewLoader(strings.NewReader(text))
	var document, second yaml.Node
	if err == nil {
		err = loader.Load(&document)
	}
	at := &node{Line: firstLine, Column: 1}
	var load *yaml.LoadError
	switch {
	case errors.Is(err, io.EOF):
		d.problem(at, "", "no fields")
		return nil
	case errors.As(err, &load):
		at.Line, at.Column = load.Mark.Line+firstLine-1, max(load.Mark.Column, 1)
		d.problem(at, "", "%s", lower(load.Message))
		return nil
	case err != nil:
		d.problem(at, "", "%s", strings.TrimPrefix(err.Error(), "yaml: "))
		return nil
	}
	if err := loader.Load(&second); !errors.Is(err, io.EOF) {
		at.Line += max(second.Line-1, 0)
		d.problem(at, "one document a file", "a second YAML document")
	}
	return d.accept(document.Content[0], firstLine-1, 0)
}

// accept takes a node of the library over. It reports what no catalog may hold, and leaves
// scalars in its place. Lines are counted from the beginning of the file, which is offset
// lines above.
func (d *decoder) accept(y *yaml.Node, offset, depth int) *node {
	n := &node{Value: y.Value, Line: y.Line + offset, Column: y.Column}
	n.quoted = y.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0
	switch {
	case depth > maxDepth:
		d.problem(n, "", "nested deeper than %d levels", maxDepth)
		return n
	case y.Kind == yaml.AliasNode || y.Anchor != "":
		d.problem(n, "write the value out", "anchors and aliases are not allowed")
		return n
	case y.Style&yaml.TaggedStyle != 0:
		d.problem(n, "leave it out", "the tag %s is not allowed", y.Tag)
	case strings.ContainsFunc(y.Value, Hidden):
		d.problem(n, "leave it out", "the text holds a control character")
	}
	switch y.Kind {
	case yaml.MappingNode:
		n.Kind = mapping
	case yaml.SequenceNode:
		n.Kind = list
	}
	for _, child := range y.Content {
		n.Content = append(n.Content, d.accept(child, offset, depth+1))
	}
	return n
}

func lower(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}
