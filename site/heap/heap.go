// Package heap says how a run uses memory. A run makes much that it drops at
// once, so that
//
//   - garbage is collected late: that saves a sixth of the time. The memory has
//     a bound, which grows with the number of codes, because those stay
//   - the first memory comes in large pages, where the system has them and gives
//     them to who asks. Thousands of small ones, each given when it is touched
//     first, take a tenth of the time of a build of 40 codes
//
// Who sets GOGC or GOMEMLIMIT knows better, and gets neither.
package heap

import (
	"os"
	"runtime/debug"
	"sync"
)

const (
	percent = 1600
	bound   = 256 << 20
	perCode = 13 << 8 // of the bound, in bytes
)

func ours() bool { return os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" }

// Begin is for any run, before all else.
func Begin() {
	if ours() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(bound)
	}
}

var once sync.Once

// Expect is for a run that reads a catalog of so many codes, before it does.
func Expect(codes int) {
	if ours() {
		debug.SetMemoryLimit(bound + int64(codes)*perCode)
		once.Do(largePages)
	}
}
