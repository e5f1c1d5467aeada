package site

import (
	"fmt"
	"io"
)

// Where to report a weakness of the site, by RFC 9116. It has its place at the
// root of a host, and only where site.yaml names a contact. The day after which
// it is out of date comes from there, too: nothing here has a clock.

const securityFile = ".well-known/security.txt"

func (b *builder) security(w io.Writer) error {
	s := b.Site.Security
	_, err := fmt.Fprintf(w, "Contact: %s\nExpires: %sT00:00:00Z\nPreferred-Languages: %s\nCanonical: %s\n",
		s.Contact, s.Expires, b.Site.Language, b.Canonical(securityFile))
	return err
}
