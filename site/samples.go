package site

import (
	"io"
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
	links      links
	calls      *sample.Calls
	templates  []*sample.Template
	lexers     []string                // of the templates
	highlights *sync.Map               // inLanguage: func() []kind
	plans      sync.Map                // *sample.Plan: []string, see common
	same       []components.SampleView // less what is a code's own
	tabs       component

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
	s := &sampler{links: l, calls: sample.NewCalls(c, page, l.Canonical(codesPage)), highlights: new(sync.Map)}
	for _, language := range samplesOf(c) {
		t, err := sample.Parse(language)
		if err != nil {
			return nil, err
		}
		s.templates = append(s.templates, t)
		s.lexers = append(s.lexers, lexerOf(programFile(language)))
	}
	s.frame()
	return s, nil
}

// frame is what all codes' samples have in common.
func (s *sampler) frame() {
	open := slices.IndexFunc(s.templates, func(t *sample.Template) bool { return !t.Request() })
	for i, t := range s.templates {
		// A program is of more use than the bare request.
		v := components.SampleView{ID: t.ID, Title: t.Title, Version: t.Version, Open: i == max(open, 0), Request: t.Request()}
		v.Head = components.Same(components.SampleHead(v))
		s.same = append(s.same, v)
	}
	s.tabs = components.Same(components.SampleTabs(s.same))
}

func (s *sampler) views(code *catalog.Code) ([]components.SampleView, error) {
	call := s.calls.Of(code)
	views := slices.Clone(s.same)
	for i, t := range s.templates {
		program, err := t.Fill(call)
		if err != nil {
			return nil, err
		}
		views[i].File = "code-" + code.Slug + path.Ext(programFile(t.Sample))
		views[i].HTML = s.colour(s.lexers[i], t, program).write
	}
	return views, nil
}

// programFile is the name of a template's file less its ending, so that the
// language's own is the last.
func programFile(s *catalog.Sample) string { return strings.TrimSuffix(s.File, ".tmpl") }

// coloured is a program, highlighted: text that all programs of its plan have in
// common, and between it the code's own pieces.
type coloured struct {
	between []string
	program sample.Program
}

func (s *sampler) colour(lexer string, t *sample.Template, program sample.Program) coloured {
	between, ok := s.plans.Load(program.Plan)
	if !ok {
		between = common(s.kinds(lexer, t.Text()), program.Plan)
		if program.Shared {
			between, _ = s.plans.LoadOrStore(program.Plan, between)
		}
	}
	return coloured{between.([]string), program}
}

// inLanguage is a template's own text.
type inLanguage struct{ lexer, text string }

// kinds are those of a template's text, one for each byte. It is highlighted
// once: a program for each code would take a build a hundred times as long.
func (s *sampler) kinds(lexer, text string) []kind {
	made, ok := s.highlights.Load(inLanguage{lexer, text})
	if !ok {
		made, _ = s.highlights.LoadOrStore(inLanguage{lexer, text}, sync.OnceValue(func() []kind {
			s.highlighted.Add(1)
			return kindsOf(lexer, text)
		}))
	}
	return made.(func() []kind)()
}

// common highlights what a plan's programs have in common, and cuts it where their
// own pieces stand. A piece has the kind of what stands for it in the template.
func common(kinds []kind, plan *sample.Plan) []string {
	var between []string
	var c colours
	for span := range plan.Spans() {
		if span.Own {
			kind := kinds[span.From]
			if span.Quoted && kind == plainKind {
				kind = stringKind
			}
			c.begin(kind)
			between = append(between, c.String())
			c.Reset()
			continue
		}
		c.addText(span.Text, kinds[span.From:span.To])
	}
	return append(between, c.end())
}

// pieces are what programs are put together in: each has hundreds.
var pieces = sync.Pool{New: func() any { return new([]byte) }}

// write writes a program as HTML.
func (c coloured) write(w io.Writer) error {
	buffer := pieces.Get().(*[]byte)
	defer pieces.Put(buffer)
	html := (*buffer)[:0]
	next := 0
	for piece, token := range c.program.Own() {
		for ; next <= piece; next++ { // one before it may be empty, as of no codes
			html = append(html, c.between[next]...)
		}
		around := elements[token.Kind] // none around plain text
		html = append(html, around[0]...)
		html = appendText(html, token.Mark)
		html = appendText(html, token.Text)
		html = appendText(html, token.Mark)
		html = append(html, around[1]...)
	}
	for _, text := range c.between[next:] {
		html = append(html, text...)
	}
	*buffer = html
	_, err := w.Write(*buffer)
	return err
}

// output is what a code's samples print. The recorded text has {site} in place
// of the site's address, which can change from build to build.
func (s *sampler) output(code *catalog.Code) string {
	return strings.ReplaceAll(strings.TrimRight(code.Output, "\n"), "{site}/", s.links.Canonical(""))
}
