package site

import (
	"cmp"
	"encoding/xml"
	"io"
	"slices"
	"strings"

	"responsa/components"
	"responsa/site/catalog"
)

// The feed of what changed (Atom, RFC 4287). Its rules are:
//
//   - an entry for each change, and one for each day on which pages changed
//     last; the newest first, at most mostEntries
//   - dates are the files' own, at midnight UTC
//   - an id never changes: it is made of the address in the catalog, wherever
//     the site is built for, and of a change's stable ID
//
// A disk has no feed: nobody could follow it.
const (
	feedName    = "feed.atom"
	mostEntries = 500
)

type atomFeed struct {
	XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Language string      `xml:"xml:lang,attr"`
	ID       string      `xml:"id"`
	Title    string      `xml:"title"`
	Subtitle string      `xml:"subtitle"`
	Updated  string      `xml:"updated"`
	Author   atomAuthor  `xml:"author"`
	Links    []atomLink  `xml:"link"`
	Entries  []atomEntry `xml:"entry"`
}

type atomAuthor struct {
	Name string `xml:"name"`
	URI  string `xml:"uri"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID        string        `xml:"id"`
	Title     string        `xml:"title"`
	Updated   string        `xml:"updated"`
	Published string        `xml:"published,omitempty"`
	Links     []atomLink    `xml:"link"`
	Category  *atomCategory `xml:"category"`
	Content   atomContent   `xml:"content"`
}

type atomCategory struct {
	Term  string `xml:"term,attr"`
	Label string `xml:"label,attr"`
}

type atomContent struct {
	Type string `xml:"type,attr"`
	HTML string `xml:",chardata"`
}

func (b *builder) feed(w io.Writer) error {
	identity, err := newLinks(Published, b.Site.Address)
	if err != nil {
		return err
	}
	absolute := *b
	absolute.style = Absolute
	f := atomFeed{
		Language: b.Site.Language,
		ID:       identity.Canonical(feedName),
		Title:    b.Site.Name + ": what changed",
		Subtitle: b.Site.Vendor + "’s own dates aren’t known; an entry has the day that this site recorded it.",
		Author:   atomAuthor{b.Site.Name, b.Canonical("")},
		Links:    []atomLink{{"self", "application/atom+xml", b.Canonical(feedName)}, {"alternate", "text/html", b.Canonical(changesPage)}},
	}
	for _, c := range b.Changes() {
		block := absolute.block(changesPage, []catalog.CodeChange{c})
		e := atomEntry{
			ID:       identity.Canonical(changesPage) + "#" + c.ID,
			Title:    c.Code.Code.Text + " " + c.Code.Title + ": " + strings.ToLower(c.Kind.Label()),
			Updated:  midnight(c.Code.Updated), // of a retirement: nothing says when it was recorded
			Links:    []atomLink{{"alternate", "text/html", b.Canonical(changesPage) + "#" + c.ID}, {"related", "text/html", b.Canonical(codePage(c.Code))}},
			Category: &atomCategory{string(c.Kind), c.Kind.Label()},
		}
		if c.Earlier != nil {
			e.Updated, e.Published = midnight(c.Day), midnight(c.Day)
		}
		if e.Content, err = atomHTML(components.FeedChange(block, b.Site.Vendor)); err != nil {
			return err
		}
		f.Entries = append(f.Entries, e)
	}
	for _, day := range absolute.days(changesPage) {
		e := atomEntry{
			ID:      identity.Canonical(changesPage) + "#pages-" + day.Day,
			Title:   day.Pages + " changed",
			Updated: midnight(catalog.Date(day.Day)),
			Links:   []atomLink{{"alternate", "text/html", b.Canonical(changesPage) + "#pages"}},
		}
		if e.Content, err = atomHTML(components.FeedDay(day)); err != nil {
			return err
		}
		f.Entries = append(f.Entries, e)
	}
	slices.SortStableFunc(f.Entries, func(x, y atomEntry) int { return cmp.Compare(y.Updated, x.Updated) })
	f.Entries = f.Entries[:min(len(f.Entries), mostEntries)]
	f.Updated = f.Entries[0].Updated
	return writeXML(w, f)
}

func midnight(day catalog.Date) string { return string(day) + "T00:00:00Z" }

func atomHTML(c component) (atomContent, error) {
	var html strings.Builder
	err := render(&html, c)
	return atomContent{"html", html.String()}, err
}

func writeXML(w io.Writer, document any) error {
	text, err := xml.MarshalIndent(document, "", " ")
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, xml.Header+string(text)+"\n")
	return err
}
