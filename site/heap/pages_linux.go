package heap

import (
	"runtime"

	"golang.org/x/sys/unix"
)

// largePages asks for them where the heap will grow, up to its size at the first
// collection: it takes that much memory, untouched, names it to the system, and
// gives it back to Go, which doesn't give it back to the system as long as the
// heap is smaller.
func largePages() {
	_ = unix.Madvise(make([]byte, 4<<20*percent/100), unix.MADV_HUGEPAGE) // it's a wish
	runtime.GC()
}
