// Responsa turns a catalog of API response codes into a static, searchable
// documentation site. Run it with -h for its verbs.
package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"responsa/site"
	"responsa/site/catalog"
	"responsa/site/console"
	"responsa/site/heap"
	"responsa/site/importer"
	"responsa/site/serve"
)

//go:embed content
//go:embed static/*.ts static/*.css static/*.svg static/changes static/clipboard static/code static/decoder static/list static/match static/matrix static/missing static/payload static/samples static/search static/shortcuts static/single static/table static/theme
var embedded embed.FS

const usage = `responsa turns a catalog of API response codes into a documentation site.

usage: responsa [verb] [flags] [arguments]        in work: go run . [verb] …

  build      write the site into public/ (what no verb means)
  serve      show the site at http://127.0.0.1:8080/, reload it as you edit;
             below /mock/ it answers with any code, to test a client with;
             responsa serve FILE.zip shows a bundle
  check      list every mistake of the catalog, write nothing
  bundle     write the site as an archive for a disk into offline/, with an edition
             in one file and their hashes
  verify     say whether such an archive is as it was made: responsa verify FILE.zip
  explain    say what a code means and what to do: responsa explain 27,
             or what anything pasted means: curl … | responsa explain -
  lock       add new addresses to content/permalinks.txt: they stay for ever
  new        write a small catalog of another API, to begin with: responsa new DIR
  import     make a catalog of a table: responsa import codes.csv DIR

Flags stand after the verb; "responsa serve -h" lists a verb's own.
`

// Exit codes. "go run" turns every failure into 1.
const (
	done        = 0
	failed      = 1 // mistakes in the catalog, nothing found, or a build that failed
	refused     = 2 // usage, or a directory that isn't ours
	busy        = 3 // another build has the directory
	interrupted = 130
)

func main() {
	heap.Begin()
	out := console.NewOutput(os.Stdout)
	code := run(os.Args[1:], os.Stdin, out, os.Stderr)
	if err := out.Err(); err != nil && code == done {
		fmt.Fprintln(os.Stderr, "responsa: "+err.Error())
		code = failed
	}
	os.Exit(code)
}

func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := console.Interruptible(context.Background())
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl-C doesn't wait
	verb := "build"
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		verb, args = args[0], args[1:]
	} else if len(args) > 0 && slices.Contains([]string{"-h", "-help", "--help"}, args[0]) {
		fmt.Fprint(stdout, usage)
		return done
	}
	c := command{ctx: ctx, stdin: stdin, stdout: stdout, stderr: stderr}
	switch verb {
	case "build":
		return c.build(args)
	case "serve":
		return c.serve(args)
	case "check":
		return c.check(args)
	case "bundle":
		return c.bundle(args)
	case "verify":
		return c.verify(args)
	case "explain":
		return c.explain(args)
	case "lock":
		return c.lock(args)
	case "new":
		return c.new(args)
	case "import":
		return c.importTable(args)
	case "help":
		fmt.Fprint(stdout, usage)
		return done
	}
	hint := "responsa -h lists the verbs"
	if near := catalog.Nearest(verb, []string{"build", "serve", "check", "bundle", "verify", "explain", "lock", "new", "import"}); near != "" {
		hint = fmt.Sprintf("did you mean %q?", near)
	}
	return c.refuse(fmt.Sprintf("unknown verb %q", verb), hint)
}

// command is one run of the program.
type command struct {
	ctx            context.Context
	stdin          io.Reader
	stdout, stderr io.Writer
}

