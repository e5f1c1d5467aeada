package catalog

// Mock is how a function of the API behaves in the mock: the slug of the code
// that it answers with in each case.
type Mock struct {
	NoToken         string     `yaml:"no_token,required"` // there is no bearer token
	UnknownFunction string     `yaml:"unknown_function,required"`
	MissingFields   string     `yaml:"missing_fields,required"` // or a body that can't be read
	Success         string     `yaml:"success,required"`
	Inferred        []MockCase `yaml:"inferred"` // cases whose code no source states
	Open            []string   `yaml:"open"`     // functions that ask for no token
}

// MockCase is a field of [Mock] that names a code.
type MockCase string

const (
	NoToken         MockCase = "no_token"
	UnknownFunction MockCase = "unknown_function"
	MissingFields   MockCase = "missing_fields"
	Succeeded       MockCase = "success"
)

func (MockCase) Known() []string {
	return []string{"no_token", "unknown_function", "missing_fields", "success"}
}

// Slug returns the slug of the code that a case is answered with.
func (m *Mock) Slug(c MockCase) string {
	return map[MockCase]string{
		NoToken: m.NoToken, UnknownFunction: m.UnknownFunction, MissingFields: m.MissingFields, Succeeded: m.Success,
	}[c]
}

// mock holds site.yaml's mock against the rest of the catalog.
func (k *checker) mock() {
	m := k.Site.Mock
	if m == nil {
		return
	}
	for _, name := range MockCase("").Known() {
		slug := m.Slug(MockCase(name))
		if slug != "" && k.Code(slug) == nil {
			k.report("site.yaml", at("mock", name), meant(slug, k.slugs()), "no code has the slug %q", slug)
		}
	}
	for i, name := range m.Open {
		if k.Function(name) == nil && !k.lost("functions.yaml", len(k.Functions)) {
			k.report("site.yaml", at("mock", "open", i), meant(name, k.functions()), "unknown function %q", name)
		}
	}
}
