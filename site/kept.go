package site

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"sync"
)

// kept is a file that several read, or of which others say the size and the
// hash. It is made when first asked for. What is small, as it is with any
// catalog that people read, is then kept; more than that is made again for
// each reader, so that memory stays bounded.
type kept struct {
	path   string
	render func(io.Writer) error
	made   func() (*made, error)
}

const mostKept = 64 << 20

func keep(path string, render func(io.Writer) error) *kept {
	return &kept{path, render, sync.OnceValues(func() (*made, error) {
		m, digest := &made{}, sha256.New()
		if err := render(io.MultiWriter(m, digest)); err != nil {
			return nil, err
		}
		m.sum = hex.EncodeToString(digest.Sum(nil))
		return m, nil
	})}
}

// Render writes the file, as [File] wants it.
func (k *kept) Render(w io.Writer) error {
	m, err := k.made()
	if err != nil {
		return err
	}
	if m.size > mostKept {
		return k.render(w)
	}
	for _, block := range m.blocks {
		if _, err := w.Write(block); err != nil {
			return err
		}
	}
	return nil
}

// made is what is known of a file that was made once.
type made struct {
	size   int64
	sum    string   // SHA-256, in hexadecimal
	blocks [][]byte // unless it is larger than mostKept
}

// Blocks don't grow beyond this: a large file isn't copied again and again.
const blockSize = 64 << 10

func (m *made) Write(p []byte) (int, error) {
	n := len(p)
	if m.size += int64(n); m.size > mostKept {
		m.blocks = nil
		return n, nil
	}
	for len(p) > 0 {
		last := len(m.blocks) - 1
		if last < 0 || len(m.blocks[last]) == blockSize {
			m.blocks = append(m.blocks, nil)
			last++
		}
		some := min(len(p), blockSize-len(m.blocks[last]))
		if last > 0 && m.blocks[last] == nil {
			m.blocks[last] = make([]byte, 0, blockSize)
		}
		m.blocks[last], p = append(m.blocks[last], p[:some]...), p[some:]
	}
	return n, nil
}
