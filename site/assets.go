package site

import (
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/evanw/esbuild/pkg/api"

	"responsa/components"
)

// assets are the front end's files, bundled.
type assets struct {
	files    []File
	script   components.Asset // Href holds the path below the root
	explorer components.Asset // the script of the pages that filter
	missing  components.Asset // and of the 404 page
	icon     components.Asset
	inline   struct{ script, style string } // of the single-file edition
	styles   map[string]components.Asset    // by their source, "main.css"
}

// The style sheets: one for every page, one more for those that show many
// codes, so that a first visit to a code's page stays small, and one that is
// asked for only where scripts don't run.
const (
	mainStyle     = "main.css"
	explorerStyle = "explorer.css"
	noscriptStyle = "noscript.css"
	offlineStyle  = "offline.css" // takes the place of main.css on a disk
)

// bundlesOf bundles a front end for each style, once it is asked for. Two runs
// of esbuild are enough for all three.
//
// A published site's scripts are modules that load the search at first use; a
// disk serves no modules, so there they are classic scripts. The two share no
// module, or every page would have to load a third file: the others ask for
// announcements by an event.
func bundlesOf(static frontEnd) func(Style) (assets, error) {
	scripts := []string{"main.ts", "explorer.ts", "missing.ts"}
	online := sync.OnceValues(func() ([]api.OutputFile, error) {
		return static.bundle(api.BuildOptions{
			EntryPoints: append(slices.Clone(scripts), mainStyle, explorerStyle, noscriptStyle, "favicon.svg"),
			Format:      api.FormatESModule,
			Splitting:   true,
			Charset:     api.CharsetUTF8,
			Define:      map[string]string{"OFFLINE": "false"},
		})
	})
	offline := sync.OnceValues(func() ([]api.OutputFile, error) {
		return static.bundle(api.BuildOptions{
			EntryPoints: append(slices.Clone(scripts), offlineStyle, "single.ts", "single.css"),
			Format:      api.FormatIIFE,
			Charset:     api.CharsetASCII, // a page can't hold the marks of searchtext.go
			Define:      map[string]string{"OFFLINE": "true"},
		})
	})
	return func(style Style) (assets, error) {
		a := assets{styles: map[string]components.Asset{}}
		single := func(name string) bool { return strings.HasPrefix(name, "single.") }
		switch style {
		case Bundle: // its own scripts and first style sheet, the others are the same
			err := a.take(online, style, func(name string) bool { return path.Ext(name) != ".js" && name != mainStyle })
			return a, cmp.Or(err, a.take(offline, style, func(name string) bool { return !single(name) }))
		case Single:
			return a, a.take(offline, style, single)
		}
		return a, a.take(online, style, func(string) bool { return true })
	}
}

// bundle runs esbuild over static/. A warning fails the build as an error does.
func (static frontEnd) bundle(options api.BuildOptions) ([]api.OutputFile, error) {
	options.EntryNames, options.ChunkNames, options.AssetNames = "[name].[hash]", "[name].[hash]", "[name].[hash]"
	options.Outdir = "/assets"
	options.Bundle = true
	options.Target = api.ES2022
	options.MinifyWhitespace, options.MinifyIdentifiers, options.MinifySyntax = true, true, true
	options.LegalComments = api.LegalCommentsInline
	options.Loader = map[string]api.Loader{".svg": api.LoaderCopy}
	options.TsconfigRaw = `{"compilerOptions": {"useDefineForClassFields": false}}` // as in static/tsconfig.json
	options.Plugins = []api.Plugin{static.plugin()}
	options.LogLevel = api.LogLevelSilent
	result := api.Build(options)
	if messages := append(result.Errors, result.Warnings...); len(messages) > 0 {
		return nil, errors.New(strings.TrimSpace(strings.Join(api.FormatMessages(messages, api.FormatMessagesOptions{}), "")))
	}
	return result.OutputFiles, nil
}

// take adds the files of a run that are wanted, by their names without a hash.
func (a *assets) take(run func() ([]api.OutputFile, error), style Style, wanted func(name string) bool) error {
	files, err := run()
	for _, f := range files {
		first, _, _ := strings.Cut(path.Base(f.Path), ".")
		name := first + path.Ext(f.Path)
		if !wanted(name) {
			continue
		}
		asset := components.Asset{Href: strings.TrimPrefix(f.Path, "/")}
		if style == Published {
			sum := sha256.Sum256(f.Contents)
			asset.Integrity = "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
		}
		switch name {
		case "main.js":
			a.script = asset
		case "explorer.js":
			a.explorer = asset
		case "missing.js":
			a.missing = asset
		case mainStyle, explorerStyle, noscriptStyle:
			a.styles[name] = asset
		case offlineStyle:
			a.styles[mainStyle] = asset
		case "favicon.svg":
			a.icon = asset
		case "single.js":
			a.inline.script = string(f.Contents)
		case "single.css":
			a.inline.style = string(f.Contents)
		}
		a.files = append(a.files, File{asset.Href, func(w io.Writer) error {
			_, err := w.Write(f.Contents)
			return err
		}})
	}
	return err
}

// asText marks a file that a script gets as text.
const asText = "as text"

// frontEnd holds its files by their path, with what they held at one
// moment: the styles of a site are bundled at different ones.
type frontEnd map[string]string

var loaders = map[string]api.Loader{".ts": api.LoaderTS, ".js": api.LoaderJS, ".mjs": api.LoaderJS, ".css": api.LoaderCSS, ".svg": api.LoaderCopy}

func readFrontEnd(static fs.FS) (frontEnd, error) {
	all := frontEnd{}
	return all, fs.WalkDir(static, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() || loaders[path.Ext(name)] == api.LoaderNone {
			return err
		}
		text, err := fs.ReadFile(static, name)
		all[name] = string(text)
		return err
	})
}

// plugin has esbuild read its sources out of these.
func (static frontEnd) plugin() api.Plugin {
	return api.Plugin{Name: "static", Setup: func(build api.PluginBuild) {
		build.OnResolve(api.OnResolveOptions{Filter: ".*"}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
			name := path.Join(path.Dir(args.Importer), args.Path)
			if args.Kind == api.ResolveEntryPoint {
				name = args.Path
			}
			for _, ending := range []string{"", ".ts", ".js"} {
				if _, ok := static[name+ending]; ok {
					result := api.OnResolveResult{Path: name + ending, Namespace: "static"}
					if path.Ext(name) == ".css" && args.Kind == api.ResolveJSImportStatement {
						result.PluginData = asText // a style sheet that a script brings along
					}
					return result, nil
				}
			}
			return api.OnResolveResult{}, fmt.Errorf("no file %s", name)
		})
		build.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: "static"}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
			contents, loader := static[args.Path], loaders[path.Ext(args.Path)]
			if args.PluginData == asText {
				loader = api.LoaderText
			}
			return api.OnLoadResult{Contents: &contents, Loader: loader}, nil
		})
	}}
}
