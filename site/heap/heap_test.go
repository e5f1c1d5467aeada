package heap

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"testing"
)

// The bound grows with the catalog, what was taken to ask for large pages is
// given back, and who sets it by hand is left alone.
func TestBound(t *testing.T) {
	percentBefore, limitBefore := debug.SetGCPercent(100), debug.SetMemoryLimit(-1)
	defer func() {
		debug.SetGCPercent(percentBefore)
		debug.SetMemoryLimit(limitBefore)
	}()
	for _, name := range []string{"GOGC", "GOMEMLIMIT"} {
		t.Setenv(name, "x") // to have it back at the end
		if err := os.Unsetenv(name); err != nil {
			t.Fatal(err)
		}
	}
	Begin()
	if got := debug.SetGCPercent(100); got != percent {
		t.Errorf("GOGC is %d", got)
	}
	if got := debug.SetMemoryLimit(-1); got != bound {
		t.Errorf("the bound is %d", got)
	}
	for range 2 {
		Expect(1000)
		if got := debug.SetMemoryLimit(-1); got != bound+1000*perCode {
			t.Errorf("with 1,000 codes the bound is %d", got)
		}
	}
	var m runtime.MemStats
	if runtime.ReadMemStats(&m); m.HeapAlloc > 16<<20 {
		t.Errorf("%d bytes are in use", m.HeapAlloc)
	}
	for _, name := range []string{"GOGC", "GOMEMLIMIT"} {
		t.Setenv(name, "50")
		debug.SetMemoryLimit(math.MaxInt64)
		Begin()
		Expect(1)
		if got := debug.SetMemoryLimit(-1); got != math.MaxInt64 {
			t.Errorf("with %s the bound is %d", name, got)
		}
		if err := os.Unsetenv(name); err != nil {
			t.Fatal(err)
		}
	}
}
