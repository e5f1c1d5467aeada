package sample

import (
	"iter"
	"strings"
)

// Program is a sample's text: what is common to all codes that are handled
// alike, and between it the code's own pieces.
type Program struct {
	*Plan
	syntax   *syntax
	exchange *Exchange
}

// Span is a part of a program.
type Span struct {
	Place         // in [Template.Text]: of the text itself, or of what stands there for a value
	Text   string // common to all programs of the plan
	Own    bool   // a piece of the code's own stands here, and no text
	Quoted bool   // the piece is a string, what stands for it is none
}

// Spans are a plan's parts, in their order.
func (p *Plan) Spans() iter.Seq[Span] {
	return func(yield func(Span) bool) {
		for i := range p.steps {
			s := &p.steps[i]
			if !yield(Span{s.Place, s.text, s.write != asText, s.write == asCodes && !s.integer}) {
				return
			}
		}
	}
}

// Token is a run of one kind.
type Token struct {
	Kind Kind
	Text string
	Mark string // stands in front of the text and behind it, as quotes do
}

func (t Token) String() string { return t.Mark + t.Text + t.Mark }

// Kind is what a token is.
type Kind byte

const (
	Plain   Kind = 0   // a piece that is one token has the kind of what stands for it
	Keyword Kind = 'k' // or a key
	String  Kind = 's'
)

// Own are the tokens of the code's own pieces, each with the number of its
// piece, in their order. A piece may have none, as a list of no codes.
func (p Program) Own() iter.Seq2[int, Token] {
	return func(yield func(int, Token) bool) {
		own := 0
		token := func(t Token) bool { return yield(own, t) }
		for i := range p.steps {
			s := &p.steps[i]
			if s.write == asText {
				continue
			}
			if !s.piece(p.syntax, p.exchange, token) {
				return
			}
			own++
		}
	}
}

// String is the whole program.
func (p Program) String() string {
	var b strings.Builder
	for i := range p.steps {
		s := &p.steps[i]
		b.WriteString(s.text)
		if s.write != asText {
			s.piece(p.syntax, p.exchange, func(t Token) bool { b.WriteString(t.String()); return true })
		}
	}
	return b.String()
}
