import assert from "node:assert/strict";
import { test } from "node:test";
import { moved } from "./moved";
import { asked, nearest } from "./nearest";

const known = ["0 Success", "8 Not authorized", "26 Terms not accepted", "27 Below minimum age", "28 Password too weak", "40 Bank account refused", "50 Journal busy", "032 Card approved", "card_declined Card refused", "422 Unprocessable"].map((line) => {
  const [code = "", ...title] = line.split(" ");
  return { code: code === "422" ? "HTTP 422" : code, title: title.join(" ") };
});

test("a path is cut into what may name a code", () => {
  for (const [path, home, want] of [
    ["/codes/99/", "/", ["99", "codes"]],
    ["/docs/27.html", "/docs/", ["27"]],
    ["/below-minimum-age", "/", ["below minimum age"]],
    ["/%E2%82%AC/%zz", "/", ["%zz", "€"]],
    ["/", "/", []],
    ["//", "/", []],
  ] as const) assert.deepEqual(asked(path, home), want, path);
});

test("the nearest codes come first", () => {
  const codes = (path: string): string[] => nearest(asked(path, "/"), known).map(({ code }) => code);
  assert.equal(codes("/codes/27/python/")[0], "27");
  assert.equal(codes("/0027")[0], "27");
  assert.equal(codes("/032/x")[0], "032");
  assert.deepEqual(codes("/codes/29/"), ["28", "27", "26"]);
  assert.deepEqual(codes("/codes/99/")[0], "50");
  assert.equal(codes("/below-minimum-age/")[0], "27");
  assert.equal(codes("/belov-minimun-age")[0], "27");
  assert.equal(codes("/minimum")[0], "27");
  assert.equal(codes("/pasword")[0], "28");
  assert.equal(codes("/card-declined")[0], "card_declined");
  assert.equal(codes("/422")[0], "HTTP 422");
  assert.equal(codes("/http/422/x")[0], "HTTP 422");
  assert.deepEqual(codes("/zzzzzzzz"), []);
  assert.deepEqual(codes("/"), []);
  assert.equal(codes(`/codes/${"9".repeat(500)}`).length > 0, true);
  assert.equal(new Set(codes("/27")).size, codes("/27").length);
});

test("a rule leads on, never to another host", () => {
  const rules = "# remark\n/27 /codes/27/ 301\n/old/page/ /codes/2/ 301\n/evil //evil.example/ 301\n/worse https://evil.example/ 301\n/back /\\evil.example 301\n/docs/e/27 /docs/codes/27/ 301\n";
  for (const [path, want] of [
    ["/27", "/codes/27/"], ["/27/", "/codes/27/"], ["/27//", "/codes/27/"], ["/old/page", "/codes/2/"], ["/docs/e/27", "/docs/codes/27/"],
    ["/e/27", ""], ["/evil", ""], ["/worse", ""], ["/back", ""], ["", ""], ["/", ""], ["#", ""], ["/2", ""],
  ] as const) assert.equal(moved(rules, path), want, path);
});
