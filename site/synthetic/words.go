package synthetic

import (
	"math/rand/v2"
	"strings"
)

// maker makes a catalog of so many codes out of made-up words. What it says of
// one code doesn't depend on the others, so that each can be made alone.
type maker struct {
	codes int
	words []string
}

func newMaker(codes int) maker {
	syllables := strings.Fields("ba be bi co cu da de di fa fe ga gi ho ka le li lo ma me mi mo na ne no pa pe po ra re ri ro sa se si so ta te ti to tra va ve vi")
	m := maker{codes, make([]string, 200+codes/4)}
	random := m.random(-1)
	for i := range m.words {
		for range 2 + random.IntN(3) {
			m.words[i] += syllables[random.IntN(len(syllables))]
		}
	}
	return m
}

// random gives the numbers for one code, or another thing.
func (m maker) random(i int) *rand.Rand { return rand.New(rand.NewPCG(uint64(m.codes), uint64(i))) }

// speaker gives a func that says n words, the frequent ones more often.
func (m maker) speaker(random *rand.Rand) func(n int) string {
	return func(n int) string {
		said := make([]string, n)
		for i := range said {
			r := random.Float64()
			said[i] = m.words[int(r*r*float64(len(m.words)))]
		}
		return strings.Join(said, " ")
	}
}
