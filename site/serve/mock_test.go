package serve_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"responsa/site"
	"responsa/site/catalog"
	"responsa/site/serve"
)

// allowing is Run with -cors.
func allowing(origin string) runFunc {
	return func(ctx context.Context, o serve.Options) error {
		o.CORS = origin
		return serve.Run(ctx, o)
	}
}

// A script of testdata is a list of cases, separated by blank lines. A line
// that begins with # is a comment. A case is a request and what must come back:
//
//	POST /mock/27?Minimum%20Age=21
//	reqheader Content-Type: application/json
//	reqbody {"a": 1}
//	code == 422
//	header Content-Type == application/json
//	body contains "ResponseCode": 27
//	json ResponseMsgEng == "Registration is allowed for people aged 21 and over."
//
// The operators are ==, != and contains. The value of json is JSON, and what
// it names is compared decoded. In a request ${x*1000} stands for a thousand x.
// The request goes out byte for byte, so it may be one that no client sends.
//
// Whatever is asked below /mock/, the answer is JSON with the site's headers;
// a line "outside" says that it is not the mock that answers. A script may
// begin with "serve -cors ORIGIN".
func TestMockScripts(t *testing.T) {
	scripts, err := filepath.Glob("testdata/mock*.txt")
	if err != nil || len(scripts) == 0 {
		t.Fatal("no scripts", err)
	}
	for _, file := range scripts {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			cors, cases := readScript(t, file)
			p := startAs(t, allowing(cors), newSources(t).source(), "127.0.0.1:0")
			for _, c := range cases {
				t.Run(fmt.Sprintf("line %d", c.line), func(t *testing.T) {
					name := fmt.Sprintf("%s:%d: %s %.100s", file, c.line, c.method, c.target)
					response, body := c.send(t, p.url)
					for _, check := range c.checks {
						if err := check.hold(response, body); err != nil {
							t.Errorf("%s\nline %d: %v", name, check.line, err)
						}
					}
					if !c.outside {
						holdMock(t, response, body)
					}
					if t.Failed() {
						t.Logf("%s\n%s %v\n%.2000s", name, response.Status, response.Header, body)
					}
				})
			}
		})
	}
}

// holdMock holds an answer to what all of the mock's are.
func holdMock(t *testing.T, response *http.Response, body []byte) {
	t.Helper()
	for _, h := range append(site.Headers("/", true), site.Header{Name: "Cache-Control", Value: "no-store"}) {
		if got := response.Header.Values(h.Name); len(got) != 1 || got[0] != h.Value {
			t.Errorf("%s: %q, want %q", h.Name, got, h.Value)
		}
	}
	if response.StatusCode == http.StatusNoContent {
		return
	}
	if got := response.Header.Get("Content-Type"); got != "application/json" {
		t.Errorf("Content-Type %q", got)
	}
	head := response.Request.Method == http.MethodHead
	if length, err := strconv.Atoi(response.Header.Get("Content-Length")); err != nil || length == 0 || !head && length != len(body) {
		t.Errorf("Content-Length %q of %d bytes", response.Header.Get("Content-Length"), len(body))
	}
	if head != (len(body) == 0) || !head && !json.Valid(body) {
		t.Errorf("the body is no JSON: %q", body)
	}
}

type scriptCase struct {
	line           int
	method, target string
	header         []string
	body           string
	checks         []scriptCheck
	outside        bool
}

type scriptCheck struct {
	line             int
	what, key        string
	operator, wanted string
}

var repeated = regexp.MustCompile(`\$\{(.+?)\*([0-9]+)\}`)

func readScript(t *testing.T, file string) (cors string, cases []*scriptCase) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var c *scriptCase
	for i, line := range strings.Split(string(text), "\n") {
		word, rest, _ := strings.Cut(line, " ")
		request := repeated.ReplaceAllStringFunc(rest, func(s string) string {
			m := repeated.FindStringSubmatch(s)
			n, err := strconv.Atoi(m[2])
			if err != nil {
				t.Fatal(err)
			}
			return strings.Repeat(m[1], n)
		})
		switch {
		case strings.HasPrefix(line, "#"):
		case line == "":
			c = nil
		case c == nil && word == "serve":
			cors = strings.TrimPrefix(rest, "-cors ")
		case c == nil:
			c = &scriptCase{line: i + 1, method: word, target: request}
			cases = append(cases, c)
		case word == "reqheader":
			c.header = append(c.header, request)
		case word == "reqbody":
			c.body = request
		case word == "outside":
			c.outside = true
		default:
			check := scriptCheck{line: i + 1, what: word}
			if word == "header" || word == "json" {
				check.key, rest, _ = strings.Cut(rest, " ")
			}
			check.operator, check.wanted, _ = strings.Cut(rest, " ")
			c.checks = append(c.checks, check)
		}
	}
	for _, c := range cases {
		if len(c.checks) == 0 {
			t.Fatalf("%s:%d: nothing is checked", file, c.line)
		}
	}
	return cors, cases
}

