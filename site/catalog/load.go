package catalog

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// Bounds on what is read: a file beyond them is a mistake, and never read whole.
const (
	maxFile  = 1 << 20  // bytes of one file
	maxFront = 64 << 10 // bytes of front matter
	maxProse = 32 << 10 // bytes of Markdown
	// The time to parse some Markdown grows as the square of how often these stand
	// in it, in all and in one line.
	maxOpenings = 1000 // of [ and of <
	maxQuotes   = 50   // of > in a line
	maxDepth    = 32   // of YAML in YAML
)

// Load reads a content directory and checks it. The root is what messages call
// that directory, "content" say. Whatever could be read is returned beside
// the Problems; only a Catalog without any may be built from.
func Load(fsys fs.FS, root string) (*Catalog, Problems) {
	c := &Catalog{fsys: fsys, root: root, bySlug: map[string]*Code{}}
	var problems Problems
	problems = append(problems, c.loadFile("site.yaml", true, &c.Site)...)
	problems = append(problems, c.loadFile("modules.yaml", false, &c.Modules)...)
	problems = append(problems, c.loadFile("statuses.yaml", false, &c.Statuses)...)
	problems = append(problems, c.loadFile("functions.yaml", false, &c.Functions)...)
	problems = append(problems, c.loadFile("mentions.yaml", false, &c.Mentions)...)
	c.Site.Language = cmp.Or(c.Site.Language, "en")
	c.Site.Placeholders = cmp.Or(c.Site.Placeholders, Brackets)

	codes, codeProblems := loadAll(c, "codes", func(name string) *Code {
		return &Code{Prose: Prose{File: "codes/" + name + ".md"}}
	}, func(code *Code) *Prose { return &code.Prose })
	guides, guideProblems := loadAll(c, "guides", func(name string) *Guide {
		return &Guide{ID: name, Page: Prose{File: "guides/" + name + ".md"}}
	}, func(guide *Guide) *Prose { return &guide.Page })
	c.Codes, c.Guides = codes, guides
	problems = append(append(problems, codeProblems...), guideProblems...)

	for i, language := range c.Site.Samples {
		if language.File == "" {
			continue // said already
		}
		text, err := c.read(language.File)
		if err != nil {
			problems = append(problems, c.FieldProblem("site.yaml", []any{"samples", i, "file"}, "", "%s: %s", language.File, reason(err)))
			continue
		}
		c.Samples = append(c.Samples, &Sample{language, string(text)})
	}
	c.arrange()
	problems = append(problems, c.loadOutputs()...)
	problems = append(problems, c.loadPermalinks()...)
	problems = append(problems, c.check(problems)...)
	// After the check, which finds places by the order of the file.
	slices.SortStableFunc(c.Statuses, func(a, b Status) int { return cmp.Compare(a.Status, b.Status) })
	return c, problems.Sort()
}

// outputs holds what the samples of each code print: a test runs them and
// records it.
const outputs = "samples/output"

func (c *Catalog) loadOutputs() Problems {
	entries, err := fs.ReadDir(c.fsys, outputs)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return Problems{{File: path.Join(c.root, outputs), Text: reason(err)}}
	}
	var problems Problems
	for _, entry := range entries {
		file := path.Join(outputs, entry.Name())
		slug, isText := strings.CutSuffix(entry.Name(), ".txt")
		code := c.bySlug[slug]
		if _, err := fs.Stat(c.fsys, "codes/"+slug+".md"); code == nil && err == nil {
			continue // that file's mistakes are said already
		}
		if !isText || code == nil {
			problems = append(problems, Problem{File: path.Join(c.root, file), Text: "no code has this output", Hint: "name it after a code's slug, or delete it"})
			continue
		}
		text, err := c.read(file)
		if err != nil {
			problems = append(problems, Problem{File: path.Join(c.root, file), Text: reason(err)})
			continue
		}
		code.Output = string(text)
	}
	return problems
}

