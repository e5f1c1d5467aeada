package site

import (
	"bytes"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// What a code's page costs, counted rather than timed, so that it says the same
// on any machine. [TestBudgets] counts what a visitor fetches.
//
// Where a change raises a figure for a reason, write the new bound in the same
// commit: what the test says, and a fifth more. Where one falls by more than
// that, lower the bound, or the next rise goes unseen.
func TestGate(t *testing.T) {
	if info, ok := debug.ReadBuildInfo(); ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"}) {
		missing(t, "no plain build: the race detector allocates, too; run this test without -race")
	}
	files := codePages(built(t))
	actual, few, many := rendering(t, files), rendering(t, codePages(builtLike(t, 40))), rendering(t, codePages(builtLike(t, 800)))
	for _, tt := range []struct {
		what      string
		got, most float64
	}{
		{"allocations a page", actual.allocations, 940},
		{"KiB allocated a page", actual.kib, 59},
		{"bytes a page", actual.bytes, 45000},
		{"elements of the largest page", largest(t, files), 1200},
		// Nothing on a code's page grows with the number of codes, but the
		// numbers themselves.
		{"allocations a page with 800 codes for each with 40", many.allocations / few.allocations, 1.1},
		{"KiB allocated a page with 800 codes for each with 40", many.kib / few.kib, 1.2},
		{"bytes a page with 800 codes for each with 40", many.bytes / few.bytes, 1.05},
	} {
		t.Logf("%.5g %s, at most %.5g", tt.got, tt.what, tt.most)
		if !(tt.got > 0 && tt.got <= tt.most) {
			t.Errorf("%.5g %s, want at most %.5g", tt.got, tt.what, tt.most)
		}
	}
}

// codePages are the pages of some of the codes, spread over the site.
func codePages(files Files) Files {
	var pages Files
	for _, f := range files {
		if strings.HasPrefix(f.Path, codesPage) && strings.HasSuffix(f.Path, "/index.html") && strings.Count(f.Path, "/") == 2 {
			pages = append(pages, f)
		}
	}
	const most = 35
	var some Files
	for i := range min(most, len(pages)) {
		some = append(some, pages[i*len(pages)/min(most, len(pages))])
	}
	return some
}

// perPage is what a page takes, on average.
type perPage struct{ allocations, kib, bytes float64 }

// rendering renders pages that were rendered before, as what they have in
// common is made but once.
func rendering(t *testing.T, pages Files) perPage {
	t.Helper()
	var page bytes.Buffer
	size := 0
	render := func() {
		size = 0
		for _, f := range pages {
			page.Reset()
			if err := f.Render(&page); err != nil {
				t.Fatal(f.Path, err)
			}
			size += page.Len()
		}
	}
	render()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	const rounds = 3
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range rounds {
		render()
	}
	runtime.ReadMemStats(&after)
	n := float64(len(pages))
	return perPage{float64(after.Mallocs-before.Mallocs) / rounds / n, float64(after.TotalAlloc-before.TotalAlloc) / 1024 / rounds / n, float64(size) / n}
}

// largest counts the elements of the page that has most.
func largest(t *testing.T, pages Files) float64 {
	t.Helper()
	most := 0
	for _, f := range pages {
		root, err := html.Parse(strings.NewReader(contents(t, f)))
		if err != nil {
			t.Fatal(err)
		}
		elements := 0
		for n := range root.Descendants() {
			if n.Type == html.ElementNode {
				elements++
			}
		}
		most = max(most, elements)
	}
	return float64(most)
}
