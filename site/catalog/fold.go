package catalog

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold takes away what doesn't tell words apart: case, the accents of Latin,
// Greek and Cyrillic letters, the points of Hebrew and Arabic, widths.
func fold(s string) string {
	ascii := true
	for i := 0; i < len(s) && ascii; i++ {
		ascii = s[i] < 0x80
	}
	if ascii {
		return strings.ToLower(s)
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 0x300 && r <= 0x36f, r >= 0x591 && r <= 0x5bd, r >= 0x5bf && r <= 0x5c7, r >= 0x64b && r <= 0x655, r == 0x670:
			return -1
		case r == 'ς':
			return 'σ'
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(s))
}

// blanks makes each white space a blank, so that only line ends are left.
func blanks(text string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && (unicode.IsSpace(r) || r == '\ufeff') {
			return ' '
		}
		return r
	}, text)
}

// onDisk is a name as a disk may see it, which keeps no case and chooses
// a Unicode form of its own.
func onDisk(name string) string { return strings.ToLower(norm.NFC.String(name)) }
