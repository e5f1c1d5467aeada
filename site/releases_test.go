package site

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/evanw/esbuild/pkg/api"

	"responsa/site/catalog"
)

// release is a made-up vendor's catalog between two publications. What a code
// is called outside changes; its name doesn't, and so tells what an address
// must lead to.
type release struct {
	t         *testing.T
	random    *rand.Rand
	codes     []*releasedCode
	modules   []string
	redirects []string
	lock      string
	ever      map[string]string // each address ever published, and what its page must say
	earlier   string            // the lock before
	next      int
}

type releasedCode struct {
	number, module, slug, name, title string
	aliases                           []string
	retired                           bool
	replacedBy                        *releasedCode
}

// TestTenReleases publishes a catalog ten times, with random additions, new
// titles, renames and retirements between. After each release every address
// ever published, in every spelling, leads to what it led to.
func TestTenReleases(t *testing.T) {
	for seed := range uint64(2) {
		r := &release{t: t, random: rand.New(rand.NewPCG(seed, 5)), modules: []string{"orders", "stock"}, ever: map[string]string{}}
		for range 8 {
			r.add()
		}
		for n := range 10 {
			if n > 0 {
				r.change()
			}
			r.publish(fmt.Sprintf("seed %d, release %d", seed, n))
		}
		if len(r.ever) < 150 {
			t.Errorf("only %d addresses were published", len(r.ever))
		}
	}
}

func (r *release) any(keep func(*releasedCode) bool) *releasedCode {
	var of []*releasedCode
	for _, code := range r.codes {
		if keep(code) {
			of = append(of, code)
		}
	}
	if len(of) == 0 {
		return nil
	}
	return of[r.random.IntN(len(of))]
}

func (r *release) add() {
	r.next += 1 + r.random.IntN(3)
	number := fmt.Sprint(r.next)
	r.codes = append(r.codes, &releasedCode{
		number: number, module: r.modules[r.random.IntN(len(r.modules))], slug: number,
		name: fmt.Sprintf("Name%d", r.next), title: fmt.Sprintf("Title %d", r.next),
	})
}

func (r *release) change() {
	inUse := func(code *releasedCode) bool { return !code.retired }
	unshared := func(code *releasedCode) bool { return inUse(code) && code.slug == code.number }
	for range 1 + r.random.IntN(3) {
		r.add()
	}
	r.any(inUse).title += " reworded"
	named := func(code *releasedCode) bool { return inUse(code) && strings.HasPrefix(code.slug, "slug-") }
	for _, which := range []func(*releasedCode) bool{unshared, named} { // another slug
		code := r.any(which)
		if code == nil || r.random.IntN(2) == 0 {
			continue
		}
		code.aliases = append(code.aliases, "/codes/"+code.slug+"/")
		code.slug = fmt.Sprintf("slug-%s.%d", code.number, r.random.IntN(100))
	}
	if code := r.any(inUse); len(r.codes) > 10 {
		code.retired = true
		code.replacedBy = r.any(inUse)
	}
	if code := r.any(unshared); code != nil && code.module != "extra" && r.random.IntN(2) == 0 { // the number in another module, too
		old := code.slug
		code.slug = code.module + "-" + code.number
		for _, extension := range []string{".json", ".md"} {
			if _, was := r.ever["/codes/"+old+extension]; was {
				r.redirects = append(r.redirects, fmt.Sprintf("{from: /codes/%s%s, to: /codes/%s%s}", old, extension, code.slug, extension))
			}
		}
		r.next++
		other := &releasedCode{number: code.number, module: "extra", slug: "extra-" + code.number, name: fmt.Sprintf("Name%d", r.next), title: fmt.Sprintf("Title %d", r.next)}
		r.next++ // a number of its own is never given
		r.codes = append(r.codes, other)
		if !slices.Contains(r.modules, "extra") {
			r.modules = append(r.modules, "extra")
		}
		for address, says := range r.ever { // the number alone now means both
			if says == code.name && !strings.Contains(address, "-") && strings.Contains(address, old) {
				r.ever[address] = code.title
			}
		}
	}
	if i := r.random.IntN(4); i < len(r.modules) && r.modules[i] != "extra" { // another module id
		old, id := r.modules[i], fmt.Sprintf("%s%d", strings.TrimRight(r.modules[i], "0123456789"), r.random.IntN(1000))
		for j, rule := range r.redirects {
			r.redirects[j] = strings.Replace(rule, "to: /modules/"+old+"/", "to: /modules/"+id+"/", 1)
		}
		r.redirects = append(r.redirects, fmt.Sprintf("{from: /modules/%s/, to: /modules/%s/}", old, id))
		r.modules[i] = id
		for _, code := range r.codes {
			if code.module == old {
				code.module = id
			}
		}
	}
}

