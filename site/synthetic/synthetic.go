// Package synthetic makes catalogs of any size, with varied text, for
// benchmarks. The same size gives the same catalog. A code's file is made when
// it is opened, so that a large catalog takes no memory.
package synthetic

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"testing/fstest"

	"responsa/site/catalog"
)

// Content is a content directory with n codes in modules of at most 500. A
// quarter of the codes are successes; there are no calls, and the samples are
// those that are built in.
func Content(n int) fs.FS {
	envelope := catalog.Envelope{Code: "Code", Message: "Message", Type: catalog.IntegerScalar}
	m := newMaker(n)
	return m.content(envelope, nil, func(i int) string { return m.code(i, i%4 == 3, false) })
}

// Like is a content directory with n codes, too, in the form of another
// catalog: its envelope and its sample languages. As in most catalogs few codes
// are successes, and each code has a call that can give it.
func Like(model *catalog.Catalog, n int) fs.FS {
	m := newMaker(n)
	c := m.content(model.Site.Envelope, model.Samples, func(i int) string { return m.code(i, i < 4, true) })
	var list strings.Builder
	for f := range functions {
		fmt.Fprintf(&list, "- name: function_%d\n  about: does thing %d\n  source: a page\n", f, f)
	}
	c.whole["functions.yaml"] = text(list.String())
	return c
}

const functions = 20

// content is a content directory without functions. code gives the text of a
// code's file.
func (m maker) content(envelope catalog.Envelope, samples []*catalog.Sample, code func(i int) string) *content {
	var list strings.Builder
	fmt.Fprintf(&list, "title: Synthetic response codes\nname: Synthetic codes\nvendor: Synthetic\nabout: A catalog made for measuring.\n"+
		"address: https://codes.synthetic.example\nhost: api.synthetic.example\nenvelope:\n  code: %s\n  message: %s\n  type: %s\n",
		quoted(envelope.Code), quoted(envelope.Message), envelope.Type)
	files := fstest.MapFS{"codes": {Mode: fs.ModeDir | 0o555}}
	for i, s := range samples {
		if i == 0 {
			list.WriteString("samples:\n")
		}
		file := path.Join("samples", path.Base(s.File))
		fmt.Fprintf(&list, "  - id: %s\n    title: %s\n    file: %s\n", quoted(s.ID), quoted(s.Title), quoted(file))
		for _, field := range []struct{ name, text string }{{"version", s.Version}, {"quote", s.Quote}} {
			if field.text != "" {
				fmt.Fprintf(&list, "    %s: %s\n", field.name, quoted(field.text))
			}
		}
		files[file] = text(s.Text)
	}
	files["site.yaml"] = text(list.String())
	list.Reset()
	for _, s := range statuses {
		fmt.Fprintf(&list, "- status: %d\n  reason: Reason %d\n  about: What the status %d means here.\n", s, s, s)
	}
	files["statuses.yaml"] = text(list.String())
	list.Reset()
	words := m.speaker(m.random(m.codes))
	for i := range m.modules() {
		fmt.Fprintf(&list, "- id: m%d\n  title: Module %s %d\n  about: about %s\n", i, words(1), i, words(3))
	}
	files["modules.yaml"] = text(list.String())
	return &content{files, m.codes, code}
}

func (m maker) modules() int { return m.codes/500 + 1 }

var (
	statuses = []int{200, 400, 401, 403, 404, 409, 422, 429, 500, 503}
	retries  = []string{"after-change", "after-wait", "never"}
)

// code is the file of a code, from 0 on.
func (m maker) code(i int, succeeds, call bool) string {
	var b strings.Builder
	random := m.random(i)
	words := m.speaker(random)
	message, params := words(5+random.IntN(8)), ""
	if i%3 == 0 {
		message += " [Value] " + words(2)
		params = "params:\n  Value:\n    about: a value\n    example: \"18\"\n    type: text\n"
	}
	outcome, retry := "failure", retries[i%len(retries)]
	if succeeds {
		outcome, retry = "success", "not-needed"
	}
	fmt.Fprintf(&b, "---\ncode: %d\nname: Code%d\ntitle: %s %d\nhttp: %d\nmodule: m%d\nmessage: %s.\n%soutcome: %s\nretry: %s\nactor: developer\nkeywords: [%s, %s]\n",
		i, i, words(2), i, statuses[random.IntN(len(statuses))], i*m.modules()/m.codes, message, params, outcome, retry, words(1), words(1))
	if call {
		fmt.Fprintf(&b, "request:\n  function: function_%d\n  repeatable: %t\n  body:\n    %s_a: %s\n    %s_b: %d\n    nested:\n      %s: [true, %s]\n",
			i%functions, i%2 == 0, words(1), words(2), words(1), i, words(1), words(1))
	}
	b.WriteString("sources:\n  - what: all\n    from: inference\nupdated: 2026-11-26\n---\n")
	fmt.Fprintf(&b, "## What happened\n\n%s.\n\n## Why\n\n- %s.\n- %s.\n\n## What to do\n\n1. %s.\n2. %s.\n", words(40), words(20), words(20), words(20), words(20))
	return b.String()
}

func text(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }

// quoted writes a string for YAML, which reads those of JSON.
func quoted(s string) string {
	text, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string has its JSON
	}
	return string(text)
}
