package site

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"responsa/site/catalog"
)

// Where each field of a code's file stands in the data.
var codeFields = map[string]string{
	"Code": "code", "Slug": "slug", "Name": "name", "Title": "title", "HTTP": "http", "Module": "module", "Message": "message",
	"Note": "note", "Wire": "wire", "Params": "params", "Outcome": "outcome", "Retry": "retry", "Actor": "actor", "Request": "request",
	"Related": "related", "Keywords": "keywords", "Aliases": "aliases", "Translations": "translations", "History": "history",
	"Sources": "sources", "Updated": "updated", "Retired": "retired", "Prose": "prose",
	"NoteFormat": "note_format",
	"State":      "",                     // prose is null
	"Output":     "", "placeholders": "", // of the samples, and of the site: no facts of the code
}

// The data say of a code what its file says: this reads each field of the
// catalog, whichever it has, and finds the same value in the JSON.
func TestDataSaysWhatTheCatalogSays(t *testing.T) {
	everyBuild(t, func(t *testing.T, c *catalog.Catalog, files Files, _ dataset) {
		whole := decoded(t, written(t, files, catalogFile))
		codes := whole["codes"].([]any)
		if len(codes) != len(c.Codes) {
			t.Fatalf("%d codes, want %d", len(codes), len(c.Codes))
		}
		for i, code := range c.Codes {
			data := codes[i].(map[string]any)
			value := reflect.ValueOf(*code)
			for _, field := range reflect.VisibleFields(value.Type()) {
				name, listed := codeFields[field.Name]
				if !listed {
					t.Errorf("the data leave out the field %s", field.Name)
				}
				if !field.IsExported() {
					continue
				}
				switch want := plainValue(value.FieldByIndex(field.Index)); field.Name {
				case "Output", "Prose", "State":
					if prose, is := data["prose"].(string); is != code.Documented() || is && prose == "" {
						t.Errorf("%s: prose is %q", code.Slug, prose)
					}
				case "Params":
					var params []any
					for _, one := range data[name].([]any) {
						param := maps.Clone(one.(map[string]any))
						params = append(params, param)
						if written, _ := param["written"].(string); !strings.Contains(code.Message, written) || written == "" {
							t.Errorf("%s: the message has no %q", code.Slug, written)
						}
						delete(param, "written")
					}
					if len(params) > 0 && !reflect.DeepEqual(any(params), want) {
						t.Errorf("%s: params are\n%#v, want\n%#v", code.Slug, data[name], want)
					}
				case "Wire":
					message, inferred := code.WireMessage()
					if data["wire"] != message || data["wire_inferred"] != inferred {
						t.Errorf("%s: wire is %v, %v", code.Slug, data["wire"], data["wire_inferred"])
					}
				case "Related":
					for i, r := range code.Related {
						one := data[name].([]any)[i].(map[string]any)
						if one["slug"] != r.Slug || one["why"] != r.Why || !strings.HasSuffix(one["address"].(string), "/codes/"+r.Slug+"/") {
							t.Errorf("%s: related is %v", code.Slug, one)
						}
					}
				default:
					if !reflect.DeepEqual(data[name], want) {
						t.Errorf("%s: %s is\n%#v, want\n%#v", code.Slug, name, data[name], want)
					}
				}
			}
			if response := data["response"].(map[string]any); !reflect.DeepEqual(response["body"], decoded(t, string(c.Response(code, nil).JSON()))) || fmt.Sprint(response["http"]) != fmt.Sprint(code.ResponseStatus()) {
				t.Errorf("%s: the response is %v", code.Slug, response)
			}

			own := decoded(t, written(t, files, "codes/"+code.Slug+".json"))
			if own["$schema"] != whole["$schema"].(string)+"#/$defs/code" {
				t.Errorf("%s: $schema is %v", code.Slug, own["$schema"])
			}
			delete(own, "$schema")
			if !reflect.DeepEqual(own, data) {
				t.Errorf("%s: its own file differs from the catalog's", code.Slug)
			}
		}
		for name, want := range map[string]any{"modules": c.Modules, "statuses": c.Statuses, "functions": c.Functions, "mentions": c.Mentions, "guides": c.Guides} {
			if got := whole[name].([]any); len(got) != reflect.ValueOf(want).Len() {
				t.Errorf("%d %s", len(got), name)
			}
		}
		for i, f := range c.Functions {
			want := plainValue(reflect.ValueOf(f)).(map[string]any)
			if got := whole["functions"].([]any)[i]; !reflect.DeepEqual(got, want) {
				t.Errorf("the function is\n%v, want\n%v", got, want)
			}
		}
		for i, m := range c.Mentions {
			got := whole["mentions"].([]any)[i].(map[string]any)
			if got["title"] != m.Title || got["about"] != m.About || got["source"] != m.Source || !reflect.DeepEqual(got["code"], plainValue(reflect.ValueOf(m.Code))) {
				t.Errorf("the mention is %v", got)
			}
		}
	})
}

