package serve_test

// What a tab does, noted from its first moment: requests and troubles.

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// request is one request of the page, a redirect's hop included.
type request struct {
	url, method string
	kind        network.ResourceType // Document, Script, Stylesheet, Image, Fetch …
	status      int64                // 0 when no answer came
	bytes       int64                // as transferred: the answer's head and encoded body
	loader      cdp.LoaderID         // tells the page that sent it
	icon        bool                 // the favicon, asked for by the browser itself
}

// listen notes what the page does. It runs in the loop that reads the
// browser's messages, so it must not send a command.
func (p *tab) listen(ev any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	problem := func(format string, args ...any) { p.problems = append(p.problems, fmt.Sprintf(format, args...)) }
	switch ev := ev.(type) {
	case *runtime.EventConsoleAPICalled:
		if slices.Contains([]string{"error", "warning", "assert"}, string(ev.Type)) {
			var args []string
			for _, a := range ev.Args {
				args = append(args, or(strings.Trim(string(a.Value), `"`), a.Description))
			}
			problem("console.%s: %s", ev.Type, strings.Join(args, " "))
		}
	case *runtime.EventExceptionThrown:
		problem("exception: %v", &chromedp.ExceptionError{ExceptionDetails: ev.ExceptionDetails})
	case *log.EventEntryAdded:
		// A failed request is noted below.
		if e := ev.Entry; (e.Level == log.EntryLevelError || e.Level == log.EntryLevelWarning) && !strings.HasPrefix(e.Text, "Failed to load resource") {
			problem("log %s (%s): %s %s", e.Level, e.Source, e.Text, e.URL)
		}
	case *audits.EventIssueAdded:
		if d := ev.Issue.Details.ContentSecurityPolicyIssueDetails; d != nil {
			problem("CSP violation: %s %s %s", d.ViolatedDirective, d.ContentSecurityPolicyViolationType, d.BlockedURL)
		}
	case *network.EventRequestWillBeSent:
		if r := p.pending[ev.RequestID]; r != nil && ev.RedirectResponse != nil {
			r.status, r.bytes = ev.RedirectResponse.Status, int64(ev.RedirectResponse.EncodedDataLength)
		}
		if strings.HasPrefix(ev.Request.URL, "data:") {
			break
		}
		r := &request{url: ev.Request.URL, method: ev.Request.Method, kind: ev.Type, loader: ev.LoaderID}
		r.icon = ev.Type == network.ResourceTypeOther && ev.Initiator.Type == network.InitiatorTypeOther
		p.pending[ev.RequestID] = r
		if !r.icon {
			p.requests = append(p.requests, r)
		}
	case *page.EventFrameNavigated:
		// Of what the page that was left still waited for, nothing more is heard.
		if ev.Frame.ParentID == "" {
			maps.DeleteFunc(p.pending, func(_ network.RequestID, r *request) bool { return r.loader != ev.Frame.LoaderID })
		}
	case *network.EventResponseReceived:
		if r := p.pending[ev.RequestID]; r != nil {
			r.status = ev.Response.Status
			if r.status >= 400 {
				problem("status %d: %s", r.status, r.url)
			}
		}
	case *network.EventLoadingFinished:
		if r := p.pending[ev.RequestID]; r != nil {
			r.bytes = int64(ev.EncodedDataLength)
			delete(p.pending, ev.RequestID)
		}
	case *network.EventLoadingFailed:
		// A request that the page itself gave up (it left, it aborted) is none.
		if r := p.pending[ev.RequestID]; r != nil && (!ev.Canceled || ev.BlockedReason != "") {
			problem("request failed: %s %s %s", r.url, ev.ErrorText, ev.BlockedReason)
		}
		delete(p.pending, ev.RequestID)
	}
}

// settle waits until no request (but for an icon) is under way, and all that
// the page and the browser have said is noted.
func (p *tab) settle() {
	p.t.Helper()
	for tick := time.Tick(10 * time.Millisecond); ; {
		p.mu.Lock()
		n := 0
		for _, r := range p.pending {
			if !r.icon {
				n++
			}
		}
		p.mu.Unlock()
		if n == 0 {
			break
		}
		select {
		case <-p.ctx.Done():
			p.t.Fatalf("%d requests never ended", n)
		case <-tick:
		}
	}
	eval[int](p, "1")
	if _, err := chromedp.CallBrowser(p.ctx, browser.GetVersion, cdp.Empty{}); err != nil {
		p.t.Fatal(err)
	}
	eval[int](p, "1")
}

// sent returns the requests so far, in their order, but for the page's icon:
// Chromium asks for that whenever it likes.
func (p *tab) sent() []request {
	p.t.Helper()
	p.settle()
	p.mu.Lock()
	defer p.mu.Unlock()
	var all []request
	for _, r := range p.requests {
		all = append(all, *r)
	}
	return all
}

// troubles returns, and forgets, every console error or warning, exception,
// failed request and CSP violation since the last call, but for those that
// hold one of the strings to allow.
func (p *tab) troubles(allow ...string) []string {
	p.t.Helper()
	p.settle()
	p.mu.Lock()
	defer p.mu.Unlock()
	all := p.problems
	p.problems = nil
	return slices.DeleteFunc(all, func(s string) bool {
		return slices.ContainsFunc(allow, func(a string) bool { return strings.Contains(s, a) })
	})
}

// clean fails the test if the page had any trouble.
func (p *tab) clean(allow ...string) {
	p.t.Helper()
	if all := p.troubles(allow...); len(all) > 0 {
		p.t.Errorf("the page is not clean:\n\t%s", strings.Join(all, "\n\t"))
	}
}