// flags begins a verb's flags; about is what -h says of the verb.
func (c command) flags(verb, arguments, about string) *flag.FlagSet {
	f := flag.NewFlagSet(verb, flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.Usage = func() {
		f.SetOutput(c.stdout)
		fmt.Fprintf(c.stdout, "usage: responsa %s [flags]%s\n\n%s\n\nflags:\n", verb, arguments, about)
		f.PrintDefaults()
		f.SetOutput(io.Discard)
	}
	return f
}

// parse reads a verb's flags. The exit code counts only when ok is false.
func (c command) parse(f *flag.FlagSet, args []string, arguments int) (code int, ok bool) {
	help := f.Usage
	f.Usage = func() {} // not at a mistake: it would stand where the answer is expected
	err := f.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		help()
		return done, false
	case err != nil:
		return c.refuse(err.Error(), "responsa "+f.Name()+" -h lists the flags"), false
	case f.NArg() > arguments:
		return c.refuse(fmt.Sprintf("unexpected argument %q", f.Arg(arguments)), "responsa "+f.Name()+" -h shows the use"), false
	}
	return done, true
}

func (c command) refuse(text, hint string) int {
	fmt.Fprintf(c.stderr, "responsa: %s\n\thint: %s\n", text, hint)
	return refused
}

func (c command) fail(err error) int {
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(c.stderr, "responsa: interrupted")
		return interrupted
	}
	fmt.Fprintln(c.stderr, "responsa: "+err.Error())
	switch {
	case errors.As(err, new(*site.Refused)), errors.As(err, new(*importer.Refused)):
		return refused
	case errors.Is(err, site.ErrBusy):
		return busy
	}
	return failed
}

const (
	contentHelp = "read the catalog from this `directory`; without it, the one built in"
	baseHelp    = "the `address` at which the site will stand, instead of site.yaml's"
	diskHelp    = "read the catalog from this `directory`; without it, content/ here, or else the one built in"
)

// content opens a catalog's directory; "" is the one built in.
func content(dir string) (fsys fs.FS, root string, err error) {
	if dir == "" {
		heap.Expect(0)
		fsys, err = fs.Sub(embedded, "content")
		return fsys, "content", err
	}
	// A FIFO would be waited for.
	if info, err := os.Stat(dir); err == nil && !info.IsDir() {
		return nil, "", fmt.Errorf("cannot read the catalog: %s: not a directory", dir)
	}
	if fsys, err = site.OpenContent(dir); err != nil {
		return nil, "", fmt.Errorf("cannot read the catalog: %w", err)
	}
	codes, _ := os.ReadDir(filepath.Join(dir, "codes")) // what is wrong with it, loading says
	heap.Expect(len(codes))
	return fsys, strings.TrimSuffix(dir, "/"), nil
}

// read reads and checks a catalog. The error says that it couldn't be opened,
// or that the reading was interrupted.
func (c command) read(dir string) (*catalog.Catalog, catalog.Problems, error) {
	fsys, root, err := content(dir)
	if err != nil {
		return nil, nil, err
	}
	loaded, problems := catalog.Load(fsys, root)
	problems = append(problems, site.Check(loaded)...).Sort()
	return loaded, problems, c.ctx.Err()
}

// load reads a catalog without mistakes. The exit code counts only when it is nil.
func (c command) load(dir string) (*catalog.Catalog, int) {
	loaded, problems, err := c.read(dir)
	switch {
	case err != nil:
		return nil, c.fail(err)
	case len(problems) > 0:
		return nil, c.mistakes(loaded, problems)
	}
	return loaded, done
}

func (c command) mistakes(loaded *catalog.Catalog, problems catalog.Problems) int {
	fmt.Fprintln(c.stderr, problems.Error())
	fmt.Fprintf(c.stderr, "%s in a catalog of %s\n", count(len(problems), "mistake"), count(len(loaded.Codes), "code"))
	return failed
}

