package sample

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"text/template/parse"
	"unique"

	"responsa/site/catalog"
)

// Plan is what a template makes of every exchange of one shape: the text that
// they have in common, and between it the values, each with the way in which it
// is written. A template is executed once for a shape, with a mark in the place
// of each value; running it for every code would take most of a build's time.
type Plan struct {
	Shared bool // other programs may have it, too
	steps  []step
}

// step is common text, or a value of the exchange.
type step struct {
	Place
	text    string // common to all
	write   writing
	args    [][]part // of codes one each, of the others one
	integer bool     // codes are numbers
	between string   // the codes
	margin  string   // of the body
}

// writing is how a value is written; the funcs of a template are explained in
// [recording.funcs].
type writing int

const (
	asText writing = iota
	asString
	asComment
	asCodes
	asBody
	asPattern
)

// part is a run of an argument: text of the template, or one of the exchange's
// texts.
type part struct {
	text  string
	value int // in [Exchange.values], or -1
}

// shape is all that a template's conditions can depend on. Of the texts that is
// whether they are empty.
type shape struct {
	Handling
	params, fine, codePath, messagePath int
	integer, integerCode                bool
	full                                uint64
}

// mostTexts is how many texts a shape can tell apart.
const mostTexts = 64

// texts are the places of an exchange's texts, in an order that is the same for
// all of a shape.
func (e *Exchange) texts() []*Text {
	all := []*Text{&e.Title, &e.Host, &e.Path, &e.Function, &e.Length, &e.Advice, &e.Page, &e.Pages, &e.CodeKeys, &e.MessageKeys}
	for i := range e.Params {
		p := &e.Params[i]
		all = append(all, &p.Name, &p.Before, &p.After, &p.Encoded, &p.Joint)
	}
	for _, path := range [][]Text{e.CodePath, e.MessagePath} {
		for i := range path {
			all = append(all, &path[i])
		}
	}
	return all
}

// ready finds out an exchange's shape and values, which all languages share.
func (e *Exchange) ready() {
	own := shape{e.Handling, len(e.Params), len(e.Fine), len(e.CodePath), len(e.MessagePath), e.IntegerCode, e.Code.Integer, 0}
	texts := e.texts()
	e.body, e.indented, e.pattern = read(e.Body), e.Body.Indent(), pattern(e.Params)
	e.values = make([]string, 0, len(texts)+1+len(e.Fine))
	for i, t := range texts {
		if *t != "" && i < mostTexts {
			own.full |= 1 << i
		}
		e.values = append(e.values, string(*t))
	}
	e.values = append(e.values, e.Code.Text)
	for _, v := range e.Fine {
		e.values = append(e.values, v.Text)
	}
	e.shape = unique.Make(own)
	e.verbatim = make([]bool, len(e.values))
	for i, v := range e.values {
		e.verbatim[i] = verbatim(v)
	}
}

// The marks between which the number of a value stands.
const mark, markEnd = "\uf8f3", "\uf8f4"

func marked(i int) string { return mark + strconv.Itoa(i) + markEnd }

// symbolic is an exchange of the same shape with marks for texts.
func (e Exchange) symbolic() Exchange {
	e.Params, e.CodePath, e.MessagePath, e.Fine = slices.Clone(e.Params), slices.Clone(e.CodePath), slices.Clone(e.MessagePath), slices.Clone(e.Fine)
	texts := e.texts()
	for i, t := range texts {
		if *t != "" {
			*t = Text(marked(i))
		}
	}
	e.Code.Text = marked(len(texts))
	for i := range e.Fine {
		e.Fine[i].Text = marked(len(texts) + 1 + i)
	}
	return e
}

// parts cuts an argument at its marks.
func parts(argument string) []part {
	var all []part
	for argument != "" {
		text, rest, found := strings.Cut(argument, mark)
		if text != "" {
			all = append(all, part{text, -1})
		}
		if !found {
			break
		}
		number, after, _ := strings.Cut(rest, markEnd)
		i, err := strconv.Atoi(number)
		if err != nil {
			panic("sample: a mark without a number: " + number) // only marked makes marks
		}
		all, argument = append(all, part{"", i}), after
	}
	return all
}

// planFor returns the plan for an exchange's shape, made once.
func (t *Template) planFor(e *Exchange) (*Plan, error) {
	if !t.regular || len(e.values) > mostTexts {
		return t.record(*e, func(argument string) []part { return []part{{argument, -1}} })
	}
	if p, ok := t.plans.Load(e.shape); ok {
		return p.(*Plan), nil
	}
	p, err := t.record(e.symbolic(), parts)
	if err != nil {
		return nil, err
	}
	p.Shared = true
	kept, _ := t.plans.LoadOrStore(e.shape, p)
	return kept.(*Plan), nil
}

// record executes the template for one exchange.
func (t *Template) record(e Exchange, parts func(string) []part) (*Plan, error) {
	r := &recording{text: t.text, parts: parts}
	own, err := t.template.Clone()
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	if err := own.Funcs(r.funcs()).Execute(&b, e); err != nil {
		return nil, err
	}
	return r.plan(b.String(), t.File)
}

// recording is one run of a template. Its funcs write a mark and keep what
// stands there.
type recording struct {
	text  *text
	parts func(string) []part
	steps []step
}

