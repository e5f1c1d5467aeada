package catalog

import (
	"regexp"
	"sync"
)

// lazily compiles an expression at its first use: only a text that is pasted
// needs those that read one.
func lazily(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}
