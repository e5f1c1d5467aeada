// Package catalog holds the facts: the response codes of one API, and what a
// site needs to know about that API. It knows nothing of HTML, of files on
// disk or of sockets.
//
// # Loading
//
// [Load] reads a content directory out of an [io/fs.FS], decodes it strictly
// and runs every rule that needs nothing but the catalog (they stand at the
// head of check.go). Every mistake of every file comes back at once, as
// [Problems], each with its file, line and column.
//
// # Reading
//
// A [Catalog] that loaded without a Problem is complete and consistent: every
// module, status, function and related code that it names exists. It is not
// changed afterwards, so any number of readers may share it.
//
// The response that a code gives is made in one place, [Catalog.Response];
// pages, samples, the mock and the data files all take it from there.
package catalog

import (
	"cmp"
	"io/fs"
	"slices"
)

// Catalog is one API's response codes and all that belongs to them.
type Catalog struct {
	Site      Site
	Modules   []Module   // in the order of modules.yaml
	Statuses  []Status   // ascending
	Functions []Function // in the order of functions.yaml
	Mentions  []Mention
	Guides    []*Guide  // by their order field
	Codes     []*Code   // by module, then by code
	Samples   []*Sample // in the order of site.yaml

	Permalinks []Permalink // what was published, nil where nobody says; see permalink.go
	Incomplete bool        // a code or a guide couldn't be read, and its Problem says why

	fsys   fs.FS
	root   string // how messages name the content directory
	bySlug map[string]*Code
	parsed parsedFile // the file that Locate read last
}

// Site is site.yaml: what the site is called, where it stands, and the form
// of the API's responses.
type Site struct {
	Title      string           `yaml:"title,required"`   // of the whole site
	Name       string           `yaml:"name,required"`    // short, for the header
	Vendor     string           `yaml:"vendor,required"`  // whose words the messages are
	About      string           `yaml:"about,required"`   // one sentence for search engines
	Address    string           `yaml:"address,required"` // absolute, where -base doesn't say otherwise
	Language   string           `yaml:"language"`         // of the prose; "en" when absent
	Edit       string           `yaml:"edit"`             // "{file}" stands for the path below content/
	Report     string           `yaml:"report"`           // where to report a problem
	Envelope   Envelope         `yaml:"envelope,required"`
	Legacy     *Legacy          `yaml:"legacy"`
	Mock       *Mock            `yaml:"mock"`
	Host       string           `yaml:"host,required"` // of samples
	Function   string           `yaml:"function"`      // a stand-in, for codes whose call isn't known
	Samples    []SampleLanguage `yaml:"samples"`
	BundleName string           `yaml:"bundle_name"`
	Security   *Security        `yaml:"security"`
	Redirects  []Redirect       `yaml:"redirects"`

	Placeholders Placeholders `yaml:"placeholders"` // of all messages
	Translations []string     `yaml:"translations"` // the languages that every code in use has
}

// Redirect leads from an address that was published to a page that took its
// place, both as paths below the root of the site, such as /guides/old/.
type Redirect struct {
	From string `yaml:"from,required"`
	To   string `yaml:"to,required"`
}

// Envelope says where a response carries its code and its message: paths into
// the JSON body, their keys separated by full stops.
type Envelope struct {
	Code    string `yaml:"code,required"`
	Message string `yaml:"message,required"`
	Type    Scalar `yaml:"type,required"` // of the code in JSON

	ErrorsUnder200 bool `yaml:"errors_under_200"` // the vendor says that some come so
}

// Security says where to report a weakness of the site.
type Security struct {
	Contact string `yaml:"contact,required"` // an https or mailto address
	Expires Date   `yaml:"expires,required"` // after that day nobody relies on it
}

// Legacy is the form in which older versions of the API sent a code.
type Legacy struct {
	Pad  int `yaml:"pad,required"` // digits, filled with zeros from the left
	HTTP int `yaml:"http,required"`
}

// SampleLanguage is one programming language of the samples.
type SampleLanguage struct {
	ID      string `yaml:"id,required"`
	Title   string `yaml:"title,required"`
	File    string `yaml:"file,required"` // a template below content/
	Version string `yaml:"version"`       // what a program needs to run
	Quote   string `yaml:"quote"`         // the known language whose quoting this one shares; its own when absent
}

// Sample is a sample language with the text of its template.
type Sample struct {
	SampleLanguage
	Text string
}

