package site

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"responsa/site/catalog"
)

// A field in hostileFiles: its name, whether it must be unlike the others, what
// surrounds it, and what it holds in a harmless catalog where any text won't do;
// behind @ that isn't quoted.
var hostileField = regexp.MustCompile(`\{\{([a-z_.0-9]+)(!?)(?:\+([a-z]*\[[A-Za-z]*\]))?(?:\|(.*))?\}\}(:|\n)`)

// fillHostile makes a catalog. text gives what a field holds.
func fillHostile(text func(field string, number int, harmless string) string) fstest.MapFS {
	files, unlike := fstest.MapFS{"samples/python.py.tmpl": {Data: []byte(`print({{quote .Host .Path .Page}})  # {{comment .Title}}
BODY = {{body ""}}
ADVICE = {{quote .Advice}}
`)}}, map[string]int{}
	for _, name := range slices.Sorted(maps.Keys(hostileFiles)) {
		filled := hostileField.ReplaceAllStringFunc(strings.TrimPrefix(hostileFiles[name], "\n"), func(field string) string {
			part := hostileField.FindStringSubmatch(field)
			number := 0
			if part[2] != "" {
				if unlike[part[1]] == 0 {
					unlike[part[1]] = len(unlike) + 1
				}
				number = unlike[part[1]]
			}
			value := text(part[1], number, part[4])
			if around := part[3]; strings.HasSuffix(around, "[]") {
				value = strings.TrimSuffix(around, "[]") + " message of [" + value + "]"
			} else if around != "" {
				value += around
			}
			if literal, is := strings.CutPrefix(value, "@"); is && part[4] == value {
				return literal + part[5]
			}
			return quoteYAML(value) + part[5]
		})
		files[name] = &fstest.MapFile{Data: []byte(filled)}
	}
	return files
}

// quoteYAML writes any text as one line of ASCII.
func quoteYAML(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteString(`\` + string(r))
		case r >= ' ' && r < 0x7f:
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, `\U%08X`, r)
		}
	}
	return b.String() + `"`
}

// hostileBuild is a catalog with one hostile text wherever the checks let it
// stand.
type hostileBuild struct {
	catalog *catalog.Catalog
	refused map[string]bool
	keys    map[string]bool // texts that are keys in JSON
}

// plantHostile puts a text into every field, but those that a check refused
// before, and takes it out again where a check refuses it. before says on which
// side of the text its number stands where all must differ.
func plantHostile(t *testing.T, value string, before bool) hostileBuild {
	return replantHostile(t, value, value, before, map[string]bool{})
}

// nameFields are those that make names of files, and an order.
var nameFields = map[string]bool{"site.bundle_name": true, "site.address": true, "code.name": true, "module.id": true, "code.module": true, "code.updated": true, "history.recorded": true, "retired.since": true, "security.expires": true, "retired.replaced_by": true}

// replantHostile is plantHostile with another text in the fields that make
// names, which are no text.
func replantHostile(t *testing.T, value, name string, before bool, refused map[string]bool) hostileBuild {
	t.Helper()
	b := hostileBuild{refused: maps.Clone(refused), keys: map[string]bool{}}
	for {
		clear(b.keys)
		files := fillHostile(func(field string, number int, harmless string) string {
			text := value
			if b.refused[field] && harmless != "" {
				return harmless
			} else if b.refused[field] {
				text = "x"
			} else if nameFields[field] {
				text = name
			}
			if strings.HasPrefix(field, "envelope.") { // where a full stop parts two keys
				text = strings.ReplaceAll(text, ".", "·")
			}
			if number > 0 && before {
				text = strconv.Itoa(number) + text
			} else if number > 0 {
				text += strconv.Itoa(number)
			}
			if field == "body.key" || strings.HasPrefix(field, "envelope.") {
				b.keys[text] = true
			}
			return text
		})
		var problems catalog.Problems
		if b.catalog, problems = checked(files); len(problems) == 0 {
			return b
		}
		if !b.refuse(problems) {
			t.Fatalf("%q: refused without a field in the line:\n%v", value, problems)
		}
	}
}

// refuse takes the text out of the fields that problems name; out of a file's
// fields where they name none that has it. It reports whether there were any.
func (b hostileBuild) refuse(problems catalog.Problems) (some bool) {
	refuse := func(line string) {
		field := hostileField.FindStringSubmatch(line + "\n")
		if field == nil {
			return
		}
		name := field[1]
		if name == "sample.file" && b.refused[name] {
			name = "sample.quote" // is said there, too
		}
		if !b.refused[name] {
			b.refused[name], some = true, true
		}
	}
	lines := map[string][]string{}
	for _, p := range problems {
		name := strings.TrimPrefix(p.File, "content/")
		lines[name] = strings.Split(strings.TrimPrefix(hostileFiles[name], "\n"), "\n")
		if p.Line <= len(lines[name]) {
			refuse(lines[name][p.Line-1])
		}
	}
	if !some {
		for _, all := range lines {
			for _, line := range all {
				refuse(line)
			}
		}
	}
	return some
}

// harmlessLike is a text of the same lines, with nothing but letters in them.
func harmlessLike(value string) string {
	lines := strings.Split(value, "\n")
	for i, line := range lines {
		if line != "" {
			lines[i] = "x"
		}
	}
	return strings.Join(lines, "\n")
}
