package site

import (
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"responsa/site/catalog"
)

// breaking is changing with text that would break a line or a list of Markdown.
func breaking(t *testing.T) *catalog.Catalog {
	t.Helper()
	c := changing(t)
	const broken = "\n\n# x\n- [y](/z)\n```\n<b>`` ` ``</b> _u_ 1\\."
	c.Site.Title += hostile + broken
	c.Site.About += broken
	c.Site.Vendor += hostile
	c.Modules[0].Title += broken
	c.Guides[0].Title += hostile
	c.Guides[0].About += broken
	for _, code := range c.Codes {
		code.Title += broken + "`"
		code.Message = "`" + code.Message + broken + "`"
	}
	return c
}

// llmsPart is a line of a list of links, with the heading that it stands under.
type llmsPart struct{ section, text, address, notes, code string }

// readLLMs reads llms.txt by the rules of llmstxt.org: a heading, a quotation,
// text, then lists of links under headings of level 2.
func readLLMs(t *testing.T, source string) (title, about string, parts []llmsPart) {
	t.Helper()
	section := ""
	for n, i := goldmark.DefaultParser().Parse(text.NewReader([]byte(source))).FirstChild(), 0; n != nil; n, i = n.NextSibling(), i+1 {
		heading, isHeading := n.(*ast.Heading)
		switch {
		case i == 0:
			if !isHeading || heading.Level != 1 {
				t.Fatalf("it begins with %s", n.Kind())
			}
			title = plain(n, []byte(source))
		case i == 1:
			if n.Kind() != ast.KindBlockquote || n.ChildCount() != 1 {
				t.Fatalf("%s follows the title", n.Kind())
			}
			about = plain(n, []byte(source))
		case isHeading && heading.Level == 2:
			section = plain(n, []byte(source))
		case n.Kind() == ast.KindParagraph && section == "":
		case n.Kind() == ast.KindList && section != "":
			for item := n.FirstChild(); item != nil; item = item.NextSibling() {
				parts = append(parts, llmsLink(t, section, item, []byte(source)))
			}
		default:
			t.Errorf("%s %q under %q", n.Kind(), plain(n, []byte(source)), section)
		}
	}
	return title, about, parts
}

// llmsLink reads "[text](address): notes `code`".
func llmsLink(t *testing.T, section string, item ast.Node, source []byte) llmsPart {
	t.Helper()
	p := llmsPart{section: section}
	if item.ChildCount() != 1 || item.FirstChild().FirstChild().Kind() != ast.KindLink {
		t.Fatalf("%q is no line with a link", plain(item, source))
	}
	link := item.FirstChild().FirstChild().(*ast.Link)
	p.text, p.address = plain(link, source), string(link.Destination)
	for n := link.NextSibling(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.CodeSpan:
			p.code += plain(n, source)
		case *ast.Text:
			if n.SoftLineBreak() || n.HardLineBreak() {
				t.Errorf("%q goes on in a second line", p.text)
			}
			p.notes += unescape(n.Value(source))
		default:
			t.Errorf("%q has a %s", p.text, n.Kind())
		}
	}
	return p
}

