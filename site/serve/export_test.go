package serve

import (
	"context"
	"time"

	"responsa/site"
)

// RunQuickly is Run for tests that wait for a limit to pass.
func RunQuickly(ctx context.Context, o Options) error {
	l := usual
	l.header, l.read, l.heartbeat = 100*time.Millisecond, 200*time.Millisecond, 600*time.Millisecond
	return run(ctx, o, l)
}

// Show has the server show these files, as after a good build.
func (s *Server) Show(files site.Files) {
	s.now.Store(&state{build: "test-1", files: files, moved: files.Redirects, replaced: make(chan struct{})})
}

// RunHurried is Run for tests of what takes longer than a client may.
func RunHurried(ctx context.Context, o Options) error {
	l := usual
	l.read, l.write = 200*time.Millisecond, 400*time.Millisecond
	return run(ctx, o, l)
}
