package site

import (
	"fmt"
	"strings"
	"testing"

	"responsa/site/catalog"
	"responsa/site/importer"
)

// The two matchers must agree about any vendor's catalog, not about this
// repository's alone.

// matched are tables of which each tries something that a matcher could take
// for granted: a style of placeholders, an alphabet, that there are modules.
var matched = map[string]string{
	"odd": oddTable,
	"percent": "code,http,message\nE1,400,\"expected %-.192s, found %s\"\nE2,,\"%2$s before %1$s, 100%% sure\"\nE3,409,Duplicate entry '%s' for key %d\n" +
		"E4,,%(name)s is locked by %(user)s\nE5,,Error on rename of '%-.210s' to '%-.210s' (errno: %d - %s)\n",
	"braces":   "code,message\n1,The lamp {lamp} is {state}.\n2,\"Value {0} of {1} is over {2:N2}\"\n3,{{user}} may not {{action}} this\n4,{} of {} failed\n",
	"brackets": "code,message\na-1,Users under [Minimum Age] years\na-2,[Field] is missing from [Form name]\na-3,[a] [b]\n",
	"dollar":   "code,message\nx.1,$name owes ${sum.total} and costs $5\nx.2,${a}${b} are too many\n",
	"angles":   "code,message\nX 1,<user name> may not read <file>\nX 2,a < b and b > c\nX 3,</b><i>\n",
	"none":     "code,message\nCARD_DECLINED,Your card was declined.\ncard_declined,Your card was declined again.\n_,under\n--,minus minus\n",
	"numbers":  "code,message,http\n007,bond of all bonds,404\n7,seven of nine things,404\n-1,minus one thing,500\n1e3,thousand things here,\n0x1F,hexadecimal thing here,\n404,nothing there at all,200\n12345678901234567890,a long number of digits,\n",
	"meanings": "code,http,message,module\nE1,400,the first text of all,A\nE1,400,the second text of all,A\nE1,503,the third text of all,B\nE1,,,C\nE2,200,%s is gone for ever,A\nE2,404,%s is there for now,B\n",
	"east":     "code,http,message,module\nDM-1,400,缺少参数 %s,订单\nDM-2,500,数据库连接失败，请稍后重试,数据库\nDM-3,,パラメーター %1$s が %2$d を超えています,注文\nDM-4,,サーバーエラーが発生しました,\nDM-5,,주문 %s을 찾을 수 없습니다,주문\n",
	"right":    "code,http,message,module\nשגיאה-1,422,לא ניתן למחוק את %s,לקוחות\nרשום,,ההרשמה מותרת מגיל %d ומעלה (%s),\nar-1,500,حدث خطأ في الخادم: %s (رمز %d),خادم\nar-2,,الحقل %s مطلوب,\n",
	"one":      "code\nE1\n",
	"empty":    "code\n",
}

// pasted are what people paste of a catalog's responses.
func pasted(c *catalog.Catalog) []string {
	values := []string{"a", "two words", "12", "אבג", "参数", "(x)", "\"q\"", "E1", "%s", "a, b.", ""}
	texts := []string{"", "404", "error 5", "nothing of this kind", "HTTP/1.1 404 Not Found", "HTTP 500", "code", c.Site.Vendor}
	for i, code := range c.Codes {
		filled := func(n int) string {
			var b strings.Builder
			for _, part := range code.Parts(code.Message) {
				if part.Param != "" {
					part.Text = values[n%len(values)]
					n++
				}
				b.WriteString(part.Text)
			}
			return b.String()
		}
		text := code.Code.Text
		body := string(c.Response(code, nil).JSON())
		texts = append(texts, text, strings.ToLower(text), "error "+text, "Error: "+text+" - "+filled(i), fmt.Sprintf("%q", text), code.Message, code.Title, code.Note,
			filled(i), filled(i+3), filled(i+5)+".", `"`+filled(i+1)+`"`, strings.ToUpper(filled(i)), body, body[:len(body)*2/3], c.Response(code, nil).StatusLine()+"\r\n\r\n"+body, "12:00:01 ["+text+"] "+filled(i+7)+" (at line 5)")
	}
	for _, m := range c.Modules {
		texts = append(texts, m.Title, m.Title+" module")
	}
	return texts
}

func TestFrontEndOfOtherVendors(t *testing.T) {
	compiled := compiledTests(t, "../static/match/match.test.ts")
	catalogs := map[string]*catalog.Catalog{"starter": checkedFiles(t, importer.Starter())}
	for name, table := range matched {
		catalogs[name] = checkedFiles(t, imported(t, table))
	}
	for name, c := range catalogs {
		t.Run(name, func(t *testing.T) {
			texts := pasted(c)
			runTests(t, c, goAnswers(t, c, append(texts, altered(texts, 2000)...)), compiled, "--test-name-pattern=^Go's answers$")
		})
	}
}

// What other vendors' messages and codes have that this repository's have not.
func TestMatchOfOtherVendors(t *testing.T) {
	for _, tt := range []struct{ table, text, best, values string }{
		{"right", "حدث خطأ في الخادم: abc (رمز 12)", "ar-1", "1=abc 2=12"}, // half a pair stands beside each value
		{"right", "ההרשמה מותרת מגיל 18 ומעלה (x)", "code", "1=18 2=x"},
		{"percent", "Error on rename of 'a' to 'b' (errno: 5 - f)", "E5", "1=a 2=b 3, 4=5 - f"},
		{"percent", "two before one, 100% sure", "E2", "2=two 1=one"},
		{"east", "缺少参数：名称。", "DM-1", "1=名称"},
		// Of several meanings, the one whose message came; then that of the status.
		{"meanings", `{"code": "E1", "message": "the second text of all"}`, "a-E1-2", ""},
		{"meanings", `{"code": "E1", "message": "the third text of all"}`, "b-E1", ""},
		{"meanings", "HTTP/1.1 503 Service Unavailable\n\n{\"code\": \"E1\"}", "b-E1", ""},
		{"meanings", "HTTP/1.1 400 Bad Request\n\n{\"code\": \"E1\", \"message\": \"the third text of all\"}", "b-E1", ""},
		{"meanings", `{"code": "E1"}`, "a-E1", ""},
		{"meanings", `{"code": "E2", "message": "x is there for now"}`, "b-E2", "1=x"},
	} {
		answer := catalog.NewMatcher(checkedFiles(t, imported(t, matched[tt.table]))).Match(tt.text)
		if len(answer.Matches) == 0 {
			t.Errorf("%s: nothing found", tt.text)
			continue
		}
		best := answer.Matches[0]
		var values []string
		for _, v := range best.Values {
			values = append(values, v.Name+"="+v.Value)
		}
		if got := strings.Join(values, " "); best.Code.Slug != tt.best || got != tt.values {
			t.Errorf("%s: got %s, %q; want %s, %q", tt.text, best.Code.Slug, got, tt.best, tt.values)
		}
		for _, remark := range best.Remarks {
			if !strings.HasPrefix(remark, "came with HTTP") {
				t.Errorf("%s: %s", tt.text, remark)
			}
		}
	}
}
