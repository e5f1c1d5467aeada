package catalog

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

// permalinks.txt holds everything ever published that others rely on, sorted,
// and only grows. A line is one of
//
//	/codes/27/                   an address below the site's root
//	/codes/*/#response           a fragment that every page of this kind has
//	constant BelowMinimumAge 27  the name of a code in programs, and the code
//	retired BelowMinimumAge      a code that is no longer given
//
// A line that begins with # is a remark. The rules here are those about
// constants; package site knows the addresses.
//
//   - a line has one of these forms
//   - a constant keeps its code, for ever
//   - a code that was retired stays so, and its number gets no other meaning

// PermalinksFile is the list's path below the content directory.
const PermalinksFile = "permalinks.txt"

// Permalink is one line of permalinks.txt.
type Permalink struct {
	Text string
	Line int // from 1
}

const maxPermalinks = 64 << 20 // bytes

var permalinkForm = regexp.MustCompile(`^(/\S*|constant [A-Z][A-Za-z0-9]* \S.*|retired [A-Z][A-Za-z0-9]*)$`)

// ParsePermalinks reads such a file, remarks and blank lines left out.
func ParsePermalinks(text string) []Permalink {
	all := []Permalink{}
	line := 0
	for l := range strings.Lines(text) {
		line++
		if l = strings.TrimSpace(l); l != "" && !strings.HasPrefix(l, "#") {
			all = append(all, Permalink{l, line})
		}
	}
	return all
}

func (l *loader) loadPermalinks() Problems {
	text, err := l.text(PermalinksFile, maxPermalinks)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return Problems{{File: path.Join(l.root, PermalinksFile), Text: reason(err)}}
	}
	l.Permalinks = ParsePermalinks(text)
	return nil
}

// PermalinkProblem makes a Problem at a line of permalinks.txt.
func (c *Catalog) PermalinkProblem(line int, hint, format string, args ...any) Problem {
	return Problem{path.Join(c.root, PermalinksFile), line, 1, fmt.Sprintf(format, args...), hint}
}

// Constants are the lines that the codes add to permalinks.txt beside their
// addresses.
func (c *Catalog) Constants() []string {
	var lines []string
	for _, code := range c.Codes {
		if code.Name != "" {
			lines = append(lines, code.constant())
		}
		if code.Name != "" && code.Retired != nil {
			lines = append(lines, code.retirement())
		}
	}
	return lines
}

func (code *Code) constant() string   { return "constant " + code.Name + " " + code.Code.Text }
func (code *Code) retirement() string { return "retired " + code.Name }

// permalinks holds the codes to what was published.
func (k *checker) permalinks() {
	named, now, was := map[string]*Code{}, map[string]bool{}, map[string]bool{}
	for _, code := range k.Codes {
		named[code.Name] = code
	}
	for _, line := range k.Constants() {
		now[line] = true
	}
	say := func(line int, hint, format string, args ...any) {
		k.problems = append(k.problems, k.PermalinkProblem(line, hint, format, args...))
	}
	for _, p := range k.Permalinks {
		was[p.Text] = true
		if !permalinkForm.MatchString(p.Text) {
			say(p.Line, "responsa lock writes this file", "%q is neither an address nor a constant", p.Text)
			continue
		}
		kind, rest, _ := strings.Cut(p.Text, " ")
		if strings.HasPrefix(p.Text, "/") || now[p.Text] {
			continue
		}
		name, value, _ := strings.Cut(rest, " ")
		code := named[name]
		switch {
		case kind == "retired" && code != nil:
			say(p.Line, "keep retired: in codes/"+code.Slug+".md; a new meaning needs a new code", "code %s was retired, and programs may still hold it", code.Code)
		case kind == "retired": // the constant's line is reported
		case code != nil:
			k.report(code.Prose.File, at("name"), "choose another name; programs have this one", "the constant %s was published for code %s", name, value)
		case !k.Incomplete:
			say(p.Line, fmt.Sprintf("give code %s the name %s again, or keep its file with retired:", value, name), "the constant %s was published and would vanish", name)
		}
	}
	retired := map[string]*Code{}
	for _, code := range k.Codes {
		if code.Retired != nil && was[code.constant()] {
			retired[code.Code.Text] = code
		}
	}
	for _, code := range k.Codes {
		if before := retired[code.Code.Text]; before != nil && code.Retired == nil && !was[code.constant()] {
			k.report(code.Prose.File, at("code"), "give the new meaning another code", "code %s was retired in %s, and programs may still hold it", code.Code, path.Join(k.root, before.Prose.File))
		}
	}
}
