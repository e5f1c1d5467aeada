package sample_test

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"responsa/site/catalog"
)

// Every sample of every code in every language is run as a reader would run
// it: taken from the built page, saved, started against the mock. What it must
// do is worked out here from the code's facts, not from the templates.

var update = flag.Bool("update", false, "record what the samples print in content/samples/output")

// wanted is what a code's facts demand of a client that gets it: each line is a
// text, or a pattern between slashes.
type wanted struct {
	exit, calls int
	lines       []string
}

func (s *stage) demand(code *catalog.Code, values map[string]string) wanted {
	first := code.Code.Text + ": " + s.Response(code, values).Message
	fragment, lines := "", []string{first}
	wire, _ := code.WireMessage()
	for _, part := range code.Parts(wire) {
		if part.Param == "" {
			continue
		}
		value, given := values[part.Param]
		if param, _ := code.Params.Get(part.Param); !given {
			value = param.Example
		}
		lines = append(lines, part.Param+" = "+value)
		fragment += "&" + percent(part.Param) + "=" + percent(value)
	}
	link := "See " + s.Site.Address + "/codes/" + code.Slug + "/" + strings.Replace(fragment, "&", "#", 1)
	switch {
	case code.Outcome == catalog.Success:
		return wanted{0, 1, []string{first}}
	case code.Outcome == catalog.Partial:
		return wanted{0, 1, append(lines, "/a part .*read the message/", link)}
	case code.Outcome == catalog.Empty:
		return wanted{0, 1, append(lines, "/[Nn]othing .*not an error/", link)}
	case code.Retry == "":
		return wanted{1, 1, append(lines, "/not documented/", link)}
	case code.Retry == catalog.AfterWait && code.Request != nil && code.Request.Repeatable:
		return wanted{1, 5, slices.Concat([]string{
			first, "Again within 4 s.", first, "Again within 8 s.", first, "Again within 16 s.", first, "Again within 30 s."},
			lines, []string{"/Gave up after 5 calls/", link})}
	case code.Retry == catalog.AfterWait:
		return wanted{1, 1, append(lines, "/Don't repeat .*look whether it took effect/", link)}
	case code.Retry == catalog.AfterChange:
		return wanted{1, 1, append(lines, "/(change|[Mm]end) .*then send/", link)}
	}
	return wanted{1, 1, append(lines, "/Don't repeat this call/", link)}
}

// percent encodes as contract and query string agree: a plus is a plus.
func percent(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }

func (o outcome) want(t *testing.T, what string, w wanted) {
	t.Helper()
	lines := o.lines()
	ok := o.exit == w.exit && o.calls == w.calls && len(lines) == len(w.lines)
	for i := 0; ok && i < len(lines); i++ {
		if pattern, is := strings.CutPrefix(w.lines[i], "/"); is {
			ok = regexp.MustCompile(strings.TrimSuffix(pattern, "/")).MatchString(lines[i])
		} else {
			ok = lines[i] == w.lines[i]
		}
	}
	if !ok {
		t.Errorf("%s: exit code %d after %d calls, printed\n\t%s\nwant exit code %d after %d calls, and\n\t%s\nstderr: %.2000s", what,
			o.exit, o.calls, strings.Join(lines, "\n\t"), w.exit, w.calls, strings.Join(w.lines, "\n\t"), o.stderr)
	}
}

func TestSamples(t *testing.T) {
	s := hyper()
	for _, sample := range s.Samples {
		if sample.ID == "http" {
			continue // no program: TestRequestAsText
		}
		t.Run(sample.ID, func(t *testing.T) {
			for _, p := range s.programs(t, sample.ID) {
				t.Run(p.slug, func(t *testing.T) {
					t.Parallel()
					code := s.Code(p.slug)
					always(t, s, p, code)
					if repeats(code) {
						recovers(t, s, p, code)
					}
					if firstOfItsKind(s, code) {
						meets(t, s, p, code)
					}
				})
			}
		})
	}
}

// programs makes a language's samples ready, one for each code.
func (s *stage) programs(t *testing.T, id string) []*program {
	language, known := languages[id]
	if !known {
		t.Fatal("nobody has said how to run this language: add it to languages")
	}
	if len(s.pages[id]) != len(s.Codes) {
		t.Fatalf("%d pages show a sample, want %d", len(s.pages[id]), len(s.Codes))
	}
	need(t, language.tools...)
	t.Parallel()
	programs := save(t, t.TempDir(), s.pages[id])
	language.prepare(t, programs)
	return programs
}

func repeats(code *catalog.Code) bool {
	return code.Retry == catalog.AfterWait && code.Request != nil && code.Request.Repeatable
}

// always runs a sample against a server that gives its code at every call, and
// holds it to the recorded output.
func always(t *testing.T, s *stage, p *program, code *catalog.Code) {
	got := play(t, s, p, "/mock/"+code.Slug, s.mock)
	got.want(t, "its code", s.demand(code, nil))
	printed := strings.ReplaceAll(got.stdout, s.Site.Address+"/", "{site}/")
	if *update && !t.Failed() {
		file := filepath.Join("../../content/samples/output", code.Slug+".txt")
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o777), os.WriteFile(file, []byte(printed), 0o666)); err != nil {
			t.Fatal(err)
		}
		return
	}
	if printed != code.Output {
		t.Errorf("printed\n%s\nbut the page shows\n%s\n-update records it anew", printed, code.Output)
	}
}

