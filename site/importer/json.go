package importer

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// Tables in JSON. A table is a list of objects; an object that has just one such
// list; or an object whose keys are the codes. Keys keep their order, and one
// that is given twice is found.

// errMore says that a document goes on behind its end, as JSON Lines do.
var errMore = errors.New("more than one value")

const deepest = 100

// node is a JSON value.
type node struct {
	kind  rune // { [ " 0 and, for true, false and null, t f n
	text  string
	keys  []string
	items []*node
	line  int
	raw   string
}

// parser reads JSON and counts lines.
type parser struct {
	text    string
	decoder *json.Decoder
	counted int // offset up to which lines are counted
	line    int
}

func newParser(text string, line int) *parser {
	p := &parser{text: text, decoder: json.NewDecoder(strings.NewReader(text)), line: line}
	p.decoder.UseNumber()
	return p
}

func (p *parser) at(offset int) int {
	if offset > p.counted {
		p.line += strings.Count(p.text[p.counted:offset], "\n")
		p.counted = offset
	}
	return p.line
}

// document reads the whole text as one value.
func (p *parser) document() (*node, error) {
	n, err := p.value(0)
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax):
		return nil, fmt.Errorf("line %d: %w", p.at(min(int(syntax.Offset), len(p.text))), err)
	case err != nil:
		return nil, fmt.Errorf("line %d: %w", p.at(int(p.decoder.InputOffset())), err)
	}
	if _, err := p.decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errMore
	}
	return n, nil
}

func (p *parser) value(depth int) (*node, error) {
	if depth > deepest {
		return nil, fmt.Errorf("nested deeper than %d levels", deepest)
	}
	token, err := p.decoder.Token()
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return nil, err
	}
	end := int(p.decoder.InputOffset())
	n := &node{line: p.at(end)}
	switch token := token.(type) {
	case string:
		n.kind, n.text = '"', token
	case json.Number:
		n.kind, n.text = '0', token.String()
	case bool:
		n.kind, n.text = 't', fmt.Sprint(token)
	case nil:
		n.kind = 'n'
	case json.Delim:
		n.kind = rune(token)
		begin := end - 1
		for p.decoder.More() {
			if n.kind == '{' {
				key, err := p.decoder.Token()
				if err != nil {
					return nil, err
				}
				n.keys = append(n.keys, key.(string))
			}
			item, err := p.value(depth + 1)
			if err != nil {
				return nil, err
			}
			n.items = append(n.items, item)
		}
		if _, err := p.decoder.Token(); err != nil {
			return nil, err
		}
		n.raw = p.text[begin:p.decoder.InputOffset()]
	}
	return n, nil
}

func (t *table) json(text string) error {
	n, err := newParser(text, 1).document()
	if err != nil {
		return err
	}
	if n.kind == '{' {
		n, err = t.inside(n)
		if err != nil {
			return err
		}
	}
	for _, item := range n.items {
		t.add(item)
	}
	return nil
}

// inside finds the list in an object.
func (t *table) inside(n *node) (*node, error) {
	isList := func(item *node) bool {
		return item.kind == '[' && (len(item.items) == 0 || slices.ContainsFunc(item.items, func(i *node) bool { return i.kind == '{' }))
	}
	var lists, others []string
	var list *node
	sameKind := true
	for i, item := range n.items {
		if isList(item) {
			lists, list = append(lists, n.keys[i]), item
		} else {
			others = append(others, n.keys[i])
		}
		sameKind = sameKind && (item.kind == '{' || item.kind == '"')
	}
	switch {
	case len(lists) == 1:
		for _, key := range others {
			t.lost = append(t.lost, fmt.Sprintf("key %q beside the list %q is not carried over", key, lists[0]))
		}
		return list, nil
	case len(lists) > 1:
		return nil, fmt.Errorf("the object has several lists, %s: give one of them as a file of its own", strings.Join(lists, ", "))
	case sameKind && !slices.ContainsFunc(n.keys, func(key string) bool { return strings.EqualFold(key, "code") }):
		return keyed(n), nil
	}
	return &node{kind: '[', items: []*node{n}}, nil
}

// keyed makes a list of an object whose keys are the codes.
func keyed(n *node) *node {
	list := &node{kind: '['}
	for i, item := range n.items {
		one := &node{kind: '{', line: item.line, keys: []string{"code"}, items: []*node{{kind: '"', text: n.keys[i]}}}
		if item.kind == '"' {
			one.keys, one.items = append(one.keys, "message"), append(one.items, item)
		} else {
			one.keys, one.items = append(one.keys, item.keys...), append(one.items, item.items...)
		}
		list.items = append(list.items, one)
	}
	return list
}

func (t *table) jsonLines(text string) {
	line := 0
	for l := range strings.Lines(text) {
		line++
		if strings.TrimSpace(l) == "" {
			continue
		}
		n, err := newParser(strings.TrimRight(l, "\n"), line).document()
		if err != nil {
			t.rows = append(t.rows, &row{line: line, refused: "it is no JSON: " + strings.TrimPrefix(err.Error(), fmt.Sprintf("line %d: ", line))})
			continue
		}
		t.add(n)
	}
}

// add adds an object as a row.
func (t *table) add(n *node) {
	r := &row{line: n.line, cells: map[string]cell{}}
	t.typed = true
	if n.kind != '{' {
		r.refused = "it is no object"
	} else if t.flatten(r, n, ""); !slices.ContainsFunc(slices.Collect(maps.Values(r.cells)), func(c cell) bool { return strings.TrimSpace(c.text) != "" }) {
		t.empty++
		return
	}
	t.rows = append(t.rows, r)
}

func (t *table) flatten(r *row, n *node, prefix string) {
	for i, item := range n.items {
		key := prefix + n.keys[i]
		if item.kind == '{' && len(item.items) > 0 {
			t.flatten(r, item, key+".")
			continue
		}
		if _, twice := r.cells[key]; twice {
			r.remark("the key %q is given twice; the first counts", key)
			continue
		}
		if !slices.Contains(t.columns, key) {
			t.columns = append(t.columns, key)
		}
		c := cell{text: item.text, number: item.kind == '0'}
		if item.kind == '[' || item.kind == '{' {
			c.text = listed(item)
		}
		r.cells[key] = c
	}
}

// listed is a list as text: its items a line each, or else as JSON.
func listed(n *node) string {
	var lines []string
	for _, item := range n.items {
		if item.kind == '[' || item.kind == '{' {
			var b bytes.Buffer
			if json.Compact(&b, []byte(n.raw)) != nil {
				return n.raw
			}
			return b.String()
		}
		lines = append(lines, item.text)
	}
	return strings.Join(lines, "\n")
}
