package site

import (
	"crypto/sha256"
	"encoding/hex"

	"responsa/site/catalog"
)

// version is a SHA-256 over all that the catalog's data say, in hexadecimal
// digits: over catalog.json with addresses that begin at the site's root and
// without a version of its own. So it is the same wherever the site stands and
// in either style.
func version(c *catalog.Catalog) (string, error) {
	hash := sha256.New()
	d := dataset{c, links{}, addresses(c), newMarkdown()}
	if err := d.write(hash, ""); err != nil {
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}
