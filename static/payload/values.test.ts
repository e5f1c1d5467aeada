import assert from "node:assert/strict";
import test from "node:test";
import { fragment } from "../decoder/address";
import { inJson, read } from "./values";

test("a fragment carries values", () => {
  assert.deepEqual([...read("#Minimum%20Age=18&b=")], [["Minimum Age", "18"], ["b", ""]]);
  assert.deepEqual([...read("#a=1+1&b=x%3Dy=z")], [["a", "1+1"], ["b", "x=y=z"]]);
  assert.deepEqual([...read("#a=%E0%A4%A&b=%")], [["a", "%E0%A4%A"], ["b", "%"]]);
  for (const none of ["", "#", "#before", "#=x", "#&&", "#%3D"]) assert.equal(read(none).size, 0, none);
  assert.equal(read("#__proto__=x").get("__proto__"), "x");
  assert.equal(({} as Record<string, unknown>).x, undefined);
});

test("values survive the way into an address and back", () => {
  for (const value of ["", "18", "a b", "1+1", "&=#?/%", "é", "שלום", "\u{1f600}", "line\nline", "\u0000", '"\\', "<b>"]) {
    assert.equal(read(fragment([["Minimum Age", value]])).get("Minimum Age"), value);
  }
});

test("a value inside a JSON string", () => {
  for (const value of ['say "no"', "a\\b", "a\nb", "\u0000", "</script>", "é"]) assert.equal(JSON.parse(`"${inJson(value)}"`), value);
});