// llms.txt has each code once, with its title, its message and its address.
func TestLLMs(t *testing.T) {
	actual, _ := real()
	bare := breaking(t)
	bare.Modules = nil
	for name, c := range map[string]*catalog.Catalog{"real": actual, "breaking": breaking(t), "no modules": bare} {
		t.Run(name, func(t *testing.T) {
			const address = "https://host.example/docs"
			files := builtOf(t, c, address)
			f, _ := files.Get("llms.txt")
			title, about, parts := readLLMs(t, contents(t, f))
			if title != oneLine(c.Site.Title) || about != oneLine(c.Site.About) {
				t.Errorf("it is called %q, about %q", title, about)
			}
			found := map[string]llmsPart{}
			for _, p := range parts {
				if _, twice := found[p.address]; twice {
					t.Errorf("%s stands twice", p.address)
				}
				found[p.address] = p
				if _, ok := files.Get(file(strings.TrimPrefix(p.address, address+"/"))); !ok {
					t.Errorf("%s leads nowhere", p.address)
				}
			}
			for _, code := range c.Codes {
				p := found[address+"/codes/"+code.Slug+".md"]
				section := "Codes"
				if code.Retired != nil {
					section = "Retired codes"
				} else if m := c.Module(code.Module); m != nil {
					section = oneLine(m.Title)
				}
				if p.text != oneLine(code.Code.Text+" "+code.Title) || p.code != strings.ReplaceAll(code.Message, "\n", " ") || p.section != section {
					t.Errorf("%s is %+v, want under %q", code.Slug, p, section)
				}
				want(t, code.Slug, p.notes, "repeat: "+strings.ToLower(code.Retry.Label())+"; who acts: "+strings.ToLower(code.Actor.Label())+".")
				if code.HTTP != 0 {
					want(t, code.Slug, p.notes, ": HTTP "+code.StatusName()+"; ")
				}
			}
			for _, g := range c.Guides {
				if p := found[address+"/guides/"+g.ID+"/"]; p.section != "Guides" || p.text != oneLine(g.Title) || p.notes != ": "+oneLine(g.About) {
					t.Errorf("the guide %s is %+v", g.ID, p)
				}
			}
			if rest := len(parts) - len(c.Codes) - len(c.Guides); rest != 3 || parts[len(parts)-1].section != "Optional" {
				t.Errorf("%d links more, the last under %q", rest, parts[len(parts)-1].section)
			}
		})
	}
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// llms-full.txt has the text of each code and guide, under a heading of its
// own, in order; each link is absolute, and leads somewhere.
func TestLLMsFull(t *testing.T) {
	actual, _ := real()
	for name, c := range map[string]*catalog.Catalog{"real": actual, "breaking": breaking(t)} {
		t.Run(name, func(t *testing.T) {
			const address = "https://host.example/docs"
			files := builtOf(t, c, address)
			f, _ := files.Get("llms-full.txt")
			source := contents(t, f)
			titles := []string{oneLine(c.Site.Title)}
			for _, code := range c.Codes {
				titles = append(titles, oneLine(code.Code.Text+" "+code.Title))
			}
			for _, g := range c.Guides {
				titles = append(titles, oneLine(g.Title))
			}
			var got, blocks []string
			_ = ast.Walk(goldmark.DefaultParser().Parse(text.NewReader([]byte(source))), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
				if !entering {
					return ast.WalkContinue, nil
				}
				switch n := n.(type) {
				case *ast.Heading:
					if n.Level == 1 {
						got = append(got, plain(n, []byte(source)))
					}
				case *ast.FencedCodeBlock:
					blocks = append(blocks, strings.TrimSuffix(string(n.Lines().Value([]byte(source))), "\n"))
				case *ast.Link:
					link := string(n.Destination)
					if !strings.Contains(link, "://") || strings.HasPrefix(link, "javascript:") {
						t.Errorf("the link %q is not absolute", link)
					} else if strings.HasPrefix(link, address) {
						page, fragment, _ := strings.Cut(link, "#")
						page, _, _ = strings.Cut(page, "?")
						if strings.Contains(fragment, "=") {
							fragment = ""
						}
						leadsTo(t, files, address, strings.TrimSuffix(page+"#"+fragment, "#"))
					}
				case *ast.RawHTML, *ast.HTMLBlock, *ast.Image:
					t.Errorf("a %s, %q", n.Kind(), plain(n, []byte(source)))
				}
				return ast.WalkContinue, nil
			})
			if !slices.Equal(got, titles) {
				t.Errorf("the headings are %q\nwant %q", got, titles)
			}
			for _, code := range c.Codes {
				if !slices.Contains(blocks, code.Message) {
					t.Errorf("%s: no block has its message", code.Slug)
				}
			}
		})
	}
}

// What stands in a code span is read as it was.
func TestCodeSpan(t *testing.T) {
	for _, said := range []string{"a", "`a", "a`", "``a", " a ", " a", "a `b` c", "\\`", "a*b*<c>&amp;", "` `` ```"} {
		source := []byte("x " + codeSpan(said) + " y")
		span, ok := goldmark.DefaultParser().Parse(text.NewReader(source)).FirstChild().FirstChild().NextSibling().(*ast.CodeSpan)
		if !ok || plain(span, source) != said {
			t.Errorf("%q became %q", said, source)
		}
	}
}
