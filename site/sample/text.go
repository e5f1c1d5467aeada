package sample

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"text/template/parse"
)

// text is a template's own text: what it can write, each branch once, with a
// stand-in for each value. Whoever highlights programs reads it once for all of
// them; a program's parts know their places in it.
type text struct {
	syntax
	strings.Builder
	places []Place
}

// Place is a part of a template's text, in bytes.
type Place struct{ From, To int }

// The letters behind [open] that mark a place in what a template gives: text of
// that place follows from it, a value is written next.
const textAt, valueAt = "t", "v"

// textOf is a template's own text. The template then writes the places of its
// text in the place of it, and those of values in front of them.
func textOf(t *template.Template, syntax syntax) *text {
	all := &text{syntax: syntax}
	associated := t.Templates()
	slices.SortFunc(associated, func(x, y *template.Template) int { return cmp.Compare(x.Name(), y.Name()) })
	for _, one := range associated {
		if one.Tree != nil {
			all.list(one.Tree.Root)
		}
	}
	return all
}

// add writes text and gives the mark of its place.
func (t *text) add(letter, text string) []byte {
	from := t.Len()
	t.WriteString(text)
	t.places = append(t.places, Place{from, t.Len()})
	return []byte(open + letter + strconv.Itoa(len(t.places)-1) + shut)
}

func (t *text) list(list *parse.ListNode) {
	if list == nil {
		return
	}
	var nodes []parse.Node
	for _, node := range list.Nodes {
		switch n := node.(type) {
		case *parse.TextNode:
			if !strings.Contains(string(n.Text), open) { // an error, later
				n.Text = t.add(textAt, string(n.Text))
			}
		case *parse.ActionNode:
			if len(n.Pipe.Decl) == 0 {
				mark := t.add(valueAt, t.standIn(n.Pipe))
				nodes = append(nodes, &parse.TextNode{NodeType: parse.NodeText, Pos: n.Pos, Text: mark})
			}
		case *parse.IfNode:
			t.branches(n.BranchNode)
		case *parse.RangeNode:
			t.branches(n.BranchNode)
		case *parse.WithNode:
			t.branches(n.BranchNode)
		}
		nodes = append(nodes, node)
	}
	list.Nodes = nodes
}

// branches writes both, with a space between what would be one word.
func (t *text) branches(b parse.BranchNode) {
	t.list(b.List)
	if b.ElseList != nil && !strings.HasSuffix(t.String(), "\n") {
		t.WriteByte(' ')
	}
	t.list(b.ElseList)
}

// standIn is what takes the place of a value: of its kind, and a word that
// stands nowhere else.
func (t *text) standIn(pipe *parse.PipeNode) string {
	word := fmt.Sprintf("own%dpiece", len(t.places))
	function, _ := pipe.Cmds[len(pipe.Cmds)-1].Args[0].(*parse.IdentifierNode)
	switch {
	case function == nil:
		return "1" // a number, as of a group
	case function.Ident == "quote", function.Ident == "body" && t.syntax.text != nil:
		return t.quote(word)
	case function.Ident == "pattern" && t.pattern != nil:
		return t.pattern(word)
	}
	return word
}
