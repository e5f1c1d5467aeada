package site

import (
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"responsa/site/catalog"
)

// outline is what the rules need of a piece of Markdown.
type outline struct {
	text     string
	headings []heading
	links    []link
}

// link is where a link leads, and where it stands.
type link struct {
	destination string
	offset      int
	image       bool
}

// outlinesOf reads pieces of Markdown, side by side. What is the same text as
// it was isn't read again.
func outlinesOf(prose []catalog.Prose, was map[string]*outline) []*outline {
	all, m := make([]*outline, len(prose)), newMarkdown()
	var group sync.WaitGroup
	var next atomic.Int64
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(prose); i = int(next.Add(1)) - 1 {
				if all[i] = was[prose[i].File]; all[i] == nil || all[i].text != prose[i].Text {
					all[i] = m.outline(prose[i].Text)
				}
			}
		})
	}
	group.Wait()
	return all
}

func (m *markdown) outline(text string) *outline {
	if headings, ok := plainOutline(text); ok {
		return &outline{text: text, headings: headings}
	}
	d := m.parse(text)
	o := &outline{text: text, headings: slices.Clip(d.headings)}
	for _, r := range d.links {
		o.links = append(o.links, link{r.destination, r.offset, r.image})
	}
	return o
}

// plainOutline is the outline of Markdown that needn't be parsed for it, as most of
// a large catalog needn't: it has no links, and of headings only lines such as
// "## What to do". It is not ok where anything could make it another.
func plainOutline(text string) (headings []heading, ok bool) {
	if strings.ContainsAny(text, "[<\t\r\f\v") || strings.Contains(text, "```") || strings.Contains(text, "~~~") {
		return nil, false
	}
	marks, offset := 0, 0
	for line := range strings.Lines(text) {
		if title, is := strings.CutPrefix(line, "## "); is {
			h := heading{level: 2, text: strings.TrimSuffix(title, "\n"), offset: offset}
			h.id = strings.ReplaceAll(strings.ToLower(h.text), " ", "-")
			if !plainTitle(h.text) || slices.ContainsFunc(headings, func(other heading) bool { return other.id == h.id }) {
				return nil, false
			}
			headings, marks = append(headings, h), marks+len("##")
		} else if strings.Trim(line, "=- \n") == "" && strings.Trim(line, " \n") != "" { // a heading of what stands above
			return nil, false
		}
		offset += len(line)
	}
	return headings, marks == strings.Count(text, "#")
}

// plainTitle reports whether a title is words of letters, with a blank between each two.
func plainTitle(title string) bool {
	for word := range strings.SplitSeq(title, " ") {
		if word == "" || strings.ContainsFunc(word, func(r rune) bool { return r >= 0x80 || !alphanumeric(byte(r)) }) {
			return false
		}
	}
	return true
}
