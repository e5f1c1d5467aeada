package sample

import (
	"errors"
	"fmt"
	"responsa/site/catalog"
	"strconv"
	"strings"
	"text/template"
)

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
