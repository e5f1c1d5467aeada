package importer

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"responsa/site/catalog"
)

// Report says what became of a table. Nothing is lost in silence: every row is
// one of a code, merged or refused, and what of it isn't carried over as it is
// has a line.
type Report struct {
	Rows, Codes, Merged, Refused int
	Empty                        int // rows without any value, which count as none

	Lines        []Line   // in the order of the table
	Lost         []string // of the table as a whole
	Made         []string // what stands in for what the table doesn't say
	Placeholders catalog.Placeholders
}

// Line is said of one row.
type Line struct {
	Row  int    // its line in the table's file
	Code string // "" where it has none
	Text string
}

func report(t *table, m *maker) Report {
	r := Report{Rows: len(t.rows), Codes: len(m.codes), Empty: t.empty, Lost: t.lost, Placeholders: m.placeholders}
	for _, one := range t.rows {
		say := func(text string) { r.Lines = append(r.Lines, Line{one.line, one.fields["code"], text}) }
		switch {
		case one.refused != "":
			r.Refused++
			say("refused: " + one.refused)
		case one.merged != 0:
			r.Merged++
			say(fmt.Sprintf("merged with line %d", one.merged))
		}
		for _, text := range one.said {
			say(text)
		}
	}
	titles, renamed, numbers, several := 0, 0, 0, map[string]int{}
	for _, c := range m.codes {
		if t.typed && !m.integers && !c.rows[0].textCode {
			numbers++
		}
		if c.title == "" {
			titles++
		} else if c.heading != c.title {
			r.Lines = append(r.Lines, Line{c.rows[0].line, c.text, fmt.Sprintf("its title is %q, because another code has that of the table", c.heading)})
		}
		if several[c.text]++; several[c.text] == 2 {
			renamed++
		}
	}
	slices.SortStableFunc(r.Lines, func(a, b Line) int { return a.Row - b.Row })
	if numbers > 0 {
		r.Lost = append(r.Lost, count(numbers, "code")+" that the table has as numbers became text, because not all are whole numbers")
	}
	if titles > 0 {
		r.Made = append(r.Made, count(titles, "title")+" made of the message or of the code")
	}
	if renamed > 0 {
		r.Made = append(r.Made, count(renamed, "code")+" with several meanings, a file each")
	}
	return r
}

// Write writes the report. The file is the table's, dir the catalog's directory.
func (r Report) Write(w io.Writer, file, dir string) error {
	var b strings.Builder
	for _, line := range r.Lines {
		fmt.Fprintf(&b, "%s:%d: ", file, line.Row)
		if line.Code != "" {
			fmt.Fprintf(&b, "%s: ", inline(line.Code))
		}
		b.WriteString(inline(line.Text) + "\n")
	}
	for _, text := range r.Lost {
		fmt.Fprintf(&b, "%s: %s\n", file, inline(text))
	}
	fmt.Fprintf(&b, "%s in: %s in %s, %d merged, %d refused\n", count(r.Rows, "row"), count(r.Codes, "code"), dir, r.Merged, r.Refused)
	if r.Empty > 0 {
		b.WriteString(count(r.Empty, "empty row") + " left out\n")
	}
	for _, text := range r.Made {
		b.WriteString(text + "\n")
	}
	if r.Placeholders != catalog.NoPlaceholders {
		fmt.Fprintf(&b, "variable parts: %s, as in %s\n", r.Placeholders, r.Placeholders.Words())
	}
	_, err := io.WriteString(w, b.String())
	return err
}
