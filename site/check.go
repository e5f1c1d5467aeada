package site

import (
	"maps"
	"path"
	"slices"
	"strings"

	"responsa/site/catalog"
	"responsa/site/sample"
)

// Sections are the headings of a code's page, in their order.
var sections = []string{"What happened", "Why", "What to do"}

// The ids that a page may have beside those of its prose.
var (
	pageIDs  = []string{"main", "status", "q", "found"}
	codeIDs  = []string{"response", "samples", "look-alikes", "before", "sources", "languages"} // and one for each sample
	guideIDs = []string{"sources"}
)

// Check runs the rules that need Markdown or addresses. They are:
//
//   - a code's prose has its three sections, in order, each with text, unless
//     it says that nobody has documented it
//   - a heading's id stands once on its page
//   - a link has an allowed scheme; there are no images
//   - a link into the site leads to a page that exists, and to a fragment that
//     this page has, unless the fragment carries values: #a=1
//   - a mention's guide has the fragment, too
//   - a sample's template can be read and filled in
//   - a code's page has no name that a file beside it has: the list of all codes,
//     another code's data
//   - old addresses lead somewhere (redirects.go), and no published one is gone
//     (permalinks.go)
func Check(c *catalog.Catalog) catalog.Problems {
	problems, _, _ := check(c, nil)
	return problems
}

// ids are those of a page: its own, which others of its kind have too, and
// those of its headings.
type ids struct {
	own      map[string]bool
	headings []heading
}

func (i ids) has(id string) bool {
	return i.own[id] || slices.ContainsFunc(i.headings, func(h heading) bool { return h.id == id })
}

// nearest is a hint: the id that was probably meant.
func (i ids) nearest(id string) string {
	all := slices.Collect(maps.Keys(i.own))
	for _, h := range i.headings {
		all = append(all, h.id)
	}
	slices.Sort(all)
	if near := catalog.Nearest(id, all); near != "" {
		return "did you mean #" + near + "?"
	}
	return ""
}

// idSet is the ids of a kind of page.
func idSet(lists ...[]string) map[string]bool {
	set := map[string]bool{}
	for _, list := range lists {
		for _, id := range list {
			set[id] = true
		}
	}
	return set
}

// check runs the rules that Check lists. It gives the outlines, in the order of
// proseOf, and the site's addresses; those outlines of the last time, by file,
// may be given to it.
func check(c *catalog.Catalog, was map[string]*outline) (problems catalog.Problems, all []*outline, pages addressSet) {
	pages = addresses(c)
	prose := proseOf(c)
	all = outlinesOf(prose, was)
	fragments := make(map[string]ids, len(prose))
	var samples []string
	for _, s := range samplesOf(c) {
		samples = append(samples, "sample-"+s.ID)
	}
	ofGuides, ofCodes := idSet(pageIDs, guideIDs), idSet(pageIDs, codeIDs, samples)
	ofUndocumented := idSet(pageIDs, codeIDs, samples, lockedFragments["codes/*/"])
	for i, p := range prose {
		own := ofGuides
		if i < len(c.Codes) {
			own = ofUndocumented
			if c.Codes[i].Documented() {
				own = ofCodes
				problems = append(problems, checkSections(c, p, all[i].headings)...)
			}
		}
		seen := make(map[string]bool, len(all[i].headings))
		for _, h := range all[i].headings {
			if own[h.id] || seen[h.id] {
				problems = append(problems, c.ProseProblem(p, h.offset, "give it another: ## "+h.text+" {#another}", "the heading's id %q stands twice on its page", h.id))
			}
			seen[h.id] = true
		}
		fragments[pageOf(c, p.File)] = ids{own, all[i].headings}
	}
	for i, p := range prose {
		for _, link := range all[i].links {
			if link.image {
				problems = append(problems, c.ProseProblem(p, link.offset, "describe it in words", "images are not allowed"))
				continue
			}
			to, internal, problem, hint := resolve(c, pages, p.File, link.destination)
			if problem != "" {
				problems = append(problems, c.ProseProblem(p, link.offset, hint, "%s", problem))
				continue
			}
			page, fragment, has := strings.Cut(to, "#")
			page, _, _ = strings.Cut(page, "?")
			if ids, is := fragments[page]; internal && has && is && !ids.has(fragment) && !strings.Contains(fragment, "=") {
				problems = append(problems, c.ProseProblem(p, link.offset, ids.nearest(fragment), "the page %s has no #%s", "/"+page, fragment))
			}
		}
	}
	problems = append(problems, besidePages(c)...)
	for i, mention := range c.Mentions {
		file, fragment, has := strings.Cut(mention.Guide, "#")
		if ids, is := fragments[pageOf(c, file)]; has && is && !ids.has(fragment) {
			problems = append(problems, c.FieldProblem("mentions.yaml", []any{i, "guide"}, ids.nearest(fragment), "%s has no #%s", file, fragment))
		}
	}
	for i, language := range c.Site.Samples {
		for _, s := range c.Samples {
			if s.SampleLanguage != language {
				continue
			}
			if err := tryOut(s); err != nil {
				problems = append(problems, c.FieldProblem("site.yaml", []any{"samples", i, "file"}, "", "%s", err))
			}
		}
	}
	rules, mistakes := redirects(c, pages)
	problems = append(append(problems, mistakes...), vanished(c, pages, rules)...)
	return problems.Sort(), all, pages
}

