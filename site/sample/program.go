package sample

import (
	"iter"
	"strings"
)

// Program is a sample's text: what is common to all codes that are handled
// alike, and between it the code's own pieces.
type Program struct {
	*Plan
	syntax   syntax
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

// Piece is one of the code's own: a text of whatever kind its stand-in is, or
// tokens.
type Piece struct {
	Text   string
	Tokens []Token
}

// Token is a run of one kind.
type Token struct {
	Kind Kind
	Text string
}

// Kind is what a token is.
type Kind byte

const (
	Plain   Kind = 0
	Keyword Kind = 'k' // or a key
	String  Kind = 's'
)

// Own are the code's own pieces, in their order.
func (p Program) Own() iter.Seq[Piece] {
	return func(yield func(Piece) bool) {
		for i := range p.steps {
			if s := &p.steps[i]; s.write != asText && !yield(s.piece(p.syntax, p.exchange)) {
				return
			}
		}
	}
}

// String is the whole program.
func (p Program) String() string {
	var b strings.Builder
	for i := range p.steps {
		s := &p.steps[i]
		if s.write == asText {
			b.WriteString(s.text)
			continue
		}
		piece := s.piece(p.syntax, p.exchange)
		b.WriteString(piece.Text)
		for _, t := range piece.Tokens {
			b.WriteString(t.Text)
		}
	}
	return b.String()
}
