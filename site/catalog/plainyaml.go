package catalog

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// Most fields are written in the plainest form that YAML has, and that form is
// read here, in a tenth of the time that the library takes, which would be more
// than all other reading and checking. It is
//
//   - mappings and lists in block style, and lists in brackets that hold no other
//   - values on one line: bare, or in quotes without an escape
//   - names of letters, digits, blanks, "_" and "-"
//
// Whatever is written otherwise the library reads, mistakes of YAML among it, so
// nothing here reports one. FuzzPlainYAML holds this to the library.

// plainYAML is the tree of a YAML document, nil if it isn't of the plainest form.
// The document begins in line number first of its file. The tree stands in room
// that is given to it.
func plainYAML(text string, first int, r *room) *node {
	for i := 0; i < len(text); {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		if r < ' ' && r != '\n' || r > '~' && r <= '\u00a0' || r == utf8.RuneError || r == '\u2028' || r == '\u2029' || r == '\ufeff' || r > '\ufffd' && r < '\U00010000' || Hidden(r) {
			return nil
		}
		i += size
	}
	p := &plainReader{rest: text, number: first - 1, room: r}
	p.next()
	root := p.mapping(0, 0)
	if p.failed || !p.ended {
		return nil
	}
	return root
}

// plainReader stands at a line that isn't empty.
type plainReader struct {
	rest   string // the lines after it
	number int
	indent int
	line   string // what follows the indent
	ended  bool   // there is none
	failed bool
	*room
}

// room is where trees stand, and what decoding them takes. It is used again when
// nobody needs them any more.
type room struct {
	nodes   []node
	content []*node
	open    []*node  // what mappings and lists hold that aren't read to their end
	keyed   []*keyed // those of mappings that are decoded
}

var rooms = sync.Pool{New: func() any { return new(room) }}

// free ends a tree's use.
func (r *room) free() {
	clear(r.nodes)
	clear(r.content)
	clear(r.open[:cap(r.open)])
	r.nodes, r.content, r.open = r.nodes[:0], r.content[:0], r.open[:0]
	rooms.Put(r)
}

func (p *plainReader) fail() *node {
	p.failed = true
	return nil
}

func (p *plainReader) next() {
	for p.rest != "" {
		p.line, p.rest, _ = strings.Cut(p.rest, "\n")
		p.number++
		if p.line == "" {
			continue
		}
		bare := strings.TrimLeft(p.line, " ")
		p.indent, p.line = len(p.line)-len(bare), bare
		if bare == "" || bare[len(bare)-1] == ' ' {
			p.fail()
		}
		return
	}
	p.ended = true
}

// at reports whether the line belongs to what began at the indent.
func (p *plainReader) at(indent int) bool { return !p.ended && !p.failed && p.indent == indent }

// done ends what began at the indent: what follows it stands further out. It
// holds what was opened since.
func (p *plainReader) done(n *node, indent, since int) *node {
	if !p.ended && p.indent > indent {
		return p.fail()
	}
	p.hold(n, since)
	return n
}

func (p *plainReader) hold(n *node, since int) {
	begin := len(p.content)
	p.content = append(p.content, p.open[since:]...)
	n.Content = p.content[begin:len(p.content):len(p.content)]
	p.open = p.open[:since]
}

const item = "- "

func (p *plainReader) mapping(indent, depth int) *node {
	if depth > maxDepth-2 { // a list in brackets has its place below
		return p.fail()
	}
	n, since := p.node(mapping, "", indent+1), len(p.open)
	for p.at(indent) && !strings.HasPrefix(p.line, item) {
		name, value, ok := cutName(p.line)
		if !ok {
			return p.fail()
		}
		p.open = append(p.open, p.node(scalar, name, indent+1))
		var v *node
		if value != "" {
			v = p.value(value, indent+1+utf8.RuneCountInString(name)+len(": "))
			p.next()
		} else {
			p.next()
			v = p.below(indent, depth+1)
		}
		p.open = append(p.open, v)
	}
	if len(p.open) == since {
		return p.fail()
	}
	return p.done(n, indent, since)
}

