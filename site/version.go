package site

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"responsa/site/catalog"
)

// version is a hash over what the catalog says: SHA-256, in hexadecimal.
func version(c *catalog.Catalog) (string, error) {
	text, err := json.Marshal(c)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}