// plainValue is a value of the catalog as JSON has it: an empty string or
// number is null, field names are those of the catalog's files.
func plainValue(v reflect.Value) any {
	switch v.Interface().(type) {
	case catalog.Value, catalog.Object:
		code, isCode := v.Interface().(catalog.Value)
		if isCode && code.Integer {
			return json.Number(code.Text)
		} else if isCode {
			return code.Text
		}
		object := map[string]any{}
		d := json.NewDecoder(strings.NewReader(v.Interface().(catalog.Object).Indent()))
		d.UseNumber()
		if err := d.Decode(&object); err != nil {
			panic(err)
		}
		return object
	case catalog.Translations:
		all := map[string]any{}
		for _, t := range v.Interface().(catalog.Translations) {
			all[t.Language] = t.Text
		}
		return all
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		return plainValue(v.Elem())
	case reflect.String:
		if v.String() == "" {
			return nil
		}
		return v.String()
	case reflect.Bool:
		return v.Bool()
	case reflect.Int:
		if v.Int() == 0 {
			return nil
		}
		return json.Number(fmt.Sprint(v.Int()))
	case reflect.Slice:
		all := []any{}
		for i := range v.Len() {
			all = append(all, plainValue(v.Index(i)))
		}
		return all
	case reflect.Struct:
		fields := map[string]any{}
		for i := range v.NumField() {
			name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("yaml"), ",")
			if name == "-" {
				name = strings.ToLower(v.Type().Field(i).Name)
			}
			fields[name] = plainValue(v.Field(i))
		}
		return fields
	}
	panic(v.Type().String())
}

// Every address of the data is absolute, on this site, and leads to a file.
func TestDataAddresses(t *testing.T) {
	everyBuild(t, func(t *testing.T, c *catalog.Catalog, files Files, d dataset) {
		count := 0
		var walk func(value any)
		walk = func(value any) {
			switch value := value.(type) {
			case map[string]any:
				for name, inner := range value {
					if s, ok := inner.(string); ok && slices.Contains([]string{"address", "page", "json", "markdown", "$schema"}, name) {
						count++
						rest, ours := strings.CutPrefix(s, d.Canonical(""))
						rest, _, _ = strings.Cut(rest, "#")
						if _, there := files.Get(file(rest)); !ours || !there {
							t.Errorf("%s: %s leads nowhere", name, s)
						}
					}
					walk(inner)
				}
			case []any:
				for _, inner := range value {
					walk(inner)
				}
			}
		}
		walk(decoded(t, written(t, files, catalogFile)))
		if want := 2 + 3*len(c.Codes); count < want {
			t.Errorf("%d addresses, want %d at least", count, want)
		}
	})
}

// The data are the same bytes in a bundle.
func TestDataInBothStyles(t *testing.T) {
	_, published := acmeAs(t, Published)
	_, bundle := acmeAs(t, Bundle)
	for _, path := range []string{catalogFile, schemaFile, csvFile, openAPIFile, "codes/3.json", "codes/3.md"} {
		if written(t, published, path) != written(t, bundle, path) {
			t.Errorf("%s differs", path)
		}
	}
}

// The version says that the data are the same, and nothing else.
func TestVersion(t *testing.T) {
	of := func(change func(fstest.MapFS)) string {
		files := valid(t)
		change(files)
		c := good(t, files)
		v, err := version(c)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	replace := func(file, old, new string) func(fstest.MapFS) {
		return func(files fstest.MapFS) {
			before := files[file].Data
			if files[file] = (&fstest.MapFile{Data: bytes.Replace(before, []byte(old), []byte(new), 1)}); bytes.Equal(before, files[file].Data) {
				t.Fatalf("%s has no %q", file, old)
			}
		}
	}
	first := of(func(fstest.MapFS) {})
	for name, change := range map[string]func(fstest.MapFS){
		"nothing":  func(fstest.MapFS) {},
		"address":  replace("site.yaml", "https://codes.acme.example", "https://other.example/docs"),
		"edit":     replace("site.yaml", "https://git.acme.example/edit", "https://git.acme.example/change"),
		"a sample": replace("samples/curl.sh", "curl", "curl "),
	} {
		if of(change) != first {
			t.Errorf("%s: another version", name)
		}
	}
	seen := map[string]string{first: "nothing"}
	for name, change := range map[string]func(fstest.MapFS){
		"vendor":    replace("site.yaml", "vendor: Acme", "vendor: Acme Ltd"),
		"message":   replace("codes/1.md", "Order placed.", "Order  placed."),
		"prose":     replace("codes/1.md", "The order stands.", "The order stands!"),
		"link":      replace("codes/2.md", "start.md#older", "start.md"),
		"status":    replace("statuses.yaml", "The call worked.", "The call ran."),
		"module":    replace("modules.yaml", "Orders and what they hold", "Orders"),
		"mention":   replace("mentions.yaml", "Warehouse on fire", "Warehouse burnt"),
		"the guide": replace("guides/start.md", "title: Start", "title: Begin"),
		"no code": func(files fstest.MapFS) {
			delete(files, "codes/1.md")
			files["functions.yaml"].Data = bytes.Replace(files["functions.yaml"].Data, []byte(`"1", `), nil, 1)
			replace("guides/start.md", "[1](../codes/1.md)", "1")(files)
		},
	} {
		v := of(change)
		if other, twice := seen[v]; twice {
			t.Errorf("%s has the version of %s", name, other)
		}
		seen[v] = name
	}
	_, files := acme(t)
	for _, path := range []string{catalogFile, openAPIFile} {
		if !strings.Contains(written(t, files, path), `"version": "`+first+`"`) {
			t.Errorf("%s has another version", path)
		}
	}
	for _, path := range []string{"codes/3.json", "codes/3.md"} {
		if strings.Contains(written(t, files, path), first) {
			t.Errorf("%s changes with other codes", path)
		}
	}
}

// A code a line: what tools that know lines count on.
func TestCatalogHasACodeALine(t *testing.T) {
	c, files := acme(t)
	lines := strings.Split(written(t, files, catalogFile), "\n")
	for _, code := range c.Codes {
		if n := slices.IndexFunc(lines, func(line string) bool {
			return strings.HasPrefix(line, fmt.Sprintf(`{"code":%s,`, code.Code.Text))
		}); n < 0 || !json.Valid([]byte(strings.TrimSuffix(lines[n], ","))) {
			t.Errorf("code %s has no line of its own", code.Code)
		}
	}
}
