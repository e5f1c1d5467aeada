import type { Entry, SearchData } from "./records";
import type { Sliced } from "./words";

// The texts of entries, told in words: site/searchtext.go has the rules.

export interface Texts {
  words?: string; // that no other file has
  titles: string;
  keywords: string;
  messages: string;
  odd: string; // shapes that occur once
  high: string;
  low: string;
  addresses?: Record<number, string>;
  more?: Record<number, [own: 0 | 1, templates: [kind: 0 | 1 | 2, where: string, shape: string][], meanings: string[], retired: string[]]>;
}

/** digit is the number that a letter stands for. */
export function digit(text: string, at: number): number {
  const c = text.charCodeAt(at);
  return c - (c > 160 ? 98 : c > 92 ? 64 : 63);
}

const marked = /\x86|\x87(\d+)/g;
const marks = /[\x80-\x84]/g;
const named = /\x82(.*)\x83/s;

/** parts cuts a marked text at its variable parts: text and names by turns. */
function parts(text: string): string[] {
  let unnamed = 0;
  return text.split(/[\x80\x81]/).map((part, i) => (i % 2 ? (named.exec(part)?.[1] ?? `${++unnamed}`) : part));
}

/** fill gives the texts to the entries from one on. */
export function* fill(entries: Entry[], from: number, texts: Texts, data: SearchData): Sliced<void> {
  const shared = data.words.split(" ");
  const own = (texts.words ?? "").split(" ");
  let at = 0;
  const shapes = data.shapes.split("\x88");
  const odd = texts.odd.split("\x88").values();
  const next = (): string => {
    const id = digit(texts.high, at) * 60 + digit(texts.low, at++);
    return shared[id] ?? own[id - shared.length] ?? "";
  };
  for (let i = 0; i < texts.titles.length; i++) {
    if (i % 64 === 0) yield;
    const e = entries[from + i]!;
    const said = (shape: string): string => shape.replace(marked, (_, row?: string) => (row ? Array.from({ length: +row }, next).join(" ") : e.code));
    const text = (letters: string): string => said(shapes[digit(letters, i) - 1] ?? odd.next().value!);
    e.title = text(texts.titles);
    e.words = text(texts.keywords);
    const message = text(texts.messages);
    e.message = message.replace(marks, "");
    e.address = texts.addresses?.[i] ?? data.page.join(e.code);
    const [own, templates, meanings, retired] = texts.more?.[i] ?? [0, [], [], []];
    e.templates = e.outcome < 0 || own ? [] : [[0, "", ...parts(message.split("\x84")[0]!)]];
    for (const [kind, where, shape] of templates) e.templates.push([kind, where, ...parts(said(shape))]);
    e.meanings = meanings.map(said);
    e.retired = retired;
  }
}
