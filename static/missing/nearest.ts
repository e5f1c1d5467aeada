// What an address that leads nowhere may have meant.

/** A code, or a mention of one, as the page lists it. */
export interface Known {
  code: string;
  title: string;
}

const most = 3; // by number, and by spelling

/** asked cuts a path into what may name a code, the last first: /codes/99/x.html gives x, 99, codes. */
export function asked(path: string, home: string): string[] {
  const rest = path.startsWith(home) ? path.slice(home.length) : path;
  const words = rest.split("/").map((part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part; // half an escape
    }
  });
  return words.map((word) => word.replace(/\.(html?|json|md)$/i, "").replace(/[-_+\s]+/g, " ").trim().slice(0, 80)).filter(Boolean).reverse();
}

/** nearest are those that a text may mean, the best first. */
export function nearest<K extends Known>(words: string[], known: K[]): K[] {
  const found: K[] = [];
  for (const word of words) found.push(...known.filter(({ code }) => bare(code) === bare(word)));
  const [last = ""] = words;
  const number = /-?\d+/.exec(last)?.[0];
  if (number !== undefined) {
    const away = (code: string): number => (/^-?\d+$/.test(code) ? Math.abs(Number(code) - Number(number)) : Infinity);
    found.push(...best(known, ({ code }) => away(code), Infinity));
  }
  const letters = bare(last);
  if (/\p{L}/u.test(letters)) {
    const limit = Math.max(1, letters.length / 3);
    const far = (text: string): number => (Math.abs(text.length - letters.length) < limit ? distance(letters, text) : Infinity);
    const off = ({ code, title }: Known): number => Math.min(far(bare(code)), ...parts(bare(title), letters).map(far));
    found.push(...best(known, off, limit));
  }
  return [...new Set(found)];
}

function best<K>(known: K[], far: (one: K) => number, limit: number): K[] {
  return known
    .map((one) => [far(one), one] as const)
    .filter(([away]) => away < limit || away === 0)
    .sort(([a], [b]) => a - b)
    .slice(0, most)
    .map(([, one]) => one);
}

/** parts are a title, its beginning of as many words as the text has, and its words. */
function parts(title: string, text: string): string[] {
  const words = title.split(" ");
  return [title, words.slice(0, text.split(" ").length).join(" "), ...words.filter((word) => word.length > 3)];
}

function bare(text: string): string {
  return text.toLowerCase().replace(/^http /, "").replace(/^0+(?=\d)/, "");
}

/** distance counts insertions, deletions and substitutions (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}
