import type { Entry } from "./records";
import { isNumber, wordsOf } from "./words";

// Words in any order: site/catalog/match_words.go is the twin of this file, and
// has the rules.

const mostWords = 24;
const longestWord = 64;

const smallWords = new Set("a an and are as at be by for has in is it of on or that the this to was with you your".split(" "));

/** How many words a text may have that is searched for. */
export const tooMany = (telling: number, all: number): boolean => telling > mostWords || all > 4 * mostWords;

export const telling = (word: string): boolean => !smallWords.has(word);

export interface Scored {
  entry: number;
  score: number;
}

export class WordIndex {
  private readonly words: string[] = [];
  private readonly postings: number[][] = []; // of each word: entry * 4 + field
  private readonly phrases: string[];

  constructor(
    all: Entry[],
    reasons: Map<number, string>,
    private readonly byCode: Map<string, number[]>,
  ) {
    const numbers = new Map<string, number>();
    this.phrases = all.map((e, i) => {
      const fields = [[e.title], [e.words, ...(e.module ? [e.module] : [])], [e.message], [reasons.get(e.status) ?? ""]];
      let phrases = "";
      fields.forEach((texts, field) => {
        for (const text of texts) {
          const words = wordsOf(text);
          phrases += ` ${words.join(" ")} \n`;
          for (const word of words) {
            let n = numbers.get(word);
            if (n === undefined) {
              numbers.set(word, (n = this.words.length));
              this.words.push(word);
              this.postings.push([]);
            }
            const of = this.postings[n]!;
            if (of[of.length - 1] !== i * 4 + field) of.push(i * 4 + field);
          }
        }
      });
      return phrases;
    });
  }

  /** find gives the entries that have the words, the best first. */
  find(query: string[], sequence: string[]): Scored[] {
    const needed = query.filter((word) => !isNumber(word)).length;
    if (needed === 0) return [];
    const found = new Uint8Array(this.phrases.length);
    const score = new Int32Array(this.phrases.length);
    for (const word of query) {
      const points = this.points(word);
      const counts = isNumber(word) ? 0 : 1;
      for (let i = 0; i < points.length; i++) {
        if (points[i]) {
          score[i]! += points[i]!;
          found[i]! += counts;
        }
      }
    }
    let best = 0;
    for (const n of found) if (n > best) best = n;
    if (best === 0 || (best < needed && (best < 2 || 3 * best < 2 * needed))) return [];
    const results: Scored[] = [];
    const phrase = ` ${sequence.join(" ")}`;
    for (let i = 0; i < found.length; i++) {
      if (found[i] !== best) continue;
      results.push({ entry: i, score: score[i]! + (sequence.length > 1 && this.phrases[i]!.includes(phrase) ? 1000 : 0) });
    }
    return results.sort((a, b) => b.score - a.score || a.entry - b.entry).slice(0, 40);
  }

  private points(word: string): Uint8Array {
    const best = new Uint8Array(this.phrases.length);
    for (const i of this.byCode.get(word) ?? []) best[i] = 24;
    if ([...word].length > longestWord) return best;
    for (let n = 0; n < this.words.length; n++) {
      const points = likeness(this.words[n]!, word);
      if (points === 0) continue;
      for (const posting of this.postings[n]!) {
        const i = posting >> 2;
        const here = points + 3 - (posting & 3);
        if (here > best[i]!) best[i] = here;
      }
    }
    return best;
  }
}

function likeness(there: string, typed: string): number {
  if (there === typed) return 20;
  if (there.startsWith(typed)) return 12;
  if (isNumber(typed)) return 0;
  const length = typed.length;
  if (length >= 4 && slip(there, typed)) return 8;
  if (length >= 5 && beginningSlip(there, typed)) return 6;
  if (length >= 3 && there.includes(typed)) return 4;
  return 0;
}

function slip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let i = 0;
  while (i < a.length && i < b.length && a[i] === b[i]) i++;
  let j = 0; // the same letters at the end
  while (j < a.length - i && j < b.length - i && a[a.length - 1 - j] === b[b.length - 1 - j]) j++;
  const restA = a.length - i - j;
  const restB = b.length - i - j;
  if (restA <= 1 && restB <= 1) return true;
  return restA === 2 && restB === 2 && a[i] === b[i + 1] && a[i + 1] === b[i];
}

function beginningSlip(there: string, typed: string): boolean {
  for (let length = typed.length - 1; length <= typed.length + 1; length++) {
    if (length < there.length && slip(there.slice(0, length), typed)) return true;
  }
  return false;
}

