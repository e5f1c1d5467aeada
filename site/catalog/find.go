package catalog

import "strings"

// Find returns the codes and mentions that a spelling of a code means: the
// text itself, or a number with zeros, quotes or a hash around it.
func (c *Catalog) Find(spelling string) (codes []*Code, mentions []Mention) {
	wanted := bareCode(spelling)
	for _, code := range c.Codes {
		if bareCode(code.Code.Text) == wanted || code.Slug == spelling {
			codes = append(codes, code)
		}
	}
	for _, m := range c.Mentions {
		if m.Code != "" && bareCode(m.Code) == wanted {
			mentions = append(mentions, m)
		}
	}
	return codes, mentions
}

// bareCode takes away what doesn't tell codes apart. Zeros in front go from
// numbers only.
func bareCode(s string) string {
	s = fold(strings.Trim(strings.TrimSpace(s), `"'#`))
	digits := strings.TrimPrefix(s, "-")
	if digits == "" || strings.Trim(digits, "0123456789") != "" {
		return s
	}
	trimmed := strings.TrimLeft(digits, "0")
	if trimmed == "" {
		return "0"
	}
	return s[:len(s)-len(digits)] + trimmed
}
