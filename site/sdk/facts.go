package sdk

import (
	"strconv"
	"strings"

	"responsa/site/catalog"
)

// facts are what the files of all languages say, each in its own form.
type facts struct {
	catalog *catalog.Catalog
	home    string
	codes   []codeFacts
	values  []valueFacts // in the order of the first code of each
}

type codeFacts struct {
	*catalog.Code
	sharing []*catalog.Code // all that have its value

	title           string // what follows "code ", a sentence
	words, guidance string // paragraphs: the vendor's words, and who must do what
	page            string
}

// valueFacts are what the codes with one value agree in; the rest is empty.
type valueFacts struct {
	text  string
	title string
	retry catalog.Retry
	actor catalog.Actor
	page  string // what follows the address of the home page in that of its page, if it has one
}

func newFacts(c *catalog.Catalog, home string, page func(...*catalog.Code) string) *facts {
	f := &facts{catalog: c, home: home}
	sharing := map[string][]*catalog.Code{}
	for _, code := range c.Codes {
		sharing[code.Code.Text] = append(sharing[code.Code.Text], code)
	}
	for _, code := range c.Codes {
		value := code.Code.Text
		f.codes = append(f.codes, newCodeFacts(c, code, sharing[value], page(code)))
		if sharing[value][0] == code {
			v := merge(sharing[value])
			v.text, v.page = value, strings.TrimPrefix(page(sharing[value]...), home)
			f.values = append(f.values, v)
		}
	}
	return f
}

func newCodeFacts(c *catalog.Catalog, code *catalog.Code, sharing []*catalog.Code, page string) codeFacts {
	title := code.Code.Text + ": " + code.Title
	if code.HTTP != 0 {
		title += " (HTTP " + strconv.Itoa(code.HTTP) + ")"
	}
	words := code.Message
	if code.Note != "" {
		words += "\n" + code.Note
	}
	return codeFacts{
		code, sharing, stop(title),
		"In " + c.Site.Vendor + "'s words: \"" + words + "\"",
		"Who must act? " + stop(code.Actor.Words()) + " Does repeating help? " + stop(code.Retry.Words()),
		page,
	}
}

// merge is what codes agree in.
func merge(codes []*catalog.Code) valueFacts {
	v := valueFacts{title: codes[0].Title, retry: codes[0].Retry, actor: codes[0].Actor}
	for _, other := range codes[1:] {
		if other.Title != v.title {
			v.title = ""
		}
		if other.Retry != v.retry {
			v.retry = ""
		}
		if other.Actor != v.actor {
			v.actor = ""
		}
	}
	return v
}

// stop ends a sentence.
func stop(s string) string {
	if s = strings.TrimSpace(s); strings.HasSuffix(s, ".") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") {
		return s
	}
	return s + "."
}
