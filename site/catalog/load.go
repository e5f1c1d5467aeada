package catalog

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
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
func Load(fsys fs.FS, root string) (*Catalog, Problems) { return newLoader(fsys, root).load() }

// loader is one run of Load. What was read before, and what stays for the next
// run, stands in kept.go.
type loader struct {
	*Catalog
	was, now map[string]*keptFile
	changed  map[string]bool
	keeps    bool
	decoded  int
}

func newLoader(fsys fs.FS, root string) *loader {
	return &loader{Catalog: &Catalog{fsys: fsys, root: root}, now: map[string]*keptFile{}}
}

func (l *loader) load() (*Catalog, Problems) {
	c := l.Catalog
	var problems Problems
	problems = append(problems, loadFile(l, "site.yaml", true, &c.Site)...)
	problems = append(problems, loadFile(l, "modules.yaml", false, &c.Modules)...)
	problems = append(problems, loadFile(l, "statuses.yaml", false, &c.Statuses)...)
	problems = append(problems, loadFile(l, "functions.yaml", false, &c.Functions)...)
	problems = append(problems, loadFile(l, "mentions.yaml", false, &c.Mentions)...)
	c.Site.Language = cmp.Or(c.Site.Language, "en")
	c.Site.Placeholders = cmp.Or(c.Site.Placeholders, Brackets)

	codes, codeProblems := loadAll(l, "codes", func(name string) *Code {
		return &Code{Prose: Prose{File: "codes/" + name + ".md"}}
	}, func(code *Code) *Prose { return &code.Prose })
	guides, guideProblems := loadAll(l, "guides", func(name string) *Guide {
		return &Guide{ID: name, Page: Prose{File: "guides/" + name + ".md"}}
	}, func(guide *Guide) *Prose { return &guide.Page })
	c.Codes, c.Guides = codes, guides
	problems = append(append(problems, codeProblems...), guideProblems...)

	for i, language := range c.Site.Samples {
		if language.File == "" {
			continue // said already
		}
		text, err := l.text(language.File, maxFile)
		if err != nil {
			problems = append(problems, c.FieldProblem("site.yaml", []any{"samples", i, "file"}, "", "%s: %s", language.File, reason(err)))
			continue
		}
		c.Samples = append(c.Samples, &Sample{language, text})
	}
	c.arrange()
	problems = append(problems, l.loadOutputs()...)
	problems = append(problems, l.loadPermalinks()...)
	problems = append(problems, c.check(problems)...)
	// After the check, which finds places by the order of the file. The list as
	// decoded may be kept.
	c.Statuses = slices.Clone(c.Statuses)
	slices.SortStableFunc(c.Statuses, func(a, b Status) int { return cmp.Compare(a.Status, b.Status) })
	c.parsed = parsedFile{}
	return c, problems.Sort()
}

// outputs holds what the samples of each code print: a test runs them and
// records it.
const outputs = "samples/output"

func (l *loader) loadOutputs() Problems {
	c := l.Catalog
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
		if code == nil {
			if _, err := fs.Stat(c.fsys, "codes/"+slug+".md"); err == nil {
				continue // that file's mistakes are said already
			}
		}
		if !isText || code == nil {
			problems = append(problems, Problem{File: path.Join(c.root, file), Text: "no code has this output", Hint: "name it after a code's slug, or delete it"})
			continue
		}
		text, err := l.text(file, maxFile)
		if err != nil {
			problems = append(problems, Problem{File: path.Join(c.root, file), Text: reason(err)})
			continue
		}
		code.Output = text
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
	c.bySlug = make(map[string]*Code, len(c.Codes))
	for _, code := range c.Codes {
		if c.bySlug[code.Slug] == nil {
			c.bySlug[code.Slug] = code
		}
	}
}

// standIns adds a param for each variable part that nobody has explained. Its
// example is the part as the message writes it.
func (code *Code) standIns() {
	code.Params = slices.Clip(code.Params) // what stands behind them may be kept
	for _, part := range code.placeholders.Parts(code.Message) {
		if _, known := code.Params.Get(part.Param); part.Param != "" && !known {
			code.Params = append(code.Params, Param{Name: part.Param, Example: part.Written, Type: TextParam})
		}
	}
}

