package site

import (
	"responsa/components"
	"responsa/site/catalog"
	"responsa/site/sample"
)

// sampler renders a code's call in every sample language.
type sampler struct {
	catalog   *catalog.Catalog
	templates []*sample.Template
}

func newSampler(c *catalog.Catalog) (*sampler, error) {
	s := &sampler{catalog: c}
	for _, language := range c.Samples {
		t, err := sample.Parse(language)
		if err != nil {
			return nil, err
		}
		s.templates = append(s.templates, t)
	}
	return s, nil
}

func (s *sampler) views(code *catalog.Code) ([]components.SampleView, error) {
	var views []components.SampleView
	for _, t := range s.templates {
		text, err := t.Fill(sample.Call(s.catalog, code))
		if err != nil {
			return nil, err
		}
		views = append(views, components.SampleView{ID: t.ID, Title: t.Title, HTML: highlight(lexerOf(t.File), text)})
	}
	return views, nil
}
