// Package serve shows the site while it is being written, and mocks the API
// that it documents: the program's only net/http server. It reads [site.Files] as a build does, so what it shows is
// what will be published.
//
// # Files
//
// A file is rendered when it is asked for, and never written to disk. /x/ is
// x/index.html; /x leads there. What isn't there is answered with the site's
// own 404.html. No directory is ever listed. Headers are those of the
// published site, less what needs TLS.
//
// # Live reload
//
// watch.go follows the source directories. A change rebuilds the site, of which
// what the change didn't touch is kept ([site.Draft]); a good one takes the place
// of the one before in one step, and pages reload. After a wrong one the last
// good site stays up, and its pages show the mistakes until they are mended. A
// change that changes nothing reloads nothing. Pages hear of it by a stream of server-sent events,
// /-/events:
//
//	ready      on connecting: which build is up; a page of another one reloads
//	reload     a good build took over
//	problems   the mistakes, a JSON list of strings
//
// The script and the style sheet for this, reload.js and reload.css, are added
// to each page on its way out, and only while there is something to watch.
//
// # The mock
//
// Below /mock/ the server answers as the API does, so that a client's handling
// of errors can be tested. It uses the catalog of the last good build, and every
// response is the catalog's ([catalog.Catalog.Response]). Any method will do:
//
//	/mock/27/…                     one code's response
//	/mock/sequence/10,10,0/…?id=a  in turn, the last one for good
//	/mock/random?class=5xx&seed=7  any code that passes the filters
//	/mock/call/<function>          as a function answers: its token, its required fields
//	/mock/                         lists these forms
//
// In the query stand values for placeholders, and the names that a form takes:
// all take delay and legacy. A code's response names its code in X-Mock-Code,
// and in X-Mock-Note what of it is an inference; what has no X-Mock-Code is
// about the request and stands for no code. A code called like a form is asked
// for in quotes, /mock/%22random%22, and a placeholder called like an option in
// its brackets. Counters live as long as the server.
//
// # Bundles
//
// Given an offline bundle, the server shows its files and nothing else, below
// the path at which the site is published: so the addresses in error messages
// lead there once the host is another one.
//
// # Safety
//
// guard.go decides who is answered: no strange Host, so that no foreign name
// can be pointed at this machine (DNS rebinding), and no request that another
// site's page made. Every wait for a client is limited.
package serve

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"

	"responsa/site"
)

// Source is where the site comes from.
type Source struct {
	Content, Static fs.FS
	Root            string   // what messages call the content directory
	Watch           []string // directories on disk to watch; none: nothing reloads
}

// Bundle is a site out of an archive, which was verified. It has no mock.
type Bundle struct {
	Files site.Files
	Path  string // at which it stands, as where it is published: "" or /docs
}

// Options are what Run needs.
type Options struct {
	Addr   string // host:port; port 0 takes any free one
	CORS   string // the origin whose pages may use the mock, see [ValidOrigin]
	Source Source
	Bundle *Bundle   // shown instead of the source, if there is one
	Log    io.Writer // the address, then a line for each rebuild
}

// limits are the longest waits.
type limits struct {
	header, read, idle, write time.Duration // of a client
	heartbeat                 time.Duration // between signs of life on the event stream
	soon, quiet               time.Duration // after the last change, before a rebuild
	shutdown                  time.Duration // for answers under way; browsers keep spare connections open
}

var usual = limits{
	header: 5 * time.Second, read: 10 * time.Second, idle: 60 * time.Second, write: 30 * time.Second,
	heartbeat: 15 * time.Second, soon: 10 * time.Millisecond, quiet: 50 * time.Millisecond, shutdown: 2 * time.Second,
}

// Run listens, prints the address, and serves until ctx ends, which is no
// error.
func Run(ctx context.Context, o Options) error { return run(ctx, o, usual) }

func run(ctx context.Context, o Options, l limits) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	listener, err := net.Listen("tcp", o.Addr)
	if err != nil {
		return fmt.Errorf("cannot listen on %s: %w\n\thint: choose another address, as in -addr 127.0.0.1:8081", o.Addr, reason(err))
	}
	defer listener.Close()
	host := hostOf(o.Addr)
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		return err
	}
	// Watching begins before the first build, so that no change falls between.
	watcher, watchErr := watch(o.Source.Watch)
	if watchErr != nil {
		o.Source.Watch = nil
	}
	s := newServer(o.Source, o.Log, l)
	s.address = "http://" + net.JoinHostPort(shown(host), port)
	s.cors = o.CORS
	if host != "" {
		s.hosts[host] = true
	}
	if watchErr != nil {
		s.log.Printf("pages won't reload: %v", watchErr)
	}
	if o.Bundle != nil {
		s.show(*o.Bundle)
	} else {
		s.Rebuild()
	}
	if watcher != nil {
		defer watcher.Close()
		go watcher.follow(ctx, s)
	}

	server := &http.Server{
		Handler:           s.Handler(),
		ReadHeaderTimeout: l.header,
		ReadTimeout:       l.read,
		IdleTimeout:       l.idle,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          s.log,
		BaseContext:       func(net.Listener) context.Context { return ctx }, // ends the event streams
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	s.log.Printf("serving %s%s/ until Ctrl-C", s.address, s.now.Load().path)
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), l.shutdown)
	defer cancel()
	if server.Shutdown(last) != nil {
		server.Close() // whoever is still there has had time
	}
	return nil
}

// hostOf is the host of host:port; "" when there is none.
func hostOf(addr string) string {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return ""
	}
	return normal(host)
}

// shown is the host to print: one that a browser can open.
func shown(host string) string {
	if ip, err := netip.ParseAddr(host); err == nil && ip.IsUnspecified() {
		return "localhost"
	}
	return cmp.Or(host, "localhost")
}

// reason is the part of a network error that the message doesn't say already.
func reason(err error) error {
	var number syscall.Errno
	var op *net.OpError
	switch {
	case errors.As(err, &number):
		return number
	case errors.As(err, &op):
		return op.Err
	}
	return err
}