// arrange completes the codes, brings codes and guides into their order and
// indexes the codes.
func (c *Catalog) arrange() {
	for _, code := range c.Codes {
		name := strings.TrimSuffix(path.Base(code.Prose.File), ".md")
		code.Slug = cmp.Or(code.Slug, code.Code.Text, name)
		if c.Site.Envelope.Type == StringScalar {
			code.Code.Integer = false
		}
		code.placeholders = c.Site.Placeholders
		if !code.Documented() {
			code.standIns()
		}
	}
	place := map[string]int{}
	for i, m := range c.Modules {
		place[m.ID] = i
	}
	slices.SortStableFunc(c.Codes, func(a, b *Code) int {
		return cmp.Or(cmp.Compare(place[a.Module], place[b.Module]),
			compareNatural(a.Code.Text, b.Code.Text), compareNatural(a.Slug, b.Slug))
	})
	slices.SortStableFunc(c.Guides, func(a, b *Guide) int { return cmp.Compare(a.Order, b.Order) })
	for _, code := range c.Codes {
		if c.bySlug[code.Slug] == nil {
			c.bySlug[code.Slug] = code
		}
	}
}

// standIns adds a param for each variable part that nobody has explained. Its
// example is the part as the message writes it.
func (code *Code) standIns() {
	for _, part := range code.placeholders.Parts(code.Message) {
		if _, known := code.Params.Get(part.Param); part.Param != "" && !known {
			code.Params = append(code.Params, Param{Name: part.Param, Example: part.Written, Type: TextParam})
		}
	}
}

// loadAll reads every Markdown file of a directory, side by side. The order of
// the result is that of the names.
func loadAll[T any](c *Catalog, dir string, begin func(name string) *T, prose func(*T) *Prose) ([]*T, Problems) {
	entries, err := fs.ReadDir(c.fsys, dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return nil, Problems{{File: path.Join(c.root, dir), Text: reason(err)}}
	}
	type result struct {
		value    *T
		problems Problems
	}
	results := make([]result, len(entries))
	var group sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for i := range next {
				results[i].value, results[i].problems = loadOne(c, dir, entries[i], begin, prose)
			}
		})
	}
	for i := range entries {
		next <- i
	}
	close(next)
	group.Wait()
	var values []*T
	var problems Problems
	for _, r := range results {
		if r.value != nil {
			values = append(values, r.value)
		} else if len(r.problems) > 0 {
			c.Incomplete = true
		}
		problems = append(problems, r.problems...)
	}
	return values, problems
}

func loadOne[T any](c *Catalog, dir string, entry fs.DirEntry, begin func(string) *T, prose func(*T) *Prose) (*T, Problems) {
	file := path.Join(dir, entry.Name())
	name, isMarkdown := strings.CutSuffix(entry.Name(), ".md")
	if strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~") {
		return nil, nil // an editor's
	}
	if !isMarkdown || !entry.Type().IsRegular() {
		return nil, Problems{{File: path.Join(c.root, file), Text: "not a plain .md file", Hint: "move it out of " + dir + "/"}}
	}
	text, err := c.read(file)
	if err != nil {
		return nil, Problems{{File: path.Join(c.root, file), Text: reason(err)}}
	}
	value := begin(name)
	front, body, line, problem := cut(string(text))
	if problem != "" {
		return nil, Problems{{path.Join(c.root, file), 1, 1, problem, "begin with a line ---, the fields, and a line ---"}}
	}
	if len(front) > maxFront {
		return nil, Problems{{path.Join(c.root, file), 1, 1, fmt.Sprintf("front matter larger than %d bytes", maxFront), ""}}
	}
	if len(body) > maxProse {
		return nil, Problems{{path.Join(c.root, file), line, 1, fmt.Sprintf("prose larger than %d bytes", maxProse), "make two pages of it"}}
	}
	if why := dense(body); why != "" {
		return nil, Problems{{path.Join(c.root, file), line, 1, why, "make two pages of it, or leave them out"}}
	}
	p := prose(value)
	p.Text, p.Line = body, line
	return value, c.decode(file, front, 2, value)
}

// dense says what a piece of Markdown has too many of, "" for nothing.
func dense(markdown string) string {
	for _, opening := range []string{"[", "<"} {
		if strings.Count(markdown, opening) > maxOpenings {
			return fmt.Sprintf("more than %d of %q in the prose", maxOpenings, opening)
		}
	}
	for line := range strings.Lines(markdown) {
		if strings.Count(line, ">") > maxQuotes {
			return fmt.Sprintf("more than %d of %q in a line of the prose", maxQuotes, ">")
		}
	}
	return ""
}

// loadFile reads one YAML file into v.
func (c *Catalog) loadFile(file string, required bool, v any) Problems {
	text, err := c.read(file)
	if errors.Is(err, fs.ErrNotExist) && !required {
		return nil
	} else if err != nil {
		return Problems{{File: path.Join(c.root, file), Text: reason(err)}}
	}
	return c.decode(file, string(text), 1, v)
}

