package site

import (
	"encoding/json"
	"encoding/xml"
	"net/url"
	"strings"
	"testing"
	"time"
)

// What browsers read of the site beside its pages, parsed as they do.

func fileOf(t *testing.T, files Files, path string) string {
	t.Helper()
	f, ok := files.Get(path)
	if !ok {
		t.Fatalf("no %s", path)
	}
	return contents(t, f)
}

func TestManifest(t *testing.T) {
	for address, base := range map[string]string{"https://h.example": "", "https://h.example/docs/": "/docs"} {
		c, files := changed(t, address, nil)
		var got map[string]any
		if err := json.Unmarshal([]byte(fileOf(t, files, "manifest.webmanifest")), &got); err != nil {
			t.Fatal(err)
		}
		for member, want := range map[string]string{
			"name": c.Site.Title, "short_name": c.Site.Name, "description": c.Site.About, "lang": "en", "display": "minimal-ui",
			"start_url": base + "/", "scope": base + "/", "id": base + "/",
		} {
			if got[member] != want {
				t.Errorf("%s: %s is %q, want %q", address, member, got[member], want)
			}
		}
		for _, member := range []string{"background_color", "theme_color"} {
			if colour, _ := got[member].(string); len(colour) != 7 || colour[0] != '#' {
				t.Errorf("%s: %s is %q", address, member, colour)
			}
		}
		icon := got["icons"].([]any)[0].(map[string]any)
		if picture := fileOf(t, files, strings.TrimPrefix(icon["src"].(string), base+"/")); icon["type"] != "image/svg+xml" || icon["sizes"] != "any" || !strings.HasPrefix(picture, "<svg ") {
			t.Errorf("%s: the icon is %v", address, icon)
		}
	}
}

func TestOpenSearch(t *testing.T) {
	long := strings.Repeat("Long & wide ", 30)
	for _, tt := range []struct {
		name, vendor, short string
	}{
		{"Acme codes", "Acme", "Acme codes"},
		{"Acme response codes", "Acme", "Acme"},
		{long, long, "Long & wide …"},
	} {
		c, files := changed(t, "https://h.example/docs", map[string]*strings.Replacer{
			"site.yaml": strings.NewReplacer("name: Acme codes", "name: "+tt.name, "vendor: Acme", "vendor: "+tt.vendor, "about: What", "about: "+long+"What"),
		})
		var got struct {
			XMLName                                           xml.Name
			ShortName, LongName, Description, Image, Language string
			URL                                               []struct {
				Type     string `xml:"type,attr"`
				Rel      string `xml:"rel,attr"`
				Template string `xml:"template,attr"`
			} `xml:"Url"`
		}
		if err := xml.Unmarshal([]byte(fileOf(t, files, "opensearch.xml")), &got); err != nil {
			t.Fatal(err)
		}
		if got.XMLName.Space != "http://a9.com/-/spec/opensearch/1.1/" || got.XMLName.Local != "OpenSearchDescription" {
			t.Errorf("the root is %v", got.XMLName)
		}
		if got.ShortName != tt.short || got.LongName != c.Site.Title || got.Description != c.Site.About || got.Language != "en" {
			t.Errorf("%+v, want the short name %q", got, tt.short)
		}
		if len([]rune(got.ShortName)) > 16 || len([]rune(got.LongName)) > 48 || len([]rune(got.Description)) > 1024 {
			t.Errorf("longer than OpenSearch allows: %+v", got)
		}
		fileOf(t, files, strings.TrimPrefix(got.Image, "https://h.example/docs/"))
		if len(got.URL) != 2 || got.URL[0].Type != "text/html" || got.URL[1].Rel != "self" || got.URL[1].Template != "https://h.example/docs/opensearch.xml" {
			t.Fatalf("the addresses are %+v", got.URL)
		}
		u, err := url.Parse(strings.Replace(got.URL[0].Template, "{searchTerms}", url.QueryEscape("a+b & c"), 1))
		if err != nil || u.Scheme+u.Host+u.Path != "httpsh.example/docs/" || u.Query().Get("q") != "a+b & c" {
			t.Errorf("the template is %q", got.URL[0].Template)
		}
	}
}

// RFC 9116: fields of a name and a value, Contact and Expires at least.
func TestSecurity(t *testing.T) {
	said := map[string]*strings.Replacer{"site.yaml": strings.NewReplacer("host: api", "security:\n  contact: mailto:security@acme.example\n  expires: 2027-11-26\nhost: api")}
	_, files := changed(t, "https://h.example", said)
	fields := map[string]string{}
	for line := range strings.Lines(fileOf(t, files, ".well-known/security.txt")) {
		name, value, ok := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		if !ok || fields[name] != "" {
			t.Errorf("%q is no field, or one given twice", line)
		}
		fields[name] = value
	}
	if fields["Contact"] != "mailto:security@acme.example" || fields["Preferred-Languages"] != "en" || fields["Canonical"] != "https://h.example/.well-known/security.txt" {
		t.Errorf("%q", fields)
	}
	if when, err := time.Parse(time.RFC3339, fields["Expires"]); err != nil || when.Format(time.DateOnly) != "2027-11-26" {
		t.Errorf("it expires %v, %v", when, err)
	}
	for address, replace := range map[string]map[string]*strings.Replacer{"https://h.example": nil, "https://h.example/docs": said} {
		if _, files := changed(t, address, replace); files != nil {
			if _, there := files.Get(".well-known/security.txt"); there {
				t.Errorf("%s: a security.txt without a contact, or where nobody looks for it", address)
			}
		}
	}
}