// recovers has the code twice and then a success.
func recovers(t *testing.T, s *stage, p *program, code *catalog.Code) {
	success := s.Codes[slices.IndexFunc(s.Codes, func(code *catalog.Code) bool { return code.Outcome == catalog.Success })]
	turns := strings.Join([]string{code.Slug, code.Slug, success.Slug}, ",")
	id := percent(p.file)
	got := play(t, s, p, "/mock/sequence/"+turns, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.URL.RawQuery = "id=" + id[max(0, len(id)-60):]
		s.mock.ServeHTTP(w, r)
	}))
	first := s.line(code)
	got.want(t, "recovery", wanted{0, 3, []string{first, "Again within 4 s.", first, "Again within 8 s.", s.line(success)}})
}

// line is the first that a sample prints for a code.
func (s *stage) line(code *catalog.Code) string {
	return code.Code.Text + ": " + s.Response(code, nil).Message
}

// firstOfItsKind picks one code of each kind of handling.
func firstOfItsKind(s *stage, code *catalog.Code) bool {
	kind := func(code *catalog.Code) string {
		return fmt.Sprint(code.Outcome, code.Retry, repeats(code), len(code.Params) > 0)
	}
	return s.Codes[slices.IndexFunc(s.Codes, func(other *catalog.Code) bool { return kind(other) == kind(code) })] == code
}

// meets has a sample meet what else can come: other codes, answers that can't
// be read, no server. How an answer is read is the same for all kinds, so one
// of them tries every answer.
func meets(t *testing.T, s *stage, p *program, code *catalog.Code) {
	seen := map[bool]int{}
	for _, other := range s.Codes {
		failed := other.Outcome == catalog.Failure
		if other == code || seen[failed] == 3 || failed && seen[failed] == 1 {
			continue
		}
		seen[failed]++
		w := wanted{0, 1, []string{s.line(other)}}
		if failed {
			w = wanted{1, 1, []string{s.line(other), "/not expected/", "See " + s.Site.Address + "/codes/" + other.Code.Text + "/"}}
		}
		play(t, s, p, "/mock/"+other.Slug, s.mock).want(t, "code "+other.Code.Text, w)
	}
	unreadable := []struct {
		status int
		body   string
	}{
		{502, "<html><body>Bad gateway</body></html>"}, {200, ""}, {429, `"` + code.Code.Text + `"`}, {200, "[0]"}, {500, "null"},
		{200, `{"ResponseMsgEng":"Success"}`}, {200, `{"ResponseCode":"00` + code.Code.Text + `"}`}, {400, `{"ResponseCode":null}`}, {200, `{"ResponseCode":true}`},
	}
	if code != s.Codes[0] {
		unreadable = unreadable[:1]
	}
	for _, answer := range unreadable {
		got := play(t, s, p, "/x", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(answer.status)
			_, _ = io.WriteString(w, answer.body)
		}))
		why := fmt.Sprintf("HTTP %d without an integer ResponseCode: %s", answer.status, answer.body)
		if got.exit != 1 || got.calls != 1 || got.stdout != "" || !strings.Contains(got.stderr, why) {
			t.Errorf("unreadable: %+v, want exit code 1 after 1 call, nothing printed but %q as the error", got, why)
		}
	}
	if code == s.Codes[0] {
		if o := play(t, s, p, "/mock/"+code.Slug, s.mock, s.variable+"_TOKEN"); o.exit == 0 || o.calls > 0 || o.stdout != "" || !strings.Contains(o.stderr, s.variable+"_TOKEN") {
			t.Errorf("without a token: %+v", o)
		}
		if o := play(t, s, p, "", s.mock, s.variable+"_URL=http://127.0.0.1:1"); o.exit != 1 || o.calls > 0 || o.stdout != "" || o.stderr == "" {
			t.Errorf("where nothing listens: %+v", o)
		}
	}
	if len(code.Params) > 0 {
		findsValues(t, s, p, code)
	}
}

// findsValues has hostile values in the message, and then a message that is
// worded otherwise.
func findsValues(t *testing.T, s *stage, p *program, code *catalog.Code) {
	hostile := []string{"", "a+b & c=d#e%20f?", `"it's" \n $HOME $(id) ${x} #{y} %s {0} <b>`, "Дана ענת 試し 🙂", ". and over.", "..", "[" + code.Params[0].Name + "]"}
	if code.Retry == catalog.Never {
		hostile = hostile[:1]
	}
	for _, value := range hostile {
		if len(code.Params) > 1 && strings.Contains(value, " and ") {
			continue // where two values stand apart by " and ", nobody can tell
		}
		values := map[string]string{}
		query := ""
		for _, param := range code.Params {
			values[param.Name] = value
			query += "&" + percent(param.Name) + "=" + percent(value)
		}
		got := play(t, s, p, "/mock/"+code.Slug, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			r.URL.RawQuery = query[1:]
			s.mock.ServeHTTP(w, r)
		}))
		// How much of a value is percent-encoded differs between languages; what
		// it says doesn't.
		got.stdout = regexp.MustCompile(`=([^=&#\s"<>]*)(&|\n$)`).ReplaceAllStringFunc(got.stdout, func(match string) string {
			end := len(match) - 1
			decoded, err := url.PathUnescape(match[1:end])
			if err != nil {
				return match
			}
			return "=" + percent(decoded) + match[end:]
		})
		got.want(t, fmt.Sprintf("the value %q", value), s.demand(code, values))
	}
	if repeats(code) {
		return // it prints the message five times
	}
	message := "Quite another sentence."
	got := play(t, s, p, "/x", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		other := *code
		other.Message, other.Wire = message, ""
		_, _ = w.Write(s.Response(&other, nil).JSON())
	}))
	w := s.demand(code, nil)
	got.want(t, "another wording", wanted{w.exit, w.calls, []string{code.Code.Text + ": " + message, w.lines[len(w.lines)-2], "See " + s.Site.Address + "/codes/" + code.Slug + "/"}})
}