// below reads the value of a name, which stands in the lines below.
func (p *plainReader) below(indent, depth int) *node {
	isItem := !p.ended && strings.HasPrefix(p.line, item)
	switch {
	case p.ended || p.failed || p.indent < indent || p.indent == indent && !isItem:
		return p.fail()
	case isItem:
		return p.list(p.indent, depth)
	}
	return p.mapping(p.indent, depth)
}

func (p *plainReader) list(indent, depth int) *node {
	n, since := p.node(list, "", indent+1), len(p.open)
	for p.at(indent) && strings.HasPrefix(p.line, item) {
		p.indent, p.line = p.indent+len(item), p.line[len(item):]
		var v *node
		if _, _, isMapping := cutName(p.line); isMapping {
			v = p.mapping(p.indent, depth+1)
		} else {
			v = p.value(p.line, p.indent+1)
			p.next()
		}
		p.open = append(p.open, v)
	}
	return p.done(n, indent, since)
}

// value reads a value on one line.
func (p *plainReader) value(text string, column int) *node {
	first, last := text[0], text[len(text)-1]
	switch {
	case first == '"' || first == '\'':
		inner, ok := unquoted(text)
		if !ok {
			return p.fail()
		}
		n := p.node(scalar, inner, column)
		n.quoted = true
		return n
	case first == '[' && last == ']':
		return p.items(text[1:len(text)-1], column)
	case !begins(first) && !(first == '-' && len(text) > 1 && isDigit(text[1])) ||
		last == ':' || strings.Contains(text, ": ") || strings.Contains(text, " #"):
		return p.fail()
	}
	return p.node(scalar, text, column)
}

// items reads what stands in brackets.
func (p *plainReader) items(text string, column int) *node {
	n, since := p.node(list, "", column), len(p.open)
	if text == "" {
		return n
	}
	column++
	for part := range strings.SplitSeq(text, ",") {
		bare := strings.TrimLeft(part, " ")
		start := column + len(part) - len(bare)
		column += utf8.RuneCountInString(part) + len(",")
		bare = strings.TrimRight(bare, " ")
		v := p.node(scalar, bare, start)
		if inner, ok := unquoted(bare); ok {
			v.Value, v.quoted = inner, true
		} else if !named(bare) {
			return p.fail()
		}
		p.open = append(p.open, v)
	}
	p.hold(n, since)
	return n
}

// unquoted takes quotes away that hold neither another nor an escape.
func unquoted(text string) (inner string, ok bool) {
	if len(text) < 2 || text[0] != text[len(text)-1] || text[0] != '"' && text[0] != '\'' {
		return "", false
	}
	inner = text[1 : len(text)-1]
	return inner, strings.IndexByte(inner, text[0]) < 0 && (text[0] == '\'' || strings.IndexByte(inner, '\\') < 0)
}

// cutName takes a line apart into a name and its value, which may be "".
func cutName(line string) (name, value string, ok bool) {
	name, value, ok = strings.Cut(line, ":")
	if value != "" {
		if value[0] != ' ' || len(value) < 2 || value[1] == ' ' {
			return "", "", false
		}
		value = value[1:]
	}
	return name, value, ok && named(name) && len(name) <= 128
}

// named reports whether text has only the characters of a name. Such text is a
// bare value everywhere.
func named(text string) bool {
	if text == "" || !begins(text[0]) || text[len(text)-1] == ' ' {
		return false
	}
	for i := range len(text) {
		if c := text[i]; !begins(c) && c != ' ' && c != '-' {
			return false
		}
	}
	return true
}

// begins reports whether a bare value may begin so.
func begins(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || isDigit(c) || c == '_' || c >= utf8.RuneSelf
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// node makes one in the line. Nodes stay where they are: where there is no room
// left, more begins.
func (p *plainReader) node(kind nodeKind, value string, column int) *node {
	if len(p.nodes) == cap(p.nodes) {
		p.nodes = make([]node, 0, max(32, 2*cap(p.nodes)))
	}
	p.nodes = append(p.nodes, node{Kind: kind, Value: value, Line: p.number, Column: column})
	return &p.nodes[len(p.nodes)-1]
}