func (r *release) content() fstest.MapFS {
	text := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	site := "title: Acme codes\nname: Acme\nvendor: Acme\nabout: What Acme's codes mean.\naddress: https://acme.example/docs\nhost: api.acme.example\n" +
		"envelope: {code: Code, message: Message, type: integer}\nlegacy: {pad: 3, http: 200}\n"
	if len(r.redirects) > 0 {
		site += "redirects:\n  - " + strings.Join(r.redirects, "\n  - ") + "\n"
	}
	files := fstest.MapFS{"site.yaml": text(site), "guides/start.md": text("---\ntitle: Start\nabout: How to begin.\norder: 1\nupdated: 2026-11-26\n---\nText.\n")}
	modules := ""
	for _, id := range r.modules {
		modules += fmt.Sprintf("- {id: %s, title: Module %s, about: what belongs to it}\n", id, id)
	}
	files["modules.yaml"] = text(modules)
	for _, code := range r.codes {
		aliases := ""
		if len(code.aliases) > 0 {
			aliases = "aliases: [" + strings.Join(code.aliases, ", ") + "]\n"
		}
		retired := ""
		if code.retired {
			retired = fmt.Sprintf("retired: {since: 2026-01-01, why: gone, replaced_by: %q}\n", code.replacedBy.slug)
		}
		files["codes/"+code.slug+".md"] = text(fmt.Sprintf("---\ncode: %s\nslug: %q\nname: %s\ntitle: %s\nmodule: %s\nmessage: Message of %s.\noutcome: failure\nretry: never\nactor: developer\n"+
			"%s%ssources: [{what: all, from: manual}]\nupdated: 2026-11-26\n---\n## What happened\n\nThis.\n\n## Why\n\nThat.\n\n## What to do\n\nNothing.\n",
			code.number, code.slug, code.name, code.title, code.module, code.name, aliases, retired))
	}
	if r.lock != "" {
		files[catalog.PermalinksFile] = text(r.lock)
	}
	return files
}

// publish locks and builds the catalog, and asks for every address ever.
func (r *release) publish(name string) {
	t := r.t
	t.Helper()
	c, problems := catalog.Load(r.content(), "content")
	if problems = append(problems, Check(c)...); len(problems) > 0 {
		t.Fatalf("%s: %v", name, problems)
	}
	r.earlier = r.lock
	r.lock, _ = Lock(c)
	c, problems = catalog.Load(r.content(), "content")
	if problems = slices.Concat(problems, Check(c), Unlocked(c), LockWas(c, "earlier", r.earlier)); len(problems) > 0 {
		t.Fatalf("%s, locked: %v", name, problems)
	}
	files, err := Build(c, Options{Static: plainStatic})
	if err != nil {
		t.Fatal(err)
	}
	for page := range addresses(c).all() {
		if !slices.Contains(unlisted, page) {
			r.ever["/"+page] = cmp.Or(r.ever["/"+page], "")
		}
	}
	shared := map[string]bool{}
	for _, group := range c.Shared() {
		shared[group[0].Code.Text] = true
	}
	for _, code := range r.codes {
		r.ever["/codes/"+code.slug+"/"] = code.name
		if !shared[code.number] {
			for _, spelling := range []string{code.number, fmt.Sprintf("%03s", code.number), code.slug} {
				r.ever["/"+spelling], r.ever["/e/"+spelling], r.ever["/codes/"+spelling] = code.name, code.name, code.name
			}
		}
	}
	host := newHost(t, files)
	var unanswered []string
	for _, address := range slices.Sorted(maps.Keys(r.ever)) {
		for _, spelled := range []string{address, strings.TrimSuffix(address, "/")} {
			if got := host.ask("/docs" + spelled); !strings.Contains(got, r.ever[address]) || got == "" {
				t.Errorf("%s: %s doesn't lead to %q", name, spelled, r.ever[address])
			}
		}
		_, file := host.file("/docs" + address)
		if _, dir := host.file("/docs" + address + "/"); !file && !dir {
			unanswered = append(unanswered, "/docs"+address)
		}
	}
	// A plain host answers those with the 404 page, whose script leads on.
	for i, to := range followed(t, host.rules, unanswered) {
		got, ok := host.file(to)
		if want := r.ever[strings.TrimPrefix(unanswered[i], "/docs")]; !ok || !strings.Contains(got, want) {
			t.Errorf("%s: on a plain host %s leads to %q, not to %q", name, unanswered[i], to, want)
		}
	}
}

