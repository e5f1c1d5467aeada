package site

import (
	"archive/zip"
	"bufio"
	"bytes"
	"cmp"
	"compress/flate"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"
)

// Verifying a bundle. It may come from anywhere, so nothing in it is believed.
// The steps are:
//
//  1. the archive ends with its list of entries, which begins where the end
//     says and fills the space up to it; the list is short enough to be read
//  2. each entry by its list: a path that every system can extract, a plain
//     file, not encrypted, sizes that the archive has room for
//  3. each file is unpacked, no further than its size says, and held to its
//     checksum and to MANIFEST.json
//  4. written anew from its entries, the archive is the same, byte by byte: no
//     other names in front of the entries, nothing between them, no overlaps
//
// A step begins when the one before found nothing, but the last two: what
// somebody packed anew is told by file.
//
// A manifest can be made for any files. That an archive is the one that was
// published, its own hash says alone.
const (
	mostListed   = 16 << 20 // bytes of the list of entries, room for 200,000
	mostManifest = 64 << 20 // bytes
	mostFindings = 20       // told of one archive
	// How many times its own size an archive may unpack to, past the first
	// MiB. Pages reach about 20.
	mostRatio = 100
)

// Tampered is the error for an archive that isn't as it was made.
type Tampered struct{ Findings []string }

func (t *Tampered) Error() string {
	told := t.Findings
	if more := len(told) - mostFindings; more > 0 {
		told = append(slices.Clone(told[:mostFindings]), fmt.Sprintf("and %d more", more))
	}
	return strings.Join(told, "\n")
}

func tampered(findings ...string) error { return &Tampered{findings} }

// Verify reads a bundle. The files are good as long as r is.
func Verify(r io.ReaderAt, size int64) (PackList, Files, error) {
	if err := exactEnd(r, size); err != nil {
		return PackList{}, nil, err
	}
	archive, err := zip.NewReader(r, size)
	if err != nil {
		return PackList{}, nil, tampered("no archive that can be read: " + err.Error())
	}
	if err := safeEntries(archive, size); err != nil {
		return PackList{}, nil, err
	}
	list, findings, err := verifyContents(archive)
	if err != nil {
		return PackList{}, nil, err
	}
	if at, name := verifyForm(archive, r, size); at >= 0 && len(findings) == 0 {
		findings = append(findings, fmt.Sprintf("the archive isn't in the form in which responsa writes it, from byte %d on, at %s", at, name))
	}
	if len(findings) > 0 {
		return PackList{}, nil, tampered(findings...)
	}
	var files Files
	for _, f := range archive.File {
		files = append(files, File{f.Name, func(w io.Writer) error {
			open, err := f.Open()
			if err != nil {
				return err
			}
			_, err = io.Copy(w, open)
			return cmp.Or(err, open.Close())
		}})
	}
	slices.SortFunc(files, func(x, y File) int { return cmp.Compare(x.Path, y.Path) })
	return list, files, nil
}

// Path is where a bundle's site stands below its host: "" or /docs.
func (l PackList) Path() string {
	u, err := url.Parse(l.Address)
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(path.Clean("/"+u.Path), "/")
}

// exactEnd is step 1. Without it the list that is read could be longer than
// the end says, or another one.
func exactEnd(r io.ReaderAt, size int64) error {
	const endLength, locatorLength, end64Length = 22, 20, 56
	notEnd := tampered("no archive of ours: it doesn't end as one, so something is behind it or it is cut off")
	at := size - endLength
	end := make([]byte, endLength)
	if at < 0 {
		return notEnd
	} else if _, err := r.ReadAt(end, at); err != nil {
		return err
	}
	le := binary.LittleEndian
	if string(end[:4]) != "PK\x05\x06" || le.Uint16(end[20:]) != 0 {
		return notEnd
	}
	listed, offset := uint64(le.Uint32(end[12:])), uint64(le.Uint32(end[16:]))
	// More files than the older form can count.
	if long := make([]byte, end64Length+locatorLength); at >= int64(len(long)) {
		if _, err := r.ReadAt(long, at-int64(len(long))); err != nil {
			return err
		}
		if string(long[end64Length:end64Length+4]) == "PK\x06\x07" {
			at -= int64(len(long))
			if string(long[:4]) != "PK\x06\x06" || le.Uint64(long[end64Length+8:]) != uint64(at) {
				return notEnd
			}
			listed, offset = le.Uint64(long[40:]), le.Uint64(long[48:])
		}
	}
	if listed > uint64(at) || offset != uint64(at)-listed {
		return tampered("the list of entries isn't where the archive's end says: something is in front of it, or between")
	}
	if listed > mostListed {
		return tampered(fmt.Sprintf("the list of entries has %d bytes, of %d allowed", listed, mostListed))
	}
	return nil
}

// safeEntries is step 2.
func safeEntries(archive *zip.Reader, size int64) error {
	var findings []string
	paths := newArchivePaths()
	packed, unpacked := uint64(size), uint64(size)*mostRatio+1<<20 // what is left of each
	for _, f := range archive.File {
		var why string
		switch {
		case strings.HasSuffix(f.Name, "/"):
			why = "is a directory, a bundle holds files only"
		case !f.Mode().IsRegular():
			why = "is a link or a device"
		case f.Flags&1 != 0:
			why = "is encrypted"
		case f.Method != zip.Deflate && f.Method != zip.Store:
			why = fmt.Sprintf("is packed by method %d", f.Method)
		case f.CompressedSize64 > packed:
			why = "overlaps others: together they are larger than the archive"
		case f.UncompressedSize64 > unpacked, f.Name == packListName && f.UncompressedSize64 > mostManifest:
			why = fmt.Sprintf("is too large: %d bytes would unpack to %d", f.CompressedSize64, f.UncompressedSize64)
		default:
			why = paths.add(f.Name)
		}
		packed -= min(packed, f.CompressedSize64)
		unpacked -= min(unpacked, f.UncompressedSize64)
		if why != "" {
			findings = append(findings, fmt.Sprintf("%q %s", f.Name, why))
		}
	}
	if len(findings) > 0 {
		return tampered(findings...)
	}
	return nil
}

