package sdk

import (
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"responsa/site/catalog"
	"responsa/site/importer"
)

// The catalogs that every language is tried with: the real one, and some that
// are made to hurt.

const home = "https://codes.example/a%20b/"

func pageOf(codes ...*catalog.Code) string {
	if len(codes) == 1 {
		return home + "codes/" + codes[0].Slug + "/"
	} else if text := codes[0].Code.Text; catalog.SafeSlug(text) {
		return home + "codes/" + text + "/"
	}
	return ""
}

var catalogs = []struct {
	name string
	load func(testing.TB) *catalog.Catalog
}{
	{"real", func(t testing.TB) *catalog.Catalog { return loaded(t, os.DirFS("../../content")) }},
	{"odd", func(t testing.TB) *catalog.Catalog { return made(t, "string", 3, odd()) }},
	{"wide", func(t testing.TB) *catalog.Catalog {
		return made(t, "integer", 0, integers("0", "-1", "3000000000", "-9007199254740993", "9223372036854775807"))
	}},
	{"huge", func(t testing.TB) *catalog.Catalog {
		return made(t, "integer", 0, integers("7", "9223372036854775808"))
	}},
	{"undocumented", undocumented},
	{"empty", func(t testing.TB) *catalog.Catalog { return made(t, "integer", 2, nil) }},
}

// one is a made-up code.
type one struct {
	code, name, slug, module string // the code as YAML has it
	title, message           string
	retry, actor             string
	more                     string // further fields
}

// hurting is text that ends comments and strings somewhere.
var hurting = []string{
	`*/ } evil(); /*`, `""" '''`, `\u000a\u002a\u002f evil`, `?> <?php evil();`, `</summary><evil> &amp; ]]> &`,
	"@deprecated {@link evil} {{evil}}", "a\u2028evil();\u2029b\ufeffc", `ends in \`, `ends in "`, "two\nlines\n\n# three", "%s ${evil} #{evil} `evil`",
	"שלום 😀 é", `"`, `'`, "``two'' quotes", "--> <!--", "//go:build evil", `\`, "# - 1. evil:",
}

// awkward are names that some language, or some file here, has taken.
var awkward = []string{
	"Class", "Equals", "GetType", "ToString", "Finalize", "ResponseCode", "ResponseCodes", "Docs", "Rows", "Row", "Unknown", "Code", "ParseCode",
	"Retry", "Actor", "RetryNever", "ActorVendor", "TypeChecking", "None", "True", "Nan", "X", "HTTPError", "Base64XMLReader", "Int", "String", "Self", "E2e",
}

func odd() []one {
	codes := []one{
		{code: `"card_declined"`, name: "CardDeclined"}, {code: `"-1"`, name: "MinusOne"}, {code: `"0x80070005"`, name: "AccessDenied"},
		{code: `"E0308"`, name: "Mismatched"}, {code: `"404"`, name: "NotFound"}, {code: `"7"`, name: "Seven"}, {code: `"0"`, name: "Zero"},
		{code: `"a b"`, slug: "a-b", name: "Blank"}, {code: `"x\"'\\$y"`, slug: "quotes", name: "Quotes"}, {code: `"ß+é"`, slug: "letters", name: "Letters"},
		{code: `"027"`, name: "Padded"}, {code: `27`, name: "Plain"}, {code: `"x1"`, name: "Hexadecimal"},
		{code: `"50"`, slug: "left-50", module: "left", name: "Left", title: "Shared left", retry: "after-wait", actor: "vendor"},
		{code: `"50"`, slug: "right-50", module: "right", name: "Right", title: "Shared right", retry: "after-wait", actor: "developer"},
		{code: `"a/b"`, slug: "left-ab", module: "left", name: "LeftAb", title: "Both", message: "left"},
		{code: `"a/b"`, slug: "right-ab", module: "right", name: "RightAb", message: "right"},
		{code: `"old"`, name: "Old", more: "retired: {since: 2026-01-01, why: 'the */ \"\"\" ?> \\u000a </a> is gone', replaced_by: '404'}\n"},
		{code: `"older"`, name: "Older", more: "retired: {since: 2025-01-01, why: gone}\nhttp: 404\n"},
	}
	for i, text := range hurting {
		codes = append(codes, one{code: fmt.Sprintf(`"h%d"`, i), name: fmt.Sprintf("Hurting%d", i), message: text, title: strings.NewReplacer("\n", " ").Replace(text) + fmt.Sprint(i)})
	}
	for i, name := range awkward {
		codes = append(codes, one{code: fmt.Sprintf(`"n%d"`, i), name: name})
	}
	return codes
}

// undocumented are codes of which nobody has said what to do.
func undocumented(t testing.TB) *catalog.Catalog {
	t.Helper()
	result, err := importer.Import("t.csv", []byte("code,message\nE1,first\nE1,second\nE2,\n"), importer.Options{Vendor: "Acme", Day: "2026-01-02",
		Check: func(content fs.FS) (mistakes, remarks catalog.Problems) {
			_, mistakes = catalog.Load(content, "")
			return mistakes, nil
		}})
	if err != nil {
		t.Fatal(err)
	}
	content := fstest.MapFS{}
	for name, text := range result.Files {
		content[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return loaded(t, content)
}

func integers(all ...string) []one {
	var codes []one
	for i, n := range all {
		codes = append(codes, one{code: n, name: fmt.Sprintf("Number%d", i)})
	}
	return codes
}

// made is a catalog of the codes; pad is that of the legacy form, if any.
func made(t testing.TB, envelope string, pad int, codes []one) *catalog.Catalog {
	t.Helper()
	content := fstest.MapFS{}
	write := func(name, text string) { content[name] = &fstest.MapFile{Data: []byte(text)} }
	site := "title: T\nname: N\nvendor: 'A*/ ?> \"\"\" \\u000a <b>'\nabout: A\naddress: https://codes.example\nhost: api.example\nenvelope: {code: code, message: message, type: " + envelope + "}\n"
	if pad > 0 {
		site += fmt.Sprintf("legacy: {pad: %d, http: 200}\n", pad)
	}
	write("site.yaml", site)
	write("modules.yaml", "- {id: main, title: Main, about: A}\n- {id: left, title: Left, about: A}\n- {id: right, title: Right, about: A}\n")
	write("statuses.yaml", "- {status: 404, reason: Not Found, about: A}\n")
	retries, actors := catalog.Retry("").Known(), catalog.Actor("").Known()
	for i, code := range codes {
		or := func(s, other string) string {
			if s == "" {
				return other
			}
			return s
		}
		slug := or(code.slug, strings.Trim(code.code, `"`))
		front := fmt.Sprintf("---\ncode: %s\nslug: %q\nname: %s\ntitle: %s\nmodule: %s\nmessage: %s\noutcome: failure\nretry: %s\nactor: %s\nupdated: 2026-01-02\nsources:\n  - {what: all, from: inference}\n%s---\n",
			code.code, slug, code.name, yaml(or(code.title, "Title of "+code.name)), or(code.module, "main"), yaml(or(code.message, "Message of "+code.name)),
			or(code.retry, retries[i%len(retries)]), or(code.actor, actors[i%len(actors)]), code.more)
		write("codes/"+slug+".md", front)
	}
	return loaded(t, content)
}

// yaml quotes text as a value.
func yaml(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\u2028", `\L`, "\u2029", `\P`).Replace(s) + `"`
}

func loaded(t testing.TB, content fs.FS) *catalog.Catalog {
	t.Helper()
	c, problems := catalog.Load(content, "content")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return c
}
