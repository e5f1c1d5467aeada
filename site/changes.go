package site

import (
	"maps"
	"slices"
	"strconv"

	"responsa/components"
	"responsa/site/catalog"
)

// What each kind of change means to a client.
var changeAbout = map[catalog.Change]string{
	catalog.ChangedMeaning: "The number is the same, what it says isn’t. A client that goes by the other meaning does the wrong thing.",
	catalog.Retirement:     "No longer given. The page stays.",
	catalog.ChangedCause:   "The same meaning, with more reasons or fewer.",
	catalog.NewCode:        "Not in what was published before.",
	catalog.ChangedWording: "The same meaning in other words. It matters to a client that reads the message; the number is the safer guide.",
}

// changes is the page of what changed: from history and retired, by kind, and
// from updated, by day.
func (b *builder) changes(page string) component {
	v := components.ChangesView{Vendor: b.Site.Vendor, Feed: b.Href(page, feedName), Days: b.days(page)}
	if b.style == Bundle { // which has none
		v.Feed = b.Canonical(feedName)
	}
	all := b.Changes()
	for len(all) > 0 {
		kind := all[0].Kind
		end := slices.IndexFunc(all, func(c catalog.CodeChange) bool { return c.Kind != kind })
		if end < 0 {
			end = len(all)
		}
		section := components.ChangeSection{ID: string(kind), Heading: kind.Label(), About: changeAbout[kind]}
		section.Blocks = b.blocks(page, all[:end])
		section.Count = count(len(section.Blocks), "code")
		v.Sections, all = append(v.Sections, section), all[end:]
	}
	p := b.frame(page, "What changed", "What the response codes of "+b.Site.Vendor+" said before and what they say today: changed meanings, new and retired codes, other words.",
		components.Link{Href: b.Href(page, ""), Text: "Home"}, components.Link{Text: "What changed"})
	p.Edit = b.edit("codes/")
	return components.Changes(p, v)
}

// blocks are the changes of one kind, a block for each code.
func (b *builder) blocks(page string, changes []catalog.CodeChange) []components.ChangeBlock {
	of := map[*catalog.Code][]catalog.CodeChange{}
	var codes []*catalog.Code
	for _, c := range changes {
		if of[c.Code] == nil {
			codes = append(codes, c.Code)
		}
		of[c.Code] = append(of[c.Code], c)
	}
	var blocks []components.ChangeBlock
	for _, code := range codes {
		blocks = append(blocks, b.block(page, of[code]))
	}
	return blocks
}

// block puts the changes of one kind and code beside what holds today.
func (b *builder) block(page string, changes []catalog.CodeChange) components.ChangeBlock {
	code, kind := changes[0].Code, changes[0].Kind
	v := components.ChangeBlock{Tile: b.tile(page, code), Retired: b.retired(page, code)}
	today := code.Message
	if code.Note != "" {
		today += "\n" + code.Note
	}
	if kind != catalog.Retirement {
		v.Today = unmarked(today)
	}
	for _, c := range changes {
		earlier := components.ChangeEarlier{ID: c.ID}
		if c.Earlier == nil {
			earlier.Words = unmarked(today)
		} else {
			earlier.Day, earlier.About, earlier.Where = string(c.Day), c.Earlier.About, place(*c.Earlier)
		}
		switch {
		case c.Earlier == nil || c.Earlier.Message == "":
		case len(changes) > 1 || kind == catalog.ChangedMeaning: // against which of them, or nothing is left
			earlier.Words = unmarked(c.Earlier.Message)
		case kind == catalog.ChangedCause: // a cause may stand in the note
			earlier.Words, v.Today = diff(c.Earlier.Message, today)
		default:
			earlier.Words, v.Today = diff(c.Earlier.Message, code.Message)
			v.Today = appendWords(v.Today, today[len(code.Message):], false)
		}
		v.Earlier = append(v.Earlier, earlier)
	}
	return v
}

// place says where an earlier meaning stands.
func place(e catalog.Earlier) string {
	where := e.Where + ", " + e.Source
	if e.HTTP != 0 {
		where += ", HTTP " + strconv.Itoa(e.HTTP)
	}
	return where
}

// mostOfDay is how many pages of a day are named.
const mostOfDay = 200

// days lists the pages by the day of their last change, the newest first.
func (b *builder) days(page string) []components.ChangeDay {
	of := map[catalog.Date]*components.ChangeDay{}
	day := func(date catalog.Date) *components.ChangeDay {
		if of[date] == nil {
			of[date] = &components.ChangeDay{Day: string(date)}
		}
		return of[date]
	}
	for _, code := range b.Codes {
		d := day(code.Updated)
		if d.Codes++; d.Codes <= mostOfDay {
			d.Tiles = append(d.Tiles, b.tile(page, code))
		}
	}
	for _, guide := range b.Guides {
		d := day(guide.Updated)
		d.Guides = append(d.Guides, components.Link{Href: b.Href(page, guidePage(guide.ID)), Text: guide.Title})
	}
	var days []components.ChangeDay
	for _, date := range slices.Backward(slices.Sorted(maps.Keys(of))) {
		d := of[date]
		d.Pages = count(d.Codes+len(d.Guides), "page")
		d.More = max(0, d.Codes-mostOfDay)
		days = append(days, *d)
	}
	return days
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return figure(n) + " " + what + "s"
}
