package serve

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
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
// moment: one save is many events. The rules are:
//
//   - files that were written are soon built from, and pages get what is good
//   - a mistake is shown only when all is quiet: a file may be half-written
//   - directories that come and go are looked through when all is quiet. What
//     appears in one before it is watched is seen by the build, what appears later makes an event
//   - when events may have been lost, everything is read again
func (w *watcher) follow(ctx context.Context, s *Server) {
	pause := time.NewTimer(0)
	pause.Stop()
	var last time.Time // event
	changed, lost, spread := map[string]bool{}, false, false
	wait := func() {
		last = time.Now()
		if lost || spread {
			pause.Reset(s.limits.quiet)
		} else {
			pause.Reset(s.limits.soon)
		}
	}
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
			name := w.below(event.Name)
			changed[name], lost = true, lost || name == ""
			if info, err := os.Lstat(event.Name); err != nil || info.IsDir() {
				spread = true
			}
			wait()
		case err, open := <-w.Errors:
			if !open {
				return
			}
			s.log.Printf("watching: %v", err)
			lost = true
			wait()
		case <-pause.C:
			if spread {
				if err := w.spread(); err != nil {
					s.log.Print(err)
				}
			}
			known := changed
			if lost {
				known = nil
			}
			// Nothing is soon any more when building took as long as all must be quiet.
			if rest := s.limits.quiet - time.Since(last); s.rebuild(known, rest <= 0) {
				changed, lost, spread = map[string]bool{}, false, false
			} else {
				pause.Reset(rest)
			}
		}
	}
}

// below is a file's path below the directory that is watched, "" for none.
func (w *watcher) below(name string) string {
	for _, root := range w.roots {
		if rest, is := strings.CutPrefix(name, root+string(filepath.Separator)); is {
			return filepath.ToSlash(rest)
		}
	}
	return ""
}

// temporary tells an editor's own files by their names. Vim makes 4913 to
// learn whether it may write.
func temporary(name string) bool {
	name = filepath.Base(name)
	return strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~") || strings.HasSuffix(name, ".swp") || name == "4913"
}
