package site

import (
	"encoding/json"
	"io"
	"strings"

	"responsa/site/catalog"
)

// Search data: short records, no index. The browser loads them at the first
// focus of the search box. Their form, which static/search/records.ts reads:
//
//	{"modules": ["Success", …],
//	 "records": [[code, status, title, module, message, words, retry, address], …]}
//
// status is 0 for none, module an index or -1, retry "" for a mention of
// a code outside the table. The address is relative to the site's root.
type searchData struct {
	Modules []string `json:"modules"`
	Records [][]any  `json:"records"`
}

// searchFile is where the data stand: a disk serves no fetch, so there they
// are a script that assigns a variable.
func searchFile(style Style) string {
	if style == Bundle {
		return "search.js"
	}
	return "search.json"
}

func (b *builder) searchData(w io.Writer) error {
	data := searchData{Modules: []string{}, Records: [][]any{}}
	index := map[string]int{}
	for i, m := range b.Modules {
		index[m.ID] = i
		data.Modules = append(data.Modules, m.Title)
	}
	address := func(page string) string {
		// From the home page, so that the address is relative in both styles.
		return strings.TrimPrefix(b.Href("", page), b.base+"/")
	}
	for _, code := range b.Codes {
		module, ok := index[code.Module]
		if !ok {
			module = -1
		}
		data.Records = append(data.Records, []any{code.Code.Text, code.HTTP, code.Title, module,
			strings.TrimSpace(code.Message + "\n" + code.Note), strings.Join(code.Keywords, ", "), code.Retry, address(codePage(code))})
	}
	for _, m := range b.Mentions {
		data.Records = append(data.Records, []any{m.Code, m.Status, m.Title, -1, m.About, m.Where, "", address(b.guideAddress(m))})
	}
	text, err := json.Marshal(data)
	if err != nil {
		return err
	}
	if b.style == Bundle {
		text = append(append([]byte("window.searchData="), text...), ';')
	}
	_, err = w.Write(append(text, '\n'))
	return err
}

// guideAddress is the page and fragment that explain a mention.
func (b *builder) guideAddress(m catalog.Mention) string {
	file, fragment, has := strings.Cut(m.Guide, "#")
	page := pageOf(b.Catalog, file)
	if has {
		page += "#" + fragment
	}
	return page
}
