package catalog

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

// Code is one response code: the front matter of one file below codes/, and
// its prose.
type Code struct {
	Code         Value        `yaml:"code,required"`
	Slug         string       `yaml:"slug"` // identity; the code itself where that is safe
	Name         string       `yaml:"name,required"`
	Title        string       `yaml:"title,required"`
	HTTP         int          `yaml:"http"` // 0 where there is none
	Module       string       `yaml:"module,shared"`
	Message      string       `yaml:"message,given"` // the vendor's words, to the letter; may be empty
	Note         string       `yaml:"note"`          // more of the vendor's words
	NoteFormat   NoteFormat   `yaml:"note_format"`
	Wire         string       `yaml:"wire"` // our inference; see [Code.WireMessage]
	Params       Params       `yaml:"params"`
	Outcome      Outcome      `yaml:"outcome"` // these three are "" only where nobody
	Retry        Retry        `yaml:"retry"`   // has documented the code
	Actor        Actor        `yaml:"actor"`
	Request      *Request     `yaml:"request"`
	Related      []Related    `yaml:"related"`
	Keywords     []string     `yaml:"keywords,shared"`
	Aliases      []string     `yaml:"aliases"`
	Translations Translations `yaml:"translations"`
	History      []Earlier    `yaml:"history"`
	Sources      []Source     `yaml:"sources,required"`
	Updated      Date         `yaml:"updated,required,shared"`
	Retired      *Retired     `yaml:"retired"`
	State        ProseState   `yaml:"prose"`
	Prose        Prose        `yaml:"-"`
	Output       string       `yaml:"-"` // what its samples print, as recorded; "" where it isn't

	placeholders Placeholders // of the site
}

// Documented reports whether somebody has written what the code means.
func (code *Code) Documented() bool { return code.State != NotDocumented }

// Failed reports whether the call failed; where nobody says what became of it,
// that is assumed.
func (code *Code) Failed() bool { return code.Outcome == Failure || code.Outcome == "" }

// Value is a response code as the envelope sends it. What counts is the text
// in the source, so that "027" stays three digits.
type Value struct {
	Text    string
	Integer bool
}

var integer = regexp.MustCompile(`^(0|-?[1-9][0-9]*)$`)

// String returns the code as it is written in prose.
func (v Value) String() string { return v.Text }

// MarshalJSON gives a number for an integer and a string for the rest.
func (v Value) MarshalJSON() ([]byte, error) {
	if v.Integer {
		return []byte(v.Text), nil
	}
	return marshal(v.Text), nil
}

// Param is a variable part of a message.
type Param struct {
	Name    string    `yaml:"-"`
	About   string    `yaml:"about,required"`
	Example string    `yaml:"example,required"`
	Type    ParamType `yaml:"type,required"`
}

// Params are a message's variable parts, in the order of the file.
type Params []Param

// Get returns the param with this name.
func (p Params) Get(name string) (Param, bool) {
	for _, param := range p {
		if param.Name == name {
			return param, true
		}
	}
	return Param{}, false
}

// Request is a call that can give a code.
type Request struct {
	Function   string `yaml:"function,required,shared"`
	Body       Object `yaml:"body"`
	Repeatable bool   `yaml:"repeatable"` // repeating it has no effect beyond the first
}

// Object is a JSON object with its keys in the order of the file.
type Object json.RawMessage

// Indent gives the object over several lines, "{}" when it is empty.
func (o Object) Indent() string {
	if len(o) == 0 {
		return "{}"
	}
	var b bytes.Buffer
	if err := json.Indent(&b, o, "", "  "); err != nil {
		panic(err) // the catalog holds valid JSON
	}
	return b.String()
}

// Related is a code that this one is confused with.
type Related struct {
	Slug string `yaml:"slug,required"`
	Why  string `yaml:"why,required"` // how to tell them apart
}

// Translation is a message for an end user.
type Translation struct{ Language, Text string }

// Translations are in the order of the file.
type Translations []Translation

// Text is all of them, one a line.
func (t Translations) Text() string {
	texts := make([]string, len(t))
	for i, translation := range t {
		texts[i] = translation.Text
	}
	return strings.Join(texts, "\n")
}

// Get returns the text in this language.
func (t Translations) Get(language string) (text string, ok bool) {
	for _, translation := range t {
		if translation.Language == language {
			return translation.Text, true
		}
	}
	return "", false
}

// Earlier is what a code meant before.
type Earlier struct {
	Change   Change `yaml:"change,required"`
	Message  string `yaml:"message"` // the vendor's older words, to the letter
	About    string `yaml:"about"`   // ours, where those words aren't known
	HTTP     int    `yaml:"http"`
	Where    string `yaml:"where,required"`
	Source   string `yaml:"source,required"`
	Recorded Date   `yaml:"recorded,required"` // the day that this site recorded it
}

// Source says where a statement comes from.
type Source struct {
	What string `yaml:"what,required,shared"`
	From string `yaml:"from,required,shared"` // a page's name, or [Inference]
}

// Inference is the source of a conclusion that no page states.
const Inference = "inference"

// Retired says that a code is no longer given.
type Retired struct {
	Since      Date   `yaml:"since,required"`
	Why        string `yaml:"why,required"`
	ReplacedBy string `yaml:"replaced_by"`
}

// Words says it in a clause.
func (r *Retired) Words() string { return fmt.Sprintf("retired since %s: %s", r.Since, r.Why) }

// WireMessage is the message expected in a response. It is an inference where
// the second result says so: there the table's text describes the message
// rather than quoting it.
func (code *Code) WireMessage() (message string, inferred bool) {
	if code.Wire != "" {
		return code.Wire, true
	}
	return code.Message, false
}

// Class is the first digit of the HTTP status, 0 for none.
func (code *Code) Class() int { return code.HTTP / 100 }

// MeantOther reports whether the number meant something else before.
func (code *Code) MeantOther() bool {
	for _, earlier := range code.History {
		if earlier.Change == ChangedMeaning {
			return true
		}
	}
	return false
}

var safeSlug = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

var device = regexp.MustCompile(`(?i)^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?$`)

// DeviceName reports whether Windows takes a file's name for a device, whatever
// its ending.
func DeviceName(name string) bool { return device.MatchString(name) }

// SafeSlug reports whether a slug can be a directory's name on every system.
func SafeSlug(slug string) bool {
	return safeSlug.MatchString(slug) && !DeviceName(slug) &&
		!strings.HasPrefix(slug, ".") && !strings.HasSuffix(slug, ".")
}
