package sample

import (
	"reflect"
	"responsa/site/catalog"
	"slices"
	"text/template"
	"text/template/parse"
)

// regular reports whether what a template does depends on an exchange's shape
// alone. One that compares values, or calls their methods, is executed for
// each code.
func regular(t *template.Template) bool {
	fields := map[string]bool{}
	for _, kind := range []reflect.Type{reflect.TypeFor[Exchange](), reflect.TypeFor[Handling](), reflect.TypeFor[Param](), reflect.TypeFor[catalog.Value]()} {
		for i := range kind.NumField() {
			fields[kind.Field(i).Name] = true
		}
	}
	delete(fields, "Body")
	funcs := map[string]bool{"and": true, "or": true, "not": true, "index": true}
	for name := range new(recording).funcs() {
		funcs[name] = true
	}
	known := func(names []string) bool {
		return !slices.ContainsFunc(names, func(name string) bool { return !fields[name] })
	}
	for _, associated := range t.Templates() {
		if associated.Tree != nil && !walk(associated.Tree.Root, funcs, known) {
			return false
		}
	}
	return true
}

// walk looks at every node that can use a value.
func walk(n parse.Node, funcs map[string]bool, known func([]string) bool) bool {
	all := func(nodes ...parse.Node) bool {
		return !slices.ContainsFunc(nodes, func(n parse.Node) bool { return !walk(n, funcs, known) })
	}
	branch := func(b *parse.BranchNode) bool {
		return all(b.Pipe, b.List) && (b.ElseList == nil || all(b.ElseList))
	}
	switch n := n.(type) {
	case *parse.ListNode:
		return all(n.Nodes...)
	case *parse.ActionNode:
		return all(n.Pipe)
	case *parse.IfNode:
		return branch(&n.BranchNode)
	case *parse.RangeNode:
		return branch(&n.BranchNode)
	case *parse.WithNode:
		return branch(&n.BranchNode)
	case *parse.PipeNode:
		return !slices.ContainsFunc(n.Cmds, func(c *parse.CommandNode) bool { return !all(c.Args...) })
	case *parse.IdentifierNode:
		return funcs[n.Ident]
	case *parse.FieldNode:
		return known(n.Ident)
	case *parse.VariableNode:
		return known(n.Ident[1:])
	case *parse.ChainNode:
		return known(n.Field) && all(n.Node)
	case *parse.TextNode, *parse.CommentNode, *parse.DotNode, *parse.NumberNode, *parse.StringNode, *parse.BoolNode, *parse.NilNode, *parse.BreakNode, *parse.ContinueNode:
		return true
	}
	return false // such as another template's call
}
