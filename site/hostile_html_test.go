package site

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// What a page may be made of. Nothing in a catalog adds to it.
var (
	pageElements = strings.Fields(`html head meta title link script style noscript body header main footer nav section article aside div span p a
		h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption colgroup col thead tbody tfoot tr th td pre code samp kbd var b i em strong small q cite mark del ins s time br hr wbr abbr bdi bdo
		form fieldset legend label input button select option output details summary dialog template search figure figcaption img blockquote
		svg path circle rect g use title
		site-search status-matrix code-explorer copy-button sample-tabs theme-switch`)
	pageAttributes = strings.Fields(`lang dir charset name http-equiv content rel href type src integrity crossorigin defer async blocking media sizes color title property
		class id for role hidden tabindex scope colspan rowspan headers start value placeholder autocomplete autocapitalize autocorrect spellcheck enterkeyhint maxlength action method open disabled checked selected multiple
		datetime translate download draggable accesskey inputmode popover popovertarget width height alt loading
		viewbox d fill stroke cx cy r x y as list hreflang`)
	// Attributes whose value comes out of the catalog. Any other has the value
	// that it has without a hostile text.
	free      = strings.Fields(`href content value title alt placeholder download id for lang datetime name src action`)
	addressed = strings.Fields(`href src action formaction poster data cite`)
)

// htmlShape is a page less its text, a line an element; it reports what no
// page may have. The text within code is one: its colours follow it.
func htmlShape(source string, report func(format string, args ...any)) string {
	root, err := html.Parse(strings.NewReader(source))
	if err != nil {
		report("no HTML: %v", err)
		return ""
	}
	var b strings.Builder
	var walk func(n *html.Node, depth int, code bool)
	walk = func(n *html.Node, depth int, code bool) {
		switch n.Type {
		case html.CommentNode:
			report("a comment %q", n.Data)
		case html.DoctypeNode:
			fmt.Fprintf(&b, "<!%s>\n", n.Data)
		case html.TextNode:
			if p := n.Parent.Data; (p == "script" || p == "style") && n.Parent.Namespace == "" {
				if strings.HasSuffix(attribute(n.Parent, "type"), "json") {
					b.WriteString(jsonShape(n.Data, nil, report))
				} else { // the single file's own, whose every character counts
					b.WriteString(n.Data)
				}
			}
		case html.ElementNode:
			if !slices.Contains(pageElements, n.Data) && !strings.Contains(n.Data, "-") {
				report("<%s>", n.Data)
			}
			coloured := code && (n.Data == "b" || n.Data == "i" || n.Data == "span" && attribute(n, "class") == "c")
			if n.Data != "del" && n.Data != "ins" && !coloured { // a comparison goes by the words
				b.WriteString(strings.Repeat(" ", depth) + n.Data)
				for _, a := range n.Attr {
					b.WriteString(" " + attributeShape(n, a, report))
				}
				b.WriteByte('\n')
			}
		}
		for c := range n.ChildNodes() {
			walk(c, depth+1, code || n.Data == "code" && n.Parent.Data == "pre")
		}
	}
	walk(root, 0, false)
	return b.String()
}

func attributeShape(n *html.Node, a html.Attribute, report func(format string, args ...any)) string {
	data := strings.HasPrefix(a.Key, "data-")
	if !data && !strings.HasPrefix(a.Key, "aria-") && !slices.Contains(pageAttributes, strings.ToLower(a.Key)) {
		report("<%s %s=%q>", n.Data, a.Key, a.Val)
	}
	if slices.Contains(addressed, a.Key) {
		return a.Key + "=" + addressShape(a.Val, report)
	}
	if n.Data == "meta" && a.Key == "name" || !slices.Contains(free, a.Key) && !data && a.Key != "aria-label" && a.Key != "aria-controls" && a.Key != "aria-labelledby" && a.Key != "aria-describedby" {
		value := a.Val
		if a.Key == "class" { // a code that needs room says so, whatever it is
			value = strings.TrimSuffix(value, " long")
		}
		return a.Key + "=" + value
	}
	return a.Key
}

// outside is an address as a browser reads it that doesn't stay on the page's
// own host: white space and controls in front don't count, nor do tabs and line
// ends within, and a backslash is a slash.
var outside = regexp.MustCompile(`^(?:[a-zA-Z][a-zA-Z0-9+.-]*:|[/\\]{2})`)

// addressShape says whether an address leads elsewhere.
func addressShape(address string, report func(format string, args ...any)) string {
	read := strings.TrimLeftFunc(address, func(r rune) bool { return r <= ' ' })
	read = strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(read)
	if !outside.MatchString(read) {
		return "here"
	}
	u, err := url.Parse(read)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" && u.Scheme != "mailto" {
		report("the address %q", address)
	}
	return "elsewhere"
}

// jsonShape is JSON less its texts and numbers. It is strict: no key twice, one
// value, nothing behind it. Keys that are texts of the catalog are all alike.
func jsonShape(source string, keys map[string]bool, report func(format string, args ...any)) string {
	d := json.NewDecoder(strings.NewReader(source))
	d.UseNumber()
	shape, err := jsonValueShape(d, keys)
	if err != nil {
		report("no JSON: %v", err)
	} else if _, err := d.Token(); err == nil || d.More() {
		report("JSON goes on: %.60q", source[d.InputOffset():])
	}
	return shape
}

func jsonValueShape(d *json.Decoder, keys map[string]bool) (string, error) {
	token, err := d.Token()
	if err != nil {
		return "", err
	}
	switch token := token.(type) {
	case json.Delim:
		var entries []string
		seen := map[string]bool{}
		for d.More() {
			name := ""
			if token == '{' {
				key, err := d.Token()
				if err != nil {
					return "", err
				}
				if name = key.(string); seen[name] {
					return "", fmt.Errorf("the key %q stands twice", name)
				}
				if seen[name] = true; keys[name] {
					name = "KEY"
				}
				name += ":"
			}
			entry, err := jsonValueShape(d, keys)
			if err != nil {
				return "", err
			}
			entries = append(entries, name+entry)
		}
		if _, err := d.Token(); err != nil {
			return "", err
		}
		if token == '{' {
			slices.Sort(entries) // as the keys' order follows their text
			return "{" + strings.Join(entries, ",\n") + "}", nil
		}
		return "[" + strings.Join(entries, ",\n") + "]", nil
	case string:
		return "text", nil
	case nil:
		return "null", nil
	}
	return fmt.Sprintf("%T", token), nil
}
