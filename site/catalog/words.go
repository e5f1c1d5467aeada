package catalog

import "slices"

// The closed lists of the front matter, and what each value is called where a
// person reads it. Known returns a list in the order in which it is shown.

type (
	Outcome    string // what became of the call
	Retry      string // whether the same call can succeed
	Actor      string // who must act
	Change     string // how an older meaning differs
	ParamType  string // what a variable part holds
	Scalar     string // how JSON carries a code
	ProseState string // what is written about a code
	NoteFormat string // of the vendor's notes
)

const (
	Success Outcome = "success"
	Partial Outcome = "partial"
	Empty   Outcome = "empty"
	Failure Outcome = "failure"

	NotNeeded   Retry = "not-needed"
	Never       Retry = "never"
	AfterChange Retry = "after-change"
	AfterWait   Retry = "after-wait"

	Nobody        Actor = "nobody"
	Developer     Actor = "developer"
	EndUser       Actor = "end-user"
	Administrator Actor = "administrator"
	Vendor        Actor = "vendor"

	NewCode        Change = "new"
	ChangedMeaning Change = "meaning"
	ChangedCause   Change = "cause"
	ChangedWording Change = "wording"
	Retirement     Change = "retired" // of a code's retired field, not of its history

	TextParam ParamType = "text" // the others are told apart nowhere

	IntegerScalar Scalar = "integer"
	StringScalar  Scalar = "string"

	NotDocumented ProseState = "not-documented"

	MarkdownNote NoteFormat = "markdown" // else plain text
)

func (Outcome) Known() []string { return []string{"success", "partial", "empty", "failure"} }
func (Retry) Known() []string   { return []string{"not-needed", "after-wait", "after-change", "never"} }
func (Actor) Known() []string {
	return []string{"nobody", "developer", "end-user", "administrator", "vendor"}
}
func (Change) Known() []string { return []string{"new", "meaning", "cause", "wording"} }
func (ParamType) Known() []string {
	return []string{"text", "integer", "email", "phone", "list", "file"}
}
func (Scalar) Known() []string     { return []string{"integer", "string"} }
func (ProseState) Known() []string { return []string{"not-documented"} }
func (NoteFormat) Known() []string { return []string{"markdown", "text"} }

// What a fact is called that nobody has written down yet.
const notDocumented = "Not documented"

var (
	outcomeLabels = map[Outcome]string{Success: "Success", Partial: "Partial", Empty: "Empty", Failure: "Failure", "": notDocumented}
	outcomeWords  = map[Outcome]string{
		Success: "The call worked", Partial: "The call worked in part",
		Empty: "The call worked and found nothing", Failure: "The call failed", "": notDocumented,
	}
	retryLabels = map[Retry]string{NotNeeded: "Not needed", Never: "No", AfterChange: "After a change", AfterWait: "Later", "": notDocumented}
	retryWords  = map[Retry]string{
		NotNeeded: "Nothing to repeat", Never: "No, whatever you change in the call",
		AfterChange: "Only after a change to the call or its data", AfterWait: "Yes, the same call, later", "": notDocumented,
	}
	actorLabels = map[Actor]string{
		Nobody: "Nobody", Developer: "Developer", EndUser: "End user",
		Administrator: "Administrator", Vendor: "Vendor", "": notDocumented,
	}
	actorWords = map[Actor]string{
		Nobody: "Nobody", Developer: "You, the client's developer", EndUser: "The person who entered the data",
		Administrator: "An administrator of the server", Vendor: "The API's vendor", "": notDocumented,
	}
	changeLabels = map[Change]string{
		NewCode: "New code", ChangedMeaning: "Meant something else",
		ChangedCause: "Had other causes", ChangedWording: "Worded differently", Retirement: "Retired",
	}
)

// Label says it in a word or two, Words in a short clause.
func (o Outcome) Label() string { return outcomeLabels[o] }

// Words answers "what became of the call?".
func (o Outcome) Words() string { return outcomeWords[o] }

// Label answers "does repeating help?" in a word or two.
func (r Retry) Label() string { return retryLabels[r] }

// Words answers "does repeating help?".
func (r Retry) Words() string { return retryWords[r] }

// Label names who must act.
func (a Actor) Label() string { return actorLabels[a] }

// Words answers "who must act?".
func (a Actor) Words() string { return actorWords[a] }

// Label says how an older meaning differs.
func (c Change) Label() string { return changeLabels[c] }

// Language is a human language.
type Language struct {
	Code      string // "he"
	Name      string // in English, "Hebrew"
	Own       string // in itself, "עברית"
	Direction string // "rtl"
	Script    string // of its letters, as Unicode calls it: "Hebrew"
}

// Languages are those that a message may be translated into, in the order of
// the pages.
var Languages = []Language{
	{"he", "Hebrew", "עברית", "rtl", "Hebrew"},
	{"ru", "Russian", "Русский", "ltr", "Cyrillic"},
	{"ar", "Arabic", "العربية", "rtl", "Arabic"},
	{"es", "Spanish", "Español", "ltr", latin},
	{"fr", "French", "Français", "ltr", latin},
	{"hi", "Hindi", "हिन्दी", "ltr", "Devanagari"},
	{"zh", "Chinese", "中文", "ltr", "Han"},
}

const latin = "Latin"

var english = Language{"en", "English", "English", "ltr", latin}

// MessageLanguage is the language of the vendor's messages: that of the prose.
func (s Site) MessageLanguage() Language {
	if language, known := languageOf(s.Language); known {
		return language
	} else if s.Language == english.Code {
		return english
	}
	return Language{Code: s.Language, Name: s.Language, Own: s.Language, Direction: "ltr"}
}

// languageCodes are the codes of Languages.
func languageCodes() []string {
	codes := make([]string, len(Languages))
	for i, language := range Languages {
		codes[i] = language.Code
	}
	return codes
}

// languageOf returns the language with this code.
func languageOf(code string) (language Language, known bool) {
	i := slices.IndexFunc(Languages, func(l Language) bool { return l.Code == code })
	if i < 0 {
		return Language{}, false
	}
	return Languages[i], true
}
