import assert from "node:assert/strict";
import test from "node:test";
import { csv, markdown, type Row } from "./copy";

const row = (title: string, code = "27"): Row => ({
  code, status: "422", module: "Entities", title, actor: "End user", retry: "After a change", address: "https://h.example/codes/27/",
});

test("Markdown", () => {
  assert.equal(markdown([row("Below minimum age")]), [
    "| Code | HTTP status | Module | Title | Who must act | Does repeating help? | Page |",
    "| --- | --- | --- | --- | --- | --- | --- |",
    "| 27 | 422 | Entities | Below minimum age | End user | After a change | https://h.example/codes/27/ |",
    "",
  ].join("\n"));
  for (const [title, want] of [["a|b", "a\\|b"], ["a\\|b", "a\\\\\\|b"], ["a\r\nb\n\nc\u2028d", "a b c d"], ["<img>", "\\<img>"]] as const) {
    assert.ok(markdown([row(title)]).includes(`| Entities | ${want} | End user |`), title);
  }
  assert.equal(markdown([]).split("\n").length, 3);
});

// What reads RFC 4180.
function parse(text: string): string[][] {
  const rows: string[][] = [];
  let cells: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    cells.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
    if (end === ",") continue;
    rows.push(cells);
    cells = [];
  }
  return rows;
}

test("CSV comes back as it was", () => {
  const titles = ["plain", "a,b", 'say "no"', "two\r\nlines", "two\nlines", "", " ", "שלום", '"', ",", '","'];
  const text = csv(titles.map((title) => row(title)));
  assert.ok(text.startsWith("Code,HTTP status,Module,Title,Who must act,Does repeating help?,Page\r\n27,422,Entities,plain,"));
  assert.deepEqual(parse(text).map((cells) => cells[3]), ["Title", ...titles]);
  assert.deepEqual(new Set(parse(text).map((cells) => cells.length)), new Set([7]));
});

test("no cell of the CSV is a formula", () => {
  for (const title of ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("x","y")', "-", "＝1", "+5"]) {
    assert.equal(parse(csv([row(title)]))[1]?.[3], "'" + title, title);
  }
  for (const code of ["-1", "0", "27", "E0308"]) assert.equal(parse(csv([row("x", code)]))[1]?.[0], code);
});
