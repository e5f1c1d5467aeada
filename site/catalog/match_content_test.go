package catalog_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"responsa/site/catalog"
)

// What the matcher must find in the whole of content/, not only in chosen cases.

func content(t testing.TB) *catalog.Catalog {
	t.Helper()
	c, problems := catalog.Load(os.DirFS("../../content"), "content")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return c
}

// first is the code that a text means before all others, "" for none.
func first(text string) string {
	a := hyper().Match(text)
	if len(a.Matches) == 0 || a.Matches[0].Code == nil {
		return ""
	}
	return a.Matches[0].Code.Code.Text
}

func TestEverySpellingOfEveryCode(t *testing.T) {
	for _, code := range content(t).Codes {
		n := code.Code.Text
		for _, form := range []string{"%s", `"%s"`, "'%s'", "#%s", "error %s", "Error: %s", "ResponseCode: %s", "ResponseCode=%s", "code=%s", "code %s", "(%s)", "[%s]", " %s. ", `{"ResponseCode":%s}`, `{"ResponseCode":"%s"}`, `{\"ResponseCode\":%s}`, "x {'ResponseCode': %s}", "HTTP/1.1 400 Bad Request\n\n{\"ResponseCode\": %s", "sync stopped with error %s today"} {
			spelled := fmt.Sprintf(form, n)
			if got := first(spelled); got != n {
				t.Errorf("%q is %q, want %s", spelled, got, n)
			}
		}
		for _, form := range []string{"%03s", `"%03s"`, `{"ResponseCode":"%03s"}`} {
			spelled := strings.ReplaceAll(fmt.Sprintf(form, n), " ", "0")
			a := hyper().Match(spelled)
			if !slices.ContainsFunc(a.Matches, func(m catalog.Match) bool {
				return m.Code == nil && spelled != n || m.Code != nil && m.Code.Code.Text == n && slices.Contains(m.Remarks, fmt.Sprintf("%q is the form of older versions", fmt.Sprintf("%0*s", 3, strings.Repeat("0", 3-len(n))+n)))
			}) {
				t.Errorf("%q: %v", spelled, a)
			}
		}
	}
}

// Every message with its values filled in: its code first, or one with the
// very same message, and the values as they were.
func TestEveryFilledMessage(t *testing.T) {
	c := content(t)
	hostile := []string{"18", "a b c", "שלום", "ünïcode", "x=1&y=2", "-1", "<b>", "1.5", "C:\\Temp\\a.txt", "{not json", "100%", "a/b", "it's"}
	for _, code := range c.Codes {
		for _, value := range hostile {
			values := map[string]string{}
			for _, p := range code.Params {
				values[p.Name] = value
			}
			response := c.Response(code, values)
			for what, text := range map[string]string{"message": response.Message, "body": string(response.JSON()), "upper case": strings.ToUpper(response.Message)} {
				a := hyper().Match(text)
				if len(a.Matches) == 0 || a.Matches[0].Code == nil || c.Response(a.Matches[0].Code, values).Message != response.Message {
					t.Errorf("%s of %s (%q) isn't found first: %v", what, code.Code, text, a)
					continue
				}
				if what == "body" && a.Matches[0].Code.Slug != code.Slug {
					t.Errorf("%s gave %s", text, a.Matches[0].Code.Code)
				}
				for _, v := range a.Matches[0].Values {
					if want := value; what != "upper case" && v.Value != want {
						t.Errorf("%s of %s: %s is %q, want %q", what, code.Code, v.Name, v.Value, want)
					}
				}
				if len(a.Matches[0].Values) != len(code.Params) {
					t.Errorf("%s of %s: values %v", what, code.Code, a.Matches[0].Values)
				}
			}
			if len(code.Params) == 0 {
				break
			}
		}
	}
}

// texts are the words of each code that search looks at, by code.
func texts(c *catalog.Catalog) map[string][]string {
	word := regexp.MustCompile(`[\pL\pM\pN]+`)
	all := map[string][]string{}
	for _, code := range c.Codes {
		text := strings.Join(append([]string{code.Title, code.Message, code.Note}, code.Keywords...), "\n")
		all[code.Code.Text] = word.FindAllString(strings.ToLower(text), -1)
	}
	for _, m := range c.Mentions {
		all["mention "+m.Code] = word.FindAllString(strings.ToLower(m.Title+" "+m.About+" "+m.Where), -1)
	}
	return all
}

// 97 of 100 typos of one edit, in words of five letters and more that occur in
// one code only, give that code first.
func TestTypos(t *testing.T) {
	where := map[string][]string{}
	for code, words := range texts(content(t)) {
		for _, w := range words {
			if utf8.RuneCountInString(w) >= 5 && !slices.Contains(where[w], code) {
				where[w] = append(where[w], code)
			}
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	letters := "abcdefghijklmnopqrstuvwxyz"
	tried, right := 0, 0
	var wrong []string
	for _, w := range slices.Sorted(mapKeys(where)) {
		if len(where[w]) != 1 || strings.HasPrefix(where[w][0], "mention") || strings.ContainsAny(w, "0123456789") {
			continue
		}
		for edit := range 4 {
			r := []rune(w)
			i := random.IntN(len(r) - 1)
			letter := rune(letters[random.IntN(26)])
			switch edit {
			case 0:
				r = slices.Delete(r, i, i+1)
			case 1:
				r = slices.Insert(r, i, letter)
			case 2:
				r[i] = letter
			case 3:
				r[i], r[i+1] = r[i+1], r[i]
			}
			if string(r) == w {
				continue
			}
			tried++
			if first(string(r)) == where[w][0] {
				right++
			} else {
				wrong = append(wrong, w+" as "+string(r)+": "+first(string(r)))
			}
		}
	}
	t.Logf("%d of %d typos give the right code first", right, tried)
	if tried < 200 || right*100 < tried*97 {
		t.Errorf("only %d of %d typos give the right code first, not: %s", right, tried, strings.Join(wrong, "; "))
	}
}

func mapKeys[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// Every three words in a row that stand in one code's message only give that
// code first.
func TestExcerpts(t *testing.T) {
	c := content(t)
	word := regexp.MustCompile(`[\pL\pM\pN]+`)
	where := map[string][]string{}
	for _, code := range c.Codes {
		words := word.FindAllString(strings.ToLower(code.Message), -1)
		for i := 0; i+3 <= len(words); i++ {
			excerpt := strings.Join(words[i:i+3], " ")
			if !slices.Contains(where[excerpt], code.Code.Text) {
				where[excerpt] = append(where[excerpt], code.Code.Text)
			}
		}
	}
	tried := 0
	for excerpt, codes := range where {
		if len(codes) != 1 {
			continue
		}
		tried++
		if got := first(excerpt); got != codes[0] {
			t.Errorf("%q gives %s first, want %s", excerpt, got, codes[0])
		}
	}
	if tried < 100 {
		t.Errorf("only %d excerpts", tried)
	}
}
