package components

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/a-h/templ"
)

// inline writes the text of a script or a style sheet into the page. It takes
// what the front end was bundled to and nothing out of a catalog, and no text
// that would end the element.
func inline(element, text string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		if folded := strings.ToLower(text); strings.Contains(folded, "</"+element) || strings.Contains(folded, "<!--") {
			return fmt.Errorf("the <%s> of the page would end inside its text", element)
		}
		_, err := io.WriteString(w, "<"+element+">"+text+"</"+element+">")
		return err
	})
}
