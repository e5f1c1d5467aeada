package console

import (
	"fmt"
	"io"
	"os"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/cwriter"
	"github.com/vbauerster/mpb/v8/decor"

	"responsa/site"
)

// long is how many codes make a build one that is waited for: some seconds.
// The number decides, and not a clock, so that two runs say the same.
const long = 500

// Progress tells how far a long build is: on a terminal by a bar that goes when
// it is done, elsewhere by one line a stage. Of a short build it says nothing.
type Progress struct {
	w         io.Writer
	long, bar bool
}

// NewProgress tells w, standard error say, of a build of so many codes.
func NewProgress(w io.Writer, codes int) Progress {
	f, isFile := w.(*os.File)
	terminal := isFile && cwriter.IsTerminal(int(f.Fd())) && os.Getenv("TERM") != "dumb"
	return Progress{w: w, long: codes >= long, bar: terminal}
}

// Stage tells what comes next.
func (p Progress) Stage(format string, args ...any) {
	if p.long && !p.bar {
		fmt.Fprintf(p.w, "responsa: "+format+"\n", args...)
	}
}

// Files tells of each file that is rendered, for whoever writes or packs them.
// Call end when no more will be, before anything else is printed.
func (p Progress) Files(files site.Files) (counted site.Files, end func()) {
	p.Stage("rendering %d files", len(files))
	if !p.long || !p.bar {
		return files, func() {}
	}
	bars := mpb.New(mpb.WithOutput(p.w), mpb.WithWidth(40))
	bar := bars.AddBar(int64(len(files)), mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(decor.Name("rendering ")), mpb.AppendDecorators(decor.CountersNoUnit(" %d of %d files")))
	for _, f := range files {
		counted = append(counted, site.File{Path: f.Path, Render: func(w io.Writer) error {
			defer bar.Increment()
			return f.Render(w)
		}})
	}
	return counted, func() {
		bar.Abort(true) // one that isn't full would be waited for
		bars.Wait()
	}
}