// send writes the request and reads what comes back.
func (c *scriptCase) send(t *testing.T, server string) (*http.Response, []byte) {
	t.Helper()
	host := strings.TrimPrefix(server, "http://")
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nConnection: close\r\n", c.method, c.target)
	all := strings.Join(c.header, "\r\n") + "\r\n"
	if !strings.Contains(all, "Host: ") {
		all = "Host: " + host + "\r\n" + strings.TrimPrefix(all, "\r\n")
	}
	if c.body != "" && !strings.Contains(all, "Transfer-Encoding: ") {
		all += fmt.Sprintf("Content-Length: %d\r\n", len(c.body))
	}
	return exchange(t, host, c.method, b.String()+all+"\r\n"+c.body)
}

// exchange sends bytes over a connection of their own. The server may answer
// before it has taken them all.
func exchange(t *testing.T, host, method, request string) (*http.Response, []byte) {
	t.Helper()
	connection, err := net.Dial("tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	connection.SetDeadline(time.Now().Add(patience))
	go io.WriteString(connection, request)
	response, err := http.ReadResponse(bufio.NewReader(connection), &http.Request{Method: method})
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, body
}

func (c scriptCheck) hold(response *http.Response, body []byte) error {
	var got string
	switch c.what {
	case "code":
		got = strconv.Itoa(response.StatusCode)
	case "body":
		got = string(body)
	case "header":
		got = strings.Join(response.Header.Values(c.key), ", ")
	case "json":
		var object map[string]any
		var value any
		if err := json.Unmarshal(body, &object); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(c.wanted), &value); err != nil {
			return fmt.Errorf("the script's value: %w", err)
		}
		if c.operator != "==" || !reflect.DeepEqual(object[c.key], value) {
			return fmt.Errorf("%s is %#v, want %s %s", c.key, object[c.key], c.operator, c.wanted)
		}
		return nil
	default:
		return fmt.Errorf("the script's %q means nothing", c.what)
	}
	holds := map[string]bool{
		"==": got == c.wanted, "!=": got != c.wanted, "contains": strings.Contains(got, c.wanted),
	}
	if ok, known := holds[c.operator]; !known {
		return fmt.Errorf("the script's %q is no operator", c.operator)
	} else if !ok {
		return fmt.Errorf("%s %s is %.500q, want %s %q", c.what, c.key, got, c.operator, c.wanted)
	}
	return nil
}

// Every code of the vendor's table answers as the table says, with the values
// that are given, whatever they hold.
func TestMockCodes(t *testing.T) {
	var rows []struct {
		Code, HTTP int
		Text       string
	}
	text, err := os.ReadFile("../catalog/testdata/codes.json")
	if err == nil {
		err = json.Unmarshal(text, &rows)
	}
	if err != nil || len(rows) != 35 {
		t.Fatal(len(rows), err)
	}
	c, problems := catalog.Load(os.DirFS("../../content"), "content")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	p := start(t, newSources(t).source())
	for _, row := range rows {
		slug := strconv.Itoa(row.Code)
		t.Run(slug, func(t *testing.T) {
			code := c.Code(slug)
			message, inferred := code.WireMessage()
			if !inferred && message != row.Text && message+"\n"+code.Note != row.Text {
				t.Fatalf("the message is %q, the table's text %q", message, row.Text)
			}
			for _, value := range []string{"", "18", `"},{"`, "\\u0022\r\n\x00</script>", "é + & = # % [Minimum Age] שלום 😀", "\u2028\u202e"} {
				want, query := message, url.Values{}
				for _, param := range code.Params {
					want = strings.ReplaceAll(want, "["+param.Name+"]", "\x1a") // no value is cut again
					query.Set(param.Name, value)
				}
				want = strings.ReplaceAll(want, "\x1a", value)
				for _, spelling := range []string{slug, "00" + slug, "%22" + slug + "%22"} {
					target := "/mock/" + path.Join(spelling, "Some_Function") + "?" + strings.ReplaceAll(query.Encode(), "+", "%20")
					response, body := exchange(t, strings.TrimPrefix(p.url, "http://"), "POST", "POST "+target+" HTTP/1.1\r\nHost: localhost\r\n\r\n")
					holdMock(t, response, body)
					var got map[string]any
					d := json.NewDecoder(bytes.NewReader(body))
					d.UseNumber()
					if err := d.Decode(&got); err != nil || !reflect.DeepEqual(got, map[string]any{"ResponseCode": json.Number(slug), "ResponseMsgEng": want}) {
						t.Errorf("%s: %v\n%s\nwant the message %q", target, err, body, want)
					}
					if response.StatusCode != row.HTTP || response.Header.Get("X-Mock-Code") != slug {
						t.Errorf("%s: %s, code %q, want %d", target, response.Status, response.Header.Get("X-Mock-Code"), row.HTTP)
					}
					if got := response.Header.Get("X-Mock-Note"); strings.Contains(got, "inference: the message") != inferred {
						t.Errorf("%s: note %q", target, got)
					}
				}
			}
		})
	}
}
