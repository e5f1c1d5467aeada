package site

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"sync"
	"testing"
	"testing/fstest"
)

// Whatever stands in a field of the catalog is text in every file of the site.
// Each value of hostileValues is put into every field at once; where a check
// refuses it, it is taken out of that field. Every file of both styles is then
// parsed and must have the shape that it has with harmless text: the same
// elements, keys, cells, lines and tokens, and nothing else.
func TestHostileText(t *testing.T) {
	if len(hostileValues) < 120 {
		t.Fatalf("only %d values", len(hostileValues))
	}
	static := emptyFrontEnd(t)
	var mutex sync.Mutex
	accepted, refused := map[string]int{}, map[string]int{}
	t.Run("values", func(t *testing.T) {
		for i, value := range hostileValues {
			t.Run(fmt.Sprintf("%d %.20q", i, value), func(t *testing.T) {
				t.Parallel()
				for _, style := range []Style{Published, Bundle} {
					b := plantHostile(t, value, style == Bundle)
					compareShapes(t, static, style, value, b)
					mutex.Lock()
					for field := range hostileFields() {
						if b.refused[field] {
							refused[field]++
						} else {
							accepted[field]++
						}
					}
					mutex.Unlock()
				}
			})
		}
	})
	var count [2]int
	for _, field := range slices.Sorted(maps.Keys(hostileFields())) {
		count[0] += accepted[field]
		count[1] += refused[field]
		t.Logf("%-22s %3d shown as text, %3d refused", field, accepted[field], refused[field])
	}
	t.Logf("%d values × %d fields, in both styles: %d shown as text, %d refused", len(hostileValues), len(hostileFields()), count[0], count[1])
}

var harmlessShapes sync.Map // of files, by style, value and what is refused: func() map[string]string

func compareShapes(t *testing.T, static fs.FS, style Style, value string, b hostileBuild) {
	t.Helper()
	like := harmlessLike(value)
	key := fmt.Sprint(style, like, slices.Sorted(maps.Keys(b.refused)))
	if !b.refused["code.name"] || !b.refused["module.id"] {
		key += value
	}
	once, _ := harmlessShapes.LoadOrStore(key, sync.OnceValue(func() map[string]string {
		return shapes(t, static, style, replantHostile(t, like, value, style == Bundle, b.refused))
	}))
	want := once.(func() map[string]string)()
	got := shapes(t, static, style, b)
	for name := range want {
		if _, is := got[name]; !is {
			t.Errorf("no file %s", name)
		}
	}
	for name, shape := range got {
		if was, is := want[name]; !is {
			t.Errorf("a file %s that no harmless catalog has", name)
		} else if shape != was {
			at := difference(shape, was)
			t.Errorf("%q: %s has another shape than with harmless text:\ngot:  …%.300q\nwant: …%.300q", value, name, shape[max(0, at-150):], was[max(0, at-150):])
		}
	}
}

// shapes builds a site and reads every file of it.
func shapes(t *testing.T, static fs.FS, style Style, b hostileBuild) map[string]string {
	t.Helper()
	files, err := Build(b.catalog, Options{Static: static, Style: style})
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range files {
		switch path.Ext(f.Path) {
		case ".png": // pixels
			continue
		case ".zip": // the files of the other style
			continue
		}
		all[f.Path] = shapeOf(f.Path, contents(t, f), b.keys, func(format string, args ...any) {
			t.Helper()
			t.Errorf("%s: %s", f.Path, fmt.Sprintf(format, args...))
		})
	}
	return all
}

// emptyFrontEnd has the front end's files with next to nothing in them: what
// scripts do is no matter here, and to bundle them takes long.
func emptyFrontEnd(t *testing.T) fs.FS {
	t.Helper()
	entries, err := os.ReadDir("../static")
	if err != nil {
		t.Fatal(err)
	}
	empty := fstest.MapFS{}
	for _, entry := range entries {
		name := entry.Name()
		switch {
		case entry.IsDir():
		case path.Ext(name) == ".ts":
			empty[name] = &fstest.MapFile{Data: []byte(fmt.Sprintf("document.title += %q", name))}
		case path.Ext(name) == ".css" && name != "tokens.css": // whose colours go into other files
			empty[name] = &fstest.MapFile{Data: []byte(fmt.Sprintf(".a{quotes:%q}", name))}
		default:
			data, err := os.ReadFile("../static/" + name)
			if err != nil {
				t.Fatal(err)
			}
			empty[name] = &fstest.MapFile{Data: data}
		}
	}
	return empty
}

// hostileFields are the names of the fields.
func hostileFields() map[string]bool {
	fields := map[string]bool{}
	for _, text := range hostileFiles {
		for _, field := range hostileField.FindAllStringSubmatch(text, -1) {
			fields[field[1]] = true
		}
	}
	return fields
}
