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
	_, err = w.Write(m.bytes)
	return err
}

// made is what is known of a file that was made once.
type made struct {
	size  int64
	sum   string // SHA-256, in hexadecimal
	bytes []byte // unless it is larger than mostKept
}

func (m *made) Write(p []byte) (int, error) {
	if m.size += int64(len(p)); m.size > mostKept {
		m.bytes = nil
	} else {
		m.bytes = append(m.bytes, p...)
	}
	return len(p), nil
}