// loadAll reads every Markdown file of a directory, side by side. The order of
// the result is that of the names.
func loadAll[T any](l *loader, dir string, begin func(name string) *T, prose func(*T) *Prose) ([]*T, Problems) {
	entries, err := fs.ReadDir(l.fsys, dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return nil, Problems{{File: path.Join(l.root, dir), Text: reason(err)}}
	}
	results := make([]result[T], len(entries))
	var group sync.WaitGroup
	var next atomic.Int64
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(entries); i = int(next.Add(1)) - 1 {
				results[i] = loadOne(l, dir, entries[i], begin, prose)
			}
		})
	}
	group.Wait()
	values := make([]*T, 0, len(results))
	var problems Problems
	for i, r := range results {
		if r.value != nil {
			values = append(values, r.value)
		} else if len(r.problems) > 0 {
			l.Incomplete = true
		}
		problems = append(problems, r.problems...)
		l.keep(path.Join(dir, entries[i].Name()), r.kept)
		if r.decoded {
			l.decoded++
		}
	}
	return values, problems
}

// result is what became of a file.
type result[T any] struct {
	value    *T
	problems Problems
	kept     *keptFile
	decoded  bool // just now
}

func loadOne[T any](l *loader, dir string, entry fs.DirEntry, begin func(string) *T, prose func(*T) *Prose) (r result[T]) {
	file := path.Join(dir, entry.Name())
	mistake := func(line int, text, hint string) Problems {
		return Problems{{path.Join(l.root, file), line, min(line, 1), text, hint}}
	}
	name, isMarkdown := strings.CutSuffix(entry.Name(), ".md")
	if strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~") {
		return r // an editor's
	}
	if !isMarkdown || !entry.Type().IsRegular() {
		r.problems = mistake(0, "not a plain .md file", "move it out of "+dir+"/")
		return r
	}
	info, err := entry.Info()
	if err == nil {
		r.kept, err = l.file(file, info, maxFile)
	}
	if err != nil {
		r.problems = mistake(0, reason(err), "")
		return r
	}
	if f := r.kept; !f.decoded {
		f.decoded, r.decoded = true, true
		front, body, line, problem := cut(f.text)
		why := dense(body)
		switch {
		case problem != "":
			f.problems = mistake(1, problem, "begin with a line ---, the fields, and a line ---")
		case len(front) > maxFront:
			f.problems = mistake(1, fmt.Sprintf("front matter larger than %d bytes", maxFront), "")
		case len(body) > maxProse:
			f.problems = mistake(line, fmt.Sprintf("prose larger than %d bytes", maxProse), "make two pages of it")
		case why != "":
			f.problems = mistake(line, why, "make two pages of it, or leave them out")
		default:
			value := begin(name)
			p := prose(value)
			p.Text, p.Line = body, line
			if !l.keeps { // then nobody needs the fields' text any more
				p.Text = strings.Clone(body)
			}
			f.value, f.problems = value, l.decode(file, front, 2, value)
		}
	}
	r.problems = r.kept.problems
	r.value, _ = r.kept.value.(*T)
	if !l.keeps {
		r.kept = nil
	} else if r.value != nil {
		own := *r.value
		r.value = &own
	}
	return r
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
func loadFile[T any](l *loader, file string, required bool, v *T) Problems {
	info, err := fs.Stat(l.fsys, file)
	var f *keptFile
	if err == nil {
		f, err = l.file(file, info, maxFile)
	}
	if errors.Is(err, fs.ErrNotExist) && !required {
		return nil
	} else if err != nil {
		return Problems{{File: path.Join(l.root, file), Text: reason(err)}}
	}
	l.keep(file, f)
	if !f.decoded {
		value := new(T)
		l.decoded++
		f.decoded, f.value, f.problems = true, value, l.decode(file, f.text, 1, value)
	}
	*v = *f.value.(*T)
	return f.problems
}

// text is the text of a file that isn't decoded.
func (l *loader) text(file string, most int64) (string, error) {
	info, err := fs.Stat(l.fsys, file)
	if err != nil {
		return "", err
	}
	f, err := l.file(file, info, most)
	if err != nil {
		return "", err
	}
	l.keep(file, f)
	return f.text, nil
}

func (c *Catalog) decode(file, text string, firstLine int, v any) Problems {
	d := &decoder{file: path.Join(c.root, file), room: rooms.Get().(*room)}
	defer d.room.free()
	if n := d.parse(text, firstLine); n != nil {
		d.value(n, reflect.ValueOf(v).Elem(), path.Base(file))
	}
	return d.problems
}
