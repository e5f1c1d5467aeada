package catalog

import (
	"fmt"
	"path"
	"strings"
)

// A decoded catalog carries no places: they would cost more memory than the
// facts. The rare rule that fails has the file read again.

// parsedFile is a file's node tree, kept for the next question about it.
type parsedFile struct {
	file string
	root *node
}

// FieldProblem makes a Problem at the value that the path leads to: keys of
// mappings and indexes of lists. A path that ends early gives the last place
// that exists.
func (c *Catalog) FieldProblem(file string, at []any, hint, format string, args ...any) Problem {
	p := Problem{File: path.Join(c.root, file), Line: 1, Column: 1, Text: fmt.Sprintf(format, args...), Hint: hint}
	if c.parsed.file != file {
		c.parsed = parsedFile{file: file, root: c.tree(file)}
	}
	n := c.parsed.root
	if n == nil {
		return p
	}
	p.Line, p.Column = n.Line, n.Column
	for _, to := range at {
		key, value := step(n, to)
		if value == nil {
			break
		}
		n = value
		p.Line, p.Column = value.Line, value.Column
		if value.Kind == mapping && key != nil {
			p.Line, p.Column = key.Line, key.Column
		}
	}
	return p
}

func (c *Catalog) tree(file string) *node {
	text, err := c.read(file)
	if err != nil {
		return nil
	}
	front, line := text, 1
	if strings.HasSuffix(file, ".md") {
		front, _, _, _ = cut(front)
		line = 2
	}
	return (&decoder{room: new(room)}).parse(front, line)
}

// step goes one step down; key is nil in a list.
func step(n *node, to any) (key, value *node) {
	switch to := to.(type) {
	case int:
		if n.Kind == list && to < len(n.Content) {
			return nil, n.Content[to]
		}
	case string:
		for i := 0; n.Kind == mapping && i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == to {
				return n.Content[i], n.Content[i+1]
			}
		}
	}
	return nil, nil
}

// ProseProblem makes a Problem in a piece of Markdown, at a byte offset.
func (c *Catalog) ProseProblem(p Prose, offset int, hint, format string, args ...any) Problem {
	before := p.Text[:min(max(offset, 0), len(p.Text))]
	return Problem{
		File:   path.Join(c.root, p.File),
		Line:   p.Line + strings.Count(before, "\n"),
		Column: len([]rune(before[strings.LastIndexByte(before, '\n')+1:])) + 1,
		Text:   fmt.Sprintf(format, args...),
		Hint:   hint,
	}
}
