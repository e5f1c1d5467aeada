import assert from "node:assert/strict";
import test from "node:test";
import { turn } from "./turn";

test("arrows go round, Home and End to either end, other keys nowhere", () => {
  const cases: [string, number, number, number][] = [
    ["ArrowRight", 0, 3, 1],
    ["ArrowRight", 2, 3, 0],
    ["ArrowLeft", 1, 3, 0],
    ["ArrowLeft", 0, 3, 2],
    ["Home", 2, 3, 0],
    ["End", 0, 3, 2],
    ["ArrowRight", 0, 1, 0],
    ["ArrowLeft", 0, 1, 0],
    ["ArrowDown", 1, 3, -1],
    ["Enter", 1, 3, -1],
    ["a", 1, 3, -1],
  ];
  for (const [key, open, count, want] of cases) assert.equal(turn(key, open, count), want, `${key} from ${open} of ${count}`);
});
