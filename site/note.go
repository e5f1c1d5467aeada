package site

import (
	"io/fs"

	"responsa/site/catalog"
)

// note is a code's note, where it is Markdown, as HTML.
func (b *builder) note(code *catalog.Code) (string, error) {
	if code.NoteFormat != catalog.MarkdownNote {
		return "", nil
	}
	html, _, err := b.markdown.foreign(code.Note)
	return html, err
}

// NoteRemarks says what of the vendor's notes is shown otherwise than it was
// meant: HTML, and links and images that lead nowhere from here. Those are no
// mistakes, because the notes stand to the letter.
func NoteRemarks(c *catalog.Catalog) catalog.Problems {
	var all catalog.Problems
	m := newMarkdown()
	for _, code := range c.Codes {
		if code.NoteFormat != catalog.MarkdownNote {
			continue
		}
		_, remarks, err := m.foreign(code.Note)
		if err != nil {
			remarks = append(remarks, err.Error())
		}
		for _, remark := range remarks {
			all = append(all, c.FieldProblem(code.Prose.File, []any{"note"}, "", "%s", remark))
		}
	}
	return all.Sort()
}

// CheckImport lists all that check lists of a catalog, and what is to be said of
// its notes.
func CheckImport(fsys fs.FS) (mistakes, remarks catalog.Problems) {
	c, mistakes := catalog.Load(fsys, "")
	if mistakes = append(mistakes, Check(c)...); len(mistakes) > 0 {
		return mistakes.Sort(), nil
	}
	return Unlocked(c), NoteRemarks(c)
}
