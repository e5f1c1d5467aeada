package catalog_test

import (
	"testing"

	"responsa/site/catalog"
)

// No value of a closed list is shown as nothing, and no two alike.
func TestWords(t *testing.T) {
	said := func(list string, known []string, says ...func(string) string) {
		for _, say := range says {
			seen := map[string]string{}
			for _, value := range known {
				words := say(value)
				if other, twice := seen[words]; twice || words == "" {
					t.Errorf("%s %q is called %q, like %q", list, value, words, other)
				}
				seen[words] = value
			}
		}
	}
	said("outcome", catalog.Outcome("").Known(),
		func(s string) string { return catalog.Outcome(s).Label() }, func(s string) string { return catalog.Outcome(s).Words() })
	said("retry", catalog.Retry("").Known(),
		func(s string) string { return catalog.Retry(s).Label() }, func(s string) string { return catalog.Retry(s).Words() })
	said("actor", catalog.Actor("").Known(),
		func(s string) string { return catalog.Actor(s).Label() }, func(s string) string { return catalog.Actor(s).Words() })
	said("change", catalog.Change("").Known(), func(s string) string { return catalog.Change(s).Label() })
}
