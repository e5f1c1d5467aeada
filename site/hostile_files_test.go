package site

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
