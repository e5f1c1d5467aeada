package site

import (
	"fmt"
	"html"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Markdown to HTML. The rules are:
//
//   - raw HTML is shown as text
//   - a heading may be given an id, {#id}, and no other attribute; no element
//     has a style attribute
//   - links go to https, http, mailto, a file of the catalog or a page of the site
//   - there are no images
//   - code is highlighted here, never in the browser

// markdown is a parser and renderer, safe for use side by side.
type markdown struct{ goldmark goldmark.Markdown }

// newMarkdown is always the same one: it costs as much to make as a page.
var newMarkdown = sync.OnceValue(makeMarkdown)

func makeMarkdown() *markdown {
	inline := parser.DefaultInlineParsers()
	for i, p := range inline {
		if p.Value == parser.NewLinkParser() {
			inline[i].Value = linkEnds{p.Value.(linkParser)}
		}
	}
	return &markdown{goldmark.New(
		goldmark.WithParser(parser.NewParser(parser.WithBlockParsers(parser.DefaultBlockParsers()...),
			parser.WithInlineParsers(inline...), parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...))),
		goldmark.WithExtensions(extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone)), extension.Strikethrough),
		goldmark.WithParserOptions(parser.WithAutoHeadingID(), parser.WithBlockParsers(util.Prioritized(headings{
			parser.NewATXHeadingParser(parser.WithAutoHeadingID(), parser.WithHeadingAttribute())}, 550))), // goldmark's own has 600
		goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(nodes{}, 1))),
	)}
}

// headings reads a line of #. Of its attributes it keeps a plain id; goldmark
// would pass on a style, and panic at an id that is a number.
type headings struct{ parser.BlockParser }

func (h headings) Close(n ast.Node, reader text.Reader, pc parser.Context) {
	id, _ := n.AttributeString("id")
	n.RemoveAttributes()
	if id, ok := id.([]byte); ok && plainID(id) {
		n.SetAttributeString("id", id)
	}
	h.BlockParser.Close(n, reader, pc)
}

// plainID reports whether an id is of letters, digits and, but for the first, "_", "." and "-".
func plainID(id []byte) bool {
	for i, c := range id {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !letter && (i == 0 || c != '_' && c != '.' && c != '-') {
			return false
		}
	}
	return len(id) > 0
}

// linkEnds reads a link and keeps where its end stands in the source, from the
// bracket behind its text on.
type linkEnds struct{ linkParser }

type linkParser interface {
	parser.InlineParser
	parser.CloseBlocker
}

var linkEndsKey = parser.NewContextKey()

func (l linkEnds) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	_, from := block.Position()
	n := l.linkParser.Parse(parent, block, pc)
	if link, ok := n.(*ast.Link); ok {
		_, to := block.Position()
		pc.Get(linkEndsKey).(map[*ast.Link]span)[link] = span{from.Start, to.Start}
	}
	return n
}

// span is a piece of the source.
type span struct{ start, end int }

// heading is a heading of a document.
type heading struct {
	level  int
	id     string
	text   string
	offset int // in the source
}

// reference is a link of a document.
type reference struct {
	destination string
	offset      int
	image       bool
	set         func(destination string)
	title       string
	end         span // from the bracket behind its text on; empty for <https://…>
}

// document is parsed Markdown.
type document struct {
	source   []byte
	root     ast.Node
	headings []heading
	links    []reference
	raw      []span // HTML, which is shown as text
}

func (m *markdown) parse(source string) *document {
	d := &document{source: []byte(source)}
	ends := map[*ast.Link]span{}
	context := parser.NewContext()
	context.Set(linkEndsKey, ends)
	d.root = m.goldmark.Parser().Parse(text.NewReader(d.source), parser.WithContext(context))
	last := 0 // goldmark counts too far after ">" and a tab; headings must still follow each other
	_ = ast.Walk(d.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			h := heading{level: n.Level, text: plain(n, d.source), offset: min(max(offset(n), last), len(source))}
			last = h.offset
			if id, ok := n.AttributeString("id"); ok {
				h.id = fmt.Sprintf("%s", id)
			}
			d.headings = append(d.headings, h)
		case *ast.Link:
			d.links = append(d.links, reference{
				destination: unescape(n.Destination), offset: offset(n), title: unescape(n.Title), end: ends[n],
				set: func(s string) { n.Destination = []byte(s) },
			})
		case *ast.Image:
			d.links = append(d.links, reference{destination: unescape(n.Destination), offset: offset(n), image: true})
		case *ast.AutoLink:
			destination := string(n.URL(d.source))
			if n.AutoLinkType == ast.AutoLinkEmail {
				destination = "mailto:" + destination
			}
			d.links = append(d.links, reference{destination: destination, offset: offset(n)})
		case *ast.RawHTML:
			d.raw = appendSpans(d.raw, n.Segments)
		case *ast.HTMLBlock:
			d.raw = appendSpans(d.raw, n.Lines())
			if n.HasClosure() {
				d.raw = append(d.raw, span{n.ClosureLine.Start, n.ClosureLine.Stop})
			}
		}
		return ast.WalkContinue, nil
	})
	return d
}

// lower has the headings begin at another level, without ids: so a page's
// text can stand in a larger one, beside others.
func (d *document) lower(levels int) {
	_ = ast.Walk(d.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if h, ok := n.(*ast.Heading); ok && entering {
			h.Level = min(h.Level+levels, 6)
			h.RemoveAttributes()
		}
		return ast.WalkContinue, nil
	})
}

