package catalog

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// Part is a piece of a message: text, or a variable part.
type Part struct {
	Text    string // as it arrives in a response; a variable part's name
	Written string // as the message writes it
	Param   string // the variable part's name, "" for text
}

// Parts cuts a message at its variable parts, which it writes as the site's
// placeholders. Only the names of params count: the others are text.
func (code *Code) Parts(message string) []Part {
	all := code.placeholders.Parts(message)
	parts := all[:0]
	for _, part := range all {
		if _, known := code.Params.Get(part.Param); part.Param != "" && !known {
			part = Part{Text: part.Written, Written: part.Written}
		}
		if n := len(parts); n > 0 && part.Param == "" && parts[n-1].Param == "" {
			parts[n-1].Text += part.Text
			parts[n-1].Written += part.Written
			continue
		}
		parts = append(parts, part)
	}
	return parts
}

// Span is a run of a response body, and what it is.
type Span struct {
	Kind SpanKind
	Text string
	Name string // of the param, where Kind is ParamSpan
}

// SpanKind tells the runs of a response body apart.
type SpanKind int

const (
	PlainSpan SpanKind = iota
	KeySpan            // the name of the code's or the message's field
	CodeSpan           // the code
	ParamSpan          // a variable part's value
)

// Response is what the API answers when it gives a code.
type Response struct {
	Status  int
	Reason  string // of the status, "" where the catalog has none
	Type    string // media type
	Message string // with its values filled in
	Body    []Span // JSON, indented by two spaces
}

// JSON returns the body's bytes.
func (r Response) JSON() []byte {
	if len(r.Body) == 1 {
		return []byte(r.Body[0].Text)
	}
	size := 0
	for _, span := range r.Body {
		size += len(span.Text)
	}
	b := make([]byte, 0, size)
	for _, span := range r.Body {
		b = append(b, span.Text...)
	}
	return b
}

// StatusLine returns the response's first line, without the line end.
func (r Response) StatusLine() string {
	return strings.TrimSpace("HTTP/1.1 " + strconv.Itoa(r.Status) + " " + r.Reason)
}

// ResponseStatus is the HTTP status of the response that carries a code: 200
// where the code documents none.
func (code *Code) ResponseStatus() int { return cmp.Or(code.HTTP, 200) }

// Response makes the response that carries a code. A value that is missing is
// taken from the param's example; an empty one stays empty.
func (c *Catalog) Response(code *Code, values map[string]string) Response {
	wire, _ := code.WireMessage()
	return c.response(code, code.Code, code.ResponseStatus(), wire, values, &body{})
}

// PlainResponse is the response with its body in one span, for who doesn't need
// to know what is what in it.
func (c *Catalog) PlainResponse(code *Code) Response {
	wire, _ := code.WireMessage()
	return c.response(code, code.Code, code.ResponseStatus(), wire, nil, &body{plain: true})
}

// LegacyResponse makes the response in which an older version of the API is
// thought to have sent a code: as padded text, under the status of site.yaml's
// legacy. Its message is an older one of the vendor's, and older says where it
// stands; it is today's, and older nil, where none is known that has the same
// variable parts. All of it is an inference. A catalog without a legacy form
// has none, and ok is false.
func (c *Catalog) LegacyResponse(code *Code, values map[string]string) (r Response, older *Earlier, ok bool) {
	if c.Site.Legacy == nil {
		return Response{}, nil, false
	}
	value := Value{Text: padded(code.Code.Text, c.Site.Legacy.Pad)}
	status := c.Site.Legacy.HTTP
	message, _ := code.WireMessage()
	if older = code.olderMessage(); older != nil {
		message, status = older.Message, cmp.Or(older.HTTP, status)
	}
	return c.response(code, value, status, message, values, &body{}), older, true
}

// olderMessage is the vendor's older message that differs most: one that meant
// something else, or else one with the variable parts of today's. Where only
// the way of writing those changed, the older message would lose the values.
func (code *Code) olderMessage() *Earlier {
	var reworded *Earlier
	now, _ := code.WireMessage()
	for i := range code.History {
		earlier := &code.History[i]
		switch {
		case earlier.Message == "":
		case earlier.Change == ChangedMeaning:
			return earlier
		case reworded == nil && slices.Equal(code.variable(earlier.Message), code.variable(now)):
			reworded = earlier
		}
	}
	return reworded
}

