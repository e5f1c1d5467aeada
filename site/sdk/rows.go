package sdk

import "strings"

// row is one value and what the codes with it agree in, each as the language
// writes it. A file has thousands, so they are put together here: a template
// takes ten times as long.
type row struct {
	value, title, retry, actor string
	page                       string // what follows the address of the home page
}

// agreed is the row of a value, which is already written. What the codes don't
// agree in, or don't have, is the language's nothing.
func (l language) agreed(written string, value valueFacts) row {
	r := row{written, l.nothing, l.nothing, l.nothing, l.nothing}
	if value.title != "" {
		r.title = l.quote(value.title)
	}
	if value.retry != "" {
		r.retry = l.member("Retry", string(value.retry))
	}
	if value.actor != "" {
		r.actor = l.member("Actor", string(value.actor))
	}
	if value.page != "" {
		r.page = l.quote(value.page)
	}
	return r
}

// list is the fields in their order.
func (r row) list() string { return r.title + ", " + r.retry + ", " + r.actor + ", " + r.page }

// object is the fields that there are, by their names.
func (r row) object() string {
	fields := ""
	for _, field := range [][2]string{{"title", r.title}, {"retry", r.retry}, {"actor", r.actor}, {"page", r.page}} {
		if field[1] != "" {
			fields += " " + field[0] + ": " + field[1] + ","
		}
	}
	return "{" + strings.TrimSuffix(fields, ",") + " }"
}