func appendSpans(spans []span, segments *text.Segments) []span {
	for _, s := range segments.Sliced(0, segments.Len()) {
		spans = append(spans, span{s.Start, s.Stop})
	}
	return spans
}

// foreign renders Markdown that isn't ours, whose mistakes nobody here can mend:
// headings are plain lines in bold, which belong to no page's order, a link that
// doesn't lead to a host and an image are their text and their destination. The
// remarks say what isn't shown as it was meant.
func (m *markdown) foreign(source string) (html string, remarks []string, err error) {
	d := m.parse(source)
	var change []func()
	instead := func(n ast.Node, what, destination string) {
		remarks = append(remarks, fmt.Sprintf("%s to %q is shown as text", what, destination))
		change = append(change, func() {
			for child := n.FirstChild(); child != nil; child = n.FirstChild() {
				n.Parent().InsertBefore(n.Parent(), n, child)
			}
			n.Parent().ReplaceChild(n.Parent(), n, ast.NewString([]byte(" ("+destination+")")))
		})
	}
	_ = ast.Walk(d.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			change = append(change, func() {
				line, strong := ast.NewParagraph(), ast.NewEmphasis(2)
				for child := n.FirstChild(); child != nil; child = n.FirstChild() {
					strong.AppendChild(strong, child)
				}
				line.AppendChild(line, strong)
				n.Parent().ReplaceChild(n.Parent(), n, line)
			})
		case *ast.Image:
			instead(n, "an image", unescape(n.Destination))
		case *ast.Link:
			if destination := unescape(n.Destination); !outward(destination) {
				instead(n, "a link", destination)
			}
		case *ast.AutoLink:
			if destination := string(n.URL(d.source)); n.AutoLinkType != ast.AutoLinkEmail && !outward(destination) {
				instead(n, "a link", destination)
			}
		}
		return ast.WalkContinue, nil
	})
	if len(d.raw) > 0 {
		remarks = append(remarks, "HTML is shown as text")
	}
	for _, do := range change {
		do()
	}
	html, err = m.render(d)
	return html, remarks, err
}

// outward reports whether a link leads to another host, or to a mail program.
func outward(destination string) bool {
	u, err := url.Parse(destination)
	return err == nil && slices.Contains(schemes, strings.ToLower(u.Scheme)) && (u.Host != "" || u.Scheme == "mailto")
}

func (m *markdown) render(d *document) (string, error) {
	var b unbuffered
	b.Grow(len(d.source) * 3 / 2)
	err := m.goldmark.Renderer().Render(&b, d.source, d.root)
	return b.String(), err
}

// unbuffered is a string that goldmark writes without a buffer before it.
type unbuffered struct{ strings.Builder }

func (*unbuffered) Available() int { return 0 }
func (*unbuffered) Buffered() int  { return 0 }
func (*unbuffered) Flush() error   { return nil }

// offset is where a node begins in the source, or where the nearest thing
// around it does.
func offset(n ast.Node) int {
	for ; n != nil; n = n.Parent() {
		if n.Pos() >= 0 {
			return n.Pos()
		}
		if n.Type() == ast.TypeBlock && n.Lines() != nil && n.Lines().Len() > 0 {
			return n.Lines().At(0).Start
		}
	}
	return 0
}

// plain is a node's text, as it is read.
func plain(n ast.Node, source []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			if n.Parent().Kind() == ast.KindCodeSpan {
				b.Write(n.Value(source))
			} else {
				b.WriteString(unescape(n.Value(source)))
			}
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.AutoLink:
			b.Write(n.Label(source))
		case *ast.RawHTML: // shown as text
			b.Write(n.Segments.Value(source))
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// section is what stands below a heading as plain text: its paragraphs and the
// items of its lists. Code, tables and blocks of HTML are left out.
func (d *document) section(heading string) []string {
	var texts []string
	within := false
	for n := d.root.FirstChild(); n != nil; n = n.NextSibling() {
		if n.Kind() == ast.KindHeading {
			within = plain(n, d.source) == heading
			continue
		}
		if !within {
			continue
		}
		_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if !entering || n.Kind() != ast.KindParagraph && n.Kind() != ast.KindTextBlock {
				return ast.WalkContinue, nil
			}
			if text := strings.TrimSpace(plain(n, d.source)); text != "" {
				texts = append(texts, text)
			}
			return ast.WalkSkipChildren, nil
		})
	}
	return texts
}

// unescape takes Markdown's backslashes and HTML's entities away, as goldmark
// does when it renders: &#106;avascript is javascript.
func unescape(s []byte) string {
	return string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(s))))
}

// nodes renders what differs from goldmark's own renderer.
type nodes struct{}

func (nodes) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindFencedCodeBlock, func(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			block := n.(*ast.FencedCodeBlock)
			_, _ = w.WriteString("<pre><code>" + highlight(string(block.Language(source)), string(block.Lines().Value(source))) + "</code></pre>\n")
		}
		return ast.WalkSkipChildren, nil
	})
	r.Register(ast.KindHTMLBlock, func(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			block := n.(*ast.HTMLBlock)
			raw := string(block.Lines().Value(source))
			if block.HasClosure() {
				raw += string(block.ClosureLine.Value(source))
			}
			_, _ = w.WriteString("<p>" + html.EscapeString(raw) + "</p>\n")
		}
		return ast.WalkSkipChildren, nil
	})
	r.Register(ast.KindRawHTML, func(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			_, _ = w.WriteString(html.EscapeString(string(n.(*ast.RawHTML).Segments.Value(source))))
		}
		return ast.WalkSkipChildren, nil
	})
}
