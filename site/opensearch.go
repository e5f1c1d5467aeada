package site

import (
	"encoding/xml"
	"io"
)

// How a browser adds this site to its search engines, in the form of
// OpenSearch 1.1, draft 6. The address is that of the home page with a query,
// which works without the box. A bundle has the file because /data/ explains
// it, and no page that names it to a browser.

const openSearchFile = "opensearch.xml"

// The longest that the format allows, in characters.
const (
	longestShortName   = 16
	longestLongName    = 48
	longestDescription = 1024
)

type openSearch struct {
	XMLName     xml.Name        `xml:"http://a9.com/-/spec/opensearch/1.1/ OpenSearchDescription"`
	ShortName   string          `xml:"ShortName"`
	LongName    string          `xml:"LongName"`
	Description string          `xml:"Description"`
	Image       openSearchImage `xml:"Image"`
	Language    string          `xml:"Language"`
	Encoding    string          `xml:"InputEncoding"`
	URLs        []openSearchURL `xml:"Url"`
}

type openSearchImage struct {
	Type    string `xml:"type,attr"`
	Address string `xml:",chardata"`
}

type openSearchURL struct {
	Type     string `xml:"type,attr"`
	Rel      string `xml:"rel,attr"`
	Template string `xml:"template,attr"`
}

func (b *builder) openSearch(w io.Writer) error {
	name := b.Site.Name
	if len([]rune(name)) > longestShortName {
		name = b.Site.Vendor
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	err := e.Encode(openSearch{
		ShortName: cut(name, longestShortName), LongName: cut(b.Site.Title, longestLongName), Description: cut(b.Site.About, longestDescription),
		Image: openSearchImage{mediaType(b.assets.icon.Href), b.Canonical(b.assets.icon.Href)}, Language: b.Site.Language, Encoding: "UTF-8",
		URLs: []openSearchURL{
			{"text/html", "results", b.Canonical("") + "?q={searchTerms}"},
			{mediaType(openSearchFile), "self", b.Canonical(openSearchFile)},
		},
	})
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, "\n")
	return err
}
