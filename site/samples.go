package site

import (
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"responsa/components"
	"responsa/site/catalog"
	"responsa/site/sample"
)

// sampler renders a code's call in every sample language.
type sampler struct {
	links     links
	calls     *sample.Calls
	templates []*sample.Template
	lexers    []string  // of the templates
	common    *sync.Map // inLanguage: func() []string, see fragments

	highlighted atomic.Int64 // how often, for a test
}

// samplesOf are a catalog's sample languages. One that has none gets those
// that are built in.
func samplesOf(c *catalog.Catalog) []*catalog.Sample {
	if len(c.Site.Samples) == 0 {
		return sample.BuiltIn()
	}
	return c.Samples
}

func newSampler(c *catalog.Catalog, l links) (*sampler, error) {
	page := func(code *catalog.Code) string { return l.Canonical(codePage(code)) }
	s := &sampler{links: l, calls: sample.NewCalls(c, page, l.Canonical(codesPage)), common: new(sync.Map)}
	for _, language := range samplesOf(c) {
		t, err := sample.Parse(language)
		if err != nil {
			return nil, err
		}
		s.templates = append(s.templates, t)
		s.lexers = append(s.lexers, lexerOf(programFile(language)))
	}
	return s, nil
}

func (s *sampler) views(code *catalog.Code) ([]components.SampleView, error) {
	call := s.calls.Of(code)
	var views []components.SampleView
	for i, t := range s.templates {
		program, err := t.Fill(call)
		if err != nil {
			return nil, err
		}
		views = append(views, components.SampleView{
			ID: t.ID, Title: t.Title, Version: t.Version,
			File: "code-" + code.Slug + path.Ext(programFile(t.Sample)), HTML: s.html(s.lexers[i], program),
			Request: t.Request(),
		})
	}
	// A program is of more use than the bare request.
	if i := slices.IndexFunc(views, func(v components.SampleView) bool { return !v.Request }); i >= 0 {
		views[i].Open = true
	} else if len(views) > 0 {
		views[0].Open = true
	}
	return views, nil
}

// programFile is the name of a template's file less its ending, so that the
// language's own is the last.
func programFile(s *catalog.Sample) string { return strings.TrimSuffix(s.File, ".tmpl") }

// inLanguage is text that programs have in common.
type inLanguage struct{ language, common string }

// html is a program, highlighted, in pieces. What it has in common with other
// codes' programs is highlighted once; then its own pieces are put in. A whole
// program for each code would take a build a hundred times as long.
func (s *sampler) html(language string, program sample.Program) []string {
	key := inLanguage{language, program.Common()}
	made, ok := s.common.Load(key)
	if !ok {
		made, _ = s.common.LoadOrStore(key, sync.OnceValue(func() []string {
			s.highlighted.Add(1)
			return fragments(highlight(language, program.Common()), program)
		}))
	}
	between := made.(func() []string)()
	if between == nil {
		return []string{highlight(language, program.String())}
	}
	pieces := make([]string, 0, 2*len(between)-1)
	for own := range program.Own() {
		text := textEscaper.Replace(own.Text)
		if len(own.Tokens) > 0 {
			var b strings.Builder
			for _, token := range own.Tokens {
				writeToken(&b, token.Kind, token.Text)
			}
			text = b.String()
		}
		pieces = append(pieces, between[len(pieces)/2], text)
	}
	return append(pieces, between[len(between)-1])
}

// fragments cuts highlighted text where its stand-ins are. It is nil where one
// isn't found whole, because the language's highlighting took it apart.
func fragments(text string, program sample.Program) []string {
	var between []string
	for standIn := range program.StandIns() {
		before, after, found := strings.Cut(text, textEscaper.Replace(standIn))
		if !found {
			return nil
		}
		between, text = append(between, before), after
	}
	return append(between, text)
}

// output is what a code's samples print. The recorded text has {site} in place
// of the site's address, which can change from build to build.
func (s *sampler) output(code *catalog.Code) string {
	return strings.ReplaceAll(strings.TrimRight(code.Output, "\n"), "{site}/", s.links.Canonical(""))
}
