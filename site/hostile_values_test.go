package site

import "strings"

// hostileValues are texts that would be something else than text to some
// reader of some output, if it weren't for the quoting. Go writes them, so what
// no source may hold stands as an escape.
var hostileValues = []string{
	// HTML: elements, attributes, what ends a text or a script
	`<script>alert(1)</script>`, `<img src=x onerror=alert(1)>`, `"><svg onload=alert(1)>`, `'><b>`, `" onmouseover="alert(1)`, `' onfocus='alert(1)' autofocus='`,
	`</title><script>alert(1)</script>`, `</textarea><b>`, `</style><style>*{display:none}</style>`, `</script><script>alert(1)</script>`, `<!--`, `-->`, `--!><b>`, `<![CDATA[<b>]]>`, `]]>`,
	`<?xml version="1.0"?>`, `<?php echo 1; ?>`, `?>`, `<!DOCTYPE html>`, `<!DOCTYPE a [<!ENTITY b "c">]>&b;`, `&lt;b&gt;`, `&amp;lt;`, `&#60;b&#62;`, `&#x3c;`, `&nbsp;`, `&copy`, `&`, `<`, `>`, `"`, `'`, "`",
	`<a href="javascript:alert(1)">x</a>`, `<base href="//evil.example/">`, `<meta http-equiv="refresh" content="0;url=//evil.example">`, `<iframe srcdoc="<b>">`, `<form action=//evil.example>`, `<link rel=stylesheet href=//evil.example>`,
	`<template><b></template>`, `<math><mi//xlink:href="data:x,<script>">`, `<svg><style><img src=x onerror=alert(1)>`, `<plaintext>`, `<xmp>`, `<noscript><b>`, `</main></body></html>`, `<table><tr><td>`, `<b/onclick=x//`, "<scr\u0000ipt>", `<x style="position:fixed">`,
	// addresses
	`javascript:alert(1)`, `JaVaScRiPt:alert(1)`, `&#106;avascript:alert(1)`, "java\tscript:alert(1)", "\u0001javascript:alert(1)", ` javascript:alert(1)`, `data:text/html,<script>alert(1)</script>`, `vbscript:x`, `blob:x`, `file:///etc/passwd`, `ms-msdt:/id`,
	`//evil.example/`, `\\evil.example\share`, `https://evil.example/"><b>`, `http://user:pass@evil.example`, `mailto:a@b.c?bcc=d@e.f`, `../../../etc/passwd`, `..%2f..%2f`, `/?q=<b>#<b>`, `#a=1&b=2`, `?a=b&c=d`, `%00`, `%3Cscript%3E`, `https://[::1`, `http:evil`, `:`,
	// YAML, JSON and front matter
	`---`, "---\ntitle: x\n---", `...`, `- a`, `a: b`, `? a`, `! a`, `!!binary x`, `&a`, `*a`, `| a`, `> a`, `{a: b}`, `[a, b]`, `# a`, `@a`, "`a", `%YAML 1.2`, `null`, `~`, `true`, `no`, `027`, `0x10`, `1e3`, `.inf`, `2026-01-01`, `<<`, `=`,
	`{"a":1}`, `"],"x":[`, `\`, `\"`, `\u0022`, `\u003cb\u003e`, `__proto__`, `constructor`,
	// spreadsheets
	`=1+1`, `=cmd|' /C calc'!A0`, `=HYPERLINK("http://evil.example","x")`, `+1`, `-1`, `@SUM(1)`, "\t=1", "＝1+1", "＠SUM(1)", `,`, `;`, `a,"b`, `""`, `'=1`,
	// Markdown
	`**b**`, `_i_`, `# h`, `## h {#main}`, `> q`, `* l`, `1. l`, `    code`, "```\ncode\n```", "~~~", `| a | b |`, `[x](javascript:alert(1))`, `![x](//evil.example/x.png)`, `<https://evil.example>`, `[x]: //evil.example`, "a\n===", "a\n---", `~~s~~`, `a  \`, `[^1]`, `- [ ] a`, `www.evil.example`, `](x)`, `{#id .class}`, "``` a ` b ``",
	// programs: what ends a comment or a string, or is replaced in one
	`*/ evil(); /*`, `// evil`, `""" '''`, `'''`, `\u000a evil();`, `\u002a\u002f evil(); `, `\u0022); evil(`, `"; evil(); "`, `'; evil(); '`, `#{evil}`, `#$evil`, `#@evil`, `${evil}`, `$(evil)`, "`evil`", `$evil`, `{$evil}`, `{{evil}}`, `{{.}}`, `{{template "x"}}`, `{% evil %}`, `<%= evil %>`, `%s%n%d`, `%[1]s`, `{0}`, `\x22`, `\N{QUOTATION MARK}`, `//go:build evil`, `#define evil`, `=begin`, `__END__`, `"#`, `@"`, `$"{evil}"`, `ends in \`, `ends in "`, `ends in '`, `ends in */`, `!history`, `; rm -rf /`, `|| true`, `-rf`, `--version`, `EOF`,
	// old tags of documentation comments
	`@deprecated x`, `{@link evil}`, `</summary><evil>`, `@param x`,
	// line ends and white space
	"two\nlines", "three\n\nlines", "a\n# b", "a\n- b", "a\n: b", "a\n=1+1", "a\n301 /x", "a\n---\nb", "a\nb: c", "\n<b>", "a\r\nb", "a\rb", "a\u2028b", "a\u2029b", "a\u0085b", "a\vb", "a\fb", "a\tb", " a", "\u00a0a", "\u3000a",
	// Unicode: hidden, reversed, beyond, and what isn't a character
	"\u202eevil", "\u2066evil\u2069", "\u200bevil", "\u200d", "\ufeffevil", "\ufffeevil", "\uffffevil", "\ufdd0", "\U000e0001", "\U0010ffff", "\ue000", "\u00ad", "\u0301", "e\u0301", "é", "ß", "İ", "ı", "ﬁ", "😀", "👩‍👩‍👧", "🇮🇱", "שלום", "مرحبا", "試し", "\x00", "\x1b[31m", "\x7f", "\u0080", "ﷺ", "＜script＞", "K", "a\u034fb", "\ufffd",
	// names and lengths
	`CON`, `.`, `..`, `index.html`, `a/b`, `a\b`, `a?b`, `a:b`, `.htaccess`, `404`, `codes`, strings.Repeat("long", 500), strings.Repeat("a ", 300), strings.Repeat("<", 300), strings.Repeat("[", 300), strings.Repeat(`"`, 100), strings.Repeat("\\", 99), strings.Repeat("\n", 50),
	"", " ", `0`, `-0`, `NaN`, `' OR 1=1 --`, `Robert'); DROP TABLE codes;--`, `.*`, `(?i)a{9,}`, `[a-`, `^$`, `)`,
}
