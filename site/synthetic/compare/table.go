package main

import (
	"fmt"
	"runtime"
	"strings"
)

func (c cost) String() string {
	return fmt.Sprintf("%.2f s of CPU, %.2f s, %d MiB", c.cpu.Seconds(), c.wall.Seconds(), c.peak>>20)
}

// table says in Markdown what was measured.
func table(results []result, runs int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Hugo %s, Pagefind %s; %s, %d cores, %s/%s; medians of %d\n\n", hugoVersion, pagefindVersion, runtime.Version(), runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runs)
	row := func(cells ...string) {
		fmt.Fprintf(&b, "| %8s | %-15s | %9s | %9s | %9s | %8s | %9s | %10s |\n", cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6], cells[7])
	}
	row("codes", "", "CPU", "wall", "memory", "files", "written", "code page")
	b.WriteString("|" + strings.Repeat(" --- |", 8) + "\n")
	for _, r := range results {
		for _, s := range []struct {
			name string
			*side
		}{{"Hugo + Pagefind", r.hugo}, {"responsa", r.responsa}} {
			if s.side == nil {
				continue
			}
			row(fmt.Sprint(r.codes), s.name, fmt.Sprintf("%.2f s", s.cpu.Seconds()), fmt.Sprintf("%.2f s", s.wall.Seconds()),
				fmt.Sprintf("%d MiB", s.peak>>20), fmt.Sprint(s.files), fmt.Sprintf("%d MiB", s.bytes>>20), fmt.Sprintf("%d B", s.page))
		}
		if h, o := r.hugo, r.responsa; h != nil && o != nil {
			row("", "ours to theirs", ratio(o.cpu, h.cpu), ratio(o.wall, h.wall), ratio(o.peak, h.peak), ratio(o.files, h.files), ratio(o.bytes, h.bytes), ratio(o.page, h.page))
		}
	}
	b.WriteString("\nA code page is compressed, as gzip -9 does, and without what it loads.\n")
	for i := 1; i < len(results); i++ {
		less, more := results[i-1], results[i]
		fmt.Fprintf(&b, "Growth of the CPU time from %d to %d codes:", less.codes, more.codes)
		if less.hugo != nil {
			fmt.Fprintf(&b, " Hugo + Pagefind %s times;", ratio(more.hugo.cpu, less.hugo.cpu))
		}
		if less.responsa != nil {
			fmt.Fprintf(&b, " responsa %s times;", ratio(more.responsa.cpu, less.responsa.cpu))
		}
		fmt.Fprintf(&b, " codes %s times\n", ratio(more.codes, less.codes))
	}
	return b.String()
}

func ratio[T ~int | ~int64](x, y T) string {
	if y == 0 {
		return "–"
	}
	return fmt.Sprintf("%.2f", float64(x)/float64(y))
}