// Module is a group of codes, as the vendor's table has them.
type Module struct {
	ID    string `yaml:"id,required"`
	Title string `yaml:"title,required"`
	About string `yaml:"about"`
}

// Status is an HTTP status that the API documents.
type Status struct {
	Status int    `yaml:"status,required"`
	Reason string `yaml:"reason"` // "" where nobody says
	About  string `yaml:"about"`  // what this API means by it
}

// Class is the status's first digit: 4 for 422, 0 for no status.
func (s Status) Class() int { return s.Status / 100 }

// Function is a function of the API that a sample may call.
type Function struct {
	Name   string   `yaml:"name,required"`
	About  string   `yaml:"about,required"`
	Source string   `yaml:"source,required"`
	Legacy bool     `yaml:"legacy"`
	Fields []Field  `yaml:"fields"`
	Codes  []string `yaml:"codes"` // slugs documented for it
}

// Field is an input of a function.
type Field struct {
	Name     string `yaml:"name,required"`
	About    string `yaml:"about,required"`
	Required bool   `yaml:"required"`
	Example  string `yaml:"example"`
}

// Mention is a code that other pages of the vendor mention and the table
// doesn't have, or an HTTP status that something before the API answers.
type Mention struct {
	Code   string `yaml:"code"`   // as written, "032"; empty for a status
	Status int    `yaml:"status"` // 0 where none is documented
	Title  string `yaml:"title,required"`
	About  string `yaml:"about,required"`
	Where  string `yaml:"where"`
	Source string `yaml:"source,required"`
	Guide  string `yaml:"guide,required"` // path of the guide that explains it, with a fragment
}

// Place says where the mention stands.
func (m Mention) Place() string { return cmp.Or(m.Where, m.Source) }

// Guide is a plain page: front matter, then Markdown.
type Guide struct {
	ID      string   `yaml:"-"` // its file's name
	Title   string   `yaml:"title,required"`
	About   string   `yaml:"about,required"`
	Order   int      `yaml:"order,required"`
	Sources []Source `yaml:"sources"`
	Updated Date     `yaml:"updated,required"`
	Page    Prose    `yaml:"-"`
}

// Prose is a piece of Markdown and where it stands.
type Prose struct {
	File string // below content/
	Line int    // of its first line in that file
	Text string
}

// Code returns the code with this slug, or nil.
func (c *Catalog) Code(slug string) *Code { return c.bySlug[slug] }

// Module returns the module with this id, or nil.
func (c *Catalog) Module(id string) *Module {
	i := slices.IndexFunc(c.Modules, func(m Module) bool { return m.ID == id })
	if i < 0 {
		return nil
	}
	return &c.Modules[i]
}

// Status returns what the catalog says of an HTTP status, or nil.
func (c *Catalog) Status(status int) *Status {
	i := slices.IndexFunc(c.Statuses, func(s Status) bool { return s.Status == status })
	if i < 0 {
		return nil
	}
	return &c.Statuses[i]
}

// Function returns the function with this name, or nil.
func (c *Catalog) Function(name string) *Function {
	i := slices.IndexFunc(c.Functions, func(f Function) bool { return f.Name == name })
	if i < 0 {
		return nil
	}
	return &c.Functions[i]
}

// ByModule returns a module's codes, in catalog order, the retired left out.
func (c *Catalog) ByModule(id string) []*Code {
	return c.current(func(code *Code) bool { return code.Module == id })
}

// ByStatus returns a status's codes, in catalog order, the retired left out.
func (c *Catalog) ByStatus(status int) []*Code {
	return c.current(func(code *Code) bool { return code.HTTP == status })
}

// Current returns the codes that are in use, in catalog order.
func (c *Catalog) Current() []*Code { return c.current(func(*Code) bool { return true }) }

func (c *Catalog) current(keep func(*Code) bool) []*Code {
	var codes []*Code
	for _, code := range c.Codes {
		if code.Retired == nil && keep(code) {
			codes = append(codes, code)
		}
	}
	return codes
}

// Shared lists the codes that have several meanings, one group a code.
func (c *Catalog) Shared() [][]*Code {
	var groups [][]*Code
	place := map[string]int{}
	for _, code := range c.Codes {
		i, seen := place[code.Code.Text]
		if !seen {
			place[code.Code.Text] = len(groups)
			groups = append(groups, []*Code{code})
			continue
		}
		groups[i] = append(groups[i], code)
	}
	return slices.DeleteFunc(groups, func(group []*Code) bool { return len(group) < 2 })
}