func (c *Catalog) decode(file, text string, firstLine int, v any) Problems {
	d := &decoder{file: path.Join(c.root, file)}
	if n := d.parse(text, firstLine); n != nil {
		d.value(n, reflect.ValueOf(v).Elem(), path.Base(file))
	}
	return d.problems
}

// read returns a file's text: UTF-8 without a byte order mark, with plain
// line ends.
func (c *Catalog) read(file string) ([]byte, error) { return c.readUpTo(file, maxFile) }

func (c *Catalog) readUpTo(file string, most int64) ([]byte, error) {
	info, err := fs.Stat(c.fsys, file)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("not a plain file")
	}
	f, err := c.fsys.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, most+1))
	switch {
	case err != nil:
		return nil, err
	case int64(len(text)) > most:
		return nil, fmt.Errorf("larger than %d bytes", most)
	case !utf8.Valid(text):
		return nil, errors.New("not valid UTF-8")
	case bytes.ContainsRune(text, 0):
		return nil, errors.New("holds a NUL character")
	case bytes.ContainsAny(text, bidi):
		return nil, errors.New("holds a character that reverses the order of text (bidirectional control)")
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	return bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")), nil
}

// The characters that reverse the order of the text behind them.
const bidi = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

// Hidden reports a character that can't be seen and isn't white space: no text
// of a catalog has one. YAML can write each as an escape, beyond what read sees.
func Hidden(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t' || strings.ContainsRune(bidi, r)
}

// reason is an error's text without the path, which the message has already.
func reason(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

// cut separates the front matter from the Markdown, and says in which line the
// latter begins.
func cut(text string) (front, body string, line int, problem string) {
	rest, ok := strings.CutPrefix(text, "---\n")
	if !ok {
		return "", "", 0, "no front matter"
	}
	end := strings.Index("\n"+rest, "\n---\n")
	if end < 0 {
		trimmed, ok := strings.CutSuffix(rest, "\n---")
		if !ok {
			return "", "", 0, "the front matter has no end"
		}
		return trimmed + "\n", "", strings.Count(text, "\n") + 1, ""
	}
	return rest[:end], rest[end+len("---\n"):], strings.Count(rest[:end], "\n") + 3, ""
}

// parse reads one YAML document. It returns nil after reporting that there is
// nothing to decode. Anchors, aliases, tags and further documents are refused:
// no catalog needs them, and each has been used to harm a reader of YAML.
func (d *decoder) parse(text string, firstLine int) *node {
	loader, err := yaml.NewLoader(strings.NewReader(text))
	var document, second yaml.Node
	if err == nil {
		err = loader.Load(&document)
	}
	at := &node{line: firstLine, column: 1}
	var load *yaml.LoadError
	switch {
	case errors.Is(err, io.EOF):
		d.problem(at, "", "no fields")
		return nil
	case errors.As(err, &load):
		at.line, at.column = load.Mark.Line+firstLine-1, max(load.Mark.Column, 1)
		d.problem(at, "", "%s", lower(load.Message))
		return nil
	case err != nil:
		d.problem(at, "", "%s", strings.TrimPrefix(err.Error(), "yaml: "))
		return nil
	}
	if err := loader.Load(&second); !errors.Is(err, io.EOF) {
		at.line += max(second.Line-1, 0)
		d.problem(at, "one document a file", "a second YAML document")
	}
	return d.convert(document.Content[0], firstLine-1, 0)
}

func (d *decoder) convert(y *yaml.Node, offset, depth int) *node {
	n := &node{text: y.Value, line: y.Line + offset, column: y.Column}
	n.quoted = y.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0
	switch {
	case depth > maxDepth:
		d.problem(n, "", "nested deeper than %d levels", maxDepth)
		return n
	case y.Kind == yaml.AliasNode || y.Anchor != "":
		d.problem(n, "write the value out", "anchors and aliases are not allowed")
		return n
	case y.Style&yaml.TaggedStyle != 0:
		d.problem(n, "leave it out", "the tag %s is not allowed", y.Tag)
	case strings.ContainsFunc(y.Value, Hidden):
		d.problem(n, "leave it out", "the text holds a control character")
	}
	switch y.Kind {
	case yaml.MappingNode:
		n.kind = mapping
	case yaml.SequenceNode:
		n.kind = list
	}
	for _, child := range y.Content {
		n.items = append(n.items, d.convert(child, offset, depth+1))
	}
	return n
}

func lower(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}
