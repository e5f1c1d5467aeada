package sample

import (
	"slices"
	"strconv"
	"strings"
	"unique"
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
	e.body, e.indented, e.pattern = read(e.Body), e.Body.Indent(), pattern(e.Params)
	e.Length = Text(strconv.Itoa(len(e.indented)))
	texts := e.texts()
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
		return s.quoted(syntax, e, s.args[0], yield)
	case asComment:
		return text(comment(e.said(s.args[0])))
	case asPattern:
		return text(syntax.pattern(e.pattern))
	}
	if s.integer && len(s.args) > 0 {
		return text(e.joined(s.args, s.between))
	}
	for i, argument := range s.args {
		if i > 0 && !text(s.between) || !s.quoted(syntax, e, argument, yield) {
			return false
		}
	}
	return true
}

// joined are arguments with a text between them.
func (e *Exchange) joined(args [][]part, between string) string {
	var b strings.Builder
	b.Grow(len(args) * (len(between) + 8))
	for i, argument := range args {
		if i > 0 {
			b.WriteString(between)
		}
		for j := range argument {
			b.WriteString(e.part(&argument[j]))
		}
	}
	return b.String()
}

// quoted writes an argument as a string. Most are what every language writes
// as it is between its marks, so that nothing needs to be put together.
func (s *step) quoted(syntax *syntax, e *Exchange, argument []part, yield func(Token) bool) bool {
	for _, p := range argument {
		if p.value >= 0 && !e.verbatim[p.value] || !verbatim(p.text) {
			return yield(Token{Text: syntax.quote(e.said(argument))})
		}
	}
	if len(argument) == 1 {
		return yield(Token{Text: e.part(&argument[0]), Mark: syntax.mark})
	}
	if !yield(Token{Text: syntax.mark}) {
		return false
	}
	for i := range argument {
		if !yield(Token{Text: e.part(&argument[i])}) {
			return false
		}
	}
	return yield(Token{Text: syntax.mark})
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
