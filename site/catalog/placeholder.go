package catalog

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Placeholders is how a vendor's messages write their variable parts. The rules
// are:
//
//   - a part is called by the name that it has in the message; one without a
//     name, such as %s or {}, by its place among those: "1", "2"
//   - a part that gives its own place is called by that: {0}, %2$s
//   - in the style percent, %% is a percent sign and no part
type Placeholders string

const (
	Brackets       Placeholders = "brackets" // [Minimum Age], also where a site says nothing
	Braces         Placeholders = "braces"   // {0}, {name}, {{name}}, {}
	Percent        Placeholders = "percent"  // %s, %-.192s, %2$s, %(name)s
	Dollar         Placeholders = "dollar"   // $name, ${name}
	Angles         Placeholders = "angles"   // <name>
	NoPlaceholders Placeholders = "none"
)

func (Placeholders) Known() []string {
	return []string{"brackets", "braces", "percent", "dollar", "angles", "none"}
}

// Words shows what the style looks like.
func (p Placeholders) Words() string {
	return map[Placeholders]string{
		Brackets: "[Name]", Braces: "{0}, {name}, {{name}} or {}", Percent: "%s, %2$s or %(name)s, and %% for a percent sign",
		Dollar: "$name or ${name}", Angles: "<name>", NoPlaceholders: "there are none",
	}[p]
}

// Each expression's groups are the forms that a name can stand in. Format
// specifications, {0:N2} and %-.192s, are no part of the name.
var placeholderForms = map[Placeholders]*regexp.Regexp{
	Brackets: regexp.MustCompile(`\[([^\[\]\n]+)\]`),
	Braces:   regexp.MustCompile(`\{\{ *([\p{L}\p{N}_][\p{L}\p{N}_.-]*) *\}\}|\{([\p{L}\p{N}_](?:[\p{L}\p{N}_. -]*[\p{L}\p{N}_])?)?(?:[:!,][^{}\n"]*)?\}`),
	Percent:  regexp.MustCompile(`%%|%(?:([0-9]+)\$|\(([^()\n]+)\))?[-+#0']*(?:[0-9]+|\*)?(?:\.(?:[0-9]+|\*)?)?(?:hh|h|ll|l|L|q|j|z|t)?[@a-zA-Z]`),
	Dollar:   regexp.MustCompile(`\$\{([\p{L}_][\p{L}\p{N}_.-]*)\}|\$([\p{L}_][\p{L}\p{N}_]*)`),
	Angles:   regexp.MustCompile(`<([\p{L}_](?:[^<>="\n]*[^<>="\n/])?)>`),
}

// Each part begins with this.
var placeholderBegins = map[Placeholders]string{Brackets: "[", Braces: "{", Percent: "%", Dollar: "$", Angles: "<"}

// Parts cuts a message at its variable parts.
func (p Placeholders) Parts(message string) []Part {
	if p == "" {
		p = Brackets
	}
	begins, some := placeholderBegins[p]
	if message == "" {
		return nil
	} else if !some || !strings.Contains(message, begins) { // as in most messages
		return []Part{{Text: message, Written: message}}
	}
	var parts []Part
	text := func(written string) {
		if written == "" {
			return
		}
		if n := len(parts); n > 0 && parts[n-1].Param == "" {
			written = parts[n-1].Written + written
			parts = parts[:n-1]
		}
		said := written
		if p == Percent {
			said = strings.ReplaceAll(written, "%%", "%")
		}
		parts = append(parts, Part{Text: said, Written: written})
	}
	end, unnamed := 0, 0
	for _, at := range p.find(message) {
		text(message[end:at[0]])
		written := message[at[0]:at[1]]
		end = at[1]
		if written == "%%" {
			text(written)
			continue
		}
		name := ""
		for group := 2; group+1 < len(at); group += 2 {
			if at[group] >= 0 {
				name = message[at[group]:at[group+1]]
			}
		}
		if name == "" {
			unnamed++
			name = strconv.Itoa(unnamed)
		}
		parts = append(parts, Part{Text: name, Written: written, Param: name})
	}
	text(message[end:])
	return parts
}

// find is where the variable parts stand in a message, as regexp gives it.
func (p Placeholders) find(message string) [][]int {
	if p != Brackets {
		return placeholderForms[p].FindAllStringSubmatchIndex(message, -1)
	}
	// The usual form, by hand: every message is cut some ten times a build.
	var found [][]int
	open := -1
	for i := range len(message) {
		switch message[i] {
		case '[':
			open = i
		case ']':
			if open >= 0 && open+1 < i {
				found = append(found, []int{open, i + 1, open + 1, i})
			}
			open = -1
		case '\n':
			open = -1
		}
	}
	return found
}

// Names returns the names of a message's variable parts, each once.
func (p Placeholders) Names(message string) []string {
	var names []string
	for _, part := range p.Parts(message) {
		if part.Param != "" && !slices.Contains(names, part.Param) {
			names = append(names, part.Param)
		}
	}
	return names
}

// Written is how a message writes the variable part of this name.
func (p Placeholders) Written(message, name string) string {
	for _, part := range p.Parts(message) {
		if part.Param == name {
			return part.Written
		}
	}
	return name
}

// without is a message with a blank for each of its variable parts.
func (p Placeholders) without(message string) string {
	var b strings.Builder
	for _, part := range p.Parts(message) {
		if part.Param != "" {
			b.WriteByte(' ')
		} else {
			b.WriteString(part.Text)
		}
	}
	return b.String()
}