func (c command) build(args []string) int {
	f := c.flags("build", "", "Writes the site. What the directory held before is replaced as a whole, or not at all;\na directory with files that a build did not make is refused. Up to 500 codes the site offers editions\nfor a disk; those of a larger catalog responsa bundle makes.")
	dir := f.String("content", "", contentHelp)
	out := f.String("out", "public", "write the site into this `directory`")
	base := f.String("base", "", baseHelp)
	quiet := f.Bool("q", false, "print nothing but errors")
	if code, ok := c.parse(f, args, 0); !ok {
		return code
	}
	if *quiet {
		c.stdout = io.Discard
	}
	start := time.Now()
	loaded, files, code := c.site(*dir, *base, false)
	if files == nil {
		return code
	}
	progress := console.NewProgress(c.stderr, len(loaded.Codes))
	if *quiet {
		progress = console.Progress{}
	}
	progress.Stage("%s read and checked", count(len(loaded.Codes), "code"))
	files, end := progress.Files(files)
	written, err := site.WriteDir(c.ctx, files, *out)
	end()
	if err != nil {
		return c.fail(err)
	}
	if warning := site.Warning(loaded); warning != "" && !*quiet {
		fmt.Fprintln(c.stderr, "responsa: warning: "+warning)
	}
	of := ""
	if *dir != "" {
		of = " -content " + *dir
	}
	fmt.Fprintf(c.stdout, "%s in %s, %d ms; look at them: go run . serve%s\n", count(written.Pages, "page"), *out, time.Since(start).Milliseconds(), of)
	return done
}

// site lists the published site of a catalog. The exit code counts only when
// there are no files.
func (c command) site(dir, base string, offline bool) (*catalog.Catalog, site.Files, int) {
	if u, err := url.Parse(base); base != "" && (err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.RawQuery != "" || u.Fragment != "") {
		return nil, nil, c.refuse(fmt.Sprintf("-base %q is not the address of a site", base), "write it as https://host/path")
	}
	loaded, code := c.load(dir)
	if loaded == nil {
		return nil, nil, code
	}
	static, err := fs.Sub(embedded, "static")
	if err != nil {
		return nil, nil, c.fail(err)
	}
	files, err := site.Build(loaded, site.Options{Static: static, Address: base, Offline: offline})
	if err != nil {
		return nil, nil, c.fail(err)
	}
	return loaded, files, done
}

func (c command) bundle(args []string) int {
	f := c.flags("bundle", "", "Writes the site for those who have no network, into offline/: an archive to extract anywhere, an\nedition in one file, and SHA256SUMS. With -out it writes the archive alone. Prints the hashes, as\nsha256sum does. The same catalog gives the same bytes on any machine.")
	dir := f.String("content", "", contentHelp)
	out := f.String("out", "", "write the archive alone, as this `file`")
	base := f.String("base", "", baseHelp)
	if code, ok := c.parse(f, args, 0); !ok {
		return code
	}
	loaded, files, code := c.site(*dir, *base, true)
	if files == nil {
		return code
	}
	editions := site.Offline(loaded, files)
	if *out != "" {
		sum, err := site.WriteArchive(c.ctx, editions[0], *out)
		if err != nil {
			return c.fail(err)
		}
		fmt.Fprintf(c.stdout, "%s  %s\n", sum, *out)
		return done
	}
	const offline = "offline"
	if _, err := site.WriteDir(c.ctx, editions, offline); err != nil {
		return c.fail(err)
	}
	sums, err := os.ReadFile(filepath.Join(offline, "SHA256SUMS"))
	if err != nil {
		return c.fail(err)
	}
	fmt.Fprint(c.stdout, strings.ReplaceAll(string(sums), "  ", "  "+offline+"/"))
	return done
}

func (c command) verify(args []string) int {
	f := c.flags("verify", " FILE.zip", "Says whether an offline bundle is as it was made, and if not, which files were changed, lost, added\nor renamed. It unpacks nothing onto the disk, and the archive may come from anywhere. Who made it\nis told by its SHA-256 alone: compare that with the one on the site's page /offline/.")
	if code, ok := c.parse(f, args, 1); !ok {
		return code
	}
	if f.NArg() == 0 {
		return c.refuse("verify needs an archive", "try: responsa verify FILE.zip")
	}
	file, list, _, err := openBundle(f.Arg(0))
	if err != nil {
		return c.fail(err)
	}
	defer file.Close()
	digest := sha256.New()
	if _, err := io.Copy(digest, file); err != nil {
		return c.fail(err)
	}
	fmt.Fprintf(c.stdout, "%s is as it was made: %s of %s\nversion  %s\nsha256   %x\n", f.Arg(0), count(len(list.Files), "file"), list.Address, list.Version, digest.Sum(nil))
	return done
}

