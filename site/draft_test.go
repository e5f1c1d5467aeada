package site_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"responsa/site"
	"responsa/site/catalog"
	"responsa/site/synthetic"
)

// A Draft's load costs the edit: one file is decoded, its prose is read, and
// nothing else.
func TestDraftTouchesWhatChanged(t *testing.T) {
	content := mapOf(t, synthetic.Content(300))
	var d site.Draft
	load := func(changed map[string]bool, decoded, parsed int) {
		t.Helper()
		if _, problems := d.Load(content, "content", changed); len(problems) > 0 {
			t.Fatal(problems)
		}
		if d.Decoded != decoded || d.Parsed != parsed {
			t.Errorf("%d files decoded, %d pieces of Markdown read; want %d and %d", d.Decoded, d.Parsed, decoded, parsed)
		}
	}
	set := func(name, from, to string) {
		text := strings.Replace(string(content[name].Data), from, to, 1)
		if text == string(content[name].Data) {
			t.Fatalf("%s has no %q", name, from)
		}
		// As long, at the same time as before.
		content[name] = &fstest.MapFile{Data: []byte(text), ModTime: content[name].ModTime}
	}
	load(nil, 303, 300)
	load(nil, 0, 0)
	set("codes/7.md", "title: ", "title: X ")
	load(nil, 1, 0)
	set("codes/8.md", "## Why\n\n- ", "## Why\n\n- So ")
	load(map[string]bool{"codes/8.md": true}, 1, 1)
	set("modules.yaml", "title: Module", "title: Branch")
	load(map[string]bool{"modules.yaml": true}, 1, 0)
	delete(content, "codes/9.md")
	load(map[string]bool{"codes/9.md": true}, 0, 0)
	set("codes/10.md", "## Why\n\n- ", "## Why\n\n- So ")
	load(nil, 1, 1)
	// An edit of the same length within a tick of the clock, known by name alone.
	set("codes/7.md", "title: X ", "title: Y ")
	load(map[string]bool{"codes": true}, 1, 0)
}

// mapOf copies a content directory to where a test can change it.
func mapOf(t *testing.T, content fs.FS) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(content, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(content, name)
		files[name] = &fstest.MapFile{Data: text, ModTime: time.Unix(1e9, 0)}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// After any edits a Draft has what a first load of the same files has: the
// catalog, the problems, the pages. It is told what changed, or not, and
// nothing in the catalogs that it gave before is touched.
func TestDraftIsAsNew(t *testing.T) {
	static := os.DirFS("../static")
	for seed := range uint64(2) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 2))
			e := newEditor(t, random)
			var d site.Draft
			var before *catalog.Catalog
			var firstLoad *catalog.Catalog
			good := 0
			for step := range 30 {
				changed := map[string]bool{}
				for range 1 + random.IntN(2) {
					e.edit(changed)
				}
				if step%3 == 0 {
					changed = nil
				}
				c, problems := d.Load(e.fs, "content", changed)
				fresh, want := catalog.Load(e.fs, "content")
				want = append(want, site.Check(fresh)...).Sort()
				if !slices.Equal(problems, want) {
					t.Fatalf("step %d, %v: the problems are\n%v\nwant\n%v", step, e.last, problems, want)
				}
				if !reflect.DeepEqual(c, fresh) {
					t.Fatalf("step %d, %v: another catalog", step, e.last)
				}
				if before != nil && !reflect.DeepEqual(before, firstLoad) {
					t.Fatalf("step %d, %v: an earlier catalog was changed", step, e.last)
				}
				before, firstLoad = c, fresh
				if len(problems) > 0 {
					continue
				}
				good++
				if good%8 == 1 {
					samePages(t, &d, c, fresh, static)
				}
			}
			if good == 0 {
				t.Error("no step without a mistake: nothing was built")
			}
		})
	}
}

// samePages renders some pages of a Draft and of a first build.
func samePages(t *testing.T, d *site.Draft, c, fresh *catalog.Catalog, static fs.FS) {
	t.Helper()
	files, err := d.Build(c, site.Options{Static: static})
	if err != nil {
		t.Fatal(err)
	}
	want, err := site.Build(fresh, site.Options{Static: static})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != len(want) {
		t.Fatalf("%d files, want %d", len(files), len(want))
	}
	for i, file := range files {
		if file.Path != want[i].Path {
			t.Fatalf("%s, want %s", file.Path, want[i].Path)
		}
		if strings.HasPrefix(file.Path, "offline/") || path.Ext(file.Path) == ".png" {
			continue // long in the making, and made of the rest
		}
		var got, wanted bytes.Buffer
		if err := file.Render(&got); err != nil {
			t.Fatal(err)
		}
		if err := want[i].Render(&wanted); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got.Bytes(), wanted.Bytes()) {
			t.Errorf("%s is another file", file.Path)
		}
	}
}

// editor changes a content directory on the disk, where sizes and times are
// real.
type editor struct {
	t      *testing.T
	random *rand.Rand
	dir    string
	fs     fs.FS
	was    fs.FS // at the beginning
	added  int
	last   []string
}

