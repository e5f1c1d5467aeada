package site

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"responsa/site/catalog"
	"responsa/site/synthetic"
)

// How fast a site is made, and with how many allocations. Run one with
//
//	go test -run XX -bench Build ./site
//
// site/synthetic/compare measures the whole program, beside others.

// benchmarkSites runs a benchmark with the real catalog and with large ones.
// Every run lists the site anew, because what is made once is kept.
func benchmarkSites(b *testing.B, run func(c *catalog.Catalog, options Options) error) {
	for _, n := range []int{35, 1000, 10000} {
		b.Run(fmt.Sprintf("%d codes", n), func(b *testing.B) {
			c, _ := real()
			if n != 35 {
				c = like(b, n)
			}
			b.ReportAllocs()
			for b.Loop() {
				if err := run(c, Options{Static: os.DirFS("../static")}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N*len(c.Codes))/b.Elapsed().Seconds(), "codes/s")
		})
	}
}

// Every file rendered, on one core but for the bundle inside.
func BenchmarkBuild(b *testing.B) {
	benchmarkSites(b, func(c *catalog.Catalog, options Options) error {
		files, err := Build(c, options)
		for i := 0; i < len(files) && err == nil; i++ {
			err = files[i].Render(io.Discard)
		}
		return err
	})
}

// The whole site written, over the cores. TMPDIR=/dev/shm keeps the disk out.
func BenchmarkWriteDir(b *testing.B) {
	dir := b.TempDir()
	benchmarkSites(b, func(c *catalog.Catalog, options Options) error {
		files, err := Build(c, options)
		if err == nil {
			_, err = WriteDir(context.Background(), files, filepath.Join(dir, "public"))
		}
		return err
	})
}

// The bundle for a disk, as a site offers it, over the cores.
func BenchmarkZip(b *testing.B) {
	benchmarkSites(b, func(c *catalog.Catalog, options Options) error {
		options.Offline = true
		files, err := Build(c, options)
		if err != nil {
			return err
		}
		bundle, _ := files.Get(bundleFile(c))
		return bundle.Render(io.Discard)
	})
}

// like is a catalog of so many codes in the form of the real one.
func like(t testing.TB, codes int) *catalog.Catalog {
	t.Helper()
	model, _ := real()
	c, problems := catalog.Load(synthetic.Like(model, codes), "content")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return c
}

// builtLike is the site of such a catalog.
func builtLike(t testing.TB, codes int) Files {
	t.Helper()
	files, err := Build(like(t, codes), Options{Static: os.DirFS("../static")})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