// openBundle opens and verifies an archive. Its files can be read until it is closed.
func openBundle(name string) (*os.File, site.PackList, site.Files, error) {
	info, err := os.Stat(name)
	if err == nil && !info.Mode().IsRegular() { // a pipe would be waited for
		err = fmt.Errorf("%s is no file", name)
	}
	if err != nil {
		return nil, site.PackList{}, nil, err
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, site.PackList{}, nil, err
	}
	list, files, err := site.Verify(file, info.Size())
	if err != nil {
		if errors.As(err, new(*site.Tampered)) {
			err = fmt.Errorf("%s is not as it was made:\n\t%s\n\thint: get it anew from where it is published", name, strings.ReplaceAll(err.Error(), "\n", "\n\t"))
		}
		return nil, site.PackList{}, nil, errors.Join(err, file.Close())
	}
	return file, list, files, nil
}

func (c command) check(args []string) int {
	f := c.flags("check", "", "Lists every mistake of the catalog and its pages, with its place and what to do. Writes nothing.")
	dir := f.String("content", "", diskHelp)
	was := f.String("lock-was", "", "an earlier permalinks.txt, as a `file`: no line of it may be gone")
	if code, ok := c.parse(f, args, 0); !ok {
		return code
	}
	var earlier []byte
	if *was != "" {
		var err error
		if earlier, err = readUpTo(*was, 64<<20); err != nil {
			return c.fail(fmt.Errorf("cannot read the earlier list: %w", err))
		}
	}
	loaded, problems, err := c.read(cmp.Or(*dir, onDisk("content", "site.yaml")))
	if err != nil {
		return c.fail(err)
	}
	problems = slices.Concat(problems, site.Unlocked(loaded), site.LockWas(loaded, *was, string(earlier))).Sort()
	if len(problems) > 0 {
		return c.mistakes(loaded, problems)
	}
	undocumented := len(slices.DeleteFunc(slices.Clone(loaded.Codes), (*catalog.Code).Documented))
	codes := count(len(loaded.Codes), "code")
	if undocumented > 0 {
		codes += fmt.Sprintf(", %d not documented", undocumented)
	}
	fmt.Fprintf(c.stdout, "%s, %s: no mistakes\n", codes, count(len(loaded.Guides), "guide"))
	if len(loaded.Permalinks) == 0 {
		fmt.Fprintln(c.stdout, "nothing is published yet: run responsa lock when you do")
	}
	return done
}

// readUpTo reads a file that someone names, a pipe too, with bounds.
func readUpTo(name string, most int64) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && int64(len(text)) > most {
		err = fmt.Errorf("%s is larger than %d bytes", name, most)
	}
	return text, err
}

func (c command) lock(args []string) int {
	f := c.flags("lock", "", "Adds what is new to permalinks.txt of the catalog: addresses, names of constants, retired codes.\nWhat stands there stays for ever; so lock when you publish, not before.")
	dir := f.String("content", "content", "the catalog's `directory`")
	if code, ok := c.parse(f, args, 0); !ok {
		return code
	}
	if onDisk(*dir, "site.yaml") == "" {
		return c.refuse(fmt.Sprintf("%q holds no catalog", *dir), "name its directory: responsa lock -content DIR")
	}
	loaded, code := c.load(*dir)
	if loaded == nil {
		return code
	}
	text, added := site.Lock(loaded)
	name := filepath.Join(*dir, catalog.PermalinksFile)
	list := site.File{Path: catalog.PermalinksFile, Render: func(w io.Writer) error { _, err := io.WriteString(w, text); return err }}
	if _, err := site.WriteFile(c.ctx, list, name); err != nil {
		return c.fail(err)
	}
	fmt.Fprintf(c.stdout, "%s added to %s\n", count(added, "line"), name)
	return done
}

