import type { TemplateData } from "./records";
import { fold, wordsOf, type Sliced, type Word } from "./words";

// Messages in which variable parts may stand for any text:
// site/catalog/match_template.go is the twin of this file.

export interface Unit {
  text: string;
  words: Word[];
  line: number;
  quoted: boolean; // a string of JSON, not plain text
  message: boolean; // the envelope's message
  whole: boolean; // all of the text
  cut: boolean; // the text ends within it
}

export interface Template {
  entry: number;
  kind: number;
  where: string;
  runs: string[][]; // the words before the first gap, between gaps, after the last
  params: string[];
  words: number;
  literal: number; // letters of all words
}

export type Values = [name: string, value: string][];

export interface Found {
  template: Template;
  values: Values;
  line: number;
  beginning: boolean;
}

export function compile(entry: number, [kind, where, ...parts]: TemplateData): Template {
  const template: Template = { entry, kind, where, runs: [], params: [], words: 0, literal: 0 };
  parts.forEach((part, i) => {
    if (i % 2) {
      template.params.push(part);
      return;
    }
    const words = wordsOf(part);
    template.runs.push(words);
    template.words += words.length;
    for (const word of words) template.literal += [...word].length;
  });
  return template;
}

// A template that says too little must be all of the text.
const short = (t: Template): boolean => t.words < 2 || t.literal < 8;

const firstRun = (t: Template): number => t.runs.findIndex((run) => run[0]);

// A gap may hold so many words.
const window = 400;

export class Templates {
  private readonly anchors = new Map<string, [template: number, at: number][]>();
  private readonly begins = new Map<string, number[]>(); // by the first word

  constructor(private readonly all: Template[]) {
    const uses = new Map<string, number>();
    for (const t of all) for (const word of t.runs[firstRun(t)] ?? []) uses.set(word, (uses.get(word) ?? 0) + 1);
    all.forEach((t, i) => {
      const run = t.runs[firstRun(t)];
      if (!run) return;
      let best = 0;
      run.forEach((word, at) => {
        if (uses.get(word)! < uses.get(run[best]!)!) best = at;
      });
      push(this.anchors, run[best]!, [i, best]);
      push(this.begins, run[0]!, i);
    });
  }

  /** in finds the templates that stand in a unit, those with the longest literal part first. */
  *in(unit: Unit): Sliced<Found[]> {
    const found: Found[] = [];
    const seen = new Set<number>();
    for (let i = 0; i < unit.words.length; i++) {
      if (i % 64 === 0) yield;
      for (const [template, at] of this.anchors.get(unit.words[i]!.text) ?? []) {
        if (seen.has(template)) continue;
        const hit = standsAt(this.all[template]!, unit, i - at);
        if (hit) {
          seen.add(template);
          found.push(hit);
        }
      }
    }
    if (unit.whole || unit.message) {
      for (const i of this.begins.get(unit.words[0]?.text ?? "") ?? []) {
        const template = this.all[i]!;
        if (!seen.has(i) && beginsAs(template, unit)) found.push({ template, values: [], line: unit.line, beginning: true });
      }
    }
    return found.sort((a, b) => b.template.literal - a.template.literal || a.template.kind - b.template.kind || a.template.entry - b.template.entry);
  }
}

/** push adds to the list that a map has under a key. */
export function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function standsAt(t: Template, unit: Unit, at: number): Found | undefined {
  const first = firstRun(t);
  if (at < 0 || !runAt(unit.words, at, t.runs[first]!)) return undefined;
  const values: Values = [];
  if (first > 0) values.push([t.params[first - 1]!, before(unit, at)]);
  let end = at + t.runs[first]!.length;
  for (let i = first + 1; i < t.runs.length; i++) {
    const run = t.runs[i]!;
    if (!run[0]) {
      values.push([t.params[i - 1]!, after(unit, end)]);
      break;
    }
    const next = find(unit, run, end);
    if (next < 0) return undefined;
    values.push([t.params[i - 1]!, value(beginning(unit.text.slice(unit.words[end - 1]!.end, unit.words[next]!.start)))]);
    end = next + run.length;
  }
  if (short(t) && ((!unit.whole && !unit.message) || at > 0 || (end < unit.words.length && !t.params[0]))) return undefined;
  return { template: t, values: values.filter(([name, text]) => fold(text) !== fold(name)), line: unit.words[at]!.line, beginning: false };
}

export function runAt(words: Word[], at: number, run: string[]): boolean {
  return at + run.length <= words.length && run.every((word, i) => words[at + i]!.text === word);
}

function beginsAs(t: Template, unit: Unit): boolean {
  const run = t.runs[0]!;
  const n = unit.words.length;
  if (n < 5 || n > run.length || (n === run.length && t.runs.length === 1)) return false;
  return unit.words.every((word, i) => word.text === run[i] || (unit.cut && i === n - 1 && run[i]!.startsWith(word.text)));
}

function find(unit: Unit, run: string[], from: number): number {
  const last = Math.min(from + window, unit.words.length);
  for (let at = from; at < last; at++) {
    if (!unit.quoted && unit.words[at]!.line !== unit.words[from - 1]!.line) return -1;
    if (runAt(unit.words, at, run)) return at;
  }
  return -1;
}

function before(unit: Unit, at: number): string {
  const to = unit.words[at]!.start;
  let from = unit.quoted ? 0 : unit.text.lastIndexOf("\n", to - 1) + 1;
  if (at > window) from = Math.max(from, unit.words[at - window]!.start);
  return value(beginning(unit.text.slice(from, to)));
}

function after(unit: Unit, end: number): string {
  const to = unit.words[end + window]?.start ?? unit.text.length;
  const text = beginning(unit.text.slice(unit.words[end - 1]!.end, to));
  return value(unit.quoted ? text : text.slice(0, closed(text)));
}

/** beginning is at most n characters of a text; no letter is cut in two. */
export const beginning = (text: string, n = 2000): string => text.slice(0, n).replace(/[\ud800-\udbff]$/, "");

const closing = /["'][\s,;}\])]|["']$|<\/|\n/g;

function closed(text: string): number {
  for (const match of text.matchAll(closing)) {
    const quote = match[0][0]!;
    if ("<\n".includes(quote) || text.slice(0, match.index).split(quote).length % 2 === 1) return match.index;
  }
  return text.length;
}

// Blanks, a colon before, a full stop behind; a pair of quotes; brackets, also half of a
// pair whose other half stands elsewhere in the message.
const around = /^(?:[ :;,：，]|\. )*(?:\+ |\+$)?|[ .,;:!?。，]+$/g;
const enclosed = /^(?:"([^"]*)"|'([^']*)'|[“«]([^“”«»]*)[”»]|[([{]([^()[\]{}]*)[)\]}]|[)\]} ]*([^()[\]{}]*)(?:[([{ ]*|[)\]} ]*))$/;

/** value takes away what stands around a value. */
export function value(raw: string): string {
  let text = raw.replace(/\s+/g, " ");
  while (text !== (text = text.replace(around, "").replace(enclosed, "$1$2$3$4$5")));
  return text;
}
