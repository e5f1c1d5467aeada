package sample

import "strings"

// Program is a sample's text: what is common to all codes that are handled
// alike, and between it the code's own pieces.
type Program struct {
	plan *plan
	own  []Piece
}

// Piece is one of the code's own: a text of whatever kind its stand-in is, or
// tokens.
type Piece struct {
	Text   string
	Tokens []Token
	// StandIn is what stands in a piece's place while the common text is
	// highlighted: of the same kind, but the same for every code.
	StandIn string
}

// Token is a run of one kind: "s" for a string, "k" for a key.
type Token struct{ Kind, Text string }

// Own are the code's own pieces, in their order.
func (p Program) Own() []Piece { return p.own }

// Common is the program with a stand-in for each of the code's own pieces. Two
// codes that are handled alike have it in common.
func (p Program) Common() string { return p.plan.common }

// String is the whole program.
func (p Program) String() string {
	var b strings.Builder
	own := p.own
	for _, s := range p.plan.steps {
		if s.write == asText {
			b.WriteString(s.text)
			continue
		}
		b.WriteString(own[0].Text)
		for _, t := range own[0].Tokens {
			b.WriteString(t.Text)
		}
		own = own[1:]
	}
	return b.String()
}
