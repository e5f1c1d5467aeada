package site

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strconv"

	"responsa/site/catalog"
)

// openapi.json: OpenAPI 3.1, components alone, for a description of the API to
// $ref. Responses are called by their HTTP status, as a description calls them;
// "default" has the codes without one. Retired codes are left out: nobody is to
// expect them. Descriptions are Markdown there, so the catalog's texts are
// escaped.

type openAPI struct {
	OpenAPI    string `json:"openapi"`
	Info       any    `json:"info"`
	Components struct {
		Schemas   map[string]any `json:"schemas"`
		Responses struct{}       `json:"responses"` // written one by one
	} `json:"components"`
}

type openAPIInfo struct {
	Title       string `json:"title"`
	Description string `json:"description"`
	Version     string `json:"version"`
}

type openAPIExample struct {
	Summary     string          `json:"summary"`
	Description string          `json:"description"`
	Value       json.RawMessage `json:"value"`
}

func (b *builder) openAPI(w io.Writer) error {
	version, err := b.options.version()
	if err != nil {
		return err
	}
	document := openAPI{OpenAPI: "3.1.0", Info: openAPIInfo{
		b.Site.Title,
		"Components to `$ref`: the form of a response, and for each HTTP status the response with an example of every code that comes under it. " +
			"The examples are put together from " + markdownLine(b.Site.Vendor) + "’s table, not recorded from a server.",
		version,
	}}
	document.Components.Schemas = map[string]any{envelopeName: envelope(b.Catalog)}
	text, err := encode(document, "  ")
	if err != nil {
		return err
	}
	// In a string the quotes would be escaped.
	before, after, _ := bytes.Cut(text, []byte(`"responses": {}`))
	t := bufio.NewWriter(w) // it keeps the first error
	fmt.Fprintf(t, `%s"responses": {`, before)
	between := "\n"
	for _, s := range b.Statuses {
		b.openAPIResponse(t, between, strconv.Itoa(s.Status), markdownLine(about(s)), b.listings.byStatus[s.Status].codes)
		between = ",\n"
	}
	if codes := b.listings.byStatus[0].codes; len(codes) > 0 {
		b.openAPIResponse(t, between, "default", "Codes without a documented HTTP status.", codes)
		between = ",\n"
	}
	if between != "\n" {
		t.WriteString("\n    ")
	}
	fmt.Fprintf(t, "}%s", after)
	return t.Flush()
}

// about says in a line what a status means.
func about(s catalog.Status) string {
	switch {
	case s.Reason == "" && s.About == "":
		return fmt.Sprintf("HTTP %d", s.Status)
	case s.Reason == "" || s.About == "":
		return s.Reason + s.About
	}
	return s.Reason + ": " + s.About
}

const envelopeName = "Envelope"

// openAPIResponse writes a response, an example at a time: thousands of them
// would fill the memory.
func (b *builder) openAPIResponse(w *bufio.Writer, between, name, about string, codes []*catalog.Code) {
	fmt.Fprintf(w, "%s      %q: {\n        \"description\": %s", between, name, jsonLine(nil, &about))
	if len(codes) > 0 {
		media := b.PlainResponse(codes[0]).Type
		fmt.Fprintf(w, `,
        "content": {
          %s: {
            "schema": {
              "$ref": "#/components/schemas/%s"
            },
            "examples": {`, jsonLine(nil, &media), envelopeName)
		examples := jsonText{lines: true, depth: 7}
		for i, code := range codes {
			examples.text = examples.text[:0]
			examples.next(i == 0)
			examples.name(code.Name)
			examples.value(reflect.ValueOf(&openAPIExample{
				Summary: code.Code.Text + " " + code.Title,
				Description: "Who must act: " + markdownLine(code.Actor.Words()) + ". Repeating: " + markdownLine(code.Retry.Words()) +
					". [What it means and what to do](" + b.data.linkTo(codePage(code)) + ")",
				Value: b.PlainResponse(code).JSON(),
			}))
			w.Write(examples.text)
		}
		w.WriteString("\n            }\n          }\n        }")
	}
	w.WriteString("\n      }")
}
