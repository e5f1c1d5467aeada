package importer

import (
	"embed"
	"io/fs"
	"path"
	"strings"
)

//go:embed starter
var starter embed.FS

// Starter is a small catalog of a made-up API, with a remark at whatever a writer
// fills in.
func Starter() Files {
	files := Files{}
	err := fs.WalkDir(starter, "starter", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(starter, name)
		files[strings.TrimPrefix(path.Clean(name), "starter/")] = string(text)
		return err
	})
	if err != nil {
		panic(err) // it is embedded
	}
	return files
}
