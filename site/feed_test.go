package site

import (
	"encoding/json"
	"net/url"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"responsa/site/catalog"
)

// readFeed has Ruby's RSS library read a feed and hold it to RFC 4287: a
// required element that is missing, or one too many, is an error.
func readFeed(t *testing.T, text string) (feed struct {
	ID, Title, Updated, Author, Language string
	Links                                [][2]string
	Entries                              []feedEntry
}) {
	t.Helper()
	command := exec.Command(tool(t, "ruby"), "-e", `
require "rss"
require "json"
feed = RSS::Parser.parse($stdin.read, true, false)
links = ->(all) { all.map { |l| [l.rel, l.href] } }
puts JSON.generate({
  ID: feed.id.content, Title: feed.title.content, Updated: feed.updated.content.iso8601, Author: feed.author.name.content,
  Language: feed.lang, Links: links.(feed.links),
  Entries: feed.entries.map { |e| {
    ID: e.id.content, Title: e.title.content, Updated: e.updated.content.iso8601, Published: e.published && e.published.content.iso8601,
    Term: e.category && e.category.term, Type: e.content.type, Content: e.content.content, Links: links.(e.links) } }
})`)
	command.Stdin = strings.NewReader(text)
	var wrong strings.Builder
	command.Stderr = &wrong
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, wrong.String())
	}
	if err := json.Unmarshal(out, &feed); err != nil {
		t.Fatal(err)
	}
	return feed
}

type feedEntry struct {
	ID, Title, Updated, Published, Term, Type, Content string
	Links                                              [][2]string
}

// The feed says what the catalog says, read by a library that isn't ours.
func TestFeed(t *testing.T) {
	actual, _ := real()
	for name, c := range map[string]*catalog.Catalog{"hostile": changing(t), "real": actual} {
		t.Run(name, func(t *testing.T) {
			const address = "https://host.example/docs"
			files := builtOf(t, c, address)
			f, _ := files.Get("feed.atom")
			feed := readFeed(t, contents(t, f))
			identity := strings.TrimSuffix(c.Site.Address, "/") // not where it stands
			if feed.ID != identity+"/feed.atom" || feed.Language != c.Site.Language || feed.Author != c.Site.Name || !strings.HasPrefix(feed.Title, c.Site.Name) {
				t.Errorf("the feed is %q %q %q %q", feed.ID, feed.Language, feed.Author, feed.Title)
			}
			if want := [][2]string{{"self", address + "/feed.atom"}, {"alternate", address + "/changes/"}}; !slices.Equal(feed.Links, want) {
				t.Errorf("its links are %v, want %v", feed.Links, want)
			}
			entries, days := map[string]feedEntry{}, 0
			for i, e := range feed.Entries {
				if _, twice := entries[e.ID]; twice || e.ID == feed.ID {
					t.Errorf("the id %s stands twice", e.ID)
				}
				entries[e.ID] = e
				if _, err := time.Parse(time.RFC3339, e.Updated); err != nil || i > 0 && e.Updated > feed.Entries[i-1].Updated || e.Updated > feed.Updated {
					t.Errorf("%s: updated %s (%v), the one before is of %s, the feed of %s", e.ID, e.Updated, err, feed.Entries[max(0, i-1)].Updated, feed.Updated)
				}
				if day, is := strings.CutPrefix(e.ID, identity+"/changes/#pages-"); is {
					days++
					want(t, e.ID, e.Updated, day+"T00:00:00Z")
				}
				if e.Type != "html" {
					t.Errorf("%s: the content is %s", e.ID, e.Type)
				}
				for _, link := range e.Links {
					leadsTo(t, files, address, link[1])
				}
			}
			if feed.Updated != feed.Entries[0].Updated {
				t.Errorf("the feed is of %s, its newest entry of %s", feed.Updated, feed.Entries[0].Updated)
			}
			changes, dates := c.Changes(), map[catalog.Date]bool{}
			for _, code := range c.Codes {
				dates[code.Updated] = true
			}
			for _, guide := range c.Guides {
				dates[guide.Updated] = true
			}
			if days != len(dates) || len(feed.Entries) != len(changes)+days {
				t.Errorf("%d entries, %d of them for days; want %d changes and %d days", len(feed.Entries), days, len(changes), len(dates))
			}
			for _, change := range changes {
				e, ok := entries[identity+"/changes/#"+change.ID]
				if !ok {
					t.Errorf("no entry for %s", change.ID)
					continue
				}
				published, updated := string(change.Day)+"T00:00:00Z", string(change.Day)+"T00:00:00Z"
				if change.Earlier == nil {
					published, updated = "", string(change.Code.Updated)+"T00:00:00Z"
				}
				title := change.Code.Code.Text + " " + change.Code.Title + ": " + strings.ToLower(change.Kind.Label())
				if e.Title != title || e.Term != string(change.Kind) || e.Published != published || e.Updated != updated {
					t.Errorf("%s is %+v", change.ID, e)
				}
				if want := [][2]string{{"alternate", address + "/changes/#" + change.ID}, {"related", address + "/codes/" + change.Code.Slug + "/"}}; !slices.Equal(e.Links, want) {
					t.Errorf("%s links to %v, want %v", change.ID, e.Links, want)
				}
				root, err := html.Parse(strings.NewReader(e.Content))
				if err != nil {
					t.Fatal(err)
				}
				for n := range root.Descendants() {
					if n.Data == "img" || n.Data == "title" || n.Type == html.CommentNode {
						t.Errorf("%s: <%s> came out of a text", change.ID, n.Data)
					}
					if n.Data == "a" {
						leadsTo(t, files, address, attribute(n, "href"))
					}
				}
				want(t, e.ID, rawText(root), change.Code.Message, change.Code.Note, change.Code.Title)
				if change.Earlier != nil {
					want(t, e.ID, rawText(root), change.Earlier.Message+change.Earlier.About, change.Earlier.Where, change.Earlier.Source)
				} else {
					want(t, e.ID, rawText(root), change.Code.Retired.Why)
				}
			}
		})
	}
}

// leadsTo holds an absolute address to a page of the site, and its fragment to
// an element.
func leadsTo(t *testing.T, files Files, address, link string) {
	t.Helper()
	u, err := url.Parse(link)
	rest, ours := strings.CutPrefix(link, address+"/")
	if err != nil || !ours {
		t.Errorf("%q is no address of the site (%v)", link, err)
		return
	}
	page, _, _ := strings.Cut(rest, "#")
	f, ok := files.Get(file(page))
	if !ok || u.Fragment != "" && !strings.Contains(contents(t, f), ` id="`+u.Fragment+`"`) {
		t.Errorf("%s leads nowhere", link)
	}
}

// No more entries than a reader takes in, and the newest of them.
func TestLongFeed(t *testing.T) {
	c := changing(t)
	code := c.Code("1")
	for range mostEntries {
		code.History = append(code.History, catalog.Earlier{Change: catalog.ChangedWording, About: "x", Where: "x", Source: "x", Recorded: "2019-01-01"})
	}
	f, _ := builtOf(t, c, "").Get("feed.atom")
	text := contents(t, f)
	if n := strings.Count(text, "<entry>"); n != mostEntries {
		t.Errorf("%d entries, want %d", n, mostEntries)
	}
	want(t, "the feed", text, "#1-2026-11-30-1<", "#3-2026-11-23-1<", "#1-2019-01-01-1<")
}
