package site

import (
	"fmt"
	"slices"
	"strings"

	"responsa/site/catalog"
)

// Every address that was ever published answers: permalinks.txt (its form
// stands in catalog/permalink.go) lists them, and the rules are:
//
//   - an address that stands there is a page, a file or a redirect
//   - so is each fragment, on every page of its kind
//   - a section of a code's page keeps its fragment
//   - what is published stands there ([Unlocked]); until then a build warns. A
//     list without a line says that nothing is published yet

// lockedFragments are those that every page of a kind has.
var lockedFragments = map[string][]string{
	"codes/*/":  {"what-happened", "why", "what-to-do", "response", "samples", "sources"},
	"guides/*/": {"sources"},
}

// unlisted are files that nobody links to.
var unlisted = []string{notFoundPage, redirectsName, searchName + ".json", cardsName + ".json"}

// permalinks lists the lines that this catalog's site adds.
func permalinks(c *catalog.Catalog, pages addressSet) []string {
	lines := slices.Grow(c.Constants(), len(codeEnds)*len(c.Codes))
	for page := range pages.all() {
		if !slices.Contains(unlisted, page) {
			lines = append(lines, "/"+escapePath(page))
		}
	}
	for kind, ids := range lockedFragments {
		for _, id := range ids {
			lines = append(lines, "/"+kind+"#"+id)
		}
	}
	for _, redirect := range c.Site.Redirects {
		lines = append(lines, redirect.From)
	}
	for _, code := range c.Codes {
		lines = append(lines, code.Aliases...)
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}

// vanished reports the addresses that were published and that nothing answers
// any more.
func vanished(c *catalog.Catalog, pages addressSet, rules []redirect) catalog.Problems {
	if c.Incomplete || len(c.Permalinks) == 0 { // what can't be read hasn't vanished
		return nil
	}
	answers := map[string]bool{}
	for page := range pages.all() {
		answers[keyOf(escapePath(page))] = true
	}
	for _, rule := range rules {
		answers[rule.from] = true
	}
	for kind, ids := range lockedFragments {
		for _, id := range ids {
			answers[kind+"#"+id] = true
		}
	}
	var problems catalog.Problems
	for _, p := range c.Permalinks {
		if !strings.HasPrefix(p.Text, "/") || answers[keyOf(p.Text)] {
			continue
		}
		hint := fmt.Sprintf("lead it to a page that took its place, in site.yaml: redirects: [{from: %s, to: /}]", p.Text)
		if slug, is := strings.CutPrefix(keyOf(p.Text), codesPage); strings.Contains(p.Text, "*") {
			hint = "every page of this kind must keep this id"
		} else if is {
			stem := strings.TrimSuffix(strings.TrimSuffix(slug, ".json"), ".md")
			if stem != slug && !answers[codesPage+stem] {
				continue // said of its page
			}
			hint = fmt.Sprintf("keep its file with retired:, or add to the code that took its place: aliases: [%s]", p.Text)
		}
		problems = append(problems, c.PermalinkProblem(p.Line, hint, "%s was published and would vanish", p.Text))
	}
	return problems
}

// Unlocked reports what permalinks.txt lacks, or has out of order: a mistake
// before publishing, a warning during work.
func Unlocked(c *catalog.Catalog) catalog.Problems { return unlocked(c, addresses(c)) }

func unlocked(c *catalog.Catalog, pages addressSet) catalog.Problems {
	const hint = "write it: responsa lock"
	lines := permalinks(c, pages)
	if c.Permalinks == nil {
		return catalog.Problems{c.PermalinkProblem(0, hint, "none of %d addresses is locked yet", len(lines))}
	}
	if len(c.Permalinks) == 0 {
		return nil
	}
	var problems catalog.Problems
	locked := map[string]bool{}
	for i, p := range c.Permalinks {
		locked[p.Text] = true
		if i > 0 && p.Text <= c.Permalinks[i-1].Text {
			problems = append(problems, c.PermalinkProblem(p.Line, hint, "%s is out of order", p.Text))
		}
	}
	last := c.Permalinks[len(c.Permalinks)-1].Line
	for _, line := range lines {
		if !locked[line] {
			problems = append(problems, c.PermalinkProblem(last, hint, "%s is not locked", line))
		}
	}
	return problems
}

// Warning says in a line what [Unlocked] lists, "" for nothing.
func Warning(c *catalog.Catalog) string { return warning(Unlocked(c)) }

func warning(unlocked catalog.Problems) string {
	if len(unlocked) == 0 {
		return ""
	}
	return fmt.Sprintf("permalinks.txt is not up to date (%s): run responsa lock when you publish", unlocked[0].Text)
}

const permalinksHead = `# What others rely on, one a line, sorted: addresses, fragments that all pages of a kind have,
# constants with their codes, retired codes. It only grows: "responsa lock" adds what is new.
`

// Lock returns permalinks.txt with what is new, and how many lines that is.
// Nothing goes but lines that stand twice.
func Lock(c *catalog.Catalog) (text string, added int) {
	lines := permalinks(c, addresses(c))
	locked := map[string]bool{}
	for _, p := range c.Permalinks {
		locked[p.Text] = true
		lines = append(lines, p.Text)
	}
	slices.Sort(lines)
	lines = slices.Compact(lines)
	return permalinksHead + strings.Join(lines, "\n") + "\n", len(lines) - len(locked)
}

// LockWas reports the lines of an earlier permalinks.txt, named file, that are
// gone.
func LockWas(c *catalog.Catalog, file, text string) catalog.Problems {
	locked := map[string]bool{}
	for _, p := range c.Permalinks {
		locked[p.Text] = true
	}
	var problems catalog.Problems
	for _, p := range catalog.ParsePermalinks(text) {
		if !locked[p.Text] {
			problems = append(problems, catalog.Problem{
				File: file, Line: p.Line, Column: 1, Text: fmt.Sprintf("%q is gone from %s", p.Text, catalog.PermalinksFile),
				Hint: "put the line back: what was published stays",
			})
		}
	}
	return problems
}
