package catalog_test

import (
	"testing"
	"unicode"

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

// Each language is told from the others, and its script is one that Unicode
// knows and that its own name is written in.
func TestLanguages(t *testing.T) {
	seen := map[string]bool{}
	for _, language := range catalog.Languages {
		for _, said := range []string{language.Code, language.Name, language.Own} {
			if said == "" || seen[said] {
				t.Errorf("%+v: %q is empty or said twice", language, said)
			}
			seen[said] = true
		}
		script := unicode.Scripts[language.Script]
		if script == nil {
			t.Fatalf("%+v: no such script", language)
		}
		for _, r := range language.Own {
			if unicode.IsLetter(r) && !unicode.Is(script, r) {
				t.Errorf("%+v: %q isn't of the script", language, r)
			}
		}
		if leftwards := unicode.In([]rune(language.Own)[0], unicode.Hebrew, unicode.Arabic); leftwards != (language.Direction == "rtl") {
			t.Errorf("%+v: the wrong direction", language)
		}
	}
}

// A language that the catalog doesn't know goes by its code.
func TestMessageLanguage(t *testing.T) {
	for code, want := range map[string][2]string{"en": {"English", "ltr"}, "ar": {"Arabic", "rtl"}, "de": {"de", "ltr"}} {
		if got := (catalog.Site{Language: code}).MessageLanguage(); got.Code != code || got.Name != want[0] || got.Direction != want[1] {
			t.Errorf("%s: %+v", code, got)
		}
	}
}
