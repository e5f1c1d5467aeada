//go:build linux

package faults

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"responsa/site/synthetic"
)

// No codes, one, and many: CODES=50000 builds so many, within 1 GiB.
func TestSizes(t *testing.T) {
	sizes := []int{0, 1}
	if given := os.Getenv("CODES"); given != "" {
		n, err := strconv.Atoi(given)
		must(t, err)
		sizes, patience = append(sizes, n), time.Hour
	}
	// Lists that the browser fills have a role or a class for it.
	empty := regexp.MustCompile(`<(tbody|ol|dl|table|select)( [^>]*)?>\s*</|<ul>\s*</|\bNaN\b|%!|<nil>`)
	for _, n := range sizes {
		dir, content := t.TempDir(), filepath.Join(t.TempDir(), "content")
		must(t, os.CopyFS(content, synthetic.Content(n)))
		in(t, dir, "lock", "-content", content).want(t, 0)
		if n == 0 { // a catalog may have none of these, too
			must(t, os.RemoveAll(filepath.Join(content, "codes")))
		}
		r := in(t, dir, "build", "-content", content).want(t, 0)
		t.Logf("%d codes: %s%d MiB", n, r.stdout, r.memory>>20)
		if r.memory > 1<<30 {
			t.Errorf("%d codes took %d MiB", n, r.memory>>20)
		}
		if n > 1 {
			continue
		}
		for name, text := range tree(t, filepath.Join(dir, "public")) {
			if bad := empty.FindString(text); bad != "" && utf8.ValidString(text) && !strings.HasPrefix(name, "assets/") {
				t.Errorf("%d codes: %s has %s", n, name, bad)
			}
		}
	}
}
