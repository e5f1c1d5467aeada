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
		fmt.Fprintf(&b, "| %8s | %-10s | %9s | %9s | %9s | %8s | %9s | %10s |\n", cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6], cells[7])
	}
	row("codes", "", "CPU", "wall", "memory", "files", "written", "code page")
	b.WriteString("|" + strings.Repeat(" --- |", 8) + "\n")
	for _, r := range results {
		row(fmt.Sprint(r.codes), r.side.name, fmt.Sprintf("%.2f s", r.cpu.Seconds()), fmt.Sprintf("%.2f s", r.wall.Seconds()),
			fmt.Sprintf("%d MiB", r.peak>>20), fmt.Sprint(r.files), fmt.Sprintf("%d MiB", r.bytes>>20), fmt.Sprintf("%d B", r.page))
	}
	b.WriteString("\nhugo is Hugo and then Pagefind; hugo-plain the same without highlighting, hugo-json without the programs, with the response alone.\nA code's page is compressed as by gzip -9, less what it loads.\n")
	for i, r := range results {
		for _, other := range results {
			if r.side.name == "responsa" && other.codes == r.codes && other.side.name != "responsa" {
				fmt.Fprintf(&b, "%d codes: responsa takes %s of the CPU time, %s of the time and %s of the memory of %s\n", r.codes, ratio(r.cpu, other.cpu), ratio(r.wall, other.wall), ratio(r.peak, other.peak), other.side.name)
			}
		}
		for _, less := range results[:i] {
			if less.side.name == r.side.name && r.codes >= 10*less.codes && r.codes < 100*less.codes {
				fmt.Fprintf(&b, "%d codes: %s takes %s times the CPU time of %d codes\n", r.codes, r.side.name, ratio(r.cpu, less.cpu), less.codes)
			}
		}
	}
	return b.String()
}

func ratio[T ~int | ~int64](x, y T) string {
	if y == 0 {
		return "–"
	}
	return fmt.Sprintf("%.2f", float64(x)/float64(y))
}
