package site

import (
	"encoding/json"

	"responsa/site/catalog"
)

// The fields of catalog.json and of codes/27.json, in their order. The text
// behind each is its description in catalog.schema.json, which is made of these
// types: see schema.go. The rules are:
//
//   - every field is there; what doesn't apply or isn't known is null, and what
//     has no items is empty
//   - fields are added, never renamed, removed or given another meaning
//   - a number that is an HTTP status is called http, a page of the site address

type dataCatalog struct {
	Schema       address              `json:"$schema" jsonschema:"the address of this schema"`
	Version      contentHash          `json:"version" jsonschema:"SHA-256 over everything below, addresses without the site's own part. It changes when the data change and at no other time"`
	Title        string               `json:"title" jsonschema:"what the site is called"`
	Vendor       string               `json:"vendor" jsonschema:"whose API this is, and whose words the messages are"`
	About        string               `json:"about" jsonschema:"the site in a sentence"`
	Language     string               `json:"language" jsonschema:"of the prose and of the vendor's messages, as HTML's lang spells it"`
	Address      address              `json:"address" jsonschema:"the home page"`
	Notice       string               `json:"notice" jsonschema:"whose words are whose"`
	Envelope     dataEnvelope         `json:"envelope" jsonschema:"where a response carries its code and its message"`
	Placeholders catalog.Placeholders `json:"placeholders"`
	Legacy       *dataLegacy          `json:"legacy" jsonschema:"the form in which older versions of the API sent a code; null where there is none"`
	Modules      []dataModule         `json:"modules" jsonschema:"the vendor's groups of codes, in the vendor's order"`
	Statuses     []dataStatus         `json:"statuses" jsonschema:"the HTTP statuses that the API documents, ascending; some have no code"`
	Functions    []dataFunction       `json:"functions" jsonschema:"functions of the API that the pages read name; what they say of them is never complete"`
	Mentions     []dataMention        `json:"mentions" jsonschema:"codes and statuses that other pages of the vendor mention and that aren't among the codes below"`
	Guides       []dataGuide          `json:"guides" jsonschema:"the site's plain pages"`
	Codes        []dataCode           `json:"codes" jsonschema:"every response code, retired ones included, by module and then by code"`
}

type dataEnvelope struct {
	Code           string         `json:"code" jsonschema:"path to the code in a response's JSON body, its keys separated by full stops"`
	Message        string         `json:"message" jsonschema:"path to the message"`
	Type           catalog.Scalar `json:"type"`
	ErrorsUnder200 bool           `json:"errors_under_200" jsonschema:"the vendor says that some errors come under HTTP 200: read the code, not the status"`
}

type dataLegacy struct {
	Pad  int        `json:"pad" jsonschema:"digits of the code as text, filled with zeros from the left"`
	HTTP httpStatus `json:"http" jsonschema:"the status under which it is thought to have come; an inference"`
}

type dataModule struct {
	ID      string  `json:"id" jsonschema:"what a code's module names"`
	Title   string  `json:"title" jsonschema:"the group's name"`
	About   *string `json:"about" jsonschema:"what it covers"`
	Address address `json:"address" jsonschema:"its page"`
}

type dataStatus struct {
	HTTP    httpStatus `json:"http" jsonschema:"the HTTP status"`
	Reason  *string    `json:"reason" jsonschema:"its reason phrase"`
	About   *string    `json:"about" jsonschema:"what this API means by it"`
	Address address    `json:"address" jsonschema:"its page"`
}

type dataFunction struct {
	Name   string      `json:"name" jsonschema:"as a call spells it"`
	About  string      `json:"about" jsonschema:"what it does"`
	Source string      `json:"source" jsonschema:"the vendor's page that says so"`
	Legacy bool        `json:"legacy" jsonschema:"it may answer in the legacy form"`
	Fields []dataField `json:"fields" jsonschema:"inputs that the pages name"`
	Codes  []string    `json:"codes" jsonschema:"slugs of codes that the pages give for it"`
}

type dataField struct {
	Name     string  `json:"name" jsonschema:"as the call's body spells it"`
	About    string  `json:"about" jsonschema:"what stands in it"`
	Required bool    `json:"required" jsonschema:"the call can't do without it"`
	Example  *string `json:"example" jsonschema:"a value, made up; null where none is known"`
}

type dataMention struct {
	Code    *string     `json:"code" jsonschema:"the code as that page writes it; null for a bare status"`
	HTTP    *httpStatus `json:"http" jsonschema:"the status; null where none is documented"`
	Title   string      `json:"title" jsonschema:"in a few words"`
	About   string      `json:"about" jsonschema:"what is known of it"`
	Where   *string     `json:"where" jsonschema:"the function or place; null where the source says no more"`
	Source  string      `json:"source" jsonschema:"the vendor's page"`
	Address address     `json:"address" jsonschema:"the guide that explains it"`
}

type dataGuide struct {
	Title   string       `json:"title" jsonschema:"the page's title"`
	About   string       `json:"about" jsonschema:"the page in a sentence"`
	Updated catalog.Date `json:"updated" jsonschema:"the day of its last change"`
	Address address      `json:"address" jsonschema:"the page"`
}

