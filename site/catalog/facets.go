package catalog

import (
	"slices"
	"strconv"
)

// Facet is one question by which the codes can be filtered, with every answer
// that the catalog knows, those included that no code gives.
type Facet struct {
	Name   string // as an address spells it: "retry"
	Label  string
	Values []FacetValue
	closed bool // the values are a closed list, whatever the codes have
}

// FacetValue is one answer. Value is what an address carries.
type FacetValue struct {
	Value, Label, About string
	Class               int // first digit of the status, where it has one
	Count               int // codes in use
}

// none stands in an address for codes without a status.
const none = "none"

// ClassName is the code's HTTP class, "4xx", or "none".
func (c *Code) ClassName() string { return className(c.Class()) }

// StatusName is the code's HTTP status, "422", or "none".
func (c *Code) StatusName() string { return statusName(c.HTTP) }

func className(class int) string {
	if class == 0 {
		return none
	}
	return strconv.Itoa(class) + "xx"
}

func statusName(status int) string {
	if status == 0 {
		return none
	}
	return strconv.Itoa(status)
}

// Facets lists the filters, in the order of the pages. A catalog without
// modules has none of that name, nor one in which nobody says who must act; one
// without statuses offers no choice between none and none.
func (c *Catalog) Facets() []Facet {
	class := Facet{Name: "class", Label: "HTTP class"}
	status := Facet{Name: "status", Label: "HTTP status"}
	module := Facet{Name: "module", Label: "Module"}
	for _, s := range c.Statuses {
		status.Values = append(status.Values, FacetValue{Value: statusName(s.Status), Label: statusName(s.Status), About: s.Reason, Class: s.Class()})
		class.add(s.Class())
	}
	if len(c.Statuses) > 0 && len(c.ByStatus(0)) > 0 {
		status.Values = append(status.Values, FacetValue{Value: none, Label: "None"})
		class.add(0)
	}
	for _, m := range c.Modules {
		module.Values = append(module.Values, FacetValue{Value: m.ID, Label: m.Title})
	}
	actor := closed[Actor]("actor", "Who must act")
	retry := closed[Retry]("retry", "Does repeating help?")
	outcome := closed[Outcome]("outcome", "Outcome")

	for _, code := range c.Current() {
		class.count(code.ClassName())
		status.count(code.StatusName())
		module.count(code.Module)
		actor.count(string(code.Actor))
		retry.count(string(code.Retry))
		outcome.count(string(code.Outcome))
	}
	facets := []Facet{class, status, module, actor, retry, outcome}
	return slices.DeleteFunc(facets, func(f Facet) bool {
		return len(f.Values) == 0 || f.closed && len(c.Current()) > 0 && !slices.ContainsFunc(f.Values, func(v FacetValue) bool { return v.Count > 0 })
	})
}

// add lists an HTTP class once.
func (f *Facet) add(class int) {
	name := className(class)
	if slices.ContainsFunc(f.Values, func(v FacetValue) bool { return v.Value == name }) {
		return
	}
	f.Values = append(f.Values, FacetValue{Value: name, Label: name, About: classWords[class], Class: class})
}

func (f *Facet) count(value string) {
	if i := slices.IndexFunc(f.Values, func(v FacetValue) bool { return v.Value == value }); i >= 0 {
		f.Values[i].Count++
	}
}

// closed is a facet whose values are a closed list of the front matter.
func closed[T interface {
	~string
	Known() []string
	Label() string
}](name, label string) Facet {
	f := Facet{Name: name, Label: label, closed: true}
	for _, value := range T("").Known() {
		f.Values = append(f.Values, FacetValue{Value: value, Label: T(value).Label()})
	}
	return f
}

var classWords = map[int]string{
	0: "no status", 1: "not done yet", 2: "the call worked", 3: "look elsewhere", 4: "the call was refused", 5: "the server’s side",
}
