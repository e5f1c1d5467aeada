package sample

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"responsa/site/catalog"
)

// What is written for a language is what that language reads: its own compiler
// or interpreter says, for text, comments, regular expressions and bodies. To
// start one takes long, so a run takes many values.

// reader is a program that reads values back. For each value it prints a line:
// the UTF-8 in hexadecimal, and whether the pattern made of the value matches
// it; then the body, as JSON.
type reader struct {
	tools      []string
	file       string
	start, end string
	value      string // QUOTED, PATTERN and COMMENT are replaced
	body       string // BODY
	command    [][]string
}

const newtonsoft = "/usr/lib/cli/Newtonsoft.Json-5.0/Newtonsoft.Json.dll" // libnewtonsoft-json5.0-cil

var readers = map[string]reader{
	"curl": {
		tools: []string{"sh", "od"}, file: "read.sh", command: [][]string{{"sh", "read.sh"}},
		value: "printf '%s' QUOTED | od -An -v -tx1 | tr -d ' \\n'; echo ' true' # COMMENT\n",
		body:  "printf '%s\\n' BODY\n",
	},
	"javascript": {
		tools: []string{"node"}, file: "read.mjs", command: [][]string{{"node", "read.mjs"}},
		value: "console.log(Buffer.from(QUOTED).toString(\"hex\"), PATTERN.test(QUOTED)); // COMMENT\n",
		body:  "console.log(JSON.stringify(BODY));\n",
	},
	"python": {
		tools: []string{"python3"}, file: "read.py", command: [][]string{{"python3", "-W", "error", "read.py"}},
		start: "import json\nimport re\n",
		value: "print(QUOTED.encode().hex(), str(bool(re.fullmatch(PATTERN, QUOTED, re.DOTALL))).lower())  # COMMENT\n",
		body:  "print(json.dumps(BODY))\n",
	},
	"php": {
		tools: []string{"php"}, file: "read.php", command: [][]string{{"php", "read.php"}},
		start: "<?php\ndeclare(strict_types=1);\n",
		value: "echo bin2hex(QUOTED), ' ', preg_match(PATTERN, QUOTED) === 1 ? 'true' : 'false', \"\\n\"; // COMMENT\n",
		body:  "echo json_encode(BODY, JSON_THROW_ON_ERROR), \"\\n\";\n",
	},
	"csharp": {
		tools: []string{"mcs", "mono", newtonsoft}, file: "read.cs",
		command: [][]string{{"mcs", "-nologo", "-r:" + newtonsoft, "read.cs"}, {"mono", "read.exe"}},
		start: `using System;
using System.Text;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

static class Program
{
    static void Value(string text, string pattern)
    {
        var matches = Regex.IsMatch(text, pattern, RegexOptions.Singleline) ? "true" : "false";
        Console.WriteLine(BitConverter.ToString(Encoding.UTF8.GetBytes(text)).Replace("-", "") + " " + matches);
    }

    static void Main()
    {
`,
		value: "        Value(QUOTED, PATTERN); // COMMENT\n",
		body:  "        Console.WriteLine(BODY);\n",
		end:   "    }\n}\n",
	},
	"java": {
		tools: []string{"java", "javac"}, file: "Read.java",
		command: [][]string{{"java", "-Dfile.encoding=US-ASCII", "Read.java"}},
		start: `import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

class Read {
    static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    static void value(String text, String pattern) {
        var matches = Pattern.compile(pattern, Pattern.DOTALL).matcher(text).matches();
        OUT.println(HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)) + " " + matches);
    }

    public static void main(String[] arguments) {
`,
		value: "        value(QUOTED, PATTERN); // COMMENT\n",
		body:  "        OUT.println(BODY);\n",
		end:   "    }\n}\n",
	},
	"go": {
		tools: []string{"go"}, file: "read.go", command: [][]string{{"go", "run", "read.go"}},
		start: "package main\n\nimport (\n\t\"fmt\"\n\t\"regexp\"\n)\n\nfunc main() {\n",
		value: "\tfmt.Printf(\"%x %t\\n\", QUOTED, regexp.MustCompile(PATTERN).MatchString(QUOTED)) // COMMENT\n",
		body:  "\tfmt.Println(BODY)\n",
		end:   "}\n",
	},
	"ruby": {
		tools: []string{"ruby"}, file: "read.rb", command: [][]string{{"ruby", "-w", "read.rb"}},
		start: "require \"json\"\n",
		value: "puts QUOTED.unpack1(\"H*\") + \" \" + PATTERN.match?(QUOTED).to_s # COMMENT\n",
		body:  "puts JSON.generate(BODY)\n",
	},
}

