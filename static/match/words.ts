// Words, as the matcher compares them: site/catalog/fold.go and match_text.go
// are the twin of this file.

export interface Word {
  text: string;
  start: number;
  end: number;
  line: number; // from 1
}

/** Slices let a caller stop for a while: a generator yields now and then. */
export type Sliced<T> = Generator<undefined, T, undefined>;

/** finish runs a generator without a pause. */
export function finish<T>(sliced: Sliced<T>): T {
  for (;;) {
    const step = sliced.next();
    if (step.done) return step.value;
  }
}

const marks = /[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u064b-\u0655\u0670]/g;
const plain = /^[\x00-\x7f]*$/;

/** fold takes away what doesn't tell words apart: case, accents, points, widths. */
export function fold(text: string): string {
  if (plain.test(text)) return text.toLowerCase();
  return text.normalize("NFKD").replace(marks, "").toLowerCase().replace(/ς/g, "σ");
}

const run = /[\p{L}\p{M}\p{N}]+/gu;
const alone = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]|[^\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]+/gu;

/** cutWords cuts a text into words; an ideograph or kana is one of its own. */
export function* cutWords(source: string, line: number): Sliced<Word[]> {
  const words: Word[] = [];
  let newline = source.indexOf("\n");
  let steps = 0;
  for (let at = 0; ; ) {
    run.lastIndex = at;
    const found = run.exec(source);
    if (!found) return words;
    at = run.lastIndex;
    while (newline >= 0 && newline < found.index) {
      line++;
      newline = source.indexOf("\n", newline + 1);
    }
    for (const part of plain.test(found[0]) ? [found] : found[0].matchAll(alone)) {
      const start = part === found ? at - part[0].length : found.index + part.index;
      const text = fold(part[0]);
      if (text) words.push({ text, start, end: start + part[0].length, line });
    }
    if (++steps % 64 === 0) yield;
  }
}

export const wordsOf = (text: string): string[] => finish(cutWords(text, 1)).map((word) => word.text);

const number = /^-?\d+$/;

export const isNumber = (text: string): boolean => number.test(text);

/** blanks makes each white space a blank, so that only line ends are left. */
export const blanks = (text: string): string => text.replace(/[^\S\n]|\u0085/g, " ");

/** unquoted takes away quotes and a hash around a code. */
export const unquoted = (text: string): string => text.replace(/^["'#]+|["'#]+$/g, "");

/** bareCode takes away what doesn't tell codes apart: quotes, a hash, zeros in front of a number. */
export function bareCode(text: string): string {
  const bare = fold(unquoted(text.trim()));
  return number.test(bare) ? bare.replace(/^(-?)0+(?=\d)/, "$1") : bare;
}
