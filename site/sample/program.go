package sample

import "strings"

// Program is a sample's text in pieces: those that are common to all codes that
// are handled alike, and between them the code's own.
type Program []Piece

// Piece is a run of a program. A common piece has no stand-in.
type Piece struct {
	Tokens []Token
	// StandIn is what stands in a piece's place while the common text is
	// highlighted: of the same kind, but the same for every code.
	StandIn string
}

// Token is a run of one kind: "s" for a string, "k" for a key. A piece of one
// token without a kind is of whatever kind its stand-in is.
type Token struct{ Kind, Text string }

// Text is the piece as it stands in the program.
func (p Piece) Text() string {
	if len(p.Tokens) == 1 {
		return p.Tokens[0].Text
	}
	var b strings.Builder
	for _, t := range p.Tokens {
		b.WriteString(t.Text)
	}
	return b.String()
}

// String is the whole program.
func (p Program) String() string { return p.text(Piece.Text) }

// Common is the program with a stand-in for each of the code's own pieces. Two
// codes that are handled alike have it in common.
func (p Program) Common() string {
	return p.text(func(piece Piece) string {
		if piece.StandIn != "" {
			return piece.StandIn
		}
		return piece.Text()
	})
}

func (p Program) text(of func(Piece) string) string {
	var b strings.Builder
	for _, piece := range p {
		b.WriteString(of(piece))
	}
	return b.String()
}
