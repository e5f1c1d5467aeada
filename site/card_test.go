package site

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"strings"
	"testing"

	"golang.org/x/image/font"

	"responsa/site/catalog"
)

// drawn is the card of a site, decoded, with the colours of the real one.
func drawn(t *testing.T, name, about string, codes ...*catalog.Code) (image.Image, palette) {
	t.Helper()
	static, err := readFrontEnd(os.DirFS("../static"))
	if err != nil {
		t.Fatal(err)
	}
	colours, err := readPalette(static)
	if err != nil {
		t.Fatal(err)
	}
	c := &catalog.Catalog{Site: catalog.Site{Name: name, About: about}, Codes: codes}
	b := &builder{Catalog: c, listings: newListings(c), palette: colours}
	var first, second bytes.Buffer
	if err := b.card(&first); err != nil {
		t.Fatal(err)
	}
	if err := b.card(&second); err != nil || !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Errorf("%q: two drawings differ, or %v", name, err)
	}
	m, err := png.Decode(&first)
	if err != nil {
		t.Fatal(err)
	}
	if m.Bounds() != image.Rect(0, 0, 1200, 630) {
		t.Errorf("%q: the card is %v", name, m.Bounds())
	}
	return m, colours
}

// blank reports whether a piece of a picture has one colour alone.
func blank(m image.Image, r image.Rectangle, ground color.RGBA) bool {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if color.RGBAModel.Convert(m.At(x, y)) != color.Color(ground) {
				return false
			}
		}
	}
	return true
}

func TestCard(t *testing.T) {
	code := func(text string, http int, retry catalog.Retry) *catalog.Code {
		return &catalog.Code{Code: catalog.Value{Text: text}, HTTP: http, Retry: retry}
	}
	codes := []*catalog.Code{code("0", 200, catalog.NotNeeded), code("4", 500, catalog.AfterWait), code("-1", 0, catalog.Never), code("E_TOO_LONG_FOR_A_TILE", 422, catalog.AfterChange), code("שגיאה", 302, catalog.Never)}
	top := image.Rect(0, 0, cardWidth, cardMargin-4) // an accent may rise a little
	for _, tt := range []struct {
		name, about string
		writes      bool
		table       int // where it begins
	}{
		{"Acme codes", "What each code means.", true, 253},
		{"Коды · Κωδικοί", "", true, 197},
		{strings.Repeat("Acme's codes, ", 40), strings.Repeat("What each code means. ", 40), true, 308},
		{strings.Repeat("W", 400), "", true, 162},
		{"קודי תגובה", "רשימה", false, cardMargin},
		{"应答码", "What each code means.", false, cardMargin},
		{"", "", false, cardMargin},
	} {
		m, colours := drawn(t, tt.name, tt.about, codes...)
		paper := colours["paper"]
		if !blank(m, top, paper) || !blank(m, image.Rect(cardWidth-cardMargin+2, 0, cardWidth, tt.table), paper) {
			t.Errorf("%.20q: the margin isn't free", tt.name)
		}
		if writes := !blank(m, image.Rect(0, 0, cardWidth, tt.table), paper); writes != tt.writes {
			t.Errorf("%.20q: text above the table: %v", tt.name, writes)
		}
		for i, code := range codes {
			x := cardMargin + i*(tileWidth+tileGap)
			tone, ground := colours.class(code.Class())
			if got := m.At(x+2, tt.table+2); got != color.Color(ground) {
				t.Errorf("%.20q: the tile of %s is %v, want %v", tt.name, code.Code.Text, got, ground)
			}
			if plain := blank(m, image.Rect(x, tt.table+tileHeight-tileEdge, x+tileWidth, tt.table+tileHeight), ground); plain != (code.Retry == catalog.NotNeeded) {
				t.Errorf("%.20q: the edge of %s: %v", tt.name, code.Code.Text, plain)
			}
			if empty := blank(m, image.Rect(x, tt.table+40, x+tileWidth, tt.table+tileHeight-tileEdge), ground); empty != (i > 2) {
				t.Errorf("%.20q: the tile of %s is empty: %v", tt.name, code.Code.Text, empty)
			}
			if got := m.At(x, tt.table+tileHeight-1); code.Retry == catalog.AfterChange && got != color.Color(tone) {
				t.Errorf("%.20q: the edge of %s is %v, want %v", tt.name, code.Code.Text, got, tone)
			}
		}
	}
	if m, colours := drawn(t, "Acme codes", ""); !blank(m, image.Rect(0, 197, cardWidth, cardHeight), colours["paper"]) {
		t.Error("tiles of no code")
	}
}

func TestWrap(t *testing.T) {
	c, err := newCanvas(palette{})
	if err != nil {
		t.Fatal(err)
	}
	f := face(c.bold, 76)
	for _, tt := range []struct {
		text string
		want int
		cut  bool
	}{
		{"one", 1, false}, {"", 1, false}, {strings.Repeat("many words ", 4), 2, false}, {strings.Repeat("many words ", 40), 2, true}, {strings.Repeat("W", 99), 1, true},
	} {
		lines := wrap(f, tt.text, 2)
		if len(lines) != tt.want || strings.HasSuffix(lines[len(lines)-1], "…") != tt.cut {
			t.Errorf("%.20q: %q", tt.text, lines)
		}
		for _, line := range lines {
			if width := font.MeasureString(f, line).Ceil(); width > cardWidth-2*cardMargin {
				t.Errorf("%q is %d wide", line, width)
			}
		}
	}
}

// The colours are what a browser makes of tokens.css, and a theme's don't count.
func TestPalette(t *testing.T) {
	css := strings.NewReplacer(
		"--paper: light-dark(oklch(0.5 0 0)", "--paper: light-dark(oklch(1 0 0)", "--ink: light-dark(oklch(0.5 0 0)", "--ink: light-dark(oklch(0 0 0)",
		"--c5: light-dark(oklch(0.5 0 0)", "--c5: light-dark(oklch(0.62796 0.25768 29.234)",
	).Replace(plainTokens()) + "@media x { --paper: light-dark(oklch(0 0 0), oklch(0 0 0)) }"
	read := func(css string) (palette, error) {
		return readPalette(frontEnd{"tokens.css": css})
	}
	p, err := read(css)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"paper": "#ffffff", "ink": "#000000", "c5": "#ff0000"} {
		if got := p.hex(name); got != want {
			t.Errorf("--%s is %s, want %s", name, got, want)
		}
	}
	if tone, ground := p.class(3); tone != p["c0"] || ground != p["c0-ground"] {
		t.Error("a class without a colour has not that of none")
	}
	for _, broken := range []string{"", strings.Replace(css, "--c4:", "--c6:", 1), strings.ReplaceAll(css, "0.25768", "0.2.5")} {
		if _, err := read(broken); err == nil || !strings.Contains(err.Error(), "tokens.css") {
			t.Errorf("%.40q: %v", broken, err)
		}
	}
	if _, err := readPalette(frontEnd{}); err == nil {
		t.Error("no tokens.css, no error")
	}
}
