package sdk

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"

	"responsa/site/catalog"
	"responsa/site/sample"
)

// language is what is known of a programming language beside its template.
type language struct {
	path, template string
	name           func(string) string // of a constant, out of a code's name
	taken          []string            // names that no constant can have
	integers       []integer           // the narrowest first
	text           string              // the type of strings
	quote          func(string) string
	escape         func(string) string // makes text fit for a comment
	margin         string              // what stands in front of a line of a constant's comment
	leads          bool                // a comment begins with what it explains

	nothing string                         // what a row hasn't
	member  func(enum, word string) string // a word of one of the two enumerations, after-change of Retry
	row     func(row) string               // a line, indented
}

// integer is an integer type. It is used where it holds every code.
type integer struct {
	name   string
	most   int64 // the largest value, and without its sign the smallest; 0: none
	suffix string
}

// A number of JavaScript is exact up to here.
const safeInteger = 1<<53 - 1

var languages = []language{
	{
		path: "typescript/response-codes.ts", template: "typescript",
		name: asIs, quote: sample.JavaScript, escape: blockComment,
		integers: []integer{{"number", safeInteger, ""}}, text: "string",
		margin: "   * ",
		member: func(_, word string) string { return sample.JavaScript(word) },
		row:    func(r row) string { return "  [" + r.value + ", " + r.object() + "]," },
	},
	{
		path: "python/response_codes.py", template: "python",
		name: upper, quote: sample.Python, escape: docstring, taken: []string{"DOCS"},
		integers: []integer{{"int", 0, ""}}, text: "str",
		nothing: "None",
		member:  func(enum, word string) string { return enum + "." + upperWord(word) },
		row:     func(r row) string { return "    " + r.value + ": _Row(" + r.list() + ")," },
	},
	{
		path: "php/ResponseCode.php", template: "php",
		name: upper, quote: sample.PHP, escape: blockComment, taken: []string{"CLASS", "DOCS", "ROWS"},
		integers: []integer{{"int", math.MaxInt64, ""}}, text: "string",
		margin: "     * ", nothing: "null",
		member: func(enum, word string) string { return enum + "::" + pascalWord(word) },
		row:    func(r row) string { return "        " + r.value + " => [" + r.list() + "]," },
	},
	{
		path: "csharp/ResponseCode.cs", template: "csharp",
		name: asIs, quote: sample.CSharp, escape: xmlComment,
		taken: []string{"ResponseCode", // its class, and what every class has
			"Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString"},
		integers: []integer{{"int", math.MaxInt32, ""}, {"long", math.MaxInt64, "L"}}, text: "string",
		margin: "        /// ", nothing: "null",
		member: func(enum, word string) string { return enum + "." + pascalWord(word) },
		row:    func(r row) string { return "            { " + r.value + ", new Row(" + r.list() + ") }," },
	},
	{
		path: "java/ResponseCode.java", template: "java",
		name: upper, quote: sample.Java, escape: javadoc, taken: []string{"DOCS", "ROWS", "UNKNOWN"},
		integers: []integer{{"int", math.MaxInt32, ""}, {"long", math.MaxInt64, "L"}}, text: "String",
		margin: "     * ", nothing: "null",
		member: func(enum, word string) string { return enum + "." + upperWord(word) },
		row:    func(r row) string { return "            ROWS.put(" + r.value + ", new Row(" + r.list() + "));" },
	},
	{
		path: "go/responsecodes.go", template: "go",
		name: asIs, quote: sample.Go, escape: plainComment, leads: true,
		taken: append(goTaken(), "Code", "ParseCode", "Docs", "Retry", "Actor"),
		// An int has 32 bits on some machines.
		integers: []integer{{"int", math.MaxInt32, ""}, {"int64", math.MaxInt64, ""}}, text: "string",
		margin: "\t// ", nothing: `""`,
		member: func(enum, word string) string { return enum + pascalWord(word) },
		row:    func(r row) string { return "\trow{" + r.value + ", " + r.list() + "}," },
	},
}

// goTaken are the constants of the two enumerations, which stand in the same
// scope as the codes.
func goTaken() []string {
	var names []string
	for _, r := range catalog.Retry("").Known() {
		names = append(names, "Retry"+pascalWord(r))
	}
	for _, a := range catalog.Actor("").Known() {
		names = append(names, "Actor"+pascalWord(a))
	}
	return names
}

// constant is what a code's constant is called.
func (l language) constant(code *catalog.Code) string {
	name := l.name(code.Name)
	if slices.Contains(l.taken, name) {
		return name + "_" // which no other name ends in
	}
	return name
}

// fits reports whether the type holds an integer.
func (i integer) fits(text string) bool {
	n, ok := new(big.Int).SetString(text, 10)
	return ok && (i.most == 0 || n.CmpAbs(big.NewInt(i.most)) <= 0)
}

func asIs(name string) string { return name }

// upper writes BelowMinimumAge as BELOW_MINIMUM_AGE, and HTTPError as
// HTTP_ERROR. Names that differ in more than case stay different.
func upper(name string) string {
	isUpper := func(i int) bool { return name[i] >= 'A' && name[i] <= 'Z' }
	isLower := func(i int) bool { return name[i] >= 'a' && name[i] <= 'z' }
	isDigit := func(i int) bool { return name[i] >= '0' && name[i] <= '9' }
	var b strings.Builder
	b.Grow(len(name) + 8)
	for i := range len(name) {
		if i > 0 && isUpper(i) && (isLower(i-1) || isDigit(i-1) || isUpper(i-1) && i+1 < len(name) && isLower(i+1)) {
			b.WriteByte('_')
		}
		b.WriteByte(name[i])
	}
	return strings.ToUpper(b.String())
}

func upperWord(s any) string {
	return strings.ToUpper(strings.ReplaceAll(fmt.Sprint(s), "-", "_"))
}

func pascalWord(s any) string {
	var b strings.Builder
	for part := range strings.SplitSeq(fmt.Sprint(s), "-") {
		b.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return b.String()
}
