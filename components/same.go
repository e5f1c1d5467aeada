package components

import (
	"bytes"
	"context"
	"io"
	"sync"

	"github.com/a-h/templ"
)

// Same is a part that many pages show. It is rendered when the first of them
// does, and kept.
func Same(part templ.Component) templ.Component {
	html := sync.OnceValues(func() ([]byte, error) {
		var b bytes.Buffer
		err := part.Render(context.Background(), &b)
		return b.Bytes(), err
	})
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		html, err := html()
		if err != nil {
			return err
		}
		_, err = w.Write(html)
		return err
	})
}
