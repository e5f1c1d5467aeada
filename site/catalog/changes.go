package catalog

import (
	"cmp"
	"fmt"
	"slices"
)

// CodeChange is one change that the catalog records: an earlier meaning of a
// code, or its end.
type CodeChange struct {
	ID      string // unique in the catalog, and stable
	Kind    Change
	Day     Date // recorded; of a retired code, since when
	Code    *Code
	Earlier *Earlier // nil of a retired code
}

// The kinds of change, those first that a client must know of.
var changeOrder = []Change{ChangedMeaning, Retirement, ChangedCause, NewCode, ChangedWording}

// Changes lists what changed, by kind, the newest first, then in catalog order.
//
// An ID is the slug, the day and a number among those of that day, so that a
// word may be mended and a change added without another's ID changing. What is
// added on the same day stands further down in its file.
func (c *Catalog) Changes() []CodeChange {
	var all []CodeChange
	for _, code := range c.Codes {
		ofDay := map[Date]int{}
		for i := range code.History {
			e := &code.History[i]
			ofDay[e.Recorded]++
			all = append(all, CodeChange{fmt.Sprintf("%s-%s-%d", code.Slug, e.Recorded, ofDay[e.Recorded]), e.Change, e.Recorded, code, e})
		}
		if code.Retired != nil {
			all = append(all, CodeChange{code.Slug + "-retired", Retirement, code.Retired.Since, code, nil})
		}
	}
	slices.SortStableFunc(all, func(x, y CodeChange) int {
		return cmp.Or(cmp.Compare(slices.Index(changeOrder, x.Kind), slices.Index(changeOrder, y.Kind)), cmp.Compare(y.Day, x.Day))
	})
	return all
}
