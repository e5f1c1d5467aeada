package sample

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"

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
	Length   Text           // of the body as JSON, in bytes

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

// Call is the exchange that can give a code. A code whose call isn't known
// gets the site's stand-in for a function's name. The addresses are those of
// the code's page and of the directory of all codes' pages.
func Call(c *catalog.Catalog, code *catalog.Code, page, pages string) Exchange {
	function, body := c.Site.Function, catalog.Object(nil)
	if code.Request != nil {
		function, body = code.Request.Function, code.Request.Body
	}
	e := Exchange{
		Code: code.Code, Title: Text(code.Title),
		Host: Text(c.Site.Host), Function: Text(function), Path: Text("/" + url.PathEscape(function)),
		Body: body, Length: Text(strconv.Itoa(len(body.Indent()))),
		Handling: handling(code), Advice: Text(advice(code)), Params: params(code),
		Page: Text(page), Pages: Text(pages),
		CodePath: keys(c.Site.Envelope.Code), MessagePath: keys(c.Site.Envelope.Message),
		IntegerCode: c.Site.Envelope.Type == catalog.IntegerScalar,
	}
	e.CodeKeys, e.MessageKeys = list(e.CodePath), list(e.MessagePath)
	for _, other := range c.Current() {
		if !other.Failed() && other.Code != code.Code && other.Code.Integer == e.IntegerCode {
			e.Fine = append(e.Fine, other.Code)
		}
	}
	if e.Succeeds {
		e.Fine = append([]catalog.Value{code.Code}, e.Fine...)
	}
	return e
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
func (e Exchange) pattern() string {
	var b strings.Builder
	for i, p := range e.Params {
		if i == 0 {
			b.WriteString(literally(p.Before))
		}
		b.WriteString("(.*?)" + literally(p.After))
	}
	return b.String()
}

var special = regexp.MustCompile(`[\\.+*?()|\[\]{}^$]`)

func literally(t Text) string { return special.ReplaceAllString(string(t), `\$0`) }

// Examples are exchanges of every kind of handling, with and without values in
// the message, to try a template out.
func Examples() []Exchange {
	value := catalog.Value{Text: "1", Integer: true}
	var all []Exchange
	for _, h := range []Handling{{Succeeds: true}, {GoesOn: true}, {Waits: true}, {Stops: true}} {
		e := Exchange{Code: value, Handling: h, CodePath: []Text{"a"}, MessagePath: []Text{"b", "c"}, IntegerCode: true}
		all = append(all, e)
		e.Fine = []catalog.Value{value, value}
		e.Params = []Param{{Name: "d", Before: "e", After: "f"}, {Name: "g", Before: "f", Last: true}}
		all = append(all, e)
	}
	return all
}
