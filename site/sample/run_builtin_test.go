package sample_test

import (
	"bufio"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"responsa/site"
	"responsa/site/catalog"
	"responsa/site/importer"
)

// The raw request is no program: it is sent as it stands, with the line ends
// and the token that HTTP wants.
func TestRequestAsText(t *testing.T) {
	s, h := hyper(), samplesHub()
	for _, code := range s.Codes {
		text := s.pages["http"][code.Slug].text
		head, body, _ := strings.Cut(text, "\n\n")
		if !strings.Contains(head, "\nHost: "+s.Site.Host+"\n") || !strings.Contains(head, "Bearer YOUR_") {
			t.Errorf("%s: the head is\n%s", code.Code, head)
		}
		talk := &conversation{stage: s, code: code, answer: s.mock}
		address, err := url.Parse(h.begin(talk))
		if err != nil {
			t.Fatal(err)
		}
		head = regexp.MustCompile(`Bearer \S+`).ReplaceAllString(head, "Bearer "+token)
		head = strings.Replace(head, "POST ", "POST "+address.Path+"/mock/"+code.Slug, 1)
		head = strings.Replace(head, "Host: "+s.Site.Host, "Host: "+address.Host, 1)
		connection, err := net.Dial("tcp", address.Host)
		if err != nil {
			t.Fatal(err)
		}
		_, err = io.WriteString(connection, strings.ReplaceAll(head, "\n", "\r\n")+"\r\n\r\n"+body)
		if err != nil {
			t.Fatal(err)
		}
		response, err := http.ReadResponse(bufio.NewReader(connection), nil)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(response.Body)
		if want := s.Response(code, nil); err != nil || response.StatusCode != want.Status || string(got) != string(want.JSON()) {
			t.Errorf("%s: the answer is %s %s, %v", code.Code, response.Status, got, err)
		}
		_ = connection.Close()
		if talk.calls != 1 || len(talk.faults) > 0 {
			t.Errorf("%s: %d calls, %q", code.Code, talk.calls, talk.faults)
		}
	}
}

// A catalog without samples gets those that are built in, whatever its
// envelope, its codes and its placeholders are like.
func TestBuiltInSamples(t *testing.T) {
	for name, content := range map[string]fs.FS{
		"integer": madeUp("code: Code\n  message: Message\n  type: integer"),
		"string":  madeUp("code: error.it's the code\n  message: error.message\n  type: string"),
		"starter": memory(importer.Starter()),
		"percent": imported(t),
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(content, "API")
			for _, id := range []string{"curl", "javascript", "python"} {
				t.Run(id, func(t *testing.T) {
					for _, p := range s.programs(t, id) {
						t.Run(p.slug, func(t *testing.T) {
							t.Parallel()
							code := s.Code(p.slug)
							play(t, s, p, "/mock/"+code.Slug, s.mock).want(t, "its code", s.demand(code, nil))
							if repeats(code) {
								recovers(t, s, p, code)
							}
							for _, other := range s.Codes {
								w := wanted{0, 1, []string{s.line(other)}}
								if other.Failed() {
									w = wanted{1, 1, []string{s.line(other), "/not expected/", "See " + s.Site.Address + "/codes/" + other.Code.Text + "/"}}
								}
								if other != code {
									play(t, s, p, "/mock/"+other.Slug, s.mock).want(t, "code "+other.Code.Text, w)
								}
							}
							if len(code.Params) > 0 && code.Outcome != catalog.Success {
								findsValues(t, s, p, code)
							}
							got := play(t, s, p, "/x", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
								_, _ = io.WriteString(w, `{"Code":[],"error":{"it's the code":0}}`)
							}))
							if got.exit != 1 || got.calls != 1 || got.stdout != "" || !strings.Contains(got.stderr, "HTTP 200 without a readable code") {
								t.Errorf("unreadable: %+v", got)
							}
						})
					}
				})
			}
		})
	}
}

// memory is a catalog's files as a file system.
func memory(files importer.Files) fs.FS {
	all := fstest.MapFS{}
	for name, text := range files {
		all[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return all
}

// imported is a catalog of a table, which nobody has documented. Its variable
// parts have no names.
func imported(t *testing.T) fs.FS {
	result, err := importer.Import("codes.csv", []byte("code,http,message\nE-1,404,\"No %s in '%-.192s', 100%% sure\"\n0x7,,\nid with blanks,499,Gone.\n"),
		importer.Options{Vendor: "Acme", Day: "2026-11-26", Check: site.CheckImport})
	if err != nil {
		t.Fatal(err)
	}
	return memory(result.Files)
}

// madeUp is a made-up vendor's catalog, with this envelope.
func madeUp(envelope string) fs.FS {
	code := func(code, title, facts string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("---\ncode: " + code + "\nname: C" + code + "\ntitle: " + title + "\n" + facts +
			"\nsources: [{what: all, from: manual}]\nupdated: 2026-11-23\n---\n## What happened\n\nIt.\n\n## Why\n\nSo.\n\n## What to do\n\nThis.\n")}
	}
	return fstest.MapFS{
		"site.yaml": {Data: []byte("title: Acme codes\nname: Acme\nvendor: Acme\nabout: The codes.\naddress: https://acme.example/it%27s\n" +
			"host: api.acme.example\nfunction: any\nenvelope:\n  " + envelope + "\n")},
		"functions.yaml": {Data: []byte("- {name: order, about: orders, source: manual}\n")},
		"codes/10.md":    code("10", "All is well", "message: Done.\noutcome: success\nretry: not-needed\nactor: nobody\nrequest: {function: order, body: {}}"),
		"codes/11.md": code("11", "Out of bounds", `message: "It's between [From it] and [To]"
params: {From it: {about: x, example: "1 & 2", type: text}, To: {about: y, example: "3", type: text}}
outcome: failure
retry: after-change
actor: vendor
request: {function: order, body: {Note: it's "urgent", Pieces: [1, {a: null}]}}`),
		"codes/12.md": code("12", "Closed now", "message: Closed.\noutcome: failure\nretry: after-wait\nactor: nobody\nrequest: {function: order, repeatable: true}"),
		"codes/13.md": code("13", "Partly ordered", "message: Some.\noutcome: partial\nretry: never\nactor: developer"),
	}
}
