package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// What we are compared with. Hugo's is the newest that builds with Go 1.26.
const (
	hugoVersion     = "v0.165.0"
	pagefindVersion = "1.6.0"
)

// tools are the programs to run.
type tools struct{ responsa, hugo, pagefind string }

// install builds this program, and gets the other ones.
func (c comparison) install(ctx context.Context) (tools, error) {
	bin := filepath.Join(c.dir, "bin")
	t := tools{filepath.Join(bin, "responsa"), filepath.Join(bin, "hugo"), ""}
	needs := func(name string) bool {
		return slices.ContainsFunc(c.sides, func(s side) bool { return strings.HasPrefix(s.name, name) })
	}
	if needs("responsa") {
		c.say("building responsa")
		if _, err := command(ctx, c.repository, nil, "go", "build", "-o", t.responsa, "."); err != nil {
			return t, err
		}
	}
	if !needs("hugo") {
		return t, nil
	}
	c.say("installing Hugo %s (minutes, the first time)", hugoVersion)
	env := []string{"GOBIN=" + bin, "CGO_ENABLED=0"}
	if _, err := command(ctx, c.dir, env, "go", "install", "github.com/gohugoio/hugo@"+hugoVersion); err != nil {
		return t, err
	}
	c.say("installing Pagefind %s", pagefindVersion)
	modules := filepath.Join(c.dir, "npm")
	if _, err := command(ctx, c.dir, nil, "npm", "install", "--prefix", modules, "--no-audit", "--no-fund", "--no-save", "--ignore-scripts", "pagefind@"+pagefindVersion); err != nil {
		return t, err
	}
	// npm has brought the program for this machine alone. It is run without the
	// one in JavaScript around it.
	found, err := filepath.Glob(filepath.Join(modules, "node_modules/@pagefind/*/bin/pagefind_extended*"))
	for _, name := range found {
		if filepath.Ext(name) != ".sha256" {
			t.pagefind = name
		}
	}
	if err == nil && t.pagefind == "" {
		err = fmt.Errorf("pagefind %s has no program for this machine\n\thint: -sides responsa measures ours alone", pagefindVersion)
	}
	return t, err
}

// repository is the directory that holds this program's sources.
func repository(ctx context.Context) (string, error) {
	module, err := command(ctx, "", nil, "go", "env", "GOMOD")
	root := filepath.Dir(strings.TrimSpace(module))
	if _, statErr := os.Stat(filepath.Join(root, "build.go")); err == nil && statErr != nil {
		err = errors.New("this is not the repository of responsa\n\thint: run it inside of that")
	}
	return root, err
}

// command runs a program to its end and returns what it prints.
func command(ctx context.Context, dir string, env []string, name string, args ...string) (string, error) {
	if _, err := exec.LookPath(name); err != nil {
		return "", fmt.Errorf("no %s\n\thint: install it; -sides responsa needs but go", name)
	}
	_, out, err := execute(ctx, dir, env, name, args...)
	return out, err
}
