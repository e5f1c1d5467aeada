package sample

import (
	"embed"

	"responsa/site/catalog"
)

//go:embed builtin
var builtin embed.FS

// BuiltIn are the sample languages of a catalog that brings none. They are
// made for no API: where a response carries its code comes from the catalog.
func BuiltIn() []*catalog.Sample {
	languages := []catalog.SampleLanguage{
		{ID: "curl", Title: "curl", File: "builtin/curl.sh.tmpl", Version: "curl 7.88 and jq 1.6, in any POSIX shell"},
		{ID: "javascript", Title: "JavaScript", File: "builtin/javascript.mjs.tmpl", Version: "Node.js 20, with its fetch"},
		{ID: "python", Title: "Python", File: "builtin/python.py.tmpl", Version: "Python 3.11, its standard library"},
	}
	var samples []*catalog.Sample
	for _, language := range languages {
		text, err := builtin.ReadFile(language.File)
		if err != nil {
			panic(err) // it is embedded
		}
		samples = append(samples, &catalog.Sample{SampleLanguage: language, Text: string(text)})
	}
	return samples
}