func (r *recording) funcs() template.FuncMap {
	return template.FuncMap{
		// quote writes its arguments, one behind the other, as one string.
		"quote": func(parts ...any) string {
			return r.keep(step{write: asString, args: [][]part{r.parts(join(parts))}})
		},
		// comment writes them for a comment of one line.
		"comment": func(parts ...any) string {
			return r.keep(step{write: asComment, args: [][]part{r.parts(join(parts))}})
		},
		// code writes a response code as the envelope carries it.
		"code": func(v catalog.Value) string { return r.codes([]catalog.Value{v}, "") },
		// codes writes several with a text between them.
		"codes": r.codes,
		// body writes the call's body. Its lines but the first begin with the margin.
		"body": func(margin string) string { return r.keep(step{write: asBody, margin: margin}) },
		// pattern writes a regular expression that matches the code's message
		// and captures the values in it.
		"pattern": func() (string, error) {
			if r.text.pattern == nil {
				return "", errors.New("this language has no regular expressions here")
			}
			return r.keep(step{write: asPattern}), nil
		},
	}
}

func (r *recording) codes(values []catalog.Value, between string) string {
	s := step{write: asCodes, between: between, integer: len(values) == 0 || values[0].Integer}
	for _, v := range values {
		s.args = append(s.args, r.parts(v.Text))
	}
	return r.keep(s)
}

// The marks between which a step's number stands: private use characters,
// which have no place in a template.
const open, shut = "\uf8f0", "\uf8f1"

func (r *recording) keep(s step) string {
	r.steps = append(r.steps, s)
	return fmt.Sprint(open, len(r.steps)-1, shut)
}

// plan puts the steps in the order of the text that the template gave, and says
// where each stands in the template's own. Line ends behind the last are left out.
func (r *recording) plan(text, file string) (*Plan, error) {
	if strings.Contains(text, bare) {
		return nil, errors.New(file + ": a value is printed as it is; put it through quote, comment, code, codes, body or pattern")
	}
	var p Plan
	var at Place
	write := func(text string) {
		if text != "" {
			p.steps = append(p.steps, step{Place: at, text: text})
		}
	}
	for text != "" {
		before, rest, found := strings.Cut(text, open)
		if strings.Contains(before, mark) { // a code's text, which has no type of its own
			return nil, errors.New(file + ": a code is printed as it is; put it through code or quote")
		}
		write(before)
		if !found {
			break
		}
		mark, after, _ := strings.Cut(rest, shut)
		number, isText := strings.CutPrefix(mark, textAt)
		number, isPlace := strings.CutPrefix(number, valueAt)
		n, err := strconv.Atoi(number)
		switch marks := isText || isPlace; {
		case err != nil, marks && n >= len(r.text.places), !marks && n >= len(r.steps):
			return nil, fmt.Errorf("%s: holds the character %+q, which is of private use", file, open)
		case marks:
			if at = r.text.places[n]; isText {
				write(r.text.String()[at.From:at.To])
			}
		default:
			r.steps[n].Place = at
			p.steps = append(p.steps, r.steps[n])
		}
		text = after
	}
	for n := len(p.steps); n > 0 && p.steps[n-1].write == asText; n = len(p.steps) {
		last := &p.steps[n-1]
		if last.text = strings.TrimRight(last.text, "\n"); last.text != "" {
			break
		}
		p.steps = p.steps[:n-1]
	}
	return &p, nil
}

// piece yields what a step writes for an exchange, in as many tokens as it is
// made of. It is false when yield was.
func (s *step) piece(syntax *syntax, e *Exchange, yield func(Token) bool) bool {
	text := func(text string) bool { return yield(Token{Text: text}) }
	switch s.write {
	case asBody:
		if syntax.text == nil {
			return syntax.literal.object(e.body, s.margin, yield)
		}
		return text(syntax.text(e.indented, s.margin))
	case asString:
		return s.quoted(syntax, e, s.args[0], text)
	case asComment:
		return text(comment(e.said(s.args[0])))
	case asPattern:
		return text(syntax.pattern(e.pattern))
	}
	for i, argument := range s.args {
		if i > 0 && !text(s.between) {
			return false
		}
		if s.integer {
			if !text(e.said(argument)) {
				return false
			}
		} else if !s.quoted(syntax, e, argument, text) {
			return false
		}
	}
	return true
}

// quoted writes an argument as a string. Most are what every language writes
// as it is between its marks, so that nothing needs to be put together.
func (s *step) quoted(syntax *syntax, e *Exchange, argument []part, text func(string) bool) bool {
	for _, p := range argument {
		if p.value >= 0 && !e.verbatim[p.value] || !verbatim(p.text) {
			return text(syntax.quote(e.said(argument)))
		}
	}
	if !text(syntax.mark) {
		return false
	}
	for i := range argument {
		if !text(e.part(&argument[i])) {
			return false
		}
	}
	return text(syntax.mark)
}

func (e *Exchange) part(p *part) string {
	if p.value >= 0 {
		return e.values[p.value]
	}
	return p.text
}

// said is an argument with the exchange's values.
func (e *Exchange) said(parts []part) string {
	if len(parts) == 1 && parts[0].value >= 0 {
		return e.values[parts[0].value]
	}
	var b strings.Builder
	for i := range parts {
		b.WriteString(e.part(&parts[i]))
	}
	return b.String()
}

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
