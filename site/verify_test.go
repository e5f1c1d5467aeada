package site

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
)

func verified(archive []byte) (PackList, Files, error) {
	return Verify(bytes.NewReader(archive), int64(len(archive)))
}

func TestVerify(t *testing.T) {
	list, files, err := verified(zipped(t, small(), smallList))
	if err != nil {
		t.Fatal(err)
	}
	if list.Name != "small" || list.Version != "1f" || len(list.Files) != len(small()) {
		t.Errorf("it is of %+v", list)
	}
	for _, f := range small() {
		got, ok := files.Get(f.Path)
		if !ok || contents(t, got) != contents(t, f) {
			t.Errorf("%s isn't in it as it was", f.Path)
		}
	}
	// More files than the older form can count.
	many := small()
	for n := range 66_000 {
		many = append(many, textFile(fmt.Sprintf("codes/x%d.txt", n), ""))
	}
	if list, _, err := verified(zipped(t, many, smallList)); err != nil || len(list.Files) != len(many) {
		t.Error(len(list.Files), err)
	}
}

// No byte can be another one, and none can be away. Bits without a meaning are
// behind a stream's end, in its last byte, and behind the head of a block that
// isn't packed, here in a stream's first.
func TestVerifyFindsEveryByte(t *testing.T) {
	archive := zipped(t, small(), smallList)
	free := map[int]bool{}
	for at, e := 0, entries(t); len(e) > 0; e = e[1:] {
		at += 30 + len(e[0].name)
		free[at] = e[0].packed[0] == 0
		at += len(e[0].packed)
		free[at-1] = true
	}
	for i := range archive {
		for _, flip := range []byte{1, 0x80, 0xff} {
			if free[i] && flip == 0x80 {
				continue
			}
			archive[i] ^= flip
			if _, _, err := verified(archive); !errors.As(err, new(*Tampered)) {
				t.Errorf("byte %d of %d as %#x: %v", i, len(archive), archive[i], err)
			}
			archive[i] ^= flip
		}
		if _, _, err := verified(archive[:i]); !errors.As(err, new(*Tampered)) {
			t.Errorf("cut off at %d: %v", i, err)
		}
	}
}

// tamper packs a site with the manifest of another.
func tamper(t *testing.T, files Files) []byte {
	t.Helper()
	original, _, err := verified(zipped(t, small(), smallList))
	if err != nil {
		t.Fatal(err)
	}
	text, _ := original.text()
	slices.SortFunc(files, func(x, y File) int { return strings.Compare(placed(x.Path), placed(y.Path)) })
	var b bytes.Buffer
	archive := zip.NewWriter(&b)
	for _, f := range append(files, textFile(packListName, string(text))) {
		p, err := pack(f)
		if err != nil {
			t.Fatal(err)
		}
		if err := p.write(archive); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestVerifyNamesWhatWasDone(t *testing.T) {
	without := func(name string) Files {
		return slices.DeleteFunc(small(), func(f File) bool { return f.Path == name })
	}
	page := contents(t, small()[1])
	for what, tt := range map[string]struct {
		files Files
		want  string
	}{
		"nothing":  {small(), ""},
		"changed":  {append(without("search.js"), textFile("search.js", "window.searchData=[];\n")), "search.js: changed"},
		"missing":  {without("codes/27/index.html"), "codes/27/index.html: missing"},
		"added":    {append(small(), textFile("codes/28/index.html", "x")), "codes/28/index.html: added"},
		"renamed":  {append(without("codes/27/index.html"), textFile("codes/72/index.html", page)), "codes/27/index.html: renamed to codes/72/index.html"},
		"in case":  {append(without("404.html"), textFile("404.HTML", "no such page\n")), "404.html: renamed to 404.HTML"},
		"all":      {append(without("404.html"), textFile("evil.js", "x"), textFile("a.js", "x")), "404.html: missing\na.js: added\nevil.js: added"},
		"exchange": {append(slices.DeleteFunc(without("404.html"), func(f File) bool { return f.Path == "search.js" }), textFile("404.html", "window.searchData={};\n"), textFile("search.js", "no such page\n")), "404.html: changed\nsearch.js: changed"},
	} {
		_, _, err := verified(tamper(t, tt.files))
		if tt.want == "" && err != nil || tt.want != "" && (err == nil || err.Error() != tt.want) {
			t.Errorf("%s: %v, want %s", what, err, tt.want)
		}
	}
}

// Another tool packed the same files: nothing is wrong with them, but it isn't
// what was published.
func TestVerifyOfAnotherTool(t *testing.T) {
	original := zipped(t, small(), smallList)
	r, err := zip.NewReader(bytes.NewReader(original), int64(len(original)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	archive := zip.NewWriter(&b)
	for _, f := range r.File {
		w, err := archive.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		content, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(w, content); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	if _, _, err := verified(b.Bytes()); err == nil || !strings.HasPrefix(err.Error(), "the archive isn't in the form in which responsa writes it, from byte 6 on, at README.txt") {
		t.Error(err)
	}
}

func FuzzVerify(f *testing.F) {
	f.Add(zipped(f, small(), smallList))
	f.Fuzz(func(t *testing.T, archive []byte) {
		if _, files, err := verified(archive); err == nil {
			for _, file := range files {
				_ = contents(t, file)
			}
		} else if !errors.As(err, new(*Tampered)) {
			t.Error(err)
		}
	})
}
