// Package synthetic makes catalogs of any size, with varied text, for
// benchmarks. The same size gives the same catalog.
package synthetic

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"strings"
	"testing/fstest"
)

const site = `title: Synthetic response codes
name: Synthetic codes
vendor: Synthetic
about: A catalog made for measuring.
address: https://codes.synthetic.example
envelope:
  code: Code
  message: Message
  type: integer
host: api.synthetic.example
`

// Content is a content directory with n codes in modules of at most 500.
func Content(n int) fs.FS {
	random := rand.New(rand.NewPCG(uint64(n), 1))
	words := vocabulary(random, 200+n/4)
	files := fstest.MapFS{"site.yaml": text(site)}
	statuses := []int{200, 400, 401, 403, 404, 409, 422, 429, 500, 503}
	var list strings.Builder
	for _, s := range statuses {
		fmt.Fprintf(&list, "- status: %d\n  reason: Reason %d\n  about: What the status %d means here.\n", s, s, s)
	}
	files["statuses.yaml"] = text(list.String())
	list.Reset()
	modules := n/500 + 1
	for m := range modules {
		fmt.Fprintf(&list, "- id: m%d\n  title: Module %s %d\n  about: about %s\n", m, words(1), m, words(3))
	}
	files["modules.yaml"] = text(list.String())
	outcomes := []string{"failure", "failure", "failure", "success"}
	retries := []string{"after-change", "after-wait", "never"}
	for i := range n {
		var b strings.Builder
		message, params := words(5+random.IntN(8)), ""
		if i%3 == 0 {
			message += " [Value] " + words(2)
			params = "params:\n  Value:\n    about: a value\n    example: \"18\"\n    type: text\n"
		}
		outcome, retry := outcomes[i%len(outcomes)], retries[i%len(retries)]
		if outcome == "success" {
			retry = "not-needed"
		}
		fmt.Fprintf(&b, "---\ncode: %d\nname: Code%d\ntitle: %s %d\nhttp: %d\nmodule: m%d\nmessage: %s.\n%soutcome: %s\nretry: %s\nactor: developer\nkeywords: [%s, %s]\n"+
			"sources:\n  - what: all\n    from: inference\nupdated: 2026-11-26\n---\n", i, i, words(2), i, statuses[random.IntN(len(statuses))], i*modules/max(n, 1), message, params, outcome, retry, words(1), words(1))
		fmt.Fprintf(&b, "## What happened\n\n%s.\n\n## Why\n\n- %s.\n- %s.\n\n## What to do\n\n1. %s.\n2. %s.\n", words(40), words(20), words(20), words(20), words(20))
		files[fmt.Sprintf("codes/%d.md", i)] = text(b.String())
	}
	return files
}

func text(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }

// vocabulary gives a func that says n words, the frequent ones more often.
func vocabulary(random *rand.Rand, size int) func(n int) string {
	syllables := strings.Fields("ba be bi co cu da de di fa fe ga gi ho ka le li lo ma me mi mo na ne no pa pe po ra re ri ro sa se si so ta te ti to tra va ve vi")
	words := make([]string, size)
	for i := range words {
		for range 2 + random.IntN(3) {
			words[i] += syllables[random.IntN(len(syllables))]
		}
	}
	return func(n int) string {
		said := make([]string, n)
		for i := range said {
			r := random.Float64()
			said[i] = words[int(r*r*float64(size))]
		}
		return strings.Join(said, " ")
	}
}