func newEditor(t *testing.T, random *rand.Rand) *editor {
	dir := t.TempDir()
	was := mapOf(t, synthetic.Content(12))
	for name, text := range map[string]string{
		"guides/start.md": "---\ntitle: Start\nabout: How to start\norder: 1\nupdated: 2026-01-01\n---\n## First\n\nSee [code 1](../codes/1.md#why) and [404](/http/404/).\n",
		"mentions.yaml":   "- code: \"99\"\n  title: Elsewhere\n  about: Mentioned\n  source: A page\n  guide: guides/start.md#first\n",
		"functions.yaml":  "- name: Order\n  about: Orders\n  source: A page\n  codes: [\"1\"]\n",
	} {
		was[name] = &fstest.MapFile{Data: []byte(text)}
	}
	if err := os.CopyFS(dir, was); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	return &editor{t: t, random: random, dir: dir, fs: root.FS(), was: was}
}

func (e *editor) pick(pattern string) string {
	names, err := fs.Glob(e.fs, pattern)
	if err != nil {
		e.t.Fatal(err)
	}
	if len(names) == 0 {
		return ""
	}
	return names[e.random.IntN(len(names))]
}

func (e *editor) write(name, text string) {
	if err := os.WriteFile(filepath.Join(e.dir, name), []byte(text), 0o644); err != nil {
		e.t.Fatal(err)
	}
}

// edit makes one change, and names the files that it touched.
func (e *editor) edit(changed map[string]bool) {
	name := e.pick([]string{"codes/*.md", "codes/*.md", "codes/*.md", "guides/*.md", "*.yaml"}[e.random.IntN(5)])
	kind := []string{"retitle", "retitle", "retitle", "same length", "break", "mend", "mend", "mend", "mend", "mend", "add", "delete", "rename", "link", "restyle"}[e.random.IntN(15)]
	if name == "" {
		return
	}
	e.last = append(e.last[max(0, len(e.last)-3):], kind+" "+name)
	changed[name] = true
	read, err := fs.ReadFile(e.fs, name)
	if err != nil {
		e.t.Fatal(err)
	}
	text := string(read)
	switch kind {
	case "retitle":
		e.write(name, strings.Replace(text, "title: ", fmt.Sprintf("title: T%d ", e.random.IntN(1000)), 1))
	case "same length": // and the same time: only its name tells
		info, err := fs.Stat(e.fs, name)
		if err != nil {
			e.t.Fatal(err)
		}
		e.write(name, strings.Replace(text, "title: ", "titel: ", 1))
		if err := os.Chtimes(filepath.Join(e.dir, name), info.ModTime(), info.ModTime()); err != nil {
			e.t.Fatal(err)
		}
	case "break":
		e.write(name, []string{"", "x", text + "\x00", text[:len(text)/2], "\xff" + text}[e.random.IntN(5)])
	case "mend": // all but what was added
		for _, fsys := range []fs.FS{e.was, e.fs} {
			for _, pattern := range []string{"*.yaml", "*/*.md"} {
				names, err := fs.Glob(fsys, pattern)
				if err != nil {
					e.t.Fatal(err)
				}
				for _, name := range names {
					text, err := fs.ReadFile(e.was, name)
					now, _ := fs.ReadFile(e.fs, name)
					switch {
					case err == nil && !bytes.Equal(text, now):
						e.write(name, string(text))
					case err != nil && !strings.HasPrefix(name, "codes/90") || strings.HasSuffix(name, "0.md"):
						os.Remove(filepath.Join(e.dir, name))
					default:
						continue
					}
					changed[name] = true
				}
			}
		}
	case "add":
		e.added += 1 + e.added%10/8 // none ends in 0
		// What its parameters are changes with the style of the variable parts.
		e.write(fmt.Sprintf("codes/90%d.md", e.added), fmt.Sprintf(`---
code: 90%[1]d
name: Added%[1]d
title: Added here %[1]d
http: 200
module: m0
message: Added [x] or {y}
prose: not-documented
sources: [{what: all, from: inference}]
updated: 2026-01-01
---
`, e.added))
		changed[fmt.Sprintf("codes/90%d.md", e.added)] = true
	case "restyle":
		style := []string{"brackets", "braces", "dollar"}[e.random.IntN(3)]
		site, err := fs.ReadFile(e.fs, "site.yaml")
		if err == nil {
			e.write("site.yaml", string(site)+"placeholders: "+style+"\n")
			changed["site.yaml"] = true
		}
	case "delete":
		if err := os.Remove(filepath.Join(e.dir, name)); err != nil {
			e.t.Fatal(err)
		}
	case "rename":
		to := strings.TrimSuffix(name, path.Ext(name)) + "0" + path.Ext(name)
		if err := os.Rename(filepath.Join(e.dir, name), filepath.Join(e.dir, to)); err != nil {
			e.t.Fatal(err)
		}
		changed[to] = true
	case "link":
		e.write(name, text+"\nSee [this](../codes/"+path.Base(name)+"#why) and [that](/http/).\n")
	}
}
