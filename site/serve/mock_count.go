package serve

import (
	"container/list"
	"strconv"
	"sync"
)

// counters is how many counters are kept; the one that was used longest ago
// goes first.
const counters = 1000

// counts counts the requests of the forms that answer in turn.
type counts struct {
	mutex sync.Mutex
	byKey map[string]*list.Element
	order *list.List // of *count, the last used in front
}

type count struct {
	key string
	n   int
}

func newCounts() *counts { return &counts{byKey: map[string]*list.Element{}, order: list.New()} }

// next returns how many requests with this key came before, since the last
// that began anew.
func (c *counts) next(key string, anew bool) int {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	element := c.byKey[key]
	if element == nil {
		if len(c.byKey) == counters {
			oldest := c.order.Remove(c.order.Back()).(*count)
			delete(c.byKey, oldest.key)
		}
		element = c.order.PushFront(&count{key: key})
		c.byKey[key] = element
	}
	c.order.MoveToFront(element)
	counted := element.Value.(*count)
	if anew {
		counted.n = 0
	}
	counted.n++
	return counted.n - 1
}

// counter is one reader's way through a sequence.
type counter struct {
	counts *counts
	id     string
	anew   bool
}

// counter takes the names of a counter out of the query. A request without an
// id shares a counter with all others without one.
func (r request) counter() (c counter, refused *refusal) {
	c.counts = r.counts
	if c.id, _, refused = r.query.one("id"); refused != nil {
		return c, refused
	}
	if len(c.id) > mockID {
		return c, invalid("an id has at most "+strconv.Itoa(mockID)+" bytes", "")
	}
	c.anew, refused = r.query.yes("reset")
	return c, refused
}

func (c counter) next(what ...string) int {
	// No id or seed can be written so that it runs into its neighbour.
	key := strconv.Quote(c.id)
	for _, part := range what {
		key += strconv.Quote(part)
	}
	return c.counts.next(key, c.anew)
}
