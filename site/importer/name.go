package importer

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"responsa/site/catalog"
)

// What a code is called: its slug, its constant, its title. Each is used once.
// The rules are:
//
//   - a slug is the code itself where that can be a directory's name; a code with
//     several meanings leaves that name to the page that lists them
//   - a constant is made of what the vendor calls the code, or else of the code:
//     never of a message, which may be reworded
//   - a title is the vendor's, or else the beginning of the message

// names are those that are taken, in lower case.
type names map[string]bool

// free takes a name, with a number behind it if it is taken already.
func (n names) free(name string) string {
	for i := 1; ; i++ {
		one := name
		if i > 1 {
			one = fmt.Sprintf("%s-%d", name, i)
		}
		if !n[strings.ToLower(one)] {
			n[strings.ToLower(one)] = true
			return one
		}
	}
}

func (m *maker) name() {
	slugs, constants, titles := names{}, names{}, map[string]bool{}
	meanings, modules := map[string]int{}, map[string]bool{}
	for _, c := range m.codes {
		meanings[c.text]++
		modules[c.text+"\x00"+c.module] = true
	}
	ofModules, order := map[string]int{}, map[string]int{}
	for key := range modules {
		text, _, _ := strings.Cut(key, "\x00")
		ofModules[text]++
	}
	for _, c := range m.codes { // the codes' own names first
		c.slug = ""
		if !plain(c.text) || slugs[strings.ToLower(c.text)] {
			continue
		}
		slugs[strings.ToLower(c.text)] = true
		if meanings[c.text] == 1 {
			c.slug = c.text
		}
	}
	for _, c := range m.codes {
		base := slug(c.text, "code")
		switch {
		case c.slug != "":
		case ofModules[c.text] > 1:
			c.slug = slugs.free(slug(m.moduleID(c)+"-"+base, "code"))
		case meanings[c.text] > 1:
			order[c.text]++
			c.slug = slugs.free(fmt.Sprintf("%s-%d", base, order[c.text]))
		default:
			c.slug = slugs.free(base)
		}
		c.constant = constant(constants, c)
		c.heading = m.heading(titles, c)
	}
}

// plain reports whether a code can be its own slug. The endings are those of
// files that stand beside a page.
func plain(text string) bool {
	lower := strings.ToLower(text)
	return catalog.SafeSlug(text) && !strings.HasSuffix(lower, ".json") && !strings.HasSuffix(lower, ".md") && lower != "index.html"
}

var unsafe = regexp.MustCompile(`[^A-Za-z0-9_-]+`)

// slug makes a name for a directory of any text.
func slug(text, otherwise string) string {
	const most = 48 // so that a number may follow
	s := text
	if !plain(s) || len(s) > most {
		s = strings.Trim(unsafe.ReplaceAllString(text, "-"), "-")
		s = strings.TrimRight(s[:min(len(s), most)], "-")
	}
	switch {
	case s == "":
		return otherwise
	case !plain(s):
		return otherwise + "-" + s
	}
	return s
}

var word = regexp.MustCompile(`[A-Za-z0-9]+`)

// constant is an identifier, unlike the others in more than case.
func constant(taken names, c *code) string {
	spelled := func(text string) string {
		var b strings.Builder
		if strings.HasPrefix(text, "-") {
			b.WriteString("Minus")
		}
		for _, w := range word.FindAllString(text, -1) {
			if text == strings.ToUpper(text) && !strings.ContainsAny(w, "0123456789") {
				w = strings.ToLower(w)
			}
			b.WriteString(strings.ToUpper(w[:1]) + w[1:])
		}
		return b.String()
	}
	name, own := spelled(c.name), spelled(c.text)
	if c.name == "" {
		name = own
	}
	if name == "" || name[0] < 'A' {
		name = "Code" + name
	}
	name = name[:min(len(name), 48)]
	if taken[strings.ToLower(name)] && own != "" && !strings.HasSuffix(name, own) {
		name = (name + own)[:min(len(name+own), 56)]
	}
	one := name
	for i := 2; taken[strings.ToLower(one)]; i++ {
		one = fmt.Sprintf("%sX%d", name, i)
	}
	taken[strings.ToLower(one)] = true
	return one
}

// heading is a code's title.
func (m *maker) heading(taken map[string]bool, c *code) string {
	title := c.title
	if title == "" {
		title = beginning(c.message)
	}
	if title == "" {
		title = "Code " + c.text
	}
	for i, one := range []string{title, title + " (" + c.text + ")", title + " (" + c.text + ", " + c.module + ")"} {
		if !taken[one] && (i < 2 || c.module != "") {
			taken[one] = true
			return one
		}
	}
	for i := 2; ; i++ {
		if one := fmt.Sprintf("%s (%s, %d)", title, c.text, i); !taken[one] {
			taken[one] = true
			return one
		}
	}
}

// beginning is the first words of a message.
func beginning(message string) string {
	const most, unbroken = 48, 24 // characters; the latter where no blank parts words
	line, _, _ := strings.Cut(strings.TrimSpace(message), "\n")
	line = strings.Join(strings.Fields(line), " ")
	if n := utf8.RuneCountInString(line); n <= unbroken || n <= most && strings.Contains(line, " ") {
		return strings.TrimRight(line, " .:;,")
	}
	short := string([]rune(line)[:min(most, utf8.RuneCountInString(line))])
	if i := strings.LastIndexByte(short, ' '); i > 0 {
		short = short[:i]
	} else {
		short = string([]rune(line)[:unbroken])
	}
	return strings.TrimRight(short, " .:;,") + " …"
}
