package main

import (
	"fmt"
	"os"
	"path/filepath"
	"responsa/site"
	"responsa/site/catalog"
)

func main() {
	c, problems := catalog.Load(os.DirFS("content"), "content")
	problems = append(problems, site.Check(c)...)
	fmt.Println(problems.Error())
	style := site.Published
	if len(os.Args) > 1 {
		style = site.Bundle
	}
	files, err := site.Build(c, site.Options{Static: os.DirFS("static"), Style: style})
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	for _, f := range files {
		p := filepath.Join("/tmp/out", f.Path)
		os.MkdirAll(filepath.Dir(p), 0o755)
		w, _ := os.Create(p)
		if err := f.Render(w); err != nil {
			fmt.Println(f.Path, err)
		}
		w.Close()
	}
	fmt.Println(len(files), "files")
}
