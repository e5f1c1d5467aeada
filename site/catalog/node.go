package catalog

import (
	"errors"
	"io"
	"strings"

	"go.yaml.in/yaml/v4"
)

// node is a YAML value with its place. A mapping's keys and values alternate
// in its content.
type node = yaml.Node

type nodeKind int

const (
	scalar nodeKind = iota
	list
	mapping
)

func (k nodeKind) String() string { return [...]string{"a single value", "a list", "a mapping"}[k] }

func kindOf(n *node) nodeKind {
	switch n.Kind {
	case yaml.MappingNode:
		return mapping
	case yaml.SequenceNode:
		return list
	}
	return scalar
}

// quoted reports whether a scalar stands in quotes or in a block.
func quoted(n *node) bool {
	return n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0
}

func null(n *node) bool {
	return kindOf(n) == scalar && !quoted(n) && (n.Value == "" || n.Value == "~" || n.Value == "null")
}

// parse reads one YAML document. It returns nil after reporting that there is
// nothing to decode. Anchors, aliases, tags and further documents are refused:
// no catalog needs them, and each has been used to harm a reader of YAML.
func (d *decoder) parse(text string, firstLine int) *node {
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
	d.refuse(document.Content[0], firstLine-1, 0)
	return document.Content[0]
}

// refuse reports what no catalog may hold, and leaves scalars in its place. Lines are
// counted from the beginning of the file, which is offset lines above.
func (d *decoder) refuse(n *node, offset, depth int) {
	n.Line += offset
	switch {
	case depth > maxDepth:
		d.problem(n, "", "nested deeper than %d levels", maxDepth)
		n.Kind, n.Content = yaml.ScalarNode, nil
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		d.problem(n, "write the value out", "anchors and aliases are not allowed")
		n.Kind, n.Content = yaml.ScalarNode, nil
	case n.Style&yaml.TaggedStyle != 0:
		d.problem(n, "leave it out", "the tag %s is not allowed", n.Tag)
	case strings.ContainsFunc(n.Value, Hidden):
		d.problem(n, "leave it out", "the text holds a control character")
	}
	for _, child := range n.Content {
		d.refuse(child, offset, depth+1)
	}
}

func lower(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}
