package catalog_test

import (
	"fmt"
	"os"
	"testing"

	"responsa/site/catalog"
)

func TestFacets(t *testing.T) {
	code := func(status int, module string, retry catalog.Retry, actor catalog.Actor, outcome catalog.Outcome) *catalog.Code {
		return &catalog.Code{HTTP: status, Module: module, Retry: retry, Actor: actor, Outcome: outcome}
	}
	retired := code(404, "a", catalog.Never, catalog.Vendor, catalog.Failure)
	retired.Retired = &catalog.Retired{}
	c := catalog.Catalog{
		Modules:  []catalog.Module{{ID: "a", Title: "First"}, {ID: "b", Title: "Second"}, {ID: "c", Title: "Empty"}},
		Statuses: []catalog.Status{{Status: 200, Reason: "OK"}, {Status: 404, Reason: "Not Found"}, {Status: 422}, {Status: 501}},
		Codes: []*catalog.Code{
			code(200, "a", catalog.NotNeeded, catalog.Nobody, catalog.Success),
			code(422, "a", catalog.AfterChange, catalog.Developer, catalog.Failure),
			code(422, "b", catalog.AfterWait, catalog.Developer, catalog.Failure),
			code(0, "b", catalog.Never, catalog.Developer, catalog.Failure),
			retired,
		},
	}
	for i, want := range []string{
		"class HTTP class: 2xx=1 4xx=2 5xx=0 none=1",
		"status HTTP status: 200=1 404=0 422=2 501=0 none=1",
		"module Module: a=2 b=2 c=0",
		"actor Who must act: nobody=1 developer=3 end-user=0 administrator=0 vendor=0",
		"retry Does repeating help?: not-needed=1 after-wait=1 after-change=1 never=1",
		"outcome Outcome: success=1 partial=0 empty=0 failure=3",
	} {
		f := c.Facets()[i]
		got := f.Name + " " + f.Label + ":"
		for _, v := range f.Values {
			got += fmt.Sprintf(" %s=%d", v.Value, v.Count)
		}
		if got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	if v := c.Facets()[2].Values[1]; v.Label != "Second" {
		t.Errorf("a module is labelled %q", v.Label)
	}
	if v := c.Facets()[1].Values[1]; v.About != "Not Found" || v.Class != 4 {
		t.Errorf("a status is %+v", v)
	}
}

// Without modules and statuses there is nothing to choose between.
func TestFacetsOfNothing(t *testing.T) {
	var names []string
	for _, f := range (&catalog.Catalog{}).Facets() {
		names = append(names, f.Name)
	}
	if got := fmt.Sprint(names); got != "[actor retry outcome]" {
		t.Errorf("facets %s", got)
	}
	bare := &catalog.Catalog{Codes: []*catalog.Code{{Slug: "E1", State: catalog.NotDocumented}}}
	if got := bare.Facets(); len(got) > 0 {
		t.Errorf("a code of which nothing is known has the facets %v", got)
	}
}

// Every code of the catalog has a known answer to every facet.
func TestFacetsKnowEveryCode(t *testing.T) {
	c, problems := catalog.Load(os.DirFS("../../content"), "content")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for _, f := range c.Facets() {
		total := 0
		for _, v := range f.Values {
			total += v.Count
		}
		if total != len(c.Current()) {
			t.Errorf("%s counts %d of %d codes", f.Name, total, len(c.Current()))
		}
	}
}
