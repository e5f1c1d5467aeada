package site

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"responsa/site/catalog"
)

// The parts of an OpenAPI document that the tests read.
type openAPIRead struct {
	Components struct {
		Schemas   map[string]json.RawMessage
		Responses map[string]struct {
			Description string
			Content     map[string]struct {
				Schema   map[string]string
				Examples map[string]struct {
					Summary string
					Value   json.RawMessage
				}
			}
		}
	}
}

// One response per status, and in it one example per code in use: the response
// that the code gives, which is what the schema says.
func TestOpenAPIHasEveryCode(t *testing.T) {
	everyBuild(t, func(t *testing.T, c *catalog.Catalog, files Files, _ dataset) {
		source := written(t, files, openAPIFile)
		var document openAPIRead
		if err := json.Unmarshal([]byte(source), &document); err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, s := range c.Statuses {
			names = append(names, strconv.Itoa(s.Status))
		}
		if len(c.ByStatus(0)) > 0 {
			names = append(names, "default")
		}
		if len(document.Components.Responses) != len(names) {
			t.Errorf("%d responses, want %v", len(document.Components.Responses), names)
		}
		envelope := compiled(t, string(document.Components.Schemas["Envelope"]))
		for _, bad := range []string{`{}`, `[]`, `{"error": {"code": "1"}}`, `{"ResponseCode": "027", "ResponseMsgEng": "x", "Code": "1", "Message": "x", "error": {"code": 1}}`} {
			if validates(envelope, bad) {
				t.Errorf("the schema takes %s", bad)
			}
		}
		count := 0
		for _, name := range names {
			response, ok := document.Components.Responses[name]
			if !ok || response.Description == "" {
				t.Errorf("no response %s, or no description", name)
			}
			status, _ := strconv.Atoi(name)
			codes := c.ByStatus(status)
			media := response.Content["application/json"]
			if len(media.Examples) != len(codes) || len(codes) > 0 && media.Schema["$ref"] != "#/components/schemas/Envelope" {
				t.Errorf("%s: %d examples of the schema %v, want %d", name, len(media.Examples), media.Schema, len(codes))
			}
			for _, code := range codes {
				count++
				example := media.Examples[code.Name]
				want := string(c.Response(code, nil).JSON())
				if compact(t, string(example.Value)) != compact(t, want) || example.Summary != code.Code.Text+" "+code.Title {
					t.Errorf("%s: the example of code %s is %q, %s", name, code.Code, example.Summary, example.Value)
				}
				if !validates(envelope, string(example.Value)) {
					t.Errorf("%s: the example of code %s isn't what the schema says", name, code.Code)
				}
			}
		}
		if count != len(c.Current()) {
			t.Errorf("%d examples, want one for each of %d codes in use", count, len(c.Current()))
		}
	})
}

func TestOpenAPIIsValid(t *testing.T) {
	node := tool(t, "node")
	if _, err := os.Stat("../.ci/node_modules/@seriousme/openapi-schema-validator"); err != nil {
		missing(t, "no OpenAPI validator: npm ci --prefix .ci installs it")
	}
	dir := t.TempDir()
	var paths []string
	add := func(name, source string) {
		paths = append(paths, filepath.Join(dir, name+".json"))
		if err := os.WriteFile(paths[len(paths)-1], []byte(source), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	everyBuild(t, func(t *testing.T, c *catalog.Catalog, files Files, _ dataset) {
		add(filepath.Base(t.Name()), written(t, files, openAPIFile))
	})
	slices.Sort(paths)
	_, files := acme(t)
	add("broken", strings.Replace(written(t, files, openAPIFile), `"description": "Not Found`, `"about": "Not Found`, 1))
	if out := runTool(t, ".", node, append([]string{"testdata/openapi.mjs"}, paths...)...); out != "looked at 6\n" {
		t.Error(out)
	}
}

func compact(t *testing.T, source string) string {
	t.Helper()
	var b strings.Builder
	d := json.NewDecoder(strings.NewReader(source))
	d.UseNumber()
	var value any
	if err := d.Decode(&value); err != nil {
		t.Fatal(err)
	}
	if err := json.NewEncoder(&b).Encode(value); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
