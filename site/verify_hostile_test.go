package site

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"slices"
	"strings"
	"testing"
)

// rawEntry is an entry as a hostile archive has it: it may say one thing in
// front of its bytes and another in the list.
type rawEntry struct {
	name, local    string // local: "" for the same
	flags, method  uint16
	packed         []byte
	size           int // as it says
	crc            uint32
	creator        uint16
	attributes     uint32
	extra          []byte // in the list
	overlaps, hide bool   // stands where the one before does; isn't listed
}

func entry(name, text string) rawEntry {
	return rawEntry{name: name, method: zip.Deflate, packed: deflated(text), size: len(text), crc: crc32.ChecksumIEEE([]byte(text))}
}

func deflated(text string) []byte {
	var b bytes.Buffer
	w, _ := flate.NewWriter(&b, flate.BestCompression)
	_, _ = io.WriteString(w, text)
	_ = w.Close()
	return b.Bytes()
}

// rawZip writes an archive byte by byte.
func rawZip(entries ...rawEntry) []byte {
	var b, list []byte
	le := binary.LittleEndian
	listed, before := 0, 0
	for _, e := range entries {
		at := len(b)
		if e.overlaps {
			at = before
		} else {
			local := e.local
			if local == "" {
				local = e.name
			}
			b = append(b, "PK\x03\x04"...)
			for _, n := range []uint16{20, e.flags, e.method, 0, 0x21} {
				b = le.AppendUint16(b, n)
			}
			for _, n := range []uint32{e.crc, uint32(len(e.packed)), uint32(e.size)} {
				b = le.AppendUint32(b, n)
			}
			b = le.AppendUint16(le.AppendUint16(b, uint16(len(local))), 0)
			b = append(append(b, local...), e.packed...)
		}
		before = at
		if e.hide {
			continue
		}
		listed++
		list = append(list, "PK\x01\x02"...)
		for _, n := range []uint16{e.creator, 20, e.flags, e.method, 0, 0x21} {
			list = le.AppendUint16(list, n)
		}
		packedSize, size := uint32(len(e.packed)), uint32(e.size)
		if len(e.extra) > 0 {
			packedSize, size = 1<<32-1, 1<<32-1
		}
		for _, n := range []uint32{e.crc, packedSize, size} {
			list = le.AppendUint32(list, n)
		}
		for _, n := range []uint16{uint16(len(e.name)), uint16(len(e.extra)), 0, 0, 0} {
			list = le.AppendUint16(list, n)
		}
		list = le.AppendUint32(le.AppendUint32(list, e.attributes), uint32(at))
		list = append(append(list, e.name...), e.extra...)
	}
	return append(append(b, list...), end(listed, len(list), len(b))...)
}

func end(entries, size, offset int) []byte {
	le := binary.LittleEndian
	b := le.AppendUint32([]byte("PK\x05\x06"), 0)
	b = le.AppendUint16(le.AppendUint16(b, uint16(entries)), uint16(entries))
	return le.AppendUint16(le.AppendUint32(le.AppendUint32(b, uint32(size)), uint32(offset)), 0)
}

// entries are those of the small archive.
func entries(t *testing.T) []rawEntry {
	t.Helper()
	archive := zipped(t, small(), smallList)
	r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	var all []rawEntry
	for _, f := range r.File {
		raw, err := f.OpenRaw()
		if err != nil {
			t.Fatal(err)
		}
		packed, err := io.ReadAll(raw)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, rawEntry{name: f.Name, method: f.Method, packed: packed, size: int(f.UncompressedSize64), crc: f.CRC32})
	}
	if !bytes.Equal(rawZip(all...), archive) {
		t.Fatal("the archive made by hand isn't the same")
	}
	return all
}

