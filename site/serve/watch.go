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

// watcher watches directories and all below them. Directories are watched
// rather than files: an editor that saves by renaming puts another file in the
// old one's place.
type watcher struct {
	*fsnotify.Watcher
	roots []string
}

// watch begins to watch; nil when there is nothing to.
func watch(dirs []string) (*watcher, error) {
	if len(dirs) == 0 {
		return nil, nil
	}
	notify, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, fmt.Errorf("cannot watch files: %w", err)
	}
	w := &watcher{Watcher: notify}
	for _, dir := range dirs {
		root, err := filepath.EvalSymlinks(dir) // a walk doesn't follow a link
		if err != nil {
			w.Close()
			return nil, fmt.Errorf("cannot watch: %w", err)
		}
		w.roots = append(w.roots, root)
	}
	if err := w.spread(); err != nil {
		w.Close()
		return nil, err
	}
	return w, nil
}

// spread watches every directory that there is now; to add one twice does no
// harm. Events alone can't say which to add: fsnotify stops watching a
// directory that was renamed, at a moment of its own after the event.
func (w *watcher) spread() error {
	for _, root := range w.roots {
		err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
			switch {
			case errors.Is(err, fs.ErrNotExist): // gone meanwhile
				return nil
			case err != nil:
				return err
			case !entry.IsDir():
				return nil
			case name != root && temporary(name):
				return filepath.SkipDir
			}
			if err := w.Add(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("cannot watch %s: %w", name, err)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// follow rebuilds when files have changed and then been left alone for a
// moment: one save is many events. What appears in a new directory before it
// is watched is seen by the build, what appears later makes an event.
func (w *watcher) follow(ctx context.Context, s *Server) {
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
			if event.Op != fsnotify.Chmod && !temporary(event.Name) {
				quiet.Reset(s.limits.quiet)
			}
		case err, open := <-w.Errors:
			if !open {
				return
			}
			// Events may have been lost, so build in any case.
			s.log.Printf("watching: %v", err)
			quiet.Reset(s.limits.quiet)
		case <-quiet.C:
			if err := w.spread(); err != nil {
				s.log.Print(err)
			}
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
