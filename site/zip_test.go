package site

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func textFile(name, text string) File {
	return File{name, func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	}}
}

// small is a site of a few files, out of order.
func small() Files {
	return Files{
		textFile("search.js", "window.searchData={};\n"), textFile("codes/27/index.html", strings.Repeat("<p>Below minimum age</p>\n", 40)),
		textFile("index.html", "<!DOCTYPE html>\n"), textFile("codes/3/index.html", ""), textFile("README.txt", "Extract, then open index.html\n"), textFile("404.html", "no such page\n"),
	}
}

var smallList = PackList{Name: "small", Version: "1f", Address: "https://codes.acme.example"}

func zipped(t testing.TB, files Files, list PackList) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Zip(&b, files, list); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// The same site is the same bytes, for ever: whoever changes the compressor or
// the form changes this hash, and every bundle's with it.
func TestZipIsTheSameEverywhere(t *testing.T) {
	const want = "84643ea9c7c31ab32eb8a713d9b66e6dde8935e9351c324d3b8cc3a5928c73d4"
	for _, cores := range []int{1, 2, 7} {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
		files := small()
		for range len(files) { // any order will do
			files = append(files[1:], files[0])
			if sum := sha256.Sum256(zipped(t, files, smallList)); hex.EncodeToString(sum[:]) != want {
				t.Fatalf("on %d cores: %x, want %s", cores, sum, want)
			}
		}
	}
}

func TestZipForm(t *testing.T) {
	archive := zipped(t, small(), smallList)
	r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	var list PackList
	var names []string
	for _, f := range r.File {
		names = append(names, f.Name)
		if len(f.Extra) > 0 || f.Comment != "" || f.Flags != 0 || f.ExternalAttrs != 0 || f.CreatorVersion != 0 || f.Method != zip.Deflate {
			t.Errorf("%s: %+v", f.Name, f.FileHeader)
		}
		if got := f.Modified.Format("2006-01-02 15:04:05"); got != "1980-01-01 00:00:00" {
			t.Errorf("%s is of %s", f.Name, got)
		}
		open, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(open) // checks the CRC
		if err != nil {
			t.Fatal(f.Name, err)
		}
		if f.Name == packListName {
			if err := json.Unmarshal(text, &list); err != nil {
				t.Fatal(err)
			}
			continue
		}
		at := slices.IndexFunc(small(), func(x File) bool { return x.Path == f.Name })
		if want := contents(t, small()[at]); string(text) != want || f.CRC32 != crc32.ChecksumIEEE(text) {
			t.Errorf("%s is %q, want %q", f.Name, text, want)
		}
	}
	if want := "README.txt index.html 404.html codes/27/index.html codes/3/index.html search.js MANIFEST.json"; strings.Join(names, " ") != want {
		t.Errorf("the order is %s", names)
	}
	if list.Name != "small" || list.Version != "1f" || list.Address != "https://codes.acme.example" || len(list.Files) != len(names)-1 {
		t.Errorf("the manifest says %+v", list)
	}
	for i, f := range list.Files {
		at := slices.IndexFunc(small(), func(x File) bool { return x.Path == names[i] })
		text := contents(t, small()[at])
		sum := sha256.Sum256([]byte(text))
		if f != (PackedFile{names[i], int64(len(text)), hex.EncodeToString(sum[:])}) {
			t.Errorf("%s is listed as %+v", names[i], f)
		}
	}
}

func TestZipRefusesPaths(t *testing.T) {
	long := "codes/" + strings.Repeat("x", 60) + "/" + strings.Repeat("y", 42) + "/index.html"
	for _, tt := range []struct {
		paths []string
		why   string
	}{
		{[]string{"../a"}, "leads elsewhere"},
		{[]string{"a/./b"}, "leads elsewhere"},
		{[]string{"/a"}, "no path of letters"},
		{[]string{"a//b"}, "no path of letters"},
		{[]string{"a/"}, "no path of letters"},
		{[]string{""}, "no path of letters"},
		{[]string{`a\b`}, "no path of letters"},
		{[]string{"C:/a"}, "no path of letters"},
		{[]string{"a:stream"}, "no path of letters"},
		{[]string{"a b"}, "no path of letters"},
		{[]string{"ü.html"}, "no path of letters"},
		{[]string{"a\x00b"}, "no path of letters"},
		{[]string{"a?b"}, "no path of letters"},
		{[]string{"codes/con/index.html"}, "device of Windows"},
		{[]string{"codes/Lpt1.txt"}, "device of Windows"},
		{[]string{"a./b"}, "full stop"},
		{[]string{long}, ""},
		{[]string{"z" + long}, "has 121 bytes"},
		{[]string{"A/x", "a/X"}, `is one file with A/x where case doesn't matter`},
		{[]string{"a/x", "a/x"}, "is there twice"},
		{[]string{"a", "a/b"}, "stands in a, which is a file"},
		{[]string{"A/b", "a"}, "is the directory of A/b too"},
		{[]string{"Manifest.json"}, "is one file with MANIFEST.json"},
		{[]string{".well-known/security.txt", "_redirects", "a/b", "a/c"}, ""},
	} {
		var files Files
		for _, name := range tt.paths {
			files = append(files, textFile(name, "x"))
		}
		err := Zip(io.Discard, files, smallList)
		if tt.why == "" && err == nil {
			continue
		}
		if err == nil || tt.why == "" || !strings.Contains(err.Error(), tt.why) || !strings.HasPrefix(err.Error(), fmt.Sprintf("%q can't be a path of the offline bundle: it ", tt.paths[len(tt.paths)-1])) {
			t.Errorf("%q: %v, want %q", tt.paths, err, tt.why)
		}
	}
}

// A file that can't be rendered is named, and so is a full disk's error handed on.
func TestZipFails(t *testing.T) {
	files := append(small(), File{"codes/4/index.html", func(io.Writer) error { return fs.ErrInvalid }})
	if err := Zip(io.Discard, files, smallList); !errors.Is(err, fs.ErrInvalid) || !strings.HasPrefix(err.Error(), "codes/4/index.html: ") {
		t.Error(err)
	}
	for room := 0; room < len(zipped(t, small(), smallList)); room += 61 {
		if err := Zip(&full{room}, small(), smallList); !errors.Is(err, fs.ErrPermission) {
			t.Fatalf("with room for %d bytes: %v", room, err)
		}
	}
}

// full is a disk with room for so many bytes.
type full struct{ room int }

func (f *full) Write(p []byte) (int, error) {
	if len(p) > f.room {
		return f.room, fs.ErrPermission
	}
	f.room -= len(p)
	return len(p), nil
}