// besidePages reports slugs that are names of files: beside the pages stand the
// list of all codes, and other codes' data.
func besidePages(c *catalog.Catalog) catalog.Problems {
	var suspect []*catalog.Code // few are: nearly all slugs have no such ending
	for _, code := range c.Codes {
		if slices.Contains([]string{".html", ".json", ".md"}, strings.ToLower(path.Ext(code.Slug))) {
			suspect = append(suspect, code)
		}
	}
	if len(suspect) == 0 {
		return nil
	}
	files := map[string]bool{"index.html": true}
	for _, code := range c.Codes {
		files[strings.ToLower(path.Base(codeJSONFile(code)))] = true
		files[strings.ToLower(path.Base(codeMarkdownFile(code)))] = true
	}
	var problems catalog.Problems
	for _, code := range suspect {
		if files[strings.ToLower(code.Slug)] {
			problems = append(problems, c.FieldProblem(code.Prose.File, []any{"slug"}, "give it another slug", "the slug %q is the name of a file beside the page", code.Slug))
		}
	}
	return problems
}

// tryOut fills a sample's template in for every kind of handling.
func tryOut(s *catalog.Sample) error {
	t, err := sample.Parse(s)
	for _, e := range sample.Examples() {
		if err == nil {
			_, err = t.Fill(e)
		}
	}
	return err
}

// checkSections holds a code's prose to its three sections.
func checkSections(c *catalog.Catalog, p catalog.Prose, headings []heading) catalog.Problems {
	var problems catalog.Problems
	next, seen := 0, map[string]bool{}
	for i, h := range headings {
		if h.level != 2 {
			problems = append(problems, c.ProseProblem(p, h.offset, "", "a code's page has headings of level 2 only"))
			continue
		}
		if at := slices.Index(sections, h.text); at < next {
			problems = append(problems, c.ProseProblem(p, h.offset, "the sections are "+strings.Join(sections, ", ")+", in this order", "unexpected section %q", h.text))
		} else {
			next = at + 1
		}
		seen[h.text] = true
		if i := slices.Index(sections, h.text); i >= 0 && h.id != lockedFragments["codes/*/"][i] {
			problems = append(problems, c.ProseProblem(p, h.offset, "leave {#"+h.id+"} out", "the section %q has the id %q, and links to it need its own", h.text, h.id))
		}
		end := len(p.Text)
		if i+1 < len(headings) {
			end = headings[i+1].offset
		}
		_, text, _ := strings.Cut(p.Text[h.offset:end], "\n")
		if strings.Trim(text, "#=- \n") == "" {
			problems = append(problems, c.ProseProblem(p, h.offset, "", "the section %q is empty", h.text))
		}
	}
	for _, section := range sections {
		if !seen[section] {
			problems = append(problems, c.ProseProblem(p, len(p.Text), "add ## "+section, "missing section %q", section))
		}
	}
	return problems
}

// proseOf lists every piece of Markdown, those of the codes first.
func proseOf(c *catalog.Catalog) []catalog.Prose {
	var all []catalog.Prose
	for _, code := range c.Codes {
		all = append(all, code.Prose)
	}
	for _, guide := range c.Guides {
		all = append(all, guide.Page)
	}
	return all
}
