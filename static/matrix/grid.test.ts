import assert from "node:assert/strict";
import test from "node:test";
import { move, type Place } from "./grid";

// Rows of cells; a letter is a code.
const picture = ["ab|c|", "|d|", "e||f", "ghi|jk|l"];
const letters = picture.join("").replaceAll("|", "");
const places: Place[] = picture.flatMap((row, r) => row.split("|").flatMap((cell, column) => [...cell].map(() => ({ row: r, column }))));

test("arrows, Home and End", () => {
  const table: [string, string, boolean, string][] = [
    ["a", "ArrowRight", false, "b"], ["b", "ArrowRight", false, "c"], ["c", "ArrowRight", false, "c"],
    ["c", "ArrowLeft", false, "b"], ["a", "ArrowLeft", false, "a"], ["d", "ArrowLeft", false, "d"],
    ["c", "ArrowDown", false, "d"], ["d", "ArrowDown", false, "j"], ["k", "ArrowUp", false, "d"], ["j", "ArrowUp", false, "d"],
    ["a", "ArrowDown", false, "e"], ["b", "ArrowDown", false, "e"], ["e", "ArrowDown", false, "g"], ["i", "ArrowUp", false, "e"],
    ["f", "ArrowUp", false, "f"], ["l", "ArrowDown", false, "l"], ["l", "ArrowUp", false, "f"],
    ["h", "Home", false, "g"], ["h", "End", false, "l"], ["d", "Home", false, "d"], ["d", "End", false, "d"],
    ["h", "Home", true, "a"], ["b", "End", true, "l"], ["b", "Enter", false, "b"], ["b", "x", true, "b"],
  ];
  for (const [from, key, whole, want] of table) {
    assert.equal(letters[move(places, letters.indexOf(from), key, whole)], want, `${from} ${key} ${whole}`);
  }
});

test("up and down keep the place in the cell", () => {
  const two: Place[] = [0, 0, 0, 1, 1].map((row) => ({ row, column: 0 }));
  assert.equal(move(two, 1, "ArrowDown", false), 4);
  assert.equal(move(two, 2, "ArrowDown", false), 4);
  assert.equal(move(two, 4, "ArrowUp", false), 1);
});

test("nothing to move among", () => {
  assert.equal(move([], 0, "ArrowDown", false), 0);
  assert.equal(move(places, -1, "Home", true), -1);
});
