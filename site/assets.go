package site

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

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

// bundle runs esbuild over static/. A warning fails the build as an error does.
// A published site's scripts are modules that load the search at first use; a
// bundle's are classic scripts, because a disk serves no modules. The two share
// no module, or every page would have to load a third file: the others ask
// for announcements by an event.
func bundle(static frontEnd, style Style) (assets, error) {
	options := api.BuildOptions{
		EntryPoints:       []string{"main.ts", "explorer.ts", "missing.ts", mainStyle, explorerStyle, noscriptStyle, "favicon.svg"},
		EntryNames:        "[name].[hash]",
		ChunkNames:        "[name].[hash]",
		AssetNames:        "[name].[hash]",
		Outdir:            "/assets",
		Bundle:            true,
		Write:             false,
		Metafile:          false,
		Charset:           api.CharsetUTF8,
		Format:            api.FormatESModule,
		Splitting:         true,
		Target:            api.ES2022,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		LegalComments:     api.LegalCommentsInline,
		Loader:            map[string]api.Loader{".svg": api.LoaderCopy},
		Define:            map[string]string{"OFFLINE": strconv.FormatBool(style != Published)},
		TsconfigRaw:       `{"compilerOptions": {"useDefineForClassFields": false}}`, // as in static/tsconfig.json
		Plugins:           []api.Plugin{static.plugin()},
		LogLevel:          api.LogLevelSilent,
	}
	if style != Published {
		options.Format, options.Splitting = api.FormatIIFE, false
	}
	switch style {
	case Bundle:
		options.EntryPoints[slices.Index(options.EntryPoints, mainStyle)] = offlineStyle
	case Single:
		options.EntryPoints = []string{"single.ts", "single.css"}
		options.Charset = api.CharsetASCII // a page can't hold the marks of searchtext.go
	}
	result := api.Build(options)
	if messages := append(result.Errors, result.Warnings...); len(messages) > 0 {
		return assets{}, errors.New(strings.TrimSpace(strings.Join(api.FormatMessages(messages, api.FormatMessagesOptions{}), "")))
	}
	a := assets{styles: map[string]components.Asset{}}
	for _, f := range result.OutputFiles {
		asset := components.Asset{Href: strings.TrimPrefix(f.Path, "/")}
		if style == Published {
			sum := sha256.Sum256(f.Contents)
			asset.Integrity = "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
		}
		name := path.Base(f.Path)
		switch {
		case style == Single && path.Ext(name) == ".js":
			a.inline.script = string(f.Contents)
		case style == Single:
			a.inline.style = string(f.Contents)
		case strings.HasPrefix(name, "main.") && path.Ext(name) == ".js":
			a.script = asset
		case strings.HasPrefix(name, "explorer.") && path.Ext(name) == ".js":
			a.explorer = asset
		case strings.HasPrefix(name, "missing.") && path.Ext(name) == ".js":
			a.missing = asset
		case path.Ext(name) == ".css":
			source, _, _ := strings.Cut(name, ".")
			if source += ".css"; source == offlineStyle {
				source = mainStyle
			}
			a.styles[source] = asset
		case path.Ext(name) == ".svg":
			a.icon = asset
		}
		a.files = append(a.files, File{asset.Href, func(w io.Writer) error {
			_, err := w.Write(f.Contents)
			return err
		}})
	}
	return a, nil
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