func (c command) new(args []string) int {
	f := c.flags("new", " DIR", "Writes a small catalog of a made-up API into a new directory, with a remark at whatever\nyou fill in. It passes check as it is.")
	if code, ok := c.parse(f, args, 1); !ok {
		return code
	}
	if f.NArg() == 0 {
		return c.refuse("new needs a directory", "try: responsa new my-codes")
	}
	files, dir := importer.Starter(), f.Arg(0)
	if err := files.Write(dir); err != nil {
		return c.fail(err)
	}
	fmt.Fprintf(c.stdout, "%s in %s; look at them: go run . serve -content %[2]s\n", count(len(files), "file"), dir)
	return done
}

func (c command) importTable(args []string) int {
	f := c.flags("import", " FILE DIR", "Makes a catalog of a table and writes it into a new directory. The table is CSV, JSON Lines or\nJSON; its columns or keys are "+strings.Join(importer.Fields, ", ")+". What can't be\ncarried over as it is is said row by row; what is written passes check as it is. Exits with 1\nwhere rows are refused; the others are written all the same.")
	columns := map[string]string{}
	f.Func("map", "the columns that have other names, `FIELD=COLUMN,`…", func(text string) error { return importer.Map(columns, text) })
	placeholders := f.String("placeholders", "", "how messages write their variable parts: `one` of "+strings.Join(catalog.Placeholders("").Known(), ", ")+"; without it, as most do")
	vendor := f.String("vendor", "", "the `name` of whose API it is; without it, DIR's, or that of the directory above a DIR called content")
	if code, ok := c.parse(f, args, 2); !ok {
		return code
	}
	if f.NArg() < 2 {
		return c.refuse("import needs a table and a directory", "try: responsa import codes.csv my-codes")
	}
	if *placeholders != "" && !slices.Contains(catalog.Placeholders("").Known(), *placeholders) {
		return c.refuse(fmt.Sprintf("unknown placeholders %q", *placeholders), "responsa import -h lists the styles")
	}
	file, dir := f.Arg(0), f.Arg(1)
	full, err := importer.Target(dir)
	if err != nil {
		return c.fail(err)
	}
	text, err := importer.ReadFile(file)
	if err != nil {
		return c.fail(err)
	}
	result, err := importer.Import(file, text, importer.Options{
		Columns: columns, Placeholders: catalog.Placeholders(*placeholders),
		Vendor: cmp.Or(*vendor, vendorOf(full)), Day: time.Now().UTC().Format(time.DateOnly), Check: site.CheckImport,
	})
	if err == nil && result.Report.Codes == 0 && result.Report.Rows > 0 {
		err = errors.New("no row can be carried over; nothing is written")
	}
	if err == nil {
		err = c.ctx.Err()
	}
	if err == nil {
		err = result.Files.Write(dir)
	}
	if err == nil || result.Report.Rows > 0 {
		if err := result.Report.Write(c.stdout, file, dir); err != nil {
			return c.fail(err)
		}
	}
	if err != nil {
		return c.fail(err)
	}
	fmt.Fprintf(c.stdout, "look at %s, then at the pages: go run . serve -content %s\n", filepath.Join(dir, "site.yaml"), dir)
	if result.Report.Refused > 0 {
		return failed
	}
	return done
}

// vendorOf is a vendor's name, made of its catalog's directory: acme/content, say.
func vendorOf(dir string) string {
	if filepath.Base(dir) == "content" && filepath.Dir(filepath.Dir(dir)) != filepath.Dir(dir) {
		dir = filepath.Dir(dir)
	}
	return filepath.Base(dir)
}

