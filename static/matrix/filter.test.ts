import assert from "node:assert/strict";
import test from "node:test";
import { count, format, isOn, parse, passes, remark, tally, toggle, type Code, type Facet, type State } from "./filter";

const facet = (name: string, ...values: string[]): Facet => ({ name, label: name, values: values.map((v) => [v, v.toUpperCase()]) });
const facets = [
  facet("class", "2xx", "4xx", "5xx", "none"), facet("status", "200", "404", "422", "500", "501", "none"),
  facet("module", "a", "b & c"), facet("actor", "nobody", "developer"), facet("retry", "never", "after-wait"),
];
const code = (address: string, ...values: string[]): Code => ({ address, values: new Map(values.map((v, i) => [facets[i]!.name, v])) });
const codes = [
  code("/0/", "2xx", "200", "a", "nobody", "never"),
  code("/1/", "4xx", "404", "a", "developer", "never"),
  code("/2/", "4xx", "422", "b & c", "developer", "after-wait"),
  code("/3/", "5xx", "500", "b & c", "nobody", "after-wait"),
  code("/4/", "none", "none", "a", "nobody", "never"),
];
const read = (query: string): State => parse(query, facets).state;
const left = (query: string, found: string[] | null = null): string =>
  codes.filter((c) => passes(c, read(query), found && new Set(found))).map((c) => c.address[1]).join("");

test("and across facets, or within one", () => {
  const table: [string, string][] = [
    ["", "01234"], ["?class=4xx", "12"], ["?class=4xx&class=5xx", "123"], ["?class=4xx&retry=after-wait", "2"],
    ["?class=4xx&class=5xx&retry=after-wait&actor=nobody", "3"], ["?class=none", "4"], ["?status=none", "4"], ["?status=501", ""],
    ["?class=2xx&status=404", ""], ["?module=b+%26%20c", "23"],
  ];
  for (const [query, want] of table) assert.equal(left(query), want, query);
  assert.equal(left("?text=x", ["/0/", "/2/"]), "02");
  assert.equal(left("?text=x&class=4xx", ["/0/", "/2/"]), "2");
  assert.equal(left("?text=x", []), "");
  assert.equal(left("?text=x", null), "01234"); // nobody knows yet
});

test("a value counts what it would leave, whatever its own facet says", () => {
  const n = (query: string, name: string, value: string, found: string[] | null = null): number =>
    count(codes, read(query), found && new Set(found), name, value);
  assert.equal(n("", "class", "4xx"), 2);
  assert.equal(n("?class=2xx", "class", "4xx"), 2);
  assert.equal(n("?retry=after-wait", "class", "4xx"), 1);
  assert.equal(n("?retry=after-wait", "class", "2xx"), 0);
  assert.equal(n("?retry=after-wait&class=4xx", "retry", "never"), 1);
  assert.equal(n("", "status", "501"), 0);
  assert.equal(n("?text=x", "class", "4xx", ["/1/"]), 1);
  for (const { name, values } of facets) {
    for (const [value] of values) {
      const alone = read(`?class=4xx&class=5xx&actor=developer`);
      alone.chosen.set(name, [value]);
      assert.equal(n("?class=4xx&class=5xx&actor=developer", name, value), codes.filter((c) => passes(c, alone, null)).length, `${name} ${value}`);
    }
  }
});

test("what a query holds that nobody knows is left out", () => {
  const table: [string, string][] = [
    ["?status=999", "left out: status=999"],
    ["?class=__proto__&class=constructor", "left out: class=__proto__, class=constructor"],
    ["?__proto__=4xx&constructor=1&q=27&Class=4xx", ""],
    ["?status=%00&status=%E2%80%AE1", "left out: status= , status= 1"],
    ["?status=%zz&status=%ff", "left out: status=%zz, status=\ufffd"],
    ["?outcome=failure", "left out: outcome=failure"], // no such facet here
    [`?text=${"x".repeat(201)}`, `left out: text=${"x".repeat(40)}…`],
    ["?text=a&text=b&text=a", "left out: text=b"],
    [`?${"status=1&".repeat(7)}`, "left out: status=1, status=1, status=1, status=1, status=1, and 2 more"],
  ];
  for (const [query, want] of table) assert.equal(remark(parse(query, facets).leftOut), want, query);
  assert.equal(isOn(read("?status=999&class=__proto__")), false);
  assert.equal(isOn(read("?text=%20")), false);
  assert.equal(isOn(read("?text=a")), true);
  assert.equal(isOn(read("?class=4xx")), true);
});

test("a state goes into an address and comes back", () => {
  for (const query of ["", "?class=4xx", "?class=4xx&class=5xx&retry=after-wait&text=lock", "?module=b%20%26%20c", "?text=a%2Bb%20%26%3D%23%25"]) {
    assert.equal(format("", read(query), facets), query);
  }
  assert.equal(read("?text=a+b%2Bc").text, "a b+c");
  assert.equal(format("", read("?class=5xx&class=4xx&class=4xx"), facets), "?class=4xx&class=5xx");
});

test("other keys stay, to the letter", () => {
  const state = read("?class=4xx");
  const table: [string, string][] = [
    ["?q=a+b", "?q=a+b&class=4xx"], ["?q=%zz&&x", "?q=%zz&x&class=4xx"], ["?status=999&q=1&text=a&class=2xx", "?q=1&class=4xx"],
    ["?%63lass=2xx&=&a=b=c", "?=&a=b=c&class=4xx"], ["", "?class=4xx"], ["?", "?class=4xx"],
  ];
  for (const [query, want] of table) assert.equal(format(query, state, facets), want, query);
  assert.equal(format("?q=1&class=4xx", read(""), facets), "?q=1");
  assert.equal(format("?class=4xx", read(""), facets), "");
});

test("a value is chosen and let go, in the facet's order", () => {
  let state = read("");
  for (const value of ["5xx", "2xx"]) state = toggle(state, "class", value, facets);
  assert.equal(format("", state, facets), "?class=2xx&class=5xx");
  const before = state;
  state = toggle(toggle(state, "class", "2xx", facets), "class", "5xx", facets);
  assert.equal(isOn(state), false);
  assert.equal(format("", before, facets), "?class=2xx&class=5xx"); // left as it was
});

test("how many, in words", () => {
  assert.equal(tally(12, 35, true), "12 of 35 codes");
  assert.equal(tally(35, 35, false), "35 codes");
  assert.equal(tally(1, 1, false), "1 code");
  assert.equal(tally(0, 1, true), "0 of 1 code");
});
