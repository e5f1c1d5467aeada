import uFuzzy from "../vendor/ufuzzy/uFuzzy.mjs";
import type { Entry } from "./records";

// Finds codes and puts the likeliest first. No DOM here. The rules are:
//
// - a number is a code first, then an HTTP status, then the beginning of either
// - zeros in front, quotes, a hash and words such as "error" don't matter
// - every word must be found, in any order, in the middle of a word too, with
//   one slip a word; when nothing holds all words, most of them
// - a whole word counts more than its beginning, that more than a slip, that
//   more than its middle; the title counts more than the keywords, those more
//   than the message

export interface Hit {
  entry: Entry;
  why: string; // "code", "HTTP status" or "text"
}

const limit = 40;

// The library must not see what it takes for operators: quotes ask it for the
// exact word, a leading minus for its absence.
const engine = new uFuzzy({
  unicode: true,
  interSplit: "[^\\p{L}\\p{M}\\d']+",
  intraSplit: "\\p{Ll}\\p{Lu}",
  intraBound: "\\p{L}\\d|\\d\\p{L}|\\p{Ll}\\p{Lu}",
  intraChars: "[\\p{L}\\p{M}\\d']",
  intraContr: "'\\p{L}{1,2}\\b",
  intraMode: 1,
});

const spelled = /^(?:(?:error|response|status|http|code|responsecode|errorcode)[\s:=_-]*)*["'#]*\s*(-?\d+)["']?[.,;]?$/i;

/** codeIn reads a query that is nothing but a code or status, "" otherwise. */
export function codeIn(query: string): string {
  if (query.length > 64) return ""; // no code is written so long, and the pattern must not be made to work
  const match = spelled.exec(query.trim().replace(/^[{[("']+|[)\]}"']+$/g, ""));
  return match?.[1] ?? "";
}

const bare = (code: string): string => code.replace(/^(-?)0+(?=\d)/, "$1").toLowerCase();

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{M}\d]+/gu) ?? [];

// Words of a message that tell nothing.
const small = new Set("a an and are as at be by for has in is it of on or that the this to was with you your".split(" "));

export function search(all: Entry[]): (query: string) => Hit[] {
  const haystack = all.map((e) => [e.code, e.status || "", e.title, e.module, e.words, e.message].join(" ").toLowerCase());
  const fields = all.map((e) => [wordsOf(e.title), wordsOf(e.words + " " + e.module), wordsOf(e.message)]);

  return (pasted) => {
    const query = pasted.slice(0, 4096);
    const number = codeIn(query);
    if (number) return numbers(all, number, query.trim());
    const exact = all.filter((e) => e.code && e.code.toLowerCase() === query.trim().toLowerCase());
    let words = wordsOf(query).slice(0, 24).map((word) => word.slice(0, 32));
    const telling = words.filter((word) => !small.has(word));
    if (telling.length) words = telling;
    if (!words.length) return [];
    const scored = words.map((word) => found(haystack, fields, word));
    const need = all.map((_, i) => scored.filter((score) => score.has(i)).length);
    const best = Math.max(...need);
    if (best === 0 || best < words.length / 2) return exact.map((entry) => ({ entry, why: "code" }));
    const score = (i: number): number => scored.reduce((sum, s) => sum + (s.get(i) ?? 0), 0);
    const order = all.map((_, i) => i).filter((i) => need[i] === best && !exact.includes(all[i]!));
    const points = new Map(order.map((i) => [i, score(i)]));
    order.sort((a, b) => points.get(b)! - points.get(a)! || a - b);
    return [
      ...exact.map((entry) => ({ entry, why: "code" })),
      ...order.slice(0, limit).map((i) => ({ entry: all[i]!, why: "text" })),
    ];
  };
}

// found gives the entries that hold a word, each with its points.
function found(haystack: string[], fields: string[][][], word: string): Map<number, number> {
  const points = new Map<number, number>();
  for (const i of engine.filter(haystack, word) ?? []) {
    let best = 1;
    fields[i]!.forEach((words, field) => {
      const weight = 3 - field;
      for (const w of words) {
        const points = w === word ? 20 : w.startsWith(word) ? 12 : slip(w, word) ? 8 : w.includes(word) ? 4 : 0;
        if (points) best = Math.max(best, points + weight);
      }
    });
    points.set(i, best);
  }
  return points;
}

// slip tells whether two words differ by one letter added, left out or changed,
// or by two neighbours swapped.
function slip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  return (
    a.slice(i + 1) === b.slice(i) ||
    a.slice(i) === b.slice(i + 1) ||
    a.slice(i + 1) === b.slice(i + 1) ||
    (a[i] === b[i + 1] && a[i + 1] === b[i] && a.slice(i + 2) === b.slice(i + 2))
  );
}

function numbers(all: Entry[], number: string, query: string): Hit[] {
  const wanted = bare(number);
  const hits: Hit[] = [];
  const add = (why: string, test: (e: Entry) => boolean): void => {
    for (const entry of all) if (test(entry) && !hits.some((hit) => hit.entry === entry)) hits.push({ entry, why });
  };
  const statusFirst = /http|status/i.test(query);
  const status = (): void => add("HTTP status", (e) => e.status !== 0 && String(e.status) === wanted);
  if (statusFirst) status();
  add("code", (e) => e.code === number);
  add("code", (e) => e.code !== "" && bare(e.code) === wanted);
  status();
  add("code", (e) => bare(e.code).startsWith(wanted));
  add("HTTP status", (e) => e.status !== 0 && String(e.status).startsWith(wanted));
  return hits.slice(0, limit);
}
