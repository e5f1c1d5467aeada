package site

import (
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/gomonobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"responsa/site/catalog"
)

// The picture that a chat shows beside a link: the site's name over the first
// tiles of the periodic table. One for the whole site, because a page says in
// words which code it is about.
//
// Nothing shapes text here, and the fonts have Latin, Greek and Cyrillic
// letters. What they can't write is left out: the table says enough.
//
// It has a palette, which takes a fifth of the time to write: for each ground
// the tone that is written on it, and shades between for the letters' edges.

const (
	cardFile              = "card.png"
	cardWidth, cardHeight = 1200, 630 // what Open Graph's readers ask for

	cardMargin  = 72
	tileWidth   = 144
	tileHeight  = 132
	tileGap     = 12
	tilePadding = 14
	tileEdge    = 6

	shades = 32 // from a ground to its tone: a palette holds those of six classes and of two texts
)

func (b *builder) card(w io.Writer) error {
	c, err := newCanvas(b.palette)
	if err != nil {
		return err
	}
	y := c.headline(b.Site.Name, b.Site.About)
	codes := b.listings.all.codes
	for ; y < cardHeight; y += tileHeight + tileGap {
		for x := cardMargin; x < cardWidth && len(codes) > 0; x += tileWidth + tileGap {
			c.tile(x, y, codes[0])
			codes = codes[1:]
		}
	}
	e := png.Encoder{CompressionLevel: png.BestSpeed}
	return e.Encode(w, c.image)
}

// canvas is the card while it is drawn.
type canvas struct {
	image                 *image.Paletted
	colours               palette
	regular, bold, figure *sfnt.Font
}

func newCanvas(colours palette) (*canvas, error) {
	c := &canvas{image: image.NewPaletted(image.Rect(0, 0, cardWidth, cardHeight), nil), colours: colours}
	for font, source := range map[**sfnt.Font][]byte{&c.regular: goregular.TTF, &c.bold: gobold.TTF, &c.figure: gomonobold.TTF} {
		parsed, err := opentype.Parse(source)
		if err != nil {
			return nil, err
		}
		*font = parsed
	}
	c.ink(colours["ink"], colours["paper"]) // what nothing is drawn on has the first colour
	return c, nil
}

// ink gives the palette a tone on its ground, and returns the first of their
// shades. The ground is the first, the tone is the last.
func (c *canvas) ink(tone, ground color.RGBA) (first uint8) {
	mix := func(from, to uint8, i int) uint8 { return uint8((int(from)*(shades-1-i) + int(to)*i) / (shades - 1)) }
	ramp := make(color.Palette, shades)
	for i := range ramp {
		ramp[i] = color.RGBA{mix(ground.R, tone.R, i), mix(ground.G, tone.G, i), mix(ground.B, tone.B, i), 0xff}
	}
	for at := 0; at < len(c.image.Palette); at += shades {
		if slices.Equal(c.image.Palette[at:at+shades], ramp) {
			return uint8(at)
		}
	}
	c.image.Palette = append(c.image.Palette, ramp...)
	return uint8(len(c.image.Palette) - shades)
}

func (c *canvas) fill(r image.Rectangle, colour color.RGBA) {
	draw.Draw(c.image, r, image.NewUniform(colour), image.Point{}, draw.Src)
}

// headline writes the site's name and what it is about, and returns where the
// table begins.
func (c *canvas) headline(name, about string) (y int) {
	y = cardMargin
	if !writable(c.bold, name) {
		return y
	}
	size := 76
	for size > 44 && !fits(face(c.bold, size), name) {
		size -= 4
	}
	y += c.lines(face(c.bold, size), name, 2, y, size*11/10, c.ink(c.colours["ink"], c.colours["paper"]))
	if writable(c.regular, about) {
		y += 14 + c.lines(face(c.regular, 30), about, 2, y+14, 42, c.ink(c.colours["soft"], c.colours["paper"]))
	}
	return y + 42
}

// lines writes a text over so many lines at most, and returns their height.
func (c *canvas) lines(f font.Face, text string, most, y, height int, ink uint8) int {
	lines := wrap(f, text, most)
	for i, line := range lines {
		c.write(f, line, cardMargin, y+i*height+height*3/4, ink)
	}
	return len(lines) * height
}

