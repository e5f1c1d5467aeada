package components

import (
	"io"

	"github.com/a-h/templ"

	"responsa/site/catalog"
)

// Part is a piece of a message. Param names a variable part, Written is how the
// message writes that.
type Part struct{ Text, Written, Param string }

// Param explains a variable part. Shown is what stands for it in the message,
// Which tells it from others that are written alike.
type Param struct{ Name, Shown, Which, About, Example string }

// WireView is a response as it comes over the wire.
type WireView struct {
	StatusLine, Type string
	Body             []catalog.Span
	Inferred         bool // the message's text is our inference
}

// RelatedView is a look-alike.
type RelatedView struct {
	Tile Tile
	Why  string
}

// EarlierView is an older meaning.
type EarlierView struct {
	Change, Message, About, Where string
}

// SourceView groups the statements of a page by where they come from.
type SourceView struct {
	From      string
	Inference bool
	What      []string
}

// TranslationView is the message for an end user, in one language.
type TranslationView struct {
	Language, Direction string
	Name, Own           string // of the language: in English, in itself
	Text                []Part
	Vendor              bool // the vendor's words, not a translation
}

// SampleView is a call in one programming language.
type SampleView struct {
	ID, Title, Version string
	Head               templ.Component
	File               string                // the name under which it can be saved
	HTML               func(io.Writer) error // out of the highlighter
	Open               bool                  // shown first
	Request            bool                  // the call alone, no program
}

// CodeView is a code's page.
type CodeView struct {
	Tile
	StatusHref, StatusText string
	ModuleHref, Module     string
	Message                []Part
	Note                   string
	NoteHTML               string // out of Markdown; instead of Note
	Documented             bool
	Params                 []Param
	Outcome, Actor, Retry  string
	Body                   string // HTML out of Markdown
	Wire                   WireView
	Samples                []SampleView
	Tabs                   templ.Component // of the samples
	Output                 string          // what every sample prints, "" where it isn't recorded
	CallKnown              bool
	OlderCall              string // the function, where it may send its code in the older form
	Translations           []TranslationView
	Related                []RelatedView
	Earlier                []EarlierView // meanings and causes; rewordings too
	MeantOther             bool
	LegacyText             bool // an older answer sends the code as text
	Retired                *RetiredView
	Sources                []SourceView
	Permalink              string
	Data                   []Link // the page in other forms
	Updated                string
	Previous, Next         *Tile
	Vendor                 string
}

// RetiredView is a code that is no longer given.
type RetiredView struct {
	Since, Why  string
	Replacement *Tile
}
