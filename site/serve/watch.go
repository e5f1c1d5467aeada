package serve

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

// watch begins to watch directories and all below them; nil without any.
// Directories are watched rather than files: an editor that saves by renaming
// puts another file in the old one's place.
func watch(dirs []string) (*fsnotify.Watcher, error) {
	if len(dirs) == 0 {
		return nil, nil
	}
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, fmt.Errorf("cannot watch files: %w", err)
	}
	for _, dir := range dirs {
		real, err := filepath.EvalSymlinks(dir) // a walk doesn't follow a link
		if err == nil {
			err = add(w, real)
		}
		if err != nil {
			w.Close()
			return nil, fmt.Errorf("cannot watch %s: %w", dir, err)
		}
	}
	return w, nil
}

// add watches a directory and all below it. Anything else is left alone. Each
// is watched before it is read, so what appears meanwhile is seen either way.
func add(w *fsnotify.Watcher, root string) error {
	return filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			return nil
		}
		if err == nil && name != root && temporary(name) {
			return filepath.SkipDir
		}
		if err == nil {
			err = w.Add(name)
		}
		if errors.Is(err, fs.ErrNotExist) { // gone again
			return nil
		}
		return err
	})
}

// follow rebuilds when files have changed and then been left alone for a
// moment: one save is many events.
func follow(ctx context.Context, w *fsnotify.Watcher, s *Server) {
	quiet := time.NewTimer(0)
	quiet.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case event, open := <-w.Events:
			if !open {
				return
			}
			if event.Op == fsnotify.Chmod || temporary(event.Name) {
				continue
			}
			if event.Has(fsnotify.Create) {
				if err := add(w, event.Name); err != nil {
					s.log.Printf("cannot watch %s: %v", event.Name, err)
				}
			}
			quiet.Reset(s.limits.quiet)
		case err, open := <-w.Errors:
			if !open {
				return
			}
			// Events may have been lost, so build in any case.
			s.log.Printf("watching: %v", err)
			quiet.Reset(s.limits.quiet)
		case <-quiet.C:
			s.Rebuild()
		}
	}
}

// temporary tells an editor's own files by their names. Vim makes 4913 to
// learn whether it may write.
func temporary(name string) bool {
	name = filepath.Base(name)
	return strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~") || strings.HasSuffix(name, ".swp") || name == "4913"
}
