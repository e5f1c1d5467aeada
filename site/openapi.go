package site

import (
	"bytes"
	"encoding/json"
	"errors"
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
		Responses members        `json:"responses"`
	} `json:"components"`
}

type openAPIInfo struct {
	Title       string `json:"title"`
	Description string `json:"description"`
	Version     string `json:"version"`
}

type openAPIResponse struct {
	Description string                  `json:"description"`
	Content     map[string]openAPIMedia `json:"content,omitempty"`
}

type openAPIMedia struct {
	Schema   map[string]string `json:"schema"`
	Examples members           `json:"examples"`
}

type openAPIExample struct {
	Summary     string          `json:"summary"`
	Description string          `json:"description"`
	Value       json.RawMessage `json:"value"`
}

// members is a JSON object with its members in this order.
type members []member

type member struct {
	name  string
	value any
}

func (m members) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	write := func(value any, behind string) error {
		text, err := encode(value, "")
		b.Write(bytes.TrimSuffix(text, []byte("\n")))
		b.WriteString(behind)
		return err
	}
	b.WriteByte('{')
	for i, one := range m {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := errors.Join(write(one.name, ":"), write(one.value, "")); err != nil {
			return nil, err
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
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
	document.Components.Responses = members{}
	for _, s := range b.Statuses {
		document.Components.Responses = append(document.Components.Responses, member{
			strconv.Itoa(s.Status), b.openAPIResponse(markdownLine(about(s)), b.ByStatus(s.Status)),
		})
	}
	if codes := b.ByStatus(0); len(codes) > 0 {
		document.Components.Responses = append(document.Components.Responses, member{
			"default", b.openAPIResponse("Codes without a documented HTTP status.", codes),
		})
	}
	text, err := encode(document, "  ")
	if err != nil {
		return err
	}
	_, err = w.Write(text)
	return err
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

func (b *builder) openAPIResponse(about string, codes []*catalog.Code) openAPIResponse {
	response := openAPIResponse{Description: about}
	if len(codes) == 0 {
		return response
	}
	examples := members{}
	for _, code := range codes {
		examples = append(examples, member{code.Name, openAPIExample{
			Summary: code.Code.Text + " " + code.Title,
			Description: fmt.Sprintf("Who must act: %s. Repeating: %s. [What it means and what to do](%s)",
				markdownLine(code.Actor.Words()), markdownLine(code.Retry.Words()), b.data.linkTo(codePage(code))),
			Value: b.Response(code, nil).JSON(),
		}})
	}
	response.Content = map[string]openAPIMedia{b.Response(codes[0], nil).Type: {
		map[string]string{"$ref": "#/components/schemas/" + envelopeName}, examples,
	}}
	return response
}
