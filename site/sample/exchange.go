package sample

import (
	"net/url"
	"regexp"
	"strings"
	"unique"

	"responsa/site/catalog"
)

// Exchange is a call of the API that can give a code, and what a client does
// when it gets the code. It is what a template sees.
type Exchange struct {
	Code     catalog.Value
	Title    Text
	Host     Text
	Path     Text           // of the function, with a slash in front
	Function Text           // its name
	Body     catalog.Object // sent with the call
	Length   Text           // of the body as JSON, in bytes; set by ready

	Handling
	Advice Text            // what to do about the code, one sentence or two
	Fine   []catalog.Value // the other codes that are no failures
	Params []Param         // the values in the message

	Page  Text // address of the code's page
	Pages Text // what the addresses of all codes' pages begin with

	// Where a response carries its code and its message, for templates that
	// are not made for one API.
	CodePath, MessagePath []Text
	CodeKeys, MessageKeys Text // the same as lists in JSON
	IntegerCode           bool

	shape    unique.Handle[shape] // these are set by ready
	values   []string
	verbatim []bool // of each value: see the func of that name
	body     []value
	indented string // the body
	pattern  string // of the message
}

// Handling is what a client does when it gets the code. One of the fields is
// set.
type Handling struct {
	Succeeds bool // go on
	GoesOn   bool // go on, with a remark: not all was done, or nothing was found
	Waits    bool // wait and repeat the call
	Stops    bool // stop and say what to do
}

// Param is a value in a message, with the text around it.
type Param struct {
	Name          Text
	Before, After Text // up to the neighbouring values, or to the message's ends
	Last          bool
	Number        int  // from 1, as regular expressions count
	Encoded       Text // the name in the fragment of an address
	Joint         Text // what stands in front of it there
}

// Calls makes the exchanges of a catalog's codes.
type Calls struct {
	catalog *catalog.Catalog
	page    func(*catalog.Code) string
	base    Exchange                   // what all of them have in common
	fine    []*catalog.Code            // those that are no failures
	modules map[string][]*catalog.Code // the same by module
}

// mostFine is how many other codes that are no failures a client tells apart. A
// program that names thousands is no sample, and would grow with the catalog.
const mostFine = 24

// NewCalls prepares them. page gives the address of a code's page, pages is
// what the addresses of all codes' pages begin with.
func NewCalls(c *catalog.Catalog, page func(*catalog.Code) string, pages string) *Calls {
	calls := &Calls{catalog: c, page: page, modules: map[string][]*catalog.Code{}, base: Exchange{
		Host: Text(c.Site.Host), Pages: Text(pages),
		CodePath: keys(c.Site.Envelope.Code), MessagePath: keys(c.Site.Envelope.Message),
		IntegerCode: c.Site.Envelope.Type == catalog.IntegerScalar,
	}}
	calls.base.CodeKeys, calls.base.MessageKeys = list(calls.base.CodePath), list(calls.base.MessagePath)
	for _, code := range c.Current() {
		if !code.Failed() && code.Code.Integer == calls.base.IntegerCode {
			calls.fine = append(calls.fine, code)
			calls.modules[code.Module] = append(calls.modules[code.Module], code)
		}
	}
	return calls
}

// Of is the exchange that can give a code. A code whose call isn't known gets
// the site's stand-in for a function's name.
func (calls *Calls) Of(code *catalog.Code) *Exchange {
	e := new(Exchange)
	*e = calls.base
	function := calls.catalog.Site.Function
	if code.Request != nil {
		function, e.Body = code.Request.Function, code.Request.Body
	}
	e.Code, e.Title, e.Function, e.Path = code.Code, Text(code.Title), Text(function), Text("/"+url.PathEscape(function))
	e.Handling, e.Advice, e.Params = handling(code), Text(advice(code)), params(code)
	e.Page, e.Fine = Text(calls.page(code)), calls.others(code)
	if e.Succeeds {
		e.Fine = append([]catalog.Value{code.Code}, e.Fine...)
	}
	e.ready()
	return e
}

// others are the other codes that are no failures: where there are many, the
// first of the code's module, which a client meets first, and of the rest.
func (calls *Calls) others(code *catalog.Code) []catalog.Value {
	others := make([]catalog.Value, 0, min(len(calls.fine), mostFine)+1)
	add := func(from []*catalog.Code, is func(other *catalog.Code) bool) {
		for _, other := range from {
			if len(others) == mostFine {
				return
			}
			if other.Code != code.Code && is(other) {
				others = append(others, other.Code)
			}
		}
	}
	if len(calls.fine) > mostFine {
		add(calls.modules[code.Module], func(*catalog.Code) bool { return true })
		add(calls.fine, func(other *catalog.Code) bool { return other.Module != code.Module })
	} else {
		add(calls.fine, func(*catalog.Code) bool { return true })
	}
	return others
}

func keys(path string) []Text {
	var keys []Text
	for key := range strings.SplitSeq(path, ".") {
		keys = append(keys, Text(key))
	}
	return keys
}

func list(keys []Text) Text {
	var quoted []string
	for _, key := range keys {
		quoted = append(quoted, jsonString(string(key)))
	}
	return Text("[" + strings.Join(quoted, ",") + "]")
}

// params are the values in a code's message as a response carries it.
func params(code *catalog.Code) []Param {
	wire, _ := code.WireMessage()
	var params []Param
	text := Text("")
	for _, part := range code.Parts(wire) {
		if part.Param == "" {
			text += Text(part.Text)
			continue
		}
		if n := len(params); n > 0 {
			params[n-1].After = text
		}
		joint := Text("&")
		if len(params) == 0 {
			joint = "#"
		}
		params = append(params, Param{
			Name: Text(part.Param), Before: text, Number: len(params) + 1,
			Encoded: Text(strings.ReplaceAll(url.QueryEscape(part.Param), "+", "%20")), Joint: joint,
		})
		text = ""
	}
	if n := len(params); n > 0 {
		params[n-1].After, params[n-1].Last = text, true
	}
	return params
}

// pattern is a regular expression for the whole message, with a group for each
// value, in what all dialects have in common.
func pattern(params []Param) string {
	var b strings.Builder
	for i, p := range params {
		if i == 0 {
			b.WriteString(literally(p.Before))
		}
		b.WriteString("(.*?)" + literally(p.After))
	}
	return b.String()
}

var special = regexp.MustCompile(`[\\.+*?()|\[\]{}^$]`)

func literally(t Text) string {
	if !strings.ContainsAny(string(t), `\.+*?()|[]{}^$`) {
		return string(t)
	}
	return special.ReplaceAllString(string(t), `\$0`)
}

// Examples are exchanges of every kind of handling, with and without values in
// the message, to try a template out.
func Examples() []*Exchange {
	value := catalog.Value{Text: "1", Integer: true}
	var all []*Exchange
	for _, h := range []Handling{{Succeeds: true}, {GoesOn: true}, {Waits: true}, {Stops: true}} {
		bare := Exchange{Code: value, Handling: h, CodePath: []Text{"a"}, MessagePath: []Text{"b", "c"}, IntegerCode: true}
		full := bare
		full.Fine = []catalog.Value{value, value}
		full.Params = []Param{{Name: "d", Before: "e", After: "f"}, {Name: "g", Before: "f", Last: true}}
		all = append(all, &bare, &full)
	}
	return all
}
