package site

import (
	"strconv"
	"strings"

	"responsa/components"
	"responsa/site/catalog"
)

// codeView is what a code's page says of it, less the samples.
func (b *builder) codeView(page string, code *catalog.Code) components.CodeView {
	v := components.CodeView{
		Tile: b.tile(page, code), Note: code.Note, Documented: code.Documented(),
		Outcome: code.Outcome.Words(), Actor: code.Actor.Words(), Retry: code.Retry.Words(),
		Wire: wire(b.Catalog, code), CallKnown: code.Request != nil || len(b.Functions) == 0,
		MeantOther: code.MeantOther(), LegacyText: b.Site.Legacy != nil, Sources: sources(code.Sources),
		Permalink: b.Canonical(page), Data: b.dataLinks(page, code), Updated: string(code.Updated), Vendor: b.Site.Vendor,
	}
	v.Message = parts(code, code.Message)
	v.Params = params(code)
	if s := b.Status(code.HTTP); s != nil {
		v.StatusHref, v.StatusText = b.Href(page, statusPage(s.Status)), strings.TrimSpace(strconv.Itoa(s.Status)+" "+s.Reason)
	}
	v.Translations = translations(b.Catalog, code)
	for _, r := range code.Related {
		v.Related = append(v.Related, components.RelatedView{Tile: b.tile(page, b.Catalog.Code(r.Slug)), Why: r.Why})
	}
	for _, e := range code.History {
		v.Earlier = append(v.Earlier, components.EarlierView{Change: e.Change.Label(), Message: e.Message, About: e.About, Where: place(e)})
	}
	v.Retired = b.retired(page, code)
	if m := b.Module(code.Module); m != nil {
		v.ModuleHref, v.Module = b.Href(page, modulePage(m.ID)), m.Title
	}
	return v
}

// code is the page of one response code.
func (b *builder) code(page string, i int) component {
	code := b.Codes[i]
	v := b.codeView(page, code)
	prose, body, err := b.prose(page, code.Prose)
	v.Body = body
	if err != nil {
		return failed{err}
	}
	if v.NoteHTML, err = b.note(code); err != nil {
		return failed{err}
	}
	if v.Samples, err = b.sampler.views(code); err != nil {
		return failed{err}
	}
	v.Tabs, v.Output = b.sampler.tabs, b.sampler.output(code)
	if code.Request != nil && b.Site.Legacy != nil {
		if f := b.Function(code.Request.Function); f != nil && f.Legacy {
			v.OlderCall = f.Name
		}
	}
	if i > 0 {
		t := b.tile(page, b.Codes[i-1])
		v.Previous = &t
	}
	if i+1 < len(b.Codes) {
		t := b.tile(page, b.Codes[i+1])
		v.Next = &t
	}
	crumbs := []components.Link{{Href: b.Href(page, ""), Text: "Home"}, {Href: b.Href(page, codesPage), Text: "Codes"}}
	if v.Module != "" {
		crumbs = append(crumbs, components.Link{Href: v.ModuleHref, Text: v.Module})
	}
	crumbs = append(crumbs, components.Link{Text: code.Code.Text})
	p := b.frame(page, code.Code.Text+" "+code.Title, describe(code), crumbs...)
	p.Styles, p.Waits = p.Styles[:1], len(code.Params) > 0
	p.Edit = b.edit(code.Prose.File)
	p.NoIndex = code.Retired != nil
	p.Alternates = b.alternates(page, codeMarkdownFile(code), codeJSONFile(code))
	if text := whatToDo(prose); text != "" {
		p.Preview.Description = text
	}
	return components.Code(p, v)
}

// retired says that a code is no longer given, nil of one that is.
func (b *builder) retired(page string, code *catalog.Code) *components.RetiredView {
	if code.Retired == nil {
		return nil
	}
	v := &components.RetiredView{Since: string(code.Retired.Since), Why: code.Retired.Why}
	if replacement := b.Catalog.Code(code.Retired.ReplacedBy); replacement != nil {
		t := b.tile(page, replacement)
		v.Replacement = &t
	}
	return v
}

// describe is what a search engine or a chat shows of a code's page.
func describe(code *catalog.Code) string {
	text, _, _ := strings.Cut(code.Message, "\n")
	if text != "" && !strings.HasSuffix(text, ".") {
		text += "."
	}
	status, retry := "", ""
	if code.HTTP != 0 {
		status = "HTTP " + strconv.Itoa(code.HTTP) + ". "
	}
	if code.Retry != "" {
		retry = "Repeat: " + strings.ToLower(code.Retry.Label()) + ". "
	}
	return short(strings.TrimSpace(code.Title + ". " + status + retry + text))
}

// wire is a code's response, with its examples filled in.
func wire(c *catalog.Catalog, code *catalog.Code) components.WireView {
	r := c.Response(code, nil)
	_, inferred := code.WireMessage()
	return components.WireView{StatusLine: r.StatusLine(), Type: r.Type, Body: r.Body, Inferred: inferred}
}

// translations are the message in every language that has it, the vendor's
// first; none where there is nothing but the vendor's.
func translations(c *catalog.Catalog, code *catalog.Code) []components.TranslationView {
	if len(code.Translations) == 0 {
		return nil
	}
	view := func(l catalog.Language, text string) components.TranslationView {
		return components.TranslationView{Language: l.Code, Direction: l.Direction, Name: l.Name, Own: l.Own, Text: parts(code, text)}
	}
	wire, _ := code.WireMessage()
	views := []components.TranslationView{view(c.Site.MessageLanguage(), wire)}
	views[0].Vendor = true
	for _, language := range catalog.Languages {
		if text, ok := code.Translations.Get(language.Code); ok {
			views = append(views, view(language, text))
		}
	}
	return views
}

// parts cuts a message at its variable parts.
func parts(code *catalog.Code, message string) []components.Part {
	var views []components.Part
	for _, part := range code.Parts(message) {
		views = append(views, components.Part{Text: shown(part), Written: part.Written, Param: part.Param})
	}
	return views
}

// shown is a part as it stands on a page: as it is written, where a mark around
// it doesn't say the same as square brackets.
func shown(part catalog.Part) string {
	if part.Written == "["+part.Param+"]" {
		return part.Param
	}
	return part.Written
}

// params explains a message's variable parts.
func params(code *catalog.Code) []components.Param {
	written, alike := map[string]string{}, map[string]int{}
	for _, part := range code.Parts(code.Message) {
		if part.Param != "" && written[part.Param] == "" {
			written[part.Param] = shown(part)
			alike[shown(part)]++
		}
	}
	var views []components.Param
	for _, p := range code.Params {
		view := components.Param{Name: p.Name, Shown: written[p.Name], About: p.About, Example: p.Example}
		if alike[view.Shown] > 1 {
			view.Which = p.Name
		}
		views = append(views, view)
	}
	return views
}

// sources groups statements by where they come from, the vendor's pages in
// the order of the file, inferences last.
func sources(all []catalog.Source) []components.SourceView {
	var views []components.SourceView
	var inferences []string
next:
	for _, s := range all {
		if s.From == catalog.Inference {
			inferences = append(inferences, s.What)
			continue
		}
		for i := range views {
			if views[i].From == s.From {
				views[i].What = append(views[i].What, s.What)
				continue next
			}
		}
		views = append(views, components.SourceView{From: s.From, What: []string{s.What}})
	}
	if len(inferences) > 0 {
		views = append(views, components.SourceView{Inference: true, What: inferences})
	}
	return views
}