func (c command) serve(args []string) int {
	f := c.flags("serve", " [FILE.zip]", "Shows the site as it will be published, from content/ and static/ of this directory where they\nare, and reloads the browser when a file changes. A mistake is shown on the page; the last good\nsite stays up.\n\nBelow /mock/ it answers as the API does: /mock/27 with code 27. /mock/ lists the forms.\n\nGiven an offline bundle, it verifies that and shows it instead.")
	dir := f.String("content", "", diskHelp)
	addr := f.String("addr", "127.0.0.1:8080", "listen at this `host:port`; the mock can be reached from there too")
	cors := f.String("cors", "", "let web pages of this `origin` use the mock, such as http://localhost:3000; * for all")
	if code, ok := c.parse(f, args, 1); !ok {
		return code
	}
	if f.NArg() == 1 {
		return c.serveBundle(f.Arg(0), *addr, *dir+*cors)
	}
	if hint, ok := serve.ValidOrigin(*cors); *cors != "" && !ok {
		return c.refuse(fmt.Sprintf("-cors %q is not an origin", *cors), hint)
	}
	source := serve.Source{}
	var err error
	if *dir = cmp.Or(*dir, onDisk("content", "site.yaml")); *dir != "" {
		source.Watch = append(source.Watch, *dir)
	}
	if source.Content, source.Root, err = content(*dir); err != nil {
		return c.fail(err)
	}
	if static := onDisk("static", "main.ts"); static != "" {
		source.Static, source.Watch = os.DirFS(static), append(source.Watch, static)
	} else if source.Static, err = fs.Sub(embedded, "static"); err != nil {
		return c.fail(err)
	}
	if err := serve.Run(c.ctx, serve.Options{Addr: *addr, CORS: *cors, Source: source, Log: c.stdout}); err != nil {
		return c.fail(err)
	}
	return done
}

func (c command) serveBundle(name, addr, surplus string) int {
	if surplus != "" {
		return c.refuse("a bundle is served without -content and -cors", "it has pages only, leave them out")
	}
	file, list, files, err := openBundle(name)
	if err != nil {
		return c.fail(err)
	}
	defer file.Close()
	if err := serve.Run(c.ctx, serve.Options{Addr: addr, Bundle: &serve.Bundle{Files: files, Path: list.Path()}, Log: c.stdout}); err != nil {
		return c.fail(err)
	}
	return done
}

// onDisk is the directory if it holds the file, "" otherwise.
func onDisk(dir, file string) string {
	if _, err := os.Stat(dir + "/" + file); err != nil {
		return ""
	}
	return dir
}

func (c command) explain(args []string) int {
	f := c.flags("explain", " CODE|-", "Says what a code means, who must act, whether repeating helps, and what to do. Anything that\nthe site's box takes will do: a message, a response, a line of log; - reads it from standard\ninput. Zeros in front don't matter: 027 is 27. A code that looks like a flag stands after --.")
	asJSON := f.Bool("json", false, "answer as JSON, best match first")
	dir := f.String("content", "", contentHelp)
	if code, ok := c.parse(f, args, 1); !ok {
		return code
	}
	if f.NArg() == 0 {
		return c.refuse("explain needs a code", "try: responsa explain 27")
	}
	loaded, code := c.load(*dir)
	if loaded == nil {
		return code
	}
	asked := f.Arg(0)
	if asked == "-" {
		read, err := io.ReadAll(io.LimitReader(c.stdin, catalog.MostRead+1))
		if err != nil {
			return c.fail(fmt.Errorf("cannot read standard input: %w", err))
		}
		asked = string(read)
	}
	text, found := site.Explain(loaded, asked, *asJSON)
	if !found && !*asJSON {
		fmt.Fprint(c.stderr, text)
	} else {
		fmt.Fprint(c.stdout, text)
	}
	if !found {
		return failed
	}
	return done
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
