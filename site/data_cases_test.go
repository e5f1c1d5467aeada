package site

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"responsa/site/catalog"
)

// dataCases are the catalogs that data are tested with.
func dataCases(t *testing.T) map[string]*catalog.Catalog {
	t.Helper()
	c, problems := real()
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	small, _ := acme(t)
	empty := fstest.MapFS{"site.yaml": {Data: []byte("title: None\nname: None\nvendor: None\nabout: Nothing yet.\naddress: https://none.example\nhost: none.example\nenvelope: {code: c, message: m, type: integer}\n")}}
	return map[string]*catalog.Catalog{"real": c, "acme": small, "odd": good(t, odd()), "minus": good(t, minus(t)), "empty": good(t, empty)}
}

func good(t *testing.T, files fstest.MapFS) *catalog.Catalog {
	t.Helper()
	c, problems := checked(files)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return c
}

// minus is the valid catalog with a negative code, one that came under another
// status, and one that is retired.
func minus(t *testing.T) fstest.MapFS {
	files := valid(t)
	files["site.yaml"].Data = append(files["site.yaml"].Data, "legacy:\n  pad: 3\n  http: 200\n"...)
	text := strings.NewReplacer("code: 3\n", "code: -3\nslug: \"-3\"\n", "TooMany", "TooFew", "title: Too many pieces", "title: Too few", "updated:", "retired: {since: 2026-11-24, why: \"=nobody | **asked**\", replaced_by: \"3\"}\nupdated:").Replace(string(files["codes/3.md"].Data))
	files["codes/-3.md"] = &fstest.MapFile{Data: []byte(text)}
	return files
}

// odd is a catalog without modules and statuses, whose codes are text in an
// envelope of two levels, and whose every text tries to be something else.
func odd() fstest.MapFS {
	const hostile = `"=1+1 <script>alert(1)</script> [x](javascript:alert(2)) **b** _i_ \u0060c\u0060 | & &lt; --> ''' \"\"\" ]]> # \\ \u2028 \u200b \ufffe \U000e0001 ~~~ {{.}} ${x} %s 027, ;"`
	lines := strings.NewReplacer("HOSTILE", hostile)
	return fstest.MapFS{
		"site.yaml": {Data: []byte(lines.Replace(`title: HOSTILE
name: Odd
vendor: "<i>Odd</i> & _Co_ [x](y)"
about: HOSTILE
address: https://odd.example/a (b)/
host: odd.example
envelope: {code: error.code, message: error.text.message, type: string}
`))},
		"mentions.yaml": {Data: []byte(lines.Replace("- {code: \"009\", title: HOSTILE, about: HOSTILE, source: HOSTILE, guide: guides/odd.md#question}\n"))},
		"guides/odd.md": {Data: []byte(lines.Replace("---\ntitle: HOSTILE\nabout: HOSTILE\norder: 1\nupdated: 2026-11-23\n---\n## Q {#question}\n\nText.\n"))},
		"codes/027.md": {Data: []byte(lines.Replace(`---
code: "027"
name: Padded
title: HOSTILE
message: HOSTILE
note: HOSTILE
outcome: failure
retry: never
actor: vendor
keywords: [HOSTILE, "@x", "+1", "-1", "'x"]
related: [{slug: f, why: HOSTILE}]
params: {x: {about: HOSTILE, example: HOSTILE, type: list}}
translations: {he: "=שלום 1+1 <b> [x]"}
history: [{change: meaning, message: HOSTILE, where: HOSTILE, source: HOSTILE, recorded: 2026-11-23}, {change: wording, about: HOSTILE, where: HOSTILE, source: HOSTILE, http: 418, recorded: 2026-11-23}]
sources: [{what: HOSTILE, from: HOSTILE}, {what: HOSTILE, from: inference}]
updated: 2026-11-23
---
## What happened

A <script>alert(1)</script> of [text](f.md "a \"b\" & | c") and ![x].

<div onclick="alert(1)">
[x](javascript:alert(1)) *a*
- [y](javascript:alert(2))
</div>

## Why

> | a | b |
> | - | - |
> | [x][ref] | <b>\|</b> [ref] |

## What to do

- [Guide](../guides/odd.md#question), [all](/codes/?class=4xx#Value=%20x), [elsewhere](https://example.com/a?b#c), <https://example.com>

[ref]: <../guides/odd.md>
  'T'
`))},
		"codes/f.md": {Data: []byte(lines.Replace(`---
code: "=HYPERLINK(\"http://evil.example\",\"x\")"
slug: f
name: Formula
title: A formula
message: |-
  =cmd|' /C calc'!A0
    ` + "````" + `
  @SUM(1) [Value, "x"]
params: {'Value, "x"': {about: HOSTILE, example: HOSTILE, type: text}}
outcome: empty
retry: after-wait
actor: nobody
sources: [{what: all, from: manual}]
updated: 2026-11-23
---
## What happened

Nothing.

## Why

Nothing.

## What to do

Nothing.
`))},
	}
}

// everyBuild builds each catalog.
func everyBuild(t *testing.T, test func(t *testing.T, c *catalog.Catalog, files Files, b dataset)) {
	for name, c := range dataCases(t) {
		t.Run(name, func(t *testing.T) {
			files, err := Build(c, Options{Static: plainStatic})
			if err != nil {
				t.Fatal(err)
			}
			l, err := newLinks(Published, c.Site.Address)
			if err != nil {
				t.Fatal(err)
			}
			test(t, c, files, dataset{c, l, addresses(c), newMarkdown()})
		})
	}
}

func written(t *testing.T, files Files, path string) string {
	t.Helper()
	f, ok := files.Get(path)
	if !ok {
		t.Fatalf("no %s", path)
	}
	return contents(t, f)
}

func decoded(t *testing.T, text string) map[string]any {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return value.(map[string]any)
}