// write draws a text in the shades of an ink, as font.Drawer does.
func (c *canvas) write(f font.Face, text string, x, baseline int, ink uint8) {
	dot, before := fixed.P(x, baseline), rune(-1)
	for _, letter := range text {
		if before >= 0 {
			dot.X += f.Kern(before, letter)
		}
		box, mask, corner, advance, _ := f.Glyph(dot, letter)
		c.glyph(box, mask, corner.Sub(box.Min), ink)
		dot.X += advance
		before = letter
	}
}

func (c *canvas) glyph(box image.Rectangle, mask image.Image, shift image.Point, ink uint8) {
	box = box.Intersect(c.image.Rect)
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			_, _, _, alpha := mask.At(x+shift.X, y+shift.Y).RGBA()
			if shade := uint8(alpha * (shades - 1) / 0xffff); shade > 0 {
				pixel := &c.image.Pix[c.image.PixOffset(x, y)]
				*pixel = max(*pixel, ink+shade) // letters may touch
			}
		}
	}
}

// tile is a code as the home page has it, without its title.
func (c *canvas) tile(x, y int, code *catalog.Code) {
	tone, ground := c.colours.class(code.Class())
	ink := c.ink(tone, ground)
	c.fill(image.Rect(x, y, x+tileWidth, y+tileHeight), ground)
	c.edge(x, y+tileHeight-tileEdge, code.Retry, tone)
	if code.HTTP != 0 {
		status, f := strconv.Itoa(code.HTTP), face(c.figure, 22)
		c.write(f, status, x+tileWidth-tilePadding-font.MeasureString(f, status).Ceil(), y+32, ink)
	}
	for size := 60; size >= 20; size -= 4 {
		f := face(c.figure, size)
		if room := fixed.I(tileWidth - 2*tilePadding); writable(c.figure, code.Code.Text) && font.MeasureString(f, code.Code.Text) <= room {
			c.write(f, code.Code.Text, x+tilePadding, y+102, ink)
			return
		}
	}
}

// edge says whether repeating helps, as a tile's lower border does.
func (c *canvas) edge(x, y int, retry catalog.Retry, tone color.RGBA) {
	switch retry {
	case catalog.AfterChange:
		c.fill(image.Rect(x, y, x+tileWidth, y+tileEdge), tone)
	case catalog.AfterWait:
		for dot := x; dot < x+tileWidth; dot += 2 * tileEdge {
			c.fill(image.Rect(dot, y, dot+tileEdge, y+tileEdge), tone)
		}
	case catalog.Never:
		c.fill(image.Rect(x, y, x+tileWidth, y+tileEdge/3), tone)
		c.fill(image.Rect(x, y+tileEdge-tileEdge/3, x+tileWidth, y+tileEdge), tone)
	}
}

// writable reports whether a font has every letter of a text.
func writable(f *sfnt.Font, text string) bool {
	var buffer sfnt.Buffer
	for _, r := range text {
		if i, err := f.GlyphIndex(&buffer, r); err != nil || i == 0 {
			return false
		}
	}
	return text != ""
}

func face(f *sfnt.Font, size int) font.Face {
	made, err := opentype.NewFace(f, &opentype.FaceOptions{Size: float64(size), DPI: 72})
	if err != nil {
		panic(err) // no size or font of ours is refused
	}
	return made
}

// fits reports whether a line fits the card.
func fits(f font.Face, line string) bool {
	return font.MeasureString(f, line) <= fixed.I(cardWidth-2*cardMargin)
}

// wrap breaks a text into lines that fit, and cuts it after so many.
func wrap(f font.Face, text string, most int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && !fits(f, line+" "+word) {
			lines, line = append(lines, line), ""
		}
		line = strings.TrimSpace(line + " " + word)
	}
	lines = append(lines, line)
	cut := len(lines) > most
	lines = lines[:min(len(lines), most)]
	for i, line := range lines {
		if fits(f, line) && !(cut && i == most-1) {
			continue
		}
		letters := []rune(line)
		for len(letters) > 0 && !fits(f, string(letters)+"…") {
			letters = letters[:len(letters)-1]
		}
		lines[i] = strings.TrimRight(string(letters), " ,.;:") + "…"
	}
	return lines
}
