package catalog

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unique"
)

// Strict decoding of YAML into the catalog's types. The rules are:
//
//   - a field that no type has, a missing one, one given twice: a Problem
//   - a value of the wrong kind or out of its closed list: a Problem
//   - every Problem of a file is found, not only the first
//
// Fields are named by a yaml struct tag; ",required" behind the name says that
// the field must be there and not be empty, ",given" that it must be there. The
// texts of a field that is ",shared" are the same in many files, and are held once.
//
// A node's texts may be parts of the file's, which a catalog doesn't keep. So
// what is kept of them is cloned.

// custom is a type that reads its own node.
type custom interface{ decode(*decoder, *node) }

// enum is a string type with a closed list of values.
type enum interface{ Known() []string }

type decoder struct {
	file     string
	problems Problems
	*room    // for what is dropped again
}

func (d *decoder) problem(n *node, hint, format string, args ...any) {
	d.problems = append(d.problems, Problem{d.file, n.Line, n.Column, fmt.Sprintf(format, args...), hint})
}

// value decodes n into v; name is the field's, for messages.
func (d *decoder) value(n *node, v reflect.Value, name string) {
	if c, ok := v.Addr().Interface().(custom); ok {
		c.decode(d, n)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.value(n, v.Elem(), name)
	case reflect.Struct:
		d.structure(n, v, name)
	case reflect.Slice:
		if d.want(n, list, name) && len(n.Content) > 0 {
			v.Set(reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content)))
			for i, item := range n.Content {
				d.value(item, v.Index(i), name)
			}
		}
	case reflect.Int:
		if !d.want(n, scalar, name) {
			return
		}
		number, err := strconv.Atoi(n.Value)
		if err != nil || n.quoted || !integer.MatchString(n.Value) {
			d.problem(n, "", "%s must be a whole number, not %q", name, n.Value)
			return
		}
		v.SetInt(int64(number))
	case reflect.Bool:
		if !d.want(n, scalar, name) {
			return
		}
		if n.quoted || n.Value != "true" && n.Value != "false" {
			d.problem(n, "", "%s must be true or false, not %q", name, n.Value)
			return
		}
		v.SetBool(n.Value == "true")
	case reflect.String:
		if !d.want(n, scalar, name) {
			return
		}
		text := n.Value
		if e, ok := v.Addr().Interface().(enum); ok {
			known := e.Known()
			i := slices.Index(known, text)
			if i < 0 {
				d.problem(n, meant(text, known), "unknown %s %q", name, text)
				return
			}
			v.SetString(known[i]) // one string for all codes
			return
		}
		v.SetString(strings.Clone(text))
	default:
		panic("catalog: no decoding for " + v.Type().String())
	}
}

// share has equal texts be one string.
func share(v reflect.Value) {
	if v.Kind() == reflect.Slice {
		for i := range v.Len() {
			share(v.Index(i))
		}
		return
	}
	v.SetString(unique.Make(v.String()).Value())
}

// want reports whether n is of the kind, and says so if it isn't.
func (d *decoder) want(n *node, kind nodeKind, name string) bool {
	if n.Kind == kind && !null(n) {
		return true
	}
	got := n.Kind.String()
	if null(n) {
		got = "nothing"
	}
	d.problem(n, "", "%s must be %s, not %s", name, kind, got)
	return false
}

// structure decodes a mapping into a struct.
func (d *decoder) structure(n *node, v reflect.Value, name string) {
	if !d.want(n, mapping, name) {
		return
	}
	fields, names := fieldsOf(v.Type())
	seen := d.keys(n)
	defer func() { d.keyed = append(d.keyed, seen) }()
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		at := slices.Index(names, key.Value)
		switch {
		case key.Kind != scalar: // said already
		case at < 0:
			d.problem(key, meant(key.Value, names), "unknown field %q", key.Value)
		case seen.get(key.Value) == n.Content[i+1]:
			d.value(n.Content[i+1], v.FieldByIndex(fields[at].index), key.Value)
			if fields[at].shared {
				share(v.FieldByIndex(fields[at].index))
			}
		}
	}
	for _, f := range fields {
		if !f.required && !f.given {
			continue
		}
		value := seen.get(f.name)
		if value == nil {
			d.problem(n, "", "missing field %q", f.name)
		} else if !f.required {
			continue
		} else if value.Kind == scalar && value.quoted && strings.TrimSpace(value.Value) == "" ||
			value.Kind == list && len(value.Content) == 0 {
			d.problem(value, "", "%s is empty", f.name)
		}
	}
}

// keyed are a mapping's keys, each once. Most mappings are small, so a map
// would cost more than to look through them.
type keyed struct {
	keys, values []*node
	index        map[string]int // of a large one
}

const fewKeys = 32

func (k *keyed) find(key string) int {
	if k.index != nil {
		if i, ok := k.index[key]; ok {
			return i
		}
		return -1
	}
	return slices.IndexFunc(k.keys, func(n *node) bool { return n.Value == key })
}

// get returns the value of a key, nil for none.
func (k *keyed) get(key string) *node {
	if i := k.find(key); i >= 0 {
		return k.values[i]
	}
	return nil
}

