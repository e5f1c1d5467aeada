import type { Entry } from "./records";
import { push } from "./template";
import { isNumber, wordsOf, type Sliced } from "./words";

// Words in any order: site/catalog/match_words.go is the twin of this file, and
// has the rules.

const smallWords = new Set("a an and are as at be by for has in is it of on or that the this to was with you your".split(" "));

export const telling = (word: string): boolean => !smallWords.has(word);

/** tooMany says that a text has too many words to be searched for. */
export const tooMany = (telling: number, all: number): boolean => telling > 24 || all > 96;

/** What of an entry is searched. */
export type Searched = Pick<Entry, "title" | "words" | "module" | "message" | "status">;

const mostShown = 40;

/** Each word once, and where it stands: in which entry, in which of four fields. */
export class WordIndex {
  private readonly words = new Map<string, number[]>(); // entry * 4 + field
  private readonly phrases: string[] = [];
  // What the last words found: while somebody types, all but one stay.
  private readonly found = new Map<string, Uint8Array>();

  private short = false; // words may have a slip too

  constructor(private readonly byCode: Map<string, number[]>) {}

  *add(all: Searched[], reasons?: Map<number, string>): Sliced<this> {
    this.short = reasons !== undefined;
    for (const e of all) {
      const i = this.phrases.length;
      if (i % 64 === 0) yield;
      let phrases = "";
      [[e.title], e.module ? [e.words, e.module] : [e.words], [e.message], [reasons?.get(e.status) ?? ""]].forEach((texts, field) => {
        for (const text of texts) {
          const words = wordsOf(text);
          phrases += ` ${words.join(" ")} \n`;
          for (const word of words) push(this.words, word, i * 4 + field);
        }
      });
      this.phrases.push(phrases);
    }
    return this;
  }

  /** find gives the entries that have the words with their scores, the best first. */
  find(query: string[], sequence: string[]): [entry: number, score: number][] {
    const n = this.phrases.length;
    const found = new Uint8Array(n);
    const scores = new Uint16Array(n);
    let best = 0;
    let needed = 0;
    for (const word of query) {
      const counts = Number(!isNumber(word));
      needed += counts;
      this.points(word).forEach((points, i) => {
        if (points === 0) return;
        scores[i]! += points;
        best = Math.max(best, (found[i]! += counts));
      });
    }
    if (best === 0 || (best < needed && (best < 2 || 3 * best < 2 * needed))) return [];
    const phrase = ` ${sequence.join(" ")}`;
    const byScore: number[][] = [];
    found.forEach((count, i) => {
      if (count < best) return;
      if (sequence.length > 1 && this.phrases[i]!.includes(phrase)) scores[i]! += 1000;
      (byScore[scores[i]!] ??= []).push(i);
    });
    const results: [number, number][] = [];
    for (let score = byScore.length; score-- && results.length < mostShown; ) for (const i of byScore[score] ?? []) results.push([i, score]);
    return results.slice(0, mostShown);
  }

  private points(word: string): Uint8Array {
    let best = this.found.get(word);
    if (best) return best;
    best = new Uint8Array(this.phrases.length);
    for (const i of this.byCode.get(word) ?? []) best[i] = 24;
    if (word.length <= 64 && this.like(word, likeness, best) < 8 && this.short && !this.byCode.has(word) && !isNumber(word)) this.like(word, shortSlip, best);
    if (this.found.size > 99) this.found.clear();
    this.found.set(word, best);
    return best;
  }

  /** like adds the points of the words that are like one, and gives the most. */
  private like(word: string, likeness: (there: string, typed: string) => number, best: Uint8Array): number {
    let most = 0;
    for (const [there, places] of this.words) {
      const points = likeness(there, word);
      if (!points) continue;
      most = Math.max(most, points);
      for (const place of places) best[place >> 2] = Math.max(best[place >> 2]!, points + 3 - (place & 3));
    }
    return most;
  }
}

const shortSlip = (there: string, typed: string): number => Number(typed.length > 2 && there.length > 3 && slip(there, typed)) * 8;

function likeness(there: string, typed: string): number {
  if (there === typed) return 20;
  if (there.startsWith(typed)) return 12;
  if (isNumber(typed)) return 0;
  const length = typed.length;
  if (length > 3 && there.length > 4 && slip(there, typed)) return 8;
  if (length > 4 && beginningSlip(there, typed)) return 6;
  return length >= 3 && there.includes(typed) ? 4 : 0;
}

function slip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  const [restA, restB] = [a.slice(i), b.slice(i)];
  const [lessA, lessB] = [restA.slice(1), restB.slice(1)];
  return lessA === restB || restA === lessB || lessA === lessB || (restA[0] === restB[1] && restA[1] === restB[0] && lessA.slice(1) === lessB.slice(1));
}

function beginningSlip(there: string, typed: string): boolean {
  return [-1, 0, 1].some((more) => typed.length + more < there.length && slip(there.slice(0, typed.length + more), typed));
}