type dataCode struct {
	Schema       address             `json:"$schema,omitempty" jsonschema:"the address of this part of the schema; only in a code's own file"`
	Code         catalog.Value       `json:"code" jsonschema:"the response code, of the type that a response carries"`
	HTTP         *httpStatus         `json:"http" jsonschema:"the HTTP status under which it comes; null where none is documented"`
	Module       *string             `json:"module" jsonschema:"id of its module; null where the vendor has no groups"`
	Title        string              `json:"title" jsonschema:"two to five words, this site's"`
	Message      string              `json:"message" jsonschema:"the vendor's words, to the letter, variable parts as the catalog's placeholders says"`
	Note         *string             `json:"note" jsonschema:"more of the vendor's words"`
	NoteFormat   *catalog.NoteFormat `json:"note_format"`
	Slug         string              `json:"slug" jsonschema:"what other codes and the addresses call it; it never changes"`
	Name         string              `json:"name" jsonschema:"an identifier for programs; it never changes"`
	Wire         string              `json:"wire" jsonschema:"the message that a response is expected to carry, variable parts as in message"`
	WireInferred bool                `json:"wire_inferred" jsonschema:"wire is an inference: the vendor's text describes the message rather than quoting it"`
	Params       []dataParam         `json:"params" jsonschema:"the message's variable parts"`
	Outcome      *catalog.Outcome    `json:"outcome"`
	Retry        *catalog.Retry      `json:"retry"`
	Actor        *catalog.Actor      `json:"actor"`
	Prose        *string             `json:"prose" jsonschema:"null where nobody has documented the code. Markdown, this site's words, in three sections: What happened, Why, What to do. Links are absolute. A conclusion that no page of the vendor states is marked"`
	Request      *dataRequest        `json:"request" jsonschema:"a call that can give the code; null where none is known"`
	Response     dataResponse        `json:"response" jsonschema:"what the API answers, put together from these data with the examples of the variable parts; not recorded from a server"`
	Related      []dataRelated       `json:"related" jsonschema:"codes that this one is confused with"`
	Keywords     []string            `json:"keywords" jsonschema:"more words to find it by"`
	Aliases      []string            `json:"aliases" jsonschema:"older paths that lead to its page"`
	Translations map[string]string   `json:"translations" jsonschema:"the message for an end user, by language, this site's words; variable parts as in message"`
	History      []dataEarlier       `json:"history" jsonschema:"what it meant before"`
	Sources      []dataSource        `json:"sources" jsonschema:"where each statement comes from"`
	Updated      catalog.Date        `json:"updated" jsonschema:"the day of the last change"`
	Retired      *dataRetired        `json:"retired" jsonschema:"null while the code is in use"`
	Addresses    dataCodeAddresses   `json:"addresses" jsonschema:"where this code stands on the site"`
}

type dataParam struct {
	Name    string            `json:"name" jsonschema:"what it is called; its place among those without a name"`
	Written string            `json:"written" jsonschema:"as it stands in the message"`
	About   *string           `json:"about" jsonschema:"what it is"`
	Example string            `json:"example" jsonschema:"a value, made up; as it stands in the message where it isn't documented"`
	Type    catalog.ParamType `json:"type"`
}

type dataRequest struct {
	Function   string          `json:"function" jsonschema:"name of the function called"`
	Body       json.RawMessage `json:"body" jsonschema:"the call's JSON body; its values are made up"`
	Repeatable bool            `json:"repeatable" jsonschema:"repeating the call has no effect beyond the first"`
}

type dataResponse struct {
	HTTP   httpStatus      `json:"http" jsonschema:"the status; 200 where none is documented"`
	Reason *string         `json:"reason" jsonschema:"its reason phrase; null where none is known"`
	Body   json.RawMessage `json:"body"`
}

type dataRelated struct {
	Slug    string  `json:"slug" jsonschema:"the other code"`
	Why     string  `json:"why" jsonschema:"how to tell them apart"`
	Address address `json:"address" jsonschema:"the other code's page"`
}

type dataEarlier struct {
	Change   catalog.Change `json:"change"`
	Message  *string        `json:"message" jsonschema:"the vendor's older words, to the letter"`
	About    *string        `json:"about" jsonschema:"the older meaning in this site's words, where the vendor's aren't known"`
	HTTP     *httpStatus    `json:"http" jsonschema:"the older status; null where none is documented"`
	Where    string         `json:"where" jsonschema:"where it had that meaning"`
	Source   string         `json:"source" jsonschema:"the vendor's page"`
	Recorded catalog.Date   `json:"recorded" jsonschema:"the day that this site recorded it; the vendor's own date isn't known"`
}

type dataSource struct {
	What string `json:"what" jsonschema:"the statement"`
	From string `json:"from" jsonschema:"a page of the vendor, or the word inference for a conclusion that no page states"`
}

type dataRetired struct {
	Since      catalog.Date `json:"since" jsonschema:"the day"`
	Why        string       `json:"why" jsonschema:"why it is no longer given"`
	ReplacedBy *string      `json:"replaced_by" jsonschema:"slug of the code that took its place; null where none did"`
}

type dataCodeAddresses struct {
	Page     address `json:"page" jsonschema:"the page to link to; it stays for ever"`
	JSON     address `json:"json" jsonschema:"this object as a file"`
	Markdown address `json:"markdown" jsonschema:"the page as Markdown, these facts in front"`
}

// Types that mean more than their kind says; the schema knows them.
type (
	address     string
	contentHash string // in hexadecimal digits
	httpStatus  int
)
