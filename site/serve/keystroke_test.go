package serve_test

import (
	"fmt"
	"io"
	"net/http/httptest"
	"os"
	"testing"

	"responsa/site/serve"
	"responsa/site/synthetic"
)

// What a key costs in the box, in a real browser: from the text to the answer,
// over every prefix of a hundred titles, messages and typos of them, of each
// key the median of five. Run it with
//
//	go test -run XX -bench Keystroke ./site/serve
func BenchmarkKeystroke(b *testing.B) {
	for _, n := range []int{35, 1000, 10000} {
		b.Run(fmt.Sprintf("%d codes", n), func(b *testing.B) {
			source := serve.Source{Content: os.DirFS("../../content"), Static: os.DirFS("../../static"), Root: "content"}
			if n != 35 {
				source.Content = synthetic.Content(n)
			}
			s := serve.New(source, io.Discard)
			s.Rebuild()
			server := httptest.NewServer(s.Handler())
			defer server.Close()
			p := newTab(b, tabOptions{})
			p.open(server.URL + "/codes/1/")
			var times []float64
			for b.Loop() {
				times = eval[[]float64](p, `(async () => {
					const engine = await import([...performance.getEntriesByType("resource"), ...await (async () => {
						document.querySelector("#q").focus();
						for (;;) {
							const found = performance.getEntriesByType("resource").filter(e => e.name.includes("/assets/engine."));
							if (found.length) return found;
							await new Promise(r => setTimeout(r, 10));
						}
					})()].find(e => e.name.includes("/assets/engine.")).name);
					const data = await (await fetch("/search.json")).json();
					const matcher = new engine.Matcher(data);
					matcher.match("");
					const texts = [];
					for (let i = 0; i < 100; i++) {
						const { entries } = matcher;
						const { title, message, code } = entries[Math.floor(i * entries.length / 100) % entries.length];
						const text = [title, message, code][i % 3];
						texts.push(i % 2 && text.length > 5 ? text.slice(0, 3) + text.slice(4) : text);
					}
					const keys = texts.flatMap(text => [...text.slice(0, 40)].map((_, i) => text.slice(0, i + 1)));
					const all = keys.map(() => []);
					for (let round = 0; round < 6; round++) for (const [i, key] of keys.entries()) {
						const start = performance.now();
						matcher.match(key);
						if (round) all[i].push(performance.now() - start); // the first warms up
					}
					const times = all.map(of => of.sort((a, b) => a - b)[2]).sort((a, b) => a - b);
					return [times[times.length >> 1], times[Math.floor(times.length * .99)], times[times.length - 1]];
				})()`)
			}
			b.ReportMetric(0, "ns/op")
			for i, unit := range []string{"ms/p50", "ms/p99", "ms/max"} {
				b.ReportMetric(times[i], unit)
			}
		})
	}
}
