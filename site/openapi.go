package site

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
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
	fmt.Fprintf(w, "%s      %q: {\n        \"description\": %s", between, name, openAPIText(about, ""))
	if len(codes) > 0 {
		fmt.Fprintf(w, `,
        "content": {
          %s: {
            "schema": {
              "$ref": "#/components/schemas/%s"
            },
            "examples": {`, openAPIText(b.Response(codes[0], nil).Type, ""), envelopeName)
		for i, code := range codes {
			if i > 0 {
				w.WriteString(",")
			}
			const margin = "              "
			fmt.Fprintf(w, "\n%s%s: %s", margin, openAPIText(code.Name, ""), openAPIText(openAPIExample{
				Summary: code.Code.Text + " " + code.Title,
				Description: fmt.Sprintf("Who must act: %s. Repeating: %s. [What it means and what to do](%s)",
					markdownLine(code.Actor.Words()), markdownLine(code.Retry.Words()), b.data.linkTo(codePage(code))),
				Value: b.Response(code, nil).JSON(),
			}, margin))
		}
		w.WriteString("\n            }\n          }\n        }")
	}
	w.WriteString("\n      }")
}

// openAPIText is a value as JSON that stands behind a margin.
func openAPIText(value any, margin string) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent(margin, "  ")
	if err := e.Encode(value); err != nil {
		panic(err) // text, and JSON of ours, always encode
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}
