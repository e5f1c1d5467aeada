package site

import (
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
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

const (
	cardFile              = "card.png"
	cardWidth, cardHeight = 1200, 630 // what Open Graph's readers ask for

	cardMargin  = 72
	tileWidth   = 144
	tileHeight  = 132
	tileGap     = 12
	tilePadding = 14
	tileEdge    = 6
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
	e := png.Encoder{CompressionLevel: png.BestSpeed} // a hundredth larger than by default, in half the time
	return e.Encode(w, c.image)
}

// canvas is the card while it is drawn.
type canvas struct {
	image                 *image.RGBA
	colours               palette
	regular, bold, figure *sfnt.Font
}

func newCanvas(colours palette) (*canvas, error) {
	c := &canvas{image: image.NewRGBA(image.Rect(0, 0, cardWidth, cardHeight)), colours: colours}
	for font, source := range map[**sfnt.Font][]byte{&c.regular: goregular.TTF, &c.bold: gobold.TTF, &c.figure: gomonobold.TTF} {
		parsed, err := opentype.Parse(source)
		if err != nil {
			return nil, err
		}
		*font = parsed
	}
	c.fill(c.image.Bounds(), colours["paper"])
	return c, nil
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
	y += c.lines(face(c.bold, size), name, 2, y, size*11/10, c.colours["ink"])
	if writable(c.regular, about) {
		y += 14 + c.lines(face(c.regular, 30), about, 2, y+14, 42, c.colours["soft"])
	}
	return y + 42
}

// lines writes a text over so many lines at most, and returns their height.
func (c *canvas) lines(f font.Face, text string, most, y, height int, colour color.RGBA) int {
	lines := wrap(f, text, most)
	for i, line := range lines {
		c.write(f, line, cardMargin, y+i*height+height*3/4, colour)
	}
	return len(lines) * height
}

func (c *canvas) write(f font.Face, text string, x, baseline int, colour color.RGBA) {
	d := font.Drawer{Dst: c.image, Src: image.NewUniform(colour), Face: f, Dot: fixed.P(x, baseline)}
	d.DrawString(text)
}

// tile is a code as the home page has it, without its title.
func (c *canvas) tile(x, y int, code *catalog.Code) {
	tone, ground := c.colours.class(code.Class())
	c.fill(image.Rect(x, y, x+tileWidth, y+tileHeight), ground)
	c.edge(x, y+tileHeight-tileEdge, code.Retry, tone)
	if code.HTTP != 0 {
		status, f := strconv.Itoa(code.HTTP), face(c.figure, 22)
		c.write(f, status, x+tileWidth-tilePadding-font.MeasureString(f, status).Ceil(), y+32, tone)
	}
	for size := 60; size >= 20; size -= 4 {
		f := face(c.figure, size)
		if room := fixed.I(tileWidth - 2*tilePadding); writable(c.figure, code.Code.Text) && font.MeasureString(f, code.Code.Text) <= room {
			c.write(f, code.Code.Text, x+tilePadding, y+102, tone)
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
