package site

import (
	"encoding/json"
	"io"
)

// The web manifest: what a browser calls the site, and shows of it, when a
// reader keeps it among their programs. The icon is drawn at any size, so one
// serves.

const manifestFile = "manifest.webmanifest"

type webManifest struct {
	Name        string         `json:"name"`
	ShortName   string         `json:"short_name"`
	Description string         `json:"description"`
	Language    string         `json:"lang"`
	ID          string         `json:"id"`
	Start       string         `json:"start_url"`
	Scope       string         `json:"scope"`
	Display     string         `json:"display"`
	Ground      string         `json:"background_color"`
	Theme       string         `json:"theme_color"`
	Icons       []manifestIcon `json:"icons"`
}

type manifestIcon struct {
	Source string `json:"src"`
	Sizes  string `json:"sizes"`
	Type   string `json:"type"`
}

func (b *builder) webManifest(w io.Writer) error {
	home := b.Href(manifestFile, "")
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(webManifest{
		Name: b.Site.Title, ShortName: b.Site.Name, Description: b.Site.About, Language: b.Site.Language,
		ID: home, Start: home, Scope: home,
		Display: "minimal-ui", // links must lead back
		Ground:  b.palette.hex("paper"), Theme: b.palette.hex("paper"),
		Icons: []manifestIcon{{b.Href(manifestFile, b.assets.icon.Href), "any", mediaType(b.assets.icon.Href)}},
	})
}
