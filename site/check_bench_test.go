package site_test

import (
	"fmt"
	"testing"

	"responsa/site"
	"responsa/site/catalog"
	"responsa/site/synthetic"
)

// BenchmarkCheck runs the rules that need Markdown or addresses.
func BenchmarkCheck(b *testing.B) {
	for _, n := range []int{35, 1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			c, problems := catalog.Load(synthetic.Content(n), "content")
			if len(problems) > 0 {
				b.Fatal(problems)
			}
			b.ReportAllocs()
			for b.Loop() {
				if problems := site.Check(c); len(problems) > 0 {
					b.Fatal(problems)
				}
			}
		})
	}
}
