package site

import (
	"fmt"
	"image/color"
	"regexp"
	"strconv"

	"github.com/lucasb-eyer/go-colorful"
)

// palette holds the light colours of static/tokens.css by their names, for
// what no style sheet reaches: the card and the manifest.
type palette map[string]color.RGBA

var tokenForm = regexp.MustCompile(`--([a-z0-9-]+): light-dark\(oklch\(([0-9.]+) ([0-9.]+) ([0-9.]+)\)`)

// tokens are the names that the card and the manifest use.
var tokens = []string{"paper", "ink", "soft", "c0", "c0-ground", "c2", "c2-ground", "c4", "c4-ground", "c5", "c5-ground"}

func readPalette(static frontEnd) (palette, error) {
	p := palette{}
	for _, m := range tokenForm.FindAllStringSubmatch(static["tokens.css"], -1) {
		name := m[1]
		if _, again := p[name]; again { // a theme's
			continue
		}
		var lch [3]float64
		for i := range lch {
			var err error
			if lch[i], err = strconv.ParseFloat(m[i+2], 64); err != nil {
				return nil, fmt.Errorf("tokens.css: --%s: %w", name, err)
			}
		}
		r, g, b := colorful.OkLch(lch[0], lch[1], lch[2]).Clamped().RGB255()
		p[name] = color.RGBA{r, g, b, 0xff}
	}
	for _, name := range tokens {
		if _, ok := p[name]; !ok {
			return nil, fmt.Errorf("tokens.css has no --%s: light-dark(oklch(…), …)", name)
		}
	}
	return p, nil
}

// class is the colour of an HTTP class and of its ground; that of no class
// where the class has none.
func (p palette) class(class int) (tone, ground color.RGBA) {
	name := "c" + strconv.Itoa(class)
	if _, ok := p[name]; !ok {
		name = "c0"
	}
	return p[name], p[name+"-ground"]
}

// hex is a colour as every program understands it.
func (p palette) hex(name string) string {
	c := p[name]
	return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B)
}
