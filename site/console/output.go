// Package console is what a run says while it works and when it ends: it keeps
// what its streams have to say about faults, and shows the progress of long
// builds.
package console

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"
	"syscall"
)

// Output is a stream that remembers the first error of a write, so that the
// many places that print need not ask.
type Output struct {
	w  io.Writer
	mu sync.Mutex
	// The first error of a write, and nothing is written after it.
	err error
}

// NewOutput returns an Output that writes to w. A reader that goes away is from
// then on an error of the write; by default it would end the program, in the
// middle of its work.
func NewOutput(w io.Writer) *Output {
	signal.Ignore(syscall.SIGPIPE)
	return &Output{w: w}
}

func (o *Output) Write(text []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.err != nil {
		return 0, o.err
	}
	n, err := o.w.Write(text)
	o.err = err
	return n, err
}

// Err is why something that was printed didn't arrive, on a full disk say. A
// reader that has read enough and went away is no error.
func (o *Output) Err() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.err == nil || errors.Is(o.err, syscall.EPIPE) {
		return nil
	}
	return fmt.Errorf("cannot write the answer: %w", o.err)
}

// Interruptible returns a context that ends with a signal to stop: from the
// keyboard, from a system that shuts down, from a terminal that is closed. One
// that the run was started to ignore, as nohup does, stays ignored.
func Interruptible(ctx context.Context) (context.Context, context.CancelFunc) {
	var signals []os.Signal
	for _, s := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP} {
		if !signal.Ignored(s) {
			signals = append(signals, s)
		}
	}
	if len(signals) == 0 { // of which Notify makes all there are
		return context.WithCancel(ctx)
	}
	return signal.NotifyContext(ctx, signals...)
}
