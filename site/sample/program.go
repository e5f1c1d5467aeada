package sample

import (
	"iter"
	"strings"
)

// Program is a sample's text: what is common to all codes that are handled
// alike, and between it the code's own pieces.
type Program struct {
	plan     *plan
	syntax   syntax
	exchange *Exchange
}

// Piece is one of the code's own: a text of whatever kind its stand-in is, or
// tokens.
type Piece struct {
	Text   string
	Tokens []Token
}

// Token is a run of one kind: "s" for a string, "k" for a key.
type Token struct{ Kind, Text string }

// Own are the code's own pieces, in their order.
func (p Program) Own() iter.Seq[Piece] {
	return func(yield func(Piece) bool) {
		for i := range p.plan.steps {
			if s := &p.plan.steps[i]; s.write != asText && !yield(s.piece(p.syntax, p.exchange)) {
				return
			}
		}
	}
}

// StandIns are what stands in their places in [Program.Common], of the same kind
// but the same for every code.
func (p Program) StandIns() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, s := range p.plan.steps {
			if s.write != asText && !yield(s.standIn) {
				return
			}
		}
	}
}

// Common is the program with a stand-in for each of the code's own pieces. Two
// codes that are handled alike have it in common.
func (p Program) Common() string { return p.plan.common }

// String is the whole program.
func (p Program) String() string {
	var b strings.Builder
	for i := range p.plan.steps {
		s := &p.plan.steps[i]
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