func FuzzShell(f *testing.F)      { fuzz(f, "curl") }
func FuzzJavaScript(f *testing.F) { fuzz(f, "javascript") }
func FuzzPython(f *testing.F)     { fuzz(f, "python") }
func FuzzPHP(f *testing.F)        { fuzz(f, "php") }
func FuzzCSharp(f *testing.F)     { fuzz(f, "csharp") }
func FuzzJava(f *testing.F)       { fuzz(f, "java") }
func FuzzGo(f *testing.F)         { fuzz(f, "go") }
func FuzzRuby(f *testing.F)       { fuzz(f, "ruby") }

// nasty is the corpus: what means something in one of the languages.
var nasty = []string{
	"", "plain", "it's", "''", `'\''`, `"quoted"`, `"""`, `""""`, `back\slash`, `\`, `\\`, `\'`, `\"`, `ends with \`,
	`\n \t \x41 \101 \u0041 \u{41} \U00000041 \N{DASH} \0 \e`, `\u000a\u0022`, `\\u0022`, `\uuuu0022`,
	"two\nlines", "\n", "\r\n", "\t", "\x00", "\x000", "\x01\x02\x1b\x7f", "\x1a after", "\u0080\u0085\u009f\u00a0", "\u2028\u2029\ufeff",
	"$HOME $(id) ${HOME} $$ $1 $x[0] {$x} ${x}", "`id` ``` ` back", "#{1+1} #$x #@x #@@x # #", "%s %d %n %% {0} {{0}} {x}",
	"!x !! !1", "-n", "-e x", "*?[a-z]~ ; | & > < ( ) & #x", "/* */ // # -- <!-- --> ]]> */ /", "?> <?php echo 1; <?= 1 ?>",
	"</script></pre>&amp;&lt;", `(a|b)+[c]{2}^$.*?\d\w/i`, "/slash/", "=begin\n=end", "\n__END__\n", "\nEOF\n", `@ @x @"x"`,
	"é ü ß İ ı", "אב ענת", "مرحبا", "हिन्दी", "試し中文", "🙂👩‍👩‍👧", "😀\U0010ffff", "\u0301 combining",
	"__proto__", "constructor", "0", "1st", "true", "null", "NaN", "trailing space ", " leading",
}

const separator = "\x1e"

func fuzz(f *testing.F, id string) {
	r := readers[id]
	for _, tool := range r.tools {
		_, err := exec.LookPath(tool)
		if strings.Contains(tool, "/") {
			_, err = os.Stat(tool)
		}
		switch {
		case err == nil:
		case os.Getenv("REQUIRE_TOOLS") == "1":
			f.Fatal(err)
		default:
			f.Skipf("no %s: it reads what was quoted", tool)
		}
	}
	f.Add(strings.Join(nasty, separator))
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			t.Skip("a catalog holds valid UTF-8 only")
		}
		if id == "curl" {
			s = strings.ReplaceAll(s, "\x00", "") // no shell can hold it
		}
		values := strings.Split(s, separator)
		for i, n := 0, len(values); i < n; i++ { // what is harmless alone may not be beside another
			values = append(values, values[i]+values[(7*i+3)%n], values[(11*i+5)%n]+values[i])
		}
		r.roundTrip(t, syntaxes[id], values)
	})
}