// host serves a site by Netlify's rules: a file first; then the directory of
// that name, with a slash; then the first rule of _redirects, with or without
// a slash at the end; query and fragment are the browser's.
type host struct {
	files Files
	t     *testing.T
	rules string
}

func newHost(t *testing.T, files Files) host {
	file, ok := files.Get("_redirects")
	if !ok {
		t.Fatal("no _redirects")
	}
	return host{files, t, contents(t, file)}
}

func (h host) file(address string) (string, bool) {
	name, below := strings.CutPrefix(address, "/docs/")
	if !below {
		return "", false
	}
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	f, ok := h.files.Get(name)
	if !ok {
		return "", false
	}
	return contents(h.t, f), true
}

// ask returns what an address leads to, "" after more than one redirect of the
// host and one of ours.
func (h host) ask(address string) string {
	ours := 0
	for range 3 {
		if text, ok := h.file(address); ok {
			return text
		}
		if _, ok := h.file(address + "/"); ok {
			address += "/"
			continue
		}
		to := ""
		for line := range strings.Lines(h.rules) {
			fields := strings.Fields(line)
			if len(fields) == 3 && fields[2] == "301" && strings.TrimRight(fields[0], "/") == strings.TrimRight(address, "/") {
				to = fields[1]
				break
			}
		}
		if ours++; to == "" || ours > 1 {
			return ""
		}
		address = to
	}
	return ""
}

// followed asks the 404 page's own script where the rules lead each path.
func followed(t *testing.T, rules string, paths []string) []string {
	t.Helper()
	node := tool(t, "node")
	result := api.Build(api.BuildOptions{
		Stdin:  &api.StdinOptions{Contents: `import { moved } from "./moved"; let text = ""; for await (const piece of process.stdin) text += piece; const asked = JSON.parse(text); console.log(JSON.stringify(asked.paths.map((path) => moved(asked.rules, path))));`, ResolveDir: "../static/missing", Loader: api.LoaderTS},
		Bundle: true, Format: api.FormatESModule, Platform: api.PlatformNode,
	})
	if len(result.Errors) > 0 {
		t.Fatal(api.FormatMessages(result.Errors, api.FormatMessagesOptions{}))
	}
	script := filepath.Join(t.TempDir(), "moved.mjs")
	if err := os.WriteFile(script, result.OutputFiles[0].Contents, 0o644); err != nil {
		t.Fatal(err)
	}
	asked, err := json.Marshal(map[string]any{"rules": rules, "paths": slices.Concat([]string{}, paths)})
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(node, script)
	command.Stdin = strings.NewReader(string(asked))
	out, err := command.Output()
	var to []string
	if err != nil || json.Unmarshal(out, &to) != nil || len(to) != len(paths) {
		t.Fatalf("%v: %s", err, out)
	}
	return to
}