func TestVerifyRefusesHostileArchives(t *testing.T) {
	good := rawZip(entries(t)...)
	with := func(e ...rawEntry) []byte { return rawZip(append(entries(t), e...)...) }
	changed := func(i int, change func(e *rawEntry)) []byte {
		all := entries(t)
		change(&all[i])
		return rawZip(all...)
	}
	bomb := entry("codes/1/index.html", strings.Repeat("\x00", 50<<20))
	lie := bomb
	lie.size = 10
	var many []rawEntry
	var digits strings.Builder // they pack badly
	for n := range 2000 {
		fmt.Fprint(&digits, n*n)
	}
	for n := range 100 {
		e := entry(fmt.Sprintf("a%d", n), digits.String())
		e.overlaps = n > 0
		many = append(many, e)
	}
	mode := func(unix uint32) rawEntry {
		e := entry("link", "../../etc/passwd")
		e.creator, e.attributes = 3<<8, unix<<16
		return e
	}
	le := binary.LittleEndian
	zip64 := func(size, packed uint64) []byte {
		return le.AppendUint64(le.AppendUint64([]byte{1, 0, 16, 0}, size), packed)
	}
	// An end of the longer form, in front of that of the shorter one.
	long := func(count, size, offset, at int) []byte {
		b := le.AppendUint64([]byte("PK\x06\x06"), 44)
		b = append(b, 45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0)
		for _, n := range []int{count, count, size, offset} {
			b = le.AppendUint64(b, uint64(n))
		}
		b = append(b, "PK\x06\x07\x00\x00\x00\x00"...)
		b = le.AppendUint64(b, uint64(at))
		return append(append(b, 1, 0, 0, 0), end(0xffff, 0xffffffff, 0xffffffff)...)
	}
	body := good[:len(good)-22]
	size, offset := int(le.Uint32(good[len(good)-10:])), int(le.Uint32(good[len(good)-6:]))

	for what, tt := range map[string]struct {
		archive []byte
		want    string
	}{
		"empty":                {nil, "no archive of ours"},
		"no archive":           {bytes.Repeat([]byte("PK"), 500), "no archive of ours"},
		"no entries":           {rawZip(), "MANIFEST.json is missing"},
		"parent":               {with(entry("../evil.txt", "x")), `"../evil.txt" leads elsewhere`},
		"parent inside":        {with(entry("codes/../../evil.txt", "x")), `"codes/../../evil.txt" leads elsewhere`},
		"absolute":             {with(entry("/etc/cron.d/evil", "x")), `"/etc/cron.d/evil" is no path`},
		"backslash":            {with(entry(`..\evil.txt`, "x")), `"..\\evil.txt" is no path`},
		"drive":                {with(entry("C:evil.txt", "x")), `"C:evil.txt" is no path`},
		"another file's":       {with(entry("index.html:evil", "x")), `"index.html:evil" is no path`},
		"nul":                  {with(entry("a\x00.txt", "x")), `"a\x00.txt" is no path`},
		"colours":              {with(entry("\x1b[31mred", "x")), `"\x1b[31mred" is no path`},
		"device name":          {with(entry("codes/aux.html", "x")), `"codes/aux.html" names a device`},
		"directory":            {with(entry("codes/", "")), `"codes/" is a directory`},
		"link":                 {with(mode(0o120777)), `"link" is a link or a device`},
		"device":               {with(mode(0o060666)), `"link" is a link or a device`},
		"pipe":                 {with(mode(0o010666)), `"link" is a link or a device`},
		"twice":                {with(entry("index.html", "evil")), `"index.html" is there twice`},
		"in capitals":          {with(entry("INDEX.html", "evil")), `"INDEX.html" is one file with index.html`},
		"below a file":         {with(entry("index.html/x", "x")), `"index.html/x" stands in index.html`},
		"bomb":                 {with(bomb), fmt.Sprintf(`"codes/1/index.html" is too large: %d bytes would unpack to 52428800`, len(bomb.packed))},
		"bomb that lies":       {with(lie), "codes/1/index.html: doesn't unpack to the size that it says"},
		"larger than it says":  {changed(1, func(e *rawEntry) { e.size-- }), "index.html: doesn't unpack to the size"},
		"smaller than it says": {changed(1, func(e *rawEntry) { e.size++ }), "index.html: doesn't unpack to the size"},
		"overlaps":             {with(many...), "overlaps others"},
		"overlaps a little":    {with(func() rawEntry { e := entry("a", ""); e.overlaps = true; return e }()), "a: "},
		"wrong checksum":       {changed(3, func(e *rawEntry) { e.crc++ }), "codes/27/index.html: doesn't have the checksum"},
		"encrypted":            {changed(1, func(e *rawEntry) { e.flags = 1 }), `"index.html" is encrypted`},
		"strange method":       {changed(1, func(e *rawEntry) { e.method = 99 }), `"index.html" is packed by method 99`},
		"broken stream":        {changed(1, func(e *rawEntry) { e.packed = []byte{0xff, 0xff} }), "index.html: can't be unpacked"},
		"behind the stream":    {changed(1, func(e *rawEntry) { e.packed = append(e.packed, "evil"...) }), "index.html: has something behind its content"},
		"garbage in front":     {append([]byte("#!/bin/sh\nexit\n"), good...), "something is in front of it"},
		"page in front":        {shifted(t, "<script>alert(1)</script>"), "isn't in the form in which responsa writes it, from byte 0 on"},
		"something behind":     {append(slices.Clone(good), "evil"...), "no archive of ours"},
		"comment":              {append(append(slices.Clone(good[:len(good)-2]), 4, 0), "evil"...), "no archive of ours"},
		"two names":            {changed(1, func(e *rawEntry) { e.local = "evil.exe00" }), "isn't in the form in which responsa writes it, from byte "},
		"not listed":           {with(func() rawEntry { e := entry("evil.html", "x"); e.hide = true; return e }()), "isn't in the form in which responsa writes it, from byte "},
		"longer sizes":         {with(func() rawEntry { e := entry("evil.html", "x"); e.extra = zip64(1<<62, 1); return e }()), "would unpack to 4611686018427387904"},
		"longer packed size":   {with(func() rawEntry { e := entry("evil.html", "x"); e.extra = zip64(1, 1<<62); return e }()), "overlaps others"},
		"longer end":           {append(slices.Clone(body), long(len(entries(t)), size, offset, len(body))...), "isn't in the form in which responsa writes it, from byte "},
		"longer list":          {append(slices.Clone(body), long(len(entries(t)), 1<<40, offset, len(body))...), "the list of entries isn't where"},
		"list elsewhere":       {append(slices.Clone(body), long(len(entries(t)), size, offset-1, len(body))...), "the list of entries isn't where"},
		"end elsewhere":        {append(slices.Clone(body), long(len(entries(t)), size, offset, 3)...), "no archive of ours"},
		"fewer than it says":   {append(slices.Clone(body), end(len(entries(t))+1, size, offset)...), "no archive that can be read"},
		"more than it says":    {append(slices.Clone(body), end(len(entries(t))-1, size, offset)...), "no archive that can be read"},
		"no manifest":          {rawZip(entries(t)[:6]...), "MANIFEST.json is missing"},
		"manifest unreadable":  {changed(6, func(e *rawEntry) { *e = entry(packListName, "[") }), "MANIFEST.json: changed"},
		"manifest says more":   {changed(6, func(e *rawEntry) { *e = entry(packListName, `{"name":"small","evil":1}`) }), "MANIFEST.json: changed"},
		"manifest leads out":   {changed(6, func(e *rawEntry) { *e = entry(packListName, listOf(t, "../evil")) }), `MANIFEST.json: lists "../evil", which leads elsewhere`},
		"manifest lists twice": {changed(6, func(e *rawEntry) { *e = entry(packListName, listOf(t, "a", "a")) }), `MANIFEST.json: lists "a", which is there twice`},
	} {
		counted := &counter{Reader: bytes.NewReader(tt.archive)}
		_, _, err := Verify(counted, int64(len(tt.archive)))
		if !errors.As(err, new(*Tampered)) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %s", what, err, tt.want)
		} else if strings.Count(err.Error(), "\n") > mostFindings || strings.ContainsAny(err.Error(), "\x1b\x00") {
			t.Errorf("%s: told so:\n%s", what, err)
		}
		if counted.n > 5*len(tt.archive)+1<<16 {
			t.Errorf("%s: %d bytes were read of %d", what, counted.n, len(tt.archive))
		}
	}
}

// shifted is the small archive with a text in front, told of in all offsets.
func shifted(t *testing.T, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	b.WriteString(text)
	archive := zip.NewWriter(&b)
	archive.SetOffset(int64(len(text)))
	for _, e := range entries(t) {
		p := packed{path: e.name, size: int64(e.size), crc: e.crc, bytes: e.packed}
		if err := p.write(archive); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func listOf(t *testing.T, paths ...string) string {
	t.Helper()
	var list PackList
	for _, path := range paths {
		list.Files = append(list.Files, PackedFile{Path: path})
	}
	text, err := list.text()
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// counter counts the bytes that are read.
type counter struct {
	*bytes.Reader
	n int
}

func (c *counter) ReadAt(p []byte, at int64) (int, error) {
	n, err := c.Reader.ReadAt(p, at)
	c.n += n
	return n, err
}
