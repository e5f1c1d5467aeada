package catalog

import (
	"slices"
	"strings"
	"testing"
)

func TestChanges(t *testing.T) {
	c := &Catalog{Codes: []*Code{
		{Slug: "1", History: []Earlier{
			{Change: ChangedWording, Recorded: "2026-01-02"},
			{Change: ChangedMeaning, Recorded: "2026-01-02"},
			{Change: ChangedMeaning, Recorded: "2026-01-01"},
		}},
		{Slug: "x-y", History: []Earlier{{Change: ChangedMeaning, Recorded: "2026-01-03"}, {Change: NewCode, Recorded: "2025-12-31"}}},
		{Slug: "3"},
		{Slug: "4", Retired: &Retired{Since: "2020-01-01"}, History: []Earlier{{Change: ChangedCause, Recorded: "2026-01-01"}}},
	}}
	ids := func() string {
		var all []string
		for _, change := range c.Changes() {
			all = append(all, change.ID)
		}
		return strings.Join(all, " ")
	}
	const want = "x-y-2026-01-03-1 1-2026-01-02-2 1-2026-01-01-1 4-retired 4-2026-01-01-1 x-y-2025-12-31-1 1-2026-01-02-1"
	if got := ids(); got != want {
		t.Errorf("the changes are %s\nwant %s", got, want)
	}
	// A later change, wherever it stands, leaves the other IDs alone.
	c.Codes[0].History = slices.Insert(c.Codes[0].History, 0, Earlier{Change: ChangedWording, Recorded: "2026-02-01"})
	if got := strings.Replace(ids(), "1-2026-02-01-1 ", "", 1); got != want {
		t.Errorf("with one more, the changes are %s\nwant %s", got, want)
	}
	if len((&Catalog{Codes: []*Code{{Slug: "3"}}}).Changes()) != 0 {
		t.Error("a catalog without history has changes")
	}
}
