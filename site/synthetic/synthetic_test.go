package synthetic_test

import (
	"testing"

	"responsa/site/catalog"
	"responsa/site/synthetic"
)

// A catalog of any size is one without a mistake.
func TestContent(t *testing.T) {
	for _, n := range []int{0, 1, 35, 1200} {
		c, problems := catalog.Load(synthetic.Content(n), "content")
		if len(problems) > 0 || len(c.Codes) != n {
			t.Errorf("%d codes: %d loaded, %v", n, len(c.Codes), problems)
		}
	}
}
