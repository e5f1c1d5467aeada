package site

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// JSON of the catalog's data: what encoding/json makes of the types of
// data_fields.go, at a fraction of its cost, because each code is written five
// times and more. The rules are:
//
//   - fields have the names and the order of their types; a list or a map that
//     is nil is empty
//   - <, > and & stand as they are
//   - JSON within JSON is valid, and takes the form of what stands around it

// jsonText is JSON being written.
type jsonText struct {
	text  []byte
	lines bool // each value on a line, for people; else all on one
	depth int  // of the objects and lists around
}

// jsonLine appends the value behind a pointer, on one line.
func jsonLine(to []byte, value any) []byte {
	j := jsonText{text: to}
	j.value(reflect.ValueOf(value))
	return j.text
}

// jsonLines appends it on lines of its own.
func jsonLines(to []byte, value any) []byte {
	j := jsonText{text: to, lines: true}
	j.value(reflect.ValueOf(value))
	return append(j.text, '\n')
}

func (j *jsonText) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			j.text = append(j.text, "null"...)
		} else {
			j.value(v.Elem())
		}
	case reflect.Bool:
		j.text = strconv.AppendBool(j.text, v.Bool())
	case reflect.Int:
		j.text = strconv.AppendInt(j.text, v.Int(), 10)
	case reflect.String:
		j.string(v.String())
	case reflect.Slice:
		if v.Type() == reflect.TypeFor[json.RawMessage]() {
			j.raw(v.Bytes())
			return
		}
		j.open('[')
		for i := range v.Len() {
			j.next(i == 0)
			j.value(v.Index(i))
		}
		j.close(']', v.Len() == 0)
	case reflect.Map:
		names := v.MapKeys()
		slices.SortFunc(names, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		j.open('{')
		for i, name := range names {
			j.next(i == 0)
			j.name(name.String())
			j.value(v.MapIndex(name))
		}
		j.close('}', len(names) == 0)
	case reflect.Struct:
		if own, ok := v.Addr().Interface().(json.Marshaler); ok {
			text, err := own.MarshalJSON()
			if err != nil {
				panic(err) // texts and numbers always encode
			}
			j.raw(text)
			return
		}
		first := true
		j.open('{')
		for i, field := range jsonFields()[v.Type()] {
			if of := v.Field(i); !field.omitEmpty || !of.IsZero() {
				j.next(first)
				j.name(field.name)
				j.value(of)
				first = false
			}
		}
		j.close('}', first)
	default:
		panic("data of the type " + v.Type().String())
	}
}

// open begins an object or a list, next another value of it; close ends it.
func (j *jsonText) open(bracket byte) {
	j.text = append(j.text, bracket)
	j.depth++
}

func (j *jsonText) next(first bool) {
	if !first {
		j.text = append(j.text, ',')
	}
	j.line()
}

func (j *jsonText) close(bracket byte, empty bool) {
	j.depth--
	if !empty {
		j.line()
	}
	j.text = append(j.text, bracket)
}

func (j *jsonText) line() {
	if j.lines {
		j.text = append(j.text, '\n')
		for range j.depth {
			j.text = append(j.text, "  "...)
		}
	}
}

func (j *jsonText) name(name string) {
	j.string(name)
	j.colon()
}

func (j *jsonText) colon() {
	j.text = append(j.text, ':')
	if j.lines {
		j.text = append(j.text, ' ')
	}
}

// string leaves the rare characters to encoding/json.
func (j *jsonText) string(s string) {
	b := append(j.text, '"')
	from := 0
	for i := 0; i < len(s); {
		if verbatim[s[i]] {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r >= utf8.RuneSelf && r != '\u2028' && r != '\u2029' && r != utf8.RuneError {
			i += size
			continue
		}
		b = append(b, s[from:i]...)
		switch r {
		case '\n':
			b = append(b, `\n`...)
		case '"', '\\':
			b = append(b, '\\', byte(r))
		default:
			quoted, err := json.Marshal(s[i : i+size])
			if err != nil {
				panic(err) // a string always encodes
			}
			b = append(b, quoted[1:len(quoted)-1]...)
		}
		i += size
		from = i
	}
	j.text = append(append(b, s[from:]...), '"')
}

// verbatim are the ASCII characters that stand in a string as they are.
var verbatim = func() (set [256]bool) {
	for c := byte(' '); c < utf8.RuneSelf; c++ {
		set[c] = c != '"' && c != '\\'
	}
	return set
}()

// raw writes JSON that has another form.
func (j *jsonText) raw(text []byte) {
	first := false // of an object's or a list's values
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c == ' ' || c == '\n' || c == '\t' || c == '\r' {
			continue
		}
		if first && c != '}' && c != ']' {
			j.line()
		}
		switch c {
		case '{', '[':
			j.open(c)
		case '}', ']':
			j.close(c, first)
		case ',':
			j.next(false)
		case ':':
			j.colon()
		case '"':
			from := i
			for i++; text[i] != '"'; i++ {
				if text[i] == '\\' {
					i++
				}
			}
			j.text = append(j.text, text[from:i+1]...)
		default:
			j.text = append(j.text, c)
		}
		first = c == '{' || c == '['
	}
}

type jsonField struct {
	name      string
	omitEmpty bool
}

// jsonFields are the fields of the types that data are made of.
var jsonFields = sync.OnceValue(func() map[reflect.Type][]jsonField {
	all := map[reflect.Type][]jsonField{}
	var add func(t reflect.Type)
	add = func(t reflect.Type) {
		switch t.Kind() {
		case reflect.Pointer, reflect.Slice:
			add(t.Elem())
		case reflect.Struct:
			for i := range t.NumField() {
				name, options, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
				all[t] = append(all[t], jsonField{name, options == "omitempty"})
				add(t.Field(i).Type)
			}
		}
	}
	add(reflect.TypeFor[dataCatalog]())
	add(reflect.TypeFor[openAPIExample]())
	return all
})

// encode is JSON of whatever else there is; <, > and & stand as they are.
func encode(value any, indent string) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	err := e.Encode(value)
	return b.Bytes(), err
}
