package site

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"responsa/components"
	"responsa/site/catalog"
)

// The single-file edition is a page that loads nothing: the codes, the matrix
// and the decoder in one file, without the samples. It alone has a style sheet,
// a script and data inside, the first two let through by their hashes.

// writeSingle writes the edition.
func writeSingle(w io.Writer, c *catalog.Catalog, options Options) error {
	options.Style = Single
	b, err := newBuilder(c, options)
	if err != nil {
		return err
	}
	v := components.SingleView{
		Heading: c.Site.Title, Address: b.Canonical(""), Matrix: b.matrixView(""),
		Style: b.assets.inline.style, Script: b.assets.inline.script,
	}
	if v.Data, err = singleData(map[string]any{"address": b.Canonical(""), "search": b.search().first}); err != nil {
		return err
	}
	if v.Version, err = b.options.version(); err != nil {
		return err
	}
	if v.Parts, err = b.parts(); err != nil {
		return err
	}
	p := b.frame("", c.Site.Title, c.Site.About)
	p.Title, p.Home, p.Records, p.Cards, p.AllCodes.Href = c.Site.Title, "", "", "", "#contents"
	p.Policy = singlePolicy(v)
	return render(w, components.Single(p, v))
}

// singleData is JSON for a page, where the marks of searchtext.go can't stand as
// they are: HTML knows no control characters.
func singleData(data any) (json.RawMessage, error) {
	text, err := json.Marshal(data)
	var b bytes.Buffer
	for _, r := range string(text) {
		if r >= 0x80 && r < 0xa0 {
			fmt.Fprintf(&b, `\u%04x`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.Bytes(), err
}

// singlePolicy allows the page's own script and style, and nothing to load.
func singlePolicy(v components.SingleView) string {
	hash := func(text string) string {
		sum := sha256.Sum256([]byte(text))
		return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	return strings.Join([]string{
		"default-src 'none'", "script-src " + hash(v.Script), "style-src " + hash(v.Style), "base-uri 'none'", "form-action 'none'",
		"require-trusted-types-for 'script'", "trusted-types 'none'",
	}, "; ")
}

// parts are the codes by module; those that are retired come last.
func (b *builder) parts() ([]components.SinglePart, error) {
	var parts []components.SinglePart
	add := func(part components.SinglePart, codes []*catalog.Code) error {
		for _, code := range codes {
			view, err := b.singleCode(code)
			if err != nil {
				return err
			}
			part.Codes = append(part.Codes, view)
		}
		if len(codes) > 0 {
			parts = append(parts, part)
		}
		return nil
	}
	if len(b.Modules) == 0 {
		if err := add(components.SinglePart{ID: "codes", Title: "Codes"}, b.listings.all.codes); err != nil {
			return nil, err
		}
	}
	for _, m := range b.Modules {
		part := components.SinglePart{ID: b.Href("", modulePage(m.ID))[1:], Title: m.Title, About: m.About}
		if err := add(part, b.listings.byModule[m.ID].codes); err != nil {
			return nil, err
		}
	}
	retired := slices.DeleteFunc(slices.Clone(b.Codes), func(code *catalog.Code) bool { return code.Retired == nil })
	err := add(components.SinglePart{ID: "retired", Title: "Retired", About: "No longer given"}, retired)
	return parts, err
}

func (b *builder) singleCode(code *catalog.Code) (components.SingleCode, error) {
	v := components.SingleCode{CodeView: b.codeView("", code), ID: b.Href("", codePage(code))[1:]}
	v.Permalink = b.Canonical(codePage(code))
	var err error
	if _, v.Body, err = b.prose("", code.Prose); err != nil {
		return v, err
	}
	if v.NoteHTML, err = b.note(code); err != nil {
		return v, err
	}
	// The vendor's own words stand above already.
	v.Translations = slices.DeleteFunc(v.Translations, func(t components.TranslationView) bool { return t.Vendor })
	var from []string
	for _, s := range v.Sources {
		if s.Inference {
			v.Inferences = strings.Join(s.What, "; ")
		} else {
			from = append(from, s.From)
		}
	}
	v.From = strings.Join(from, ", ")
	return v, nil
}
