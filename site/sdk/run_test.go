package sdk

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"responsa/site/catalog"
)

// Every language's file is compiled or loaded, and a driver beside it prints
// what it says of its constants and of every text that it is given. What it
// must say is worked out here from the catalog alone.

// said is what a driver prints of one text.
type said struct {
	Sent        string  `json:"sent"`
	Parsed      any     `json:"parsed"` // null where the text is no code
	Known       bool    `json:"known"`
	Title       *string `json:"title"`
	Retry       *string `json:"retry"`
	MayRetry    bool    `json:"mayRetry"`
	NeedsChange bool    `json:"needsChange"`
	Actor       *string `json:"actor"`
	UserMustAct bool    `json:"userMustAct"`
	Address     *string `json:"address"`
	WithValues  *string `json:"withValues"`
}

// values are those that each driver gives, in the order of their names.
const values = `#Minimum%20Age=18&a%3Db%26c%23=1%2B1%20%25%C3%A9%F0%9F%98%80%E2%80%A8%27%22%21%2A%28%29~%2F%3F%5C`

func TestLanguages(t *testing.T) {
	for _, l := range languages {
		t.Run(l.template, func(t *testing.T) {
			t.Parallel()
			runner, known := runners[l.template]
			if !known {
				t.Fatal("nobody has said how to run this language: add it to runners")
			}
			need(t, runner.tools...)
			for _, each := range catalogs {
				t.Run(each.name, func(t *testing.T) {
					c := each.load(t)
					dir := t.TempDir()
					saveFile(t, l, c, dir)
					v := newView(l, newFacts(c, home, pageOf))
					command := runner.prepare(t, dir, v)
					command.Stdin = strings.NewReader(strings.Join(probes(c), "\n") + "\n")
					var out, errors bytes.Buffer
					command.Stdout, command.Stderr = &out, &errors
					if err := command.Run(); err != nil || errors.Len() > 0 {
						t.Fatalf("%v\n%.3000s", err, &errors)
					}
					hold(t, l, runner.typed, c, out.Bytes())
				})
			}
		})
	}
}

func saveFile(t *testing.T, l language, c *catalog.Catalog, dir string) string {
	t.Helper()
	var b bytes.Buffer
	if err := l.write(&b, newView(l, newFacts(c, home, pageOf))); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, filepath.Base(l.path))
	if err := os.WriteFile(file, b.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	return file
}

// probes are the texts that the drivers look up: every code, padded and not,
// and what is none.
func probes(c *catalog.Catalog) []string {
	texts := []string{"99999", "-0", "000", "", "-", "0027x", "+27", " 27", "27 ", "27.0", "2e1", "0x1b", "00x1", "９", "99999999999999999999999", "-0007", "é\\\"'"}
	for _, code := range c.Codes {
		texts = append(texts, code.Code.Text, "0"+code.Code.Text, strings.Repeat("0", 5)+code.Code.Text)
	}
	return texts
}

// hold compares what a driver printed with the catalog, field by field.
func hold(t *testing.T, l language, typed bool, c *catalog.Catalog, printed []byte) {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(printed))
	decoder.UseNumber()
	var head struct {
		Docs      string         `json:"docs"`
		Constants map[string]any `json:"constants"`
	}
	if err := decoder.Decode(&head); err != nil {
		t.Fatalf("%v\n%.1000s", err, printed)
	}
	if head.Docs != home {
		t.Errorf("the pages stand at %q", head.Docs)
	}
	most := widest(l)
	texts := c.Site.Envelope.Type == catalog.StringScalar || slices.ContainsFunc(c.Codes, func(code *catalog.Code) bool { return !within(code.Code.Text, most) })
	constants := map[string]any{}
	for _, code := range c.Codes {
		name := code.Name
		if upperNames[l.template] {
			name = upper(name)
		}
		if slices.Contains(l.taken, name) {
			name += "_"
		}
		constants[name] = value(code.Code.Text, texts)
	}
	if !maps.EqualFunc(head.Constants, constants, func(a, b any) bool { return a == b }) {
		t.Errorf("the constants are\n%v\nwant\n%v", head.Constants, constants)
	}
	for _, text := range probes(c) {
		var got said
		if err := decoder.Decode(&got); err != nil {
			t.Fatalf("%v\n%.1000s", err, printed)
		}
		want := demand(c, text, texts, most)
		if typed && want.Parsed == nil { // there is nothing to ask about
			want.Address, want.WithValues = nil, nil
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("of %q it says\n%s\nwant\n%s", text, asJSON(got), asJSON(want))
		}
	}
	if decoder.More() {
		t.Error("it says more than it was asked")
	}
}

// upperNames are the languages that write constants in capitals.
var upperNames = map[string]bool{"python": true, "php": true, "java": true}

// widest is how many bits the values of a language have, without the sign.
func widest(l language) int {
	return map[string]int{"typescript": 53, "python": 1 << 20, "php": 63, "csharp": 63, "java": 63, "go": 63}[l.template]
}

func within(text string, bits int) bool {
	n, ok := new(big.Int).SetString(text, 10)
	return ok && n.BitLen() <= bits
}

func value(text string, isText bool) any {
	if isText {
		return text
	}
	return json.Number(text)
}

var (
	canonical = regexp.MustCompile(`^(0|-?[1-9][0-9]*)$`)
	padded    = regexp.MustCompile(`^(-?)0*([0-9]+)$`)
)

// demand is what must be said of a text.
func demand(c *catalog.Catalog, sent string, texts bool, most int) said {
	with := func(text string) []*catalog.Code {
		var codes []*catalog.Code
		for _, code := range c.Codes {
			if code.Code.Text == text {
				codes = append(codes, code)
			}
		}
		return codes
	}
	text, parsed := sent, true
	if c.Site.Legacy != nil && padded.MatchString(sent) {
		bare := padded.ReplaceAllString(sent, "$1$2")
		if !texts {
			bare = strings.Replace(bare, "-0", "0", 1)
		}
		if !texts || with(sent) == nil && with(bare) != nil {
			text = bare
		}
	}
	if !texts {
		parsed = canonical.MatchString(text) && within(text, most)
	}
	s := said{Sent: sent}
	if parsed {
		s.Parsed = value(text, texts)
	}
	search := home + "?q=" + strings.ReplaceAll(url.QueryEscape(text), "+", "%20")
	s.Address, s.WithValues = &search, &search
	codes := with(text)
	if codes == nil {
		return s
	}
	s.Known = true
	agree := func(of func(*catalog.Code) string) *string {
		for _, code := range codes {
			if of(code) != of(codes[0]) || of(code) == "" {
				return nil // not one answer, or not documented
			}
		}
		first := of(codes[0])
		return &first
	}
	s.Title = agree(func(code *catalog.Code) string { return code.Title })
	s.Retry = agree(func(code *catalog.Code) string { return string(code.Retry) })
	s.Actor = agree(func(code *catalog.Code) string { return string(code.Actor) })
	s.MayRetry = s.Retry != nil && *s.Retry == "after-wait"
	s.NeedsChange = s.Retry != nil && *s.Retry == "after-change"
	s.UserMustAct = s.Actor != nil && *s.Actor == "end-user"
	if page := pageOf(codes...); page != "" {
		all := page + values
		s.Address, s.WithValues = &page, &all
	}
	return s
}

func asJSON(v any) string {
	out, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(out)
}
