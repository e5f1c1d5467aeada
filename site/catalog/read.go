package catalog

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// read returns a file's text: UTF-8 without a byte order mark, with plain
// line ends.
func (c *Catalog) read(file string) (string, error) {
	info, err := fs.Stat(c.fsys, file)
	if err != nil {
		return "", err
	}
	return c.readText(file, info, maxFile)
}

// quick is a file system that can read the beginning of a file in one go. It
// may fail where the file can be opened.
type quick interface {
	ReadBeginning(name string, room []byte) (n int, err error)
}

// buffers are for reading: of a file's text one copy is made, of its own size.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// readText reads a file of which something is known: what isn't plain would be
// waited for, or has no end.
func (c *Catalog) readText(file string, info fs.FileInfo, most int64) (string, error) {
	if !info.Mode().IsRegular() {
		return "", errors.New("not a plain file")
	}
	tooLarge := func() error { return fmt.Errorf("larger than %d bytes", most) }
	if info.Size() > most {
		return "", tooLarge()
	}
	b := buffers.Get().(*bytes.Buffer)
	defer func() {
		if b.Cap() <= 2*maxFile { // a large one is rare, and wouldn't be freed
			buffers.Put(b)
		}
	}()
	b.Reset()
	text, err := c.begin(file, info.Size(), b)
	if err != nil {
		f, err := c.fsys.Open(file)
		if err != nil {
			return "", err
		}
		defer f.Close()
		b.Reset()
		if _, err = b.ReadFrom(io.LimitReader(f, most+1)); err != nil { // it may have grown
			return "", err
		}
		text = b.String()
	}
	switch {
	case int64(len(text)) > most:
		return "", tooLarge()
	case !utf8.ValidString(text):
		return "", errors.New("not valid UTF-8")
	case strings.IndexByte(text, 0) >= 0:
		return "", errors.New("holds a NUL character")
	case strings.IndexByte(text, bidi[0]) >= 0 && strings.ContainsAny(text, bidi):
		return "", errors.New("holds a character that reverses the order of text (bidirectional control)")
	}
	text = strings.TrimPrefix(text, "\ufeff")
	return strings.ReplaceAll(text, "\r\n", "\n"), nil
}

// begin reads a file that isn't larger than it was said to be.
func (c *Catalog) begin(file string, size int64, b *bytes.Buffer) (string, error) {
	fsys, ok := c.fsys.(quick)
	if !ok {
		return "", errors.ErrUnsupported
	}
	b.Grow(int(size) + 1)
	room := b.AvailableBuffer()[:size+1]
	n, err := fsys.ReadBeginning(file, room)
	if err == nil && n == len(room) {
		err = io.ErrShortBuffer
	}
	return string(room[:n]), err
}

// The characters that reverse the order of the text behind them. Their first
// byte is the same.
const bidi = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

// Hidden reports a character that can't be seen and isn't white space: no text
// of a catalog has one. YAML can write each as an escape, beyond what read sees.
func Hidden(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t' || r > unicode.MaxLatin1 && strings.ContainsRune(bidi, r)
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
	end := strings.Index(text[len("---"):], "\n---\n")
	if end < 0 {
		trimmed, ok := strings.CutSuffix(rest, "\n---")
		if !ok {
			return "", "", 0, "the front matter has no end"
		}
		return trimmed + "\n", "", strings.Count(text, "\n") + 1, ""
	}
	return rest[:end], rest[end+len("---\n"):], strings.Count(rest[:end], "\n") + 3, ""
}
