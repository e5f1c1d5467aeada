package catalog

import (
	"fmt"
	"testing"
)

// The usual form is found as its expression says, in every text of a few
// characters.
func TestBrackets(t *testing.T) {
	texts := []string{""}
	for range 7 {
		var longer []string
		for _, text := range texts {
			for _, c := range "[]a\n" {
				longer = append(longer, text+string(c))
			}
		}
		texts = longer
		for _, text := range texts {
			if got, want := fmt.Sprint(Brackets.find(text)), fmt.Sprint(placeholderForms[Brackets].FindAllStringSubmatchIndex(text, -1)); got != want {
				t.Fatalf("%q: found %s, want %s", text, got, want)
			}
		}
	}
}
