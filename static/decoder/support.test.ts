import assert from "node:assert/strict";
import test from "node:test";
import type { Answer, Match } from "../match/match";
import { address, fragment } from "./address";
import { support } from "./support";

const match = (values: [string, string][], path = "codes/27/"): Match => ({
  entry: { code: "27", integer: true, status: 422, title: "Below minimum age", module: "", message: "", words: "", outcome: 3, address: path, inferred: false, templates: [], meanings: [] },
  why: "", values, remarks: ["came with HTTP 400; documented is 422"], sure: true,
});
const answer: Answer = { matches: [], notes: [], function: "Register", time: "", secretive: false };

test("values in a fragment", () => {
  assert.equal(fragment([]), "");
  assert.equal(fragment([["Minimum Age", "18"], ["b", ""]]), "#Minimum%20Age=18&b=");
  assert.equal(fragment([["x", "\ud800"]]), "#x=%EF%BF%BD");
  assert.equal(fragment([["a&b=c", "1+1 #?/é"]]), "#a%26b%3Dc=1%2B1%20%23%3F%2F%C3%A9");
  const read = Object.fromEntries(new URLSearchParams(fragment([["x", "a+b c"]]).slice(1).replaceAll("+", "%2B")));
  assert.deepEqual(read, { x: "a+b c" });
});

test("an address that has a fragment keeps it", () => {
  assert.equal(address(match([["x", "1"]])), "codes/27/#x=1");
  assert.equal(address(match([["x", "1"]], "guides/versions/#older")), "guides/versions/#older");
});

test("the text for support", () => {
  const now = new Date(Date.UTC(2026, 10, 26, 10, 12, 13));
  assert.equal(
    support(match([["Minimum Age", "18"]]), answer, "https://host.example/docs/codes/27/index.html#Minimum%20Age=18", now),
    "Response code 27: Below minimum age\nMinimum Age: 18\nRemark: came with HTTP 400; documented is 422\nFunction: Register\nLooked up: 2026-11-26T10:12:13.000Z\nhttps://host.example/docs/codes/27/#Minimum%20Age=18\n",
  );
  assert.match(support(match([]), { ...answer, time: "2026-11-26 10:12" }, "", now), /^Time: 2026-11-26 10:12$/m);
});
