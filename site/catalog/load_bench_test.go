package catalog_test

import (
	"fmt"
	"runtime"
	"testing"

	"responsa/site/catalog"
	"responsa/site/synthetic"
)

// BenchmarkLoad reads and checks catalogs; live/code is what stays of each
// code in memory.
func BenchmarkLoad(b *testing.B) {
	for _, n := range []int{35, 1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			content := synthetic.Content(n)
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			b.ReportAllocs()
			var c *catalog.Catalog
			for b.Loop() {
				var problems catalog.Problems
				if c, problems = catalog.Load(content, "content"); len(problems) > 0 {
					b.Fatal(problems)
				}
			}
			runtime.GC()
			runtime.ReadMemStats(&after)
			b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/float64(n), "live-B/code")
			runtime.KeepAlive(c)
		})
	}
}
