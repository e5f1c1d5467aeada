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

// hostileFiles is a catalog that has every field that there is. A field's text
// is {{name}}, a line has no more than one: where a check refuses a text, the
// line says whose. {{name!}} is a text that must differ from all others.
// Fields that have the same name hold the same text.
var hostileFiles = map[string]string{
	"site.yaml": `
title: {{site.title}}
name: {{site.name}}
vendor: {{site.vendor}}
about: {{site.about}}
address: {{site.address|https://codes.example}}
language: {{site.language|en}}
edit: {{site.edit|https://git.example/{file}}}
report: {{site.report|https://git.example/issues}}
host: {{site.host|api.example}}
function: {{site.function}}
security:
  contact: {{security.contact|mailto:a@b.example}}
  expires: {{security.expires|2027-01-01}}
bundle_name: {{site.bundle_name|codes}}
envelope:
  code: {{envelope.code!|error.code}}
  message: {{envelope.message!|error.message}}
  type: {{envelope.type|string}}
  errors_under_200: true
mock:
  no_token: {{mock.no_token|one}}
  unknown_function: one
  missing_fields: one
  success: one
  inferred:
    - {{mock.inferred|no_token}}
  open:
    - {{function.name!}}
samples:
  - id: {{sample.id|python}}
    title: {{sample.title}}
    version: {{sample.version}}
    file: {{sample.file|samples/python.py.tmpl}}
    quote: {{sample.quote|python}}
redirects:
  - from: {{redirect.from|/old/}}
    to: {{redirect.to|/codes/}}
placeholders: {{site.placeholders|brackets}}
translations:
  - {{site.translations|es}}
`,
	"modules.yaml": `
- id: first
  title: {{module.title!}}
  about: {{module.about}}
- id: {{module.id|second}}
  title: Second
  about: A
- id: third
  title: Third
  about: A
`,
	"statuses.yaml": `
- status: 200
  reason: {{status.reason}}
  about: {{status.about}}
- status: {{status.status|@404}}
  reason: Not Found
  about: A
`,
	"functions.yaml": `
- name: {{function.name!}}
  about: {{function.about}}
  source: {{function.source}}
  codes:
    - {{function.codes|one}}
  fields:
    - name: {{field.name}}
      about: {{field.about}}
      example: {{field.example}}
`,
	"mentions.yaml": `
- code: {{mention.code!}}
  title: {{mention.title}}
  about: {{mention.about}}
  where: {{mention.where}}
  source: {{mention.source}}
  guide: {{mention.guide|guides/start.md#older}}
- status: 429
  title: {{mention.title}}
  about: {{mention.about}}
  source: {{mention.source}}
  guide: guides/start.md
`,
	"guides/start.md": `---
title: {{guide.title!}}
about: {{guide.about}}
order: 1
sources:
  - what: {{guide.source.what}}
    from: {{guide.source.from}}
updated: 2026-11-23
---
## Now

See [one](../codes/one.md).

## Older {#older}

Text.
`,
	"codes/one.md": `---
code: {{code.code!}}
slug: {{code.slug|one}}
name: {{code.name|One}}
title: {{code.title!}}
http: {{code.http|@200}}
module: {{code.module|first}}
message: {{code.message}}
note: {{code.note}}
note_format: {{code.note_format|text}}
wire: {{code.wire}}
outcome: {{code.outcome|failure}}
retry: {{code.retry|after-wait}}
actor: {{code.actor|vendor}}
request:
  function: {{function.name!}}
  body:
    ? {{body.key!}}
    : {{body.value}}
    list:
      - {{body.item}}
related:
  - slug: {{related.slug|two}}
    why: {{related.why}}
keywords:
  - {{code.keyword}}
aliases:
  - {{code.alias|/codes/older/}}
translations:
  es: {{translation.es}}
history:
  - change: wording
    message: {{history.message}}
    where: {{history.where}}
    source: {{history.source}}
    recorded: {{history.recorded|2026-11-23}}
  - change: meaning
    about: {{history.about}}
    where: {{history.where}}
    source: {{history.source}}
    recorded: 2026-11-22
sources:
  - what: {{source.what}}
    from: {{source.from}}
  - what: {{source.inference}}
    from: inference
updated: {{code.updated|2026-11-23}}
---
## What happened

See [two](two.md).

## Why

Text.

## What to do

1. First.
2. Second.
`,
	"codes/two.md": `---
code: "second"
slug: two
name: Two
title: Second title
module: third
message: {{param.message+[Limit]}}
params:
  Limit:
    about: {{param.about}}
    example: {{param.example}}
    type: {{param.type|text}}
translations:
  es: {{param.translation+[Limit]}}
outcome: failure
retry: never
actor: developer
sources:
  - what: all
    from: manual
updated: 2026-11-23
---
## What happened

Text.

## Why

Text.

## What to do

Text.
`,
	"codes/three.md": `---
code: "third"
slug: three
name: Three
title: Third title
module: third
message: {{param.name+[]}}
params:
  {{param.name}}:
    about: A
    example: A
    type: text
translations:
  es: {{param.name+es[]}}
outcome: failure
retry: never
actor: developer
sources:
  - what: all
    from: manual
updated: 2026-11-23
retired:
  since: {{retired.since|2026-11-23}}
  why: {{retired.why}}
  replaced_by: {{retired.replaced_by|one}}
---
## What happened

Text.

## Why

Text.

## What to do

Text.
`,
	"codes/four.md": `---
code: "fourth"
slug: four
name: Four
title: Fourth title
module: third
message: ""
prose: {{code.prose|not-documented}}
translations:
  es: Nada.
sources:
  - what: all
    from: manual
updated: 2026-11-23
---
`,
}

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
