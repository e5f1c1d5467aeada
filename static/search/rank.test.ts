import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { codeIn, search } from "./rank";
import { entries, type Entry } from "./records";

const entry = (code: string, status: number, title: string, message = "", words = ""): Entry => ({
  code, status, title, module: "", message, words, retry: "never", address: `codes/${code}/`,
});

const small = search([
  entry("2", 200, "No records"),
  entry("4", 500, "Database error"),
  entry("27", 422, "Below minimum age", "Registration is allowed for people aged [Minimum Age] and over."),
  entry("422", 404, "A code that looks like a status"),
  entry("E0308", 0, "Mismatched types"),
  entry("-1", 0, "Unknown failure"),
  entry("", 429, "Too many requests"),
  entry("98", 400, "שגיאה בסיסמה", "Пароль неверен", "密码"),
]);
const codes = (query: string): string[] => small(query).map((hit) => hit.entry.code);

test("a number is a code, then a status, then the beginning of either", () => {
  assert.deepEqual(codes("422"), ["422", "27"]);
  assert.deepEqual(codes("4"), ["4", "422", "27", "", "98"].sort((a, b) => codes("4").indexOf(a) - codes("4").indexOf(b)));
  assert.equal(codes("4")[0], "4");
  assert.equal(codes("http 422")[0], "27");
  assert.equal(small("429")[0]?.why, "HTTP status");
});

test("spellings of a code", () => {
  for (const query of ["27", "027", '"027"', "#27", "error 27", "Error: 27", "ResponseCode: 27", "code=27", " 27. ", "'27'"]) {
    assert.equal(codes(query)[0], "27", query);
  }
  assert.equal(codes("-1")[0], "-1");
  assert.equal(codes("e0308")[0], "E0308");
  assert.equal(codeIn("28 days"), "");
  assert.equal(codeIn("2nd"), "");
});

test("words in any order, their beginnings, and one slip a word", () => {
  for (const query of ["age minimum", "regist age", "minimun", "registraton", "Registration is allowed for people aged 18 and over."]) {
    assert.equal(codes(query)[0], "27", query);
  }
});

test("other scripts", () => {
  for (const query of ["בסיסמה", "неверен", "пароль", "密码"]) assert.equal(codes(query)[0], "98", query);
});

test("nothing found is an empty list, whatever was typed", () => {
  for (const query of ["", "   ", "xyzzy", '"', "-", "\\", "[", "(((", "*", "a|b$^", "\u0000", "😀", "-age -minimum zzzz"]) {
    assert.ok(Array.isArray(small(query)), query);
  }
  assert.deepEqual(codes("xyzzy"), []);
  for (const long of ["responsecode".repeat(50_000), "9".repeat(100_000), "age ".repeat(100_000)]) assert.ok(Array.isArray(small(long)));
  assert.deepEqual(search([])("27"), []);
});

// What go test hands over: the real catalog's search data.
const file = process.env.SEARCH_DATA;
test("the real catalog", { skip: file === undefined && "SEARCH_DATA names no file" }, () => {
  const all = entries(JSON.parse(readFileSync(file!, "utf8")));
  const find = search(all);
  const first = (query: string): string => find(query)[0]?.entry.code ?? "nothing";
  for (const { code } of all.filter((e) => e.code && e.module)) assert.equal(first(code), code, `number ${code}`);
  for (const { code, title } of all.filter((e) => e.module)) assert.equal(first(title), code, `title ${title}`);
  const messages = new Map<string, string[]>();
  for (const e of all.filter((e) => e.module)) messages.set(e.message, [...(messages.get(e.message) ?? []), e.code]);
  for (const [message, of] of messages) assert.ok(of.includes(first(message)), `message ${message} gave ${first(message)}`);
  const table: [string, string][] = [
    ["autorized", "8"], ["locked", "12"], ["lokced", "12"], ["regist age", "27"], ["tax engine", "10"], ["duplicate post", "30"],
    ["70", "70"], ["032", "032"], ["429", ""], ["pasword", "13"], ["credentials", "6"], ["forbidden", "8"], ["closed", "32"],
  ];
  for (const [query, code] of table) assert.equal(first(query), code, query);
});
