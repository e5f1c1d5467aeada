package catalog

import (
	"slices"
	"strings"
	"unicode"
)

// translations holds a code's texts for end users against its message and the
// site's languages.
func (k *checker) translations(code *Code) {
	file := code.Prose.File
	var missing []string
	for _, language := range Languages {
		if _, has := code.Translations.Get(language.Code); !has && slices.Contains(k.Site.Translations, language.Code) {
			missing = append(missing, language.Code)
		}
	}
	if len(missing) > 0 && code.Retired == nil {
		k.report(file, at("translations"), "site.yaml lists the languages that every code needs", "no translation into %s", strings.Join(missing, ", "))
	}
	for _, t := range code.Translations {
		if t.Text == "" {
			continue // said already
		}
		where := at("translations", t.Language)
		k.only(code, t.Text, where...)
		for _, name := range k.Site.Placeholders.Names(code.Message) {
			if !slices.Contains(k.Site.Placeholders.Names(t.Text), name) {
				k.report(file, where, "keep it as it stands in the message", "the translation lacks %s", k.Site.Placeholders.Written(code.Message, name))
			}
		}
		k.script(code, t)
	}
}

// script reports a text that isn't written in its language's letters. Latin
// ones may stand among them, because names do, but are the fewer.
func (k *checker) script(code *Code, t Translation) {
	language, _ := languageOf(t.Language)
	names := namesIn(code.Message)
	letters := k.lettersOf(t.Text, names)
	own, other := 0, ' '
	for _, letter := range letters {
		switch {
		case unicode.Is(unicode.Scripts[language.Script], letter):
			own++
		case !unicode.Is(unicode.Latin, letter) && other == ' ':
			other = letter
		}
	}
	where, hint := at("translations", t.Language), "write it in "+language.Script+" letters"
	switch {
	case len(letters) == 0 && len(k.lettersOf(code.Message, names)) == 0:
		// Nothing in the message to translate.
	case other != ' ':
		k.report(code.Prose.File, where, hint, "the letter %q (%[1]U) in %s", other, language.Name)
	case own*2 <= len(letters):
		k.report(code.Prose.File, where, hint, "%d of %d letters are %s, want most of them", own, len(letters), language.Script)
	}
}

var latinWord = lazily(`[\p{Latin}\p{N}_]+`)

// namesIn returns the words of a message that a translation may keep, such as
// JPG or Folder_Uid: those with a capital.
func namesIn(message string) []string {
	return slices.DeleteFunc(latinWord().FindAllString(message, -1), func(word string) bool {
		return !strings.ContainsFunc(word, unicode.IsUpper)
	})
}

// lettersOf returns the letters of a text that belong to some script, less
// those of placeholders and names.
func (k *checker) lettersOf(text string, names []string) []rune {
	text = k.Site.Placeholders.without(text)
	text = latinWord().ReplaceAllStringFunc(text, func(word string) string {
		if slices.Contains(names, word) {
			return " "
		}
		return word
	})
	var letters []rune
	for _, r := range text {
		if unicode.IsLetter(r) && !unicode.In(r, unicode.Common, unicode.Inherited) {
			letters = append(letters, r)
		}
	}
	return letters
}
