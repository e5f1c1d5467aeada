package components

import (
	"context"
	"io"
	"strings"

	"github.com/a-h/templ"

	"responsa/site/catalog"
)

// These are no templates, because there white space between elements isn't
// ours, and here all of it shows or is copied.

// exchange writes a response's text.
func exchange(v WireView) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		var b strings.Builder
		b.WriteString("<b>" + templ.EscapeString(v.StatusLine) + "</b>\nContent-Type: " + templ.EscapeString(v.Type) + "\n\n")
		for _, s := range v.Body {
			text := templ.EscapeString(s.Text)
			switch s.Kind {
			case catalog.KeySpan:
				text = `<span class="k">` + text + `</span>`
			case catalog.CodeSpan:
				text = `<em>` + text + `</em>`
			case catalog.ParamSpan:
				text = `<mark data-param="` + templ.EscapeString(s.Name) + `">` + text + `</mark>`
			}
			b.WriteString(text)
		}
		_, err := io.WriteString(w, b.String())
		return err
	})
}

// phrase writes a message, its variable parts as it writes them and apart from the
// direction of the text around them.
func phrase(parts []Part) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		var b strings.Builder
		for _, part := range parts {
			if part.Param == "" {
				b.WriteString(templ.EscapeString(part.Text))
				continue
			}
			name := templ.EscapeString(part.Param)
			b.WriteString(`<bdi><mark data-param="` + name + `">` + templ.EscapeString(part.Written) + `</mark></bdi>`)
		}
		_, err := io.WriteString(w, b.String())
		return err
	})
}
