package components

import (
	"context"
	"io"
	"strings"

	"github.com/a-h/templ"

	"responsa/site/catalog"
)

// exchange writes a response's text. It is no template, because there white
// space between elements isn't ours, and here all of it shows.
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