func (r reader) roundTrip(t *testing.T, s syntax, values []string) {
	body := bodyOf(values)
	source := r.start
	for _, v := range values {
		pattern := ""
		if s.pattern != nil {
			pattern = s.pattern(literally(Text(v)))
		}
		source += strings.NewReplacer("QUOTED", s.quote(v), "PATTERN", pattern, "COMMENT", comment(v)).Replace(r.value)
	}
	var written string
	if s.text != nil {
		written = s.text(body.Indent(), "            ")
	} else {
		s.literal.object(read(body), "    ", func(t Token) bool { written += t.String(); return true })
	}
	source += strings.ReplaceAll(r.body, "BODY", written) + r.end
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, r.file), []byte(source), 0o666); err != nil {
		t.Fatal(err)
	}
	var out []byte
	for _, arguments := range r.command {
		command := exec.Command(arguments[0], arguments[1:]...)
		command.Dir = dir
		command.Env = append(os.Environ(), "MONO_PATH="+filepath.Dir(newtonsoft), "LC_ALL=C.UTF-8", "GOFLAGS=", "GOWORK=off")
		var stderr bytes.Buffer
		command.Stderr = &stderr
		var err error
		if out, err = command.Output(); err != nil {
			t.Fatalf("%s: %v\n%s%s\n%s", command, err, out, &stderr, source)
		}
	}
	lines := bytes.SplitN(out, []byte("\n"), len(values)+1)
	if len(lines) != len(values)+1 {
		t.Fatalf("%d lines came back for %d values\n%s", len(lines), len(values), out)
	}
	for i, v := range values {
		if got, want := strings.ToLower(string(lines[i])), hex.EncodeToString([]byte(v))+" true"; got != want {
			t.Errorf("%q, written as %s, came back as %s, want %s", v, s.quote(v), got, want)
		}
	}
	var got, want any
	if err := json.Unmarshal(body, &want); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(lines[len(values)], &got); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("the body came back as %s, %v\nwant %s\nwritten as\n%s", lines[len(values)], err, body, written)
	}
}

// bodyOf makes a JSON object that has the values as keys and as strings, and
// one of each other kind.
func bodyOf(values []string) catalog.Object {
	var b bytes.Buffer
	quoted := func(v any) []byte {
		text, err := json.Marshal(v)
		if err != nil {
			panic(err)
		}
		return text
	}
	b.WriteString(`{"zero":{"0":1,"1":[]},"numbers":[0,-7,100234,2.5,-1e3],"words":[true,false,null],"empty":{},"nested":[{"a":[[{}]]}]`)
	seen := map[string]bool{"zero": true, "numbers": true, "words": true, "empty": true, "nested": true}
	for _, v := range values {
		if !seen[v] {
			seen[v] = true
			fmt.Fprintf(&b, ",%s:%s", quoted(v), quoted(v))
		}
	}
	b.WriteString("}")
	return catalog.Object(b.Bytes())
}

// A comment stays on its line and has no end of its own.
func TestComment(t *testing.T) {
	for text, want := range map[string]string{
		"27 Below minimum age": "27 Below minimum age", "": "", " a ": "a", "a  b": "a b", "a\nb": "a b", "a\tb\r\n": "a b",
		"a\u2028b\u00a0c": "a b c", `\u000A`: "/u000A", "a?>b": "a? >b", "a*/b": "a* /b", "a * b?": "a * b?", "äöü": "äöü", `"$x"`: `"$x"`,
	} {
		if got := comment(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// What is verbatim stands between a language's marks as it is.
func TestVerbatim(t *testing.T) {
	for c := range 0x250 {
		text := "a" + string(rune(c)) + "b" + string(rune(c)) + "{"
		for name, syntax := range syntaxes {
			if got := syntax.quote(text); verbatim(text) && got != syntax.mark+text+syntax.mark {
				t.Errorf("%s writes %q as %s", name, text, got)
			}
		}
		if letter := c >= 'a' && c <= 'z'; letter && !verbatim(text) {
			t.Errorf("%q isn't verbatim", text)
		}
	}
	if syntax := syntaxes["python"]; !verbatim("") || syntax.quote("") != syntax.mark+syntax.mark {
		t.Error("nothing isn't verbatim")
	}
}
