package site

import (
	"fmt"
	"path"
	"regexp"
	"strings"

	"responsa/site/catalog"
)

// longestPath leaves room for the directory into which an archive is
// extracted: Windows stops at 260 characters.
const longestPath = 120

var portableName = regexp.MustCompile(`^[A-Za-z0-9._@+-]+$`)

// archivePaths says what keeps paths from being extracted side by side on every
// system, "" if nothing does. The rules are:
//
//   - names of letters, digits and ._@+-, so ASCII, relative, without .. and
//     without what a system gives a meaning of its own
//   - at most 120 bytes
//   - no name that Windows takes for a device, none that ends with a full stop
//   - no two that are one in another case, no file that is a directory too
type archivePaths struct {
	seen map[string]string // folded: as it was written
	dirs map[string]string
}

func newArchivePaths() *archivePaths {
	return &archivePaths{map[string]string{}, map[string]string{}}
}

// add says why the next path can't stand beside those before it.
func (p *archivePaths) add(name string) string {
	if len(name) > longestPath {
		return fmt.Sprintf("has %d bytes, of %d allowed", len(name), longestPath)
	}
	for segment := range strings.SplitSeq(name, "/") {
		switch {
		case !portableName.MatchString(segment):
			return "is no path of letters, digits and ._@+- that every system takes"
		case segment == ".", segment == "..":
			return "leads elsewhere"
		case strings.HasSuffix(segment, "."):
			return "ends a name with a full stop, which Windows leaves out"
		case catalog.DeviceName(segment):
			return "names a device of Windows"
		}
	}
	folded := strings.ToLower(name)
	if other, ok := p.seen[folded]; ok && other == name {
		return "is there twice"
	} else if ok {
		return "is one file with " + other + " where case doesn't matter"
	}
	if other, ok := p.dirs[folded]; ok {
		return "is the directory of " + other + " too"
	}
	p.seen[folded] = name
	for dir := path.Dir(folded); dir != "."; dir = path.Dir(dir) {
		if other, ok := p.seen[dir]; ok {
			return "stands in " + other + ", which is a file"
		}
		p.dirs[dir] = name
	}
	return ""
}
