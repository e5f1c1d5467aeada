package site

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	infer "github.com/google/jsonschema-go/jsonschema"

	"responsa/site/catalog"
)

// catalog.schema.json, JSON Schema 2020-12, is made of the types of
// data_fields.go. It allows fields that it doesn't name: they are added over
// the years, and who holds an older copy must still be able to read.

// codeSchema is the part that describes a code, behind the schema's address.
const codeSchema = "#/$defs/code"

// schemaText is catalog.schema.json.
func schemaText(d dataset) ([]byte, error) {
	described, err := describeData(d)
	if err != nil {
		return nil, err
	}
	return encodeSchema(*described)
}

// encodeSchema says first what the schema is. The library would say it last.
func encodeSchema(s infer.Schema) ([]byte, error) {
	first, err := encode(struct {
		Schema      string `json:"$schema"`
		ID          string `json:"$id"`
		Title       string `json:"title"`
		Description string `json:"description"`
	}{s.Schema, s.ID, s.Title, s.Description}, "  ")
	if err != nil {
		return nil, err
	}
	s.Schema, s.ID, s.Title, s.Description = "", "", "", ""
	rest, err := encode(s, "  ")
	return slices.Concat(bytes.TrimSuffix(first, []byte("\n}\n")), []byte(",\n"), bytes.TrimPrefix(rest, []byte("{\n"))), err
}

func describeData(d dataset) (*infer.Schema, error) {
	code := &infer.Schema{Type: "integer"}
	if d.Site.Envelope.Type == catalog.StringScalar {
		code.Type = "string"
	}
	types := map[reflect.Type]*infer.Schema{
		reflect.TypeFor[catalog.Value]():   code,
		reflect.TypeFor[catalog.Date]():    {Type: "string", Format: "date"},
		reflect.TypeFor[json.RawMessage](): {Type: "object"},
		reflect.TypeFor[address]():         {Type: "string", Format: "uri"},
		reflect.TypeFor[contentHash]():     {Type: "string", Pattern: "^([0-9a-f]{64})$"},
		reflect.TypeFor[httpStatus]():      {Type: "integer", Minimum: infer.Ptr(100.0), Maximum: infer.Ptr(599.0)},

		reflect.TypeFor[catalog.Scalar]():       closedList("how JSON carries the code", catalog.Scalar(""), nil),
		reflect.TypeFor[catalog.ParamType]():    closedList("what it holds", catalog.ParamType(""), nil),
		reflect.TypeFor[catalog.Outcome]():      closedList("what became of the call", catalog.Outcome(""), func(s string) string { return catalog.Outcome(s).Words() }),
		reflect.TypeFor[catalog.Retry]():        closedList("whether repeating helps", catalog.Retry(""), func(s string) string { return catalog.Retry(s).Words() }),
		reflect.TypeFor[catalog.Actor]():        closedList("who must act", catalog.Actor(""), func(s string) string { return catalog.Actor(s).Words() }),
		reflect.TypeFor[catalog.Placeholders](): closedList("how messages write their variable parts", catalog.Placeholders(""), func(s string) string { return catalog.Placeholders(s).Words() }),
		reflect.TypeFor[catalog.NoteFormat]():   closedList("how note is written; null for text", catalog.NoteFormat(""), nil),
		reflect.TypeFor[catalog.Change]():       closedList("how the older meaning differs", catalog.Change(""), func(s string) string { return catalog.Change(s).Label() }),
	}
	options := &infer.ForOptions{TypeSchemas: types}
	one, err := infer.For[dataCode](options)
	if err != nil {
		return nil, err
	}
	one.Title, one.Description = "Code", "a response code and all that is known of it"
	body := envelope(d.Catalog)
	body.Description = "the JSON body"
	one.Properties["response"].Properties["body"] = body
	types[reflect.TypeFor[dataCode]()] = &infer.Schema{Ref: codeSchema}
	whole, err := infer.For[dataCatalog](options)
	if err != nil {
		return nil, err
	}
	whole.Schema = "https://json-schema.org/draft/2020-12/schema"
	whole.ID = d.Canonical(schemaFile)
	whole.Title = d.Site.Title
	whole.Description = "The catalog as data. Every field is there; what doesn't apply or isn't known is null. Fields are added, never renamed, removed or given another meaning: ignore those that you don't know."
	open(one)
	open(whole)
	whole.Defs = map[string]*infer.Schema{"code": one}
	return whole, nil
}

// closedList is a string that has one of the known values.
func closedList(what string, values interface{ Known() []string }, words func(string) string) *infer.Schema {
	s := &infer.Schema{Type: "string"}
	var said []string
	for _, value := range values.Known() {
		s.Enum = append(s.Enum, value)
		if words != nil {
			said = append(said, value+": "+words(value))
		}
	}
	s.Description = what
	if len(said) > 0 {
		s.Description += ". " + strings.Join(said, "; ")
	}
	return s
}

// open lets objects have more fields, and takes from lists that they may be
// null: ours never are.
func open(s *infer.Schema) {
	if slices.Contains(s.Types, "array") {
		s.Type, s.Types = "array", nil
	}
	if s.Properties != nil {
		s.AdditionalProperties = nil
	}
	if slices.Contains(s.Types, "null") && s.Enum != nil {
		s.Enum = append(slices.Clone(s.Enum), nil)
	}
	for _, property := range s.Properties {
		open(property)
	}
	if s.Items != nil {
		open(s.Items)
	}
}

// envelope describes the body of a response.
func envelope(c *catalog.Catalog) *infer.Schema {
	root := &infer.Schema{Type: "object"}
	leaf := func(path string, s *infer.Schema) {
		at := root
		keys := strings.Split(path, ".")
		for i, key := range keys {
			next := at.Properties[key]
			if next == nil {
				next = &infer.Schema{Type: "object"}
				if i == len(keys)-1 {
					next = s
				}
				if at.Properties == nil {
					at.Properties = map[string]*infer.Schema{}
				}
				at.Properties[key] = next
				at.PropertyOrder, at.Required = append(at.PropertyOrder, key), append(at.Required, key)
			}
			at = next
		}
	}
	leaf(c.Site.Envelope.Code, &infer.Schema{Type: string(c.Site.Envelope.Type), Description: "the response code"})
	leaf(c.Site.Envelope.Message, &infer.Schema{Type: "string", Description: "the message, its variable parts filled in"})
	return root
}
