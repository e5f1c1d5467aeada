package sdk

import (
	"fmt"
	"io"
	"testing"

	"responsa/site/synthetic"
)

// BenchmarkFiles writes the files of all languages.
func BenchmarkFiles(b *testing.B) {
	for _, n := range []int{35, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			c := loaded(b, synthetic.Content(n))
			b.ReportAllocs()
			for b.Loop() {
				for _, f := range Files(c, home, pageOf) {
					if err := f.Write(io.Discard); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}