// verifyContents is step 3. Its error is for an archive that has no manifest.
func verifyContents(archive *zip.Reader) (list PackList, findings []string, err error) {
	at := slices.IndexFunc(archive.File, func(f *zip.File) bool { return f.Name == packListName })
	if at < 0 {
		return list, nil, tampered(packListName + " is missing: no bundle, or not all of it")
	}
	var text bytes.Buffer
	if _, err := unpack(archive.File[at], &text); err != nil {
		return list, nil, tampered(fmt.Sprintf("%s: %v", packListName, err))
	}
	// Written anew it must be the same: nothing stands in it twice, or unread.
	if err := json.Unmarshal(text.Bytes(), &list); err != nil {
		return list, nil, tampered(packListName + ": changed, or of another program")
	} else if again, err := list.text(); err != nil || !bytes.Equal(again, text.Bytes()) {
		return list, nil, tampered(packListName + ": changed, or of another program")
	}
	missing, paths := map[string]PackedFile{}, newArchivePaths()
	for _, f := range list.Files {
		if why := paths.add(f.Path); why != "" {
			return list, nil, tampered(fmt.Sprintf("%s: lists %q, which %s", packListName, f.Path, why))
		}
		missing[f.Path] = f
	}
	added := map[string][]string{} // by hash
	for _, f := range archive.File {
		if f.Name == packListName {
			continue
		}
		digest := sha256.New()
		size, err := unpack(f, digest)
		sum := hex.EncodeToString(digest.Sum(nil))
		want, listed := missing[f.Name]
		delete(missing, f.Name)
		switch {
		case err != nil:
			findings = append(findings, fmt.Sprintf("%s: %v", f.Name, err))
		case !listed:
			added[sum] = append(added[sum], f.Name)
		case size != want.Size || sum != want.SHA256:
			findings = append(findings, f.Name+": changed")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(missing)) {
		sum := missing[name].SHA256
		if names := added[sum]; len(names) > 0 {
			findings, added[sum] = append(findings, name+": renamed to "+names[0]), names[1:]
		} else {
			findings = append(findings, name+": missing")
		}
	}
	for _, names := range added {
		for _, name := range names {
			findings = append(findings, name+": added")
		}
	}
	slices.Sort(findings)
	return list, findings, nil
}

// unpack writes a file's content, and no more of it than it says to have. The
// packed bytes are used up by it: nothing is hidden behind them.
func unpack(f *zip.File, w io.Writer) (int64, error) {
	raw, err := f.OpenRaw()
	if err != nil {
		return 0, fmt.Errorf("can't be read: %w", err)
	}
	packed := bufio.NewReader(raw)
	content := io.Reader(packed)
	if f.Method == zip.Deflate {
		content = flate.NewReader(packed)
	}
	checksum := crc32.NewIEEE()
	size, err := io.Copy(io.MultiWriter(w, checksum), io.LimitReader(content, int64(f.UncompressedSize64)+1))
	_, rest := packed.ReadByte()
	switch {
	case err != nil:
		return size, fmt.Errorf("can't be unpacked: %w", err)
	case uint64(size) != f.UncompressedSize64:
		return size, errors.New("doesn't unpack to the size that it says")
	case rest != io.EOF:
		return size, errors.New("has something behind its content")
	case checksum.Sum32() != f.CRC32:
		return size, errors.New("doesn't have the checksum that it says")
	}
	return size, nil
}

// verifyForm is step 4: where the archive begins to differ from what Zip
// would write, and at which entry, or -1.
func verifyForm(archive *zip.Reader, r io.ReaderAt, size int64) (at int64, name string) {
	same := &comparison{with: r}
	anew := zip.NewWriter(same)
	sorted := slices.IsSortedFunc(archive.File, func(x, y *zip.File) int { return cmp.Compare(placed(x.Name), placed(y.Name)) })
	for _, f := range archive.File {
		entry, err := anew.CreateRaw(entryHeader(f.Name, f.CRC32, f.CompressedSize64, f.UncompressedSize64))
		raw, rawErr := f.OpenRaw()
		if cmp.Or(err, rawErr) != nil {
			return same.at, f.Name
		}
		_, err = io.Copy(entry, raw)
		if cmp.Or(err, anew.Flush()) != nil || !sorted {
			return same.at, f.Name
		}
	}
	if anew.Close() != nil || same.at != size {
		return same.at, "its list of entries"
	}
	return -1, ""
}

// comparison takes what is the same as what stands in with.
type comparison struct {
	with io.ReaderAt
	at   int64
}

var errDiffers = errors.New("differs")

func (c *comparison) Write(p []byte) (int, error) {
	there := make([]byte, len(p))
	if _, err := c.with.ReadAt(there, c.at); err != nil && err != io.EOF {
		return 0, err
	}
	for i := range p {
		if p[i] != there[i] {
			c.at += int64(i)
			return i, errDiffers
		}
	}
	c.at += int64(len(p))
	return len(p), nil
}
