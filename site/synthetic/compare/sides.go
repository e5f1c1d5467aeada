package main

import (
	"context"
	"path/filepath"
	"slices"
)

// side is one of those that are compared: how it builds the site of a catalog.
type side struct {
	name string
	// write writes what it builds from into a directory.
	write func(content content, dir string) error
	// build builds it there into public.
	build func(ctx context.Context, t tools, dir string) (cost, error)
}

var sides = []side{
	{"hugo", func(c content, dir string) error { return writeHugo(c, dir, true, hugoConfig) }, buildHugo},
	{"hugo-plain", func(c content, dir string) error { return writeHugo(c, dir, true, hugoConfig+uncoloured) }, buildHugo},
	{"hugo-json", func(c content, dir string) error { return writeHugo(c, dir, false, hugoConfig) }, buildHugo},
	{"responsa", writeResponsa, buildResponsa},
}

func sideNames(sides []side) []string {
	var names []string
	for _, s := range sides {
		names = append(names, s.name)
	}
	return names
}

func sideNamed(name string) (side, bool) {
	i := slices.IndexFunc(sides, func(s side) bool { return s.name == name })
	if i < 0 {
		return side{}, false
	}
	return sides[i], true
}

func buildHugo(ctx context.Context, t tools, dir string) (cost, error) {
	env := []string{"HUGO_CACHEDIR=" + filepath.Join(dir, "cache")}
	hugo, _, err := execute(ctx, dir, env, t.hugo, "--quiet")
	if err != nil {
		return hugo, err
	}
	pagefind, _, err := execute(ctx, dir, nil, t.pagefind, "--silent", "--exclude-selectors", "pre", "--site", "public")
	return hugo.then(pagefind), err
}

func buildResponsa(ctx context.Context, t tools, dir string) (cost, error) {
	took, _, err := execute(ctx, dir, nil, t.responsa, "build", "-q", "-content", "content", "-out", "public")
	return took, err
}