// variable lists a message's variable parts, sorted.
func (code *Code) variable(message string) []string {
	var names []string
	for _, part := range code.Parts(message) {
		if part.Param != "" {
			names = append(names, part.Param)
		}
	}
	slices.Sort(names)
	return names
}

// padded fills a number with zeros from the left; other text stays as it is.
func padded(text string, digits int) string {
	number := strings.TrimPrefix(text, "-")
	if number == "" || strings.Trim(number, "0123456789") != "" {
		return text
	}
	return text[:len(text)-len(number)] + strings.Repeat("0", max(digits-len(number), 0)) + number
}

func (c *Catalog) response(code *Code, value Value, status int, text string, values map[string]string, b *body) Response {
	r := Response{Status: status, Type: "application/json"}
	if s := c.Status(status); s != nil {
		r.Reason = s.Reason
	}
	parts := code.Parts(text)
	message := append(make([]Span, 0, len(parts)+2), Span{Text: `"`})
	for _, part := range parts {
		span := Span{Text: part.Text}
		if part.Param != "" {
			value, given := values[part.Param]
			if !given {
				param, _ := code.Params.Get(part.Param)
				value = param.Example
			}
			span = Span{Kind: ParamSpan, Text: value, Name: part.Param}
		}
		r.Message += span.Text
		span.Text = escaped(span.Text)
		message = append(message, span)
	}
	message = append(message, Span{Text: `"`})
	c.Site.Envelope.write(b, value, message)
	r.Body = b.all()
	return r
}

// body is a response's body while it is put together.
type body struct {
	plain bool // in one span
	text  []byte
	spans []Span
}

func (b *body) add(spans ...Span) {
	if !b.plain {
		b.spans = append(b.spans, spans...)
		return
	}
	for _, s := range spans {
		b.text = append(b.text, s.Text...)
	}
}

func (b *body) all() []Span {
	if b.plain {
		return []Span{{Text: string(b.text)}}
	}
	return b.spans
}

// entry is one field of the envelope's body.
type entry struct {
	path  string
	spans []Span
}

func (e Envelope) write(b *body, code Value, message []Span) {
	text := code.Text
	if !code.Integer {
		text = `"` + escaped(text) + `"`
	}
	if b.plain {
		size := 0
		for _, span := range message {
			size += len(span.Text)
		}
		b.text = make([]byte, 0, size+128)
	} else {
		b.spans = make([]Span, 0, len(message)+16)
	}
	b.object([]entry{{e.Code, []Span{{Kind: CodeSpan, Text: text}}}, {e.Message, message}}, 0)
}

// object adds entries as a JSON object; those with the same first key share
// the object below it.
func (b *body) object(entries []entry, depth int) {
	margin := strings.Repeat(" ", 2*depth+2)
	b.add(Span{Text: "{\n"})
	for i := 0; i < len(entries); {
		key, _, nested := strings.Cut(entries[i].path, ".")
		var below []entry
		end := i
		for ; end < len(entries); end++ {
			first, rest, _ := strings.Cut(entries[end].path, ".")
			if first != key {
				break
			}
			if nested {
				below = append(below, entry{rest, entries[end].spans})
			}
		}
		if i > 0 {
			b.add(Span{Text: ",\n"})
		}
		b.add(Span{Text: margin}, Span{Kind: KeySpan, Text: `"` + escaped(key) + `"`}, Span{Text: ": "})
		if nested {
			b.object(below, depth+1)
		} else {
			b.add(entries[i].spans...)
		}
		i = end
	}
	b.add(Span{Text: "\n" + margin[2:] + "}"})
}

// escaped is text as it stands within the quotation marks of JSON.
func escaped(text string) string {
	if plain(text) {
		return text
	}
	quoted := marshal(text)
	return string(quoted[1 : len(quoted)-1])
}

// appendJSON adds a string as JSON.
func appendJSON(out []byte, s string) []byte {
	if plain(s) {
		return append(append(append(out, '"'), s...), '"')
	}
	return append(out, marshal(s)...)
}

// marshal gives a string as JSON, leaving <, > and & as they are.
func marshal(s string) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		panic(err) // a string always encodes
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// plain reports whether JSON has text as it is. Most is.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}