// keys returns the first value of each key, and reports keys given twice. Who
// needs it no more gives it back to the room.
func (d *decoder) keys(n *node) *keyed {
	var k *keyed
	if last := len(d.keyed) - 1; last >= 0 {
		k, d.keyed = d.keyed[last], d.keyed[:last]
		*k = keyed{keys: k.keys[:0], values: k.values[:0]}
	} else {
		k = &keyed{keys: make([]*node, 0, fewKeys), values: make([]*node, 0, fewKeys)}
	}
	if most := len(n.Content) / 2; most > fewKeys {
		k.index = make(map[string]int, most)
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if key.Kind != scalar {
			d.problem(key, "", "a field's name must be a single value, not %s", key.Kind)
			continue
		}
		if at := k.find(key.Value); at >= 0 {
			d.problem(key, fmt.Sprintf("the first stands in line %d", k.keys[at].Line), "field %q is given twice", key.Value)
			continue
		}
		if k.index != nil {
			k.index[key.Value] = len(k.keys)
		}
		k.keys, k.values = append(k.keys, key), append(k.values, n.Content[i+1])
	}
	return k
}

type field struct {
	name     string
	required bool // and not empty
	given    bool // even if empty
	shared   bool
	index    []int
}

// structs holds what fieldsOf found, by type.
var structs sync.Map

type fieldList struct {
	fields []field
	names  []string
}

// fieldsOf lists a struct's fields, and their names in the same order.
func fieldsOf(t reflect.Type) ([]field, []string) {
	if known, ok := structs.Load(t); ok {
		l := known.(*fieldList)
		return l.fields, l.names
	}
	l := &fieldList{}
	for _, f := range reflect.VisibleFields(t) {
		tag := f.Tag.Get("yaml")
		if tag == "" || tag == "-" {
			continue
		}
		name, rest, _ := strings.Cut(tag, ",")
		options := strings.Split(rest, ",")
		has := func(option string) bool { return slices.Contains(options, option) }
		l.fields = append(l.fields, field{name, has("required"), has("given"), has("shared"), f.Index})
		l.names = append(l.names, name)
	}
	structs.Store(t, l)
	return l.fields, l.names
}

func (v *Value) decode(d *decoder, n *node) {
	if !d.want(n, scalar, "code") {
		return
	}
	isInteger := !n.quoted && integer.MatchString(n.Value)
	if !isInteger && !n.quoted {
		text := strings.Join(strings.Fields(n.Value), " ") // it may go on over lines
		d.problem(n, fmt.Sprintf("write '%s' if the code is text, or the number without leading zeros", text),
			"code %s is neither a plain integer nor in quotes", text)
		return
	}
	*v = Value{Text: strings.Clone(n.Value), Integer: isInteger}
}

func (p *Params) decode(d *decoder, n *node) {
	if !d.want(n, mapping, "params") {
		return
	}
	seen := d.keys(n)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if seen.get(key.Value) != value {
			continue
		}
		param := Param{Name: strings.Clone(key.Value)}
		d.structure(value, reflect.ValueOf(&param).Elem(), "params."+key.Value)
		*p = append(*p, param)
	}
}

func (t *Translations) decode(d *decoder, n *node) {
	if !d.want(n, mapping, "translations") {
		return
	}
	seen := d.keys(n)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		name := "translations." + key.Value
		if _, known := languageOf(key.Value); !known {
			d.problem(key, meant(key.Value, languageCodes()), "unknown language %q", key.Value)
		} else if seen.get(key.Value) == value {
			if d.want(value, scalar, name) && strings.TrimSpace(value.Value) == "" {
				d.problem(value, "", "%s is empty", name)
			}
			// An empty one stays, so that it isn't missing as well.
			*t = append(*t, Translation{strings.Clone(key.Value), strings.Clone(strings.TrimSpace(value.Value))})
		}
	}
}

// Date is a day, YYYY-MM-DD.
type Date string

func (date *Date) decode(d *decoder, n *node) {
	if !d.want(n, scalar, "a date") {
		return
	}
	if _, err := time.Parse(time.DateOnly, n.Value); err != nil {
		d.problem(n, "write it as YYYY-MM-DD", "%q is not a date", n.Value)
		return
	}
	*date = Date(strings.Clone(n.Value))
}

func (o *Object) decode(d *decoder, n *node) {
	if d.want(n, mapping, "body") {
		*o = Object(bytes.Clone(d.json(make([]byte, 0, 256), n)))
	}
}

// json adds a node as compact JSON, keys in the order of the file.
func (d *decoder) json(out []byte, n *node) []byte {
	switch n.Kind {
	case list:
		out = append(out, '[')
		for i, item := range n.Content {
			if i > 0 {
				out = append(out, ',')
			}
			out = d.json(out, item)
		}
		return append(out, ']')
	case mapping:
		seen := d.keys(n)
		defer func() { d.keyed = append(d.keyed, seen) }()
		out = append(out, '{')
		begin := len(out)
		for i := 0; i+1 < len(n.Content); i += 2 {
			key, value := n.Content[i], n.Content[i+1]
			if seen.get(key.Value) != value {
				continue
			}
			if len(out) > begin {
				out = append(out, ',')
			}
			out = d.json(append(appendJSON(out, key.Value), ':'), value)
		}
		return append(out, '}')
	}
	if null(n) {
		return append(out, "null"...)
	}
	first := n.Value[:min(1, len(n.Value))]
	if !n.quoted && (n.Value == "true" || n.Value == "false" || strings.Contains("-0123456789", first) && json.Valid([]byte(n.Value))) {
		return append(out, n.Value...)
	}
	return appendJSON(out, n.Value)
}
