import type * as Json from "./json";
import { read, type Known } from "./read";
import { entries, failure, type Entry, type SearchData } from "./records";
import { WordIndex, telling, tooMany } from "./search";
import { Templates, beginning, compile, push, runAt, type Template, type Unit, type Values } from "./template";
import { fill, type Texts } from "./texts";
import { bareCode, blanks, finish, fold, isNumber, unquoted, wordsOf, type Sliced } from "./words";

// Tells which codes a text means. No DOM here. site/catalog/match.go is the
// twin of this file and has the rules; testdata/match.txt holds both to them.

export interface Match {
  entry: Entry;
  why: string;
  values: Values;
  remarks: string[];
  sure: boolean;
}

export interface Answer {
  matches: Match[]; // best first
  notes: string[];
  function: string;
  time: string;
  secretive: boolean; // the text holds what must not be shown
}

/** How much of a text is read, in characters. */
export const mostRead = 1 << 20;

// More codes than this are no answer.
const mostFound = 500;

const enum Rank {
  words,
  prefix,
  status, // or module
  token, // from here on it is sure
  name,
  beginning,
  message,
  itself,
  field,
}

interface Finding {
  entry: number;
  rank: Rank;
  order: number;
  whys: string[];
  values?: Values;
  status: number;
  written: string;
  quoted: boolean;
  older?: Template;
  other: string; // whose message came with it, "?" for nobody's
}

export class Matcher implements Known {
  readonly entries: Entry[];
  readonly codeAt: string[];
  readonly messageAt: string[];
  readonly functions: Map<string, string>;
  readonly byCode = new Map<string, number[]>();
  readonly byStatus = new Map<number, number[]>();
  readonly modules: [title: string, words: string[]][];
  readonly statuses: [status: number, words: string[]][];
  readonly lacking = new Set<number>(); // files of texts
  json: typeof Json | undefined; // for a text that has some
  templates = new Templates([]);
  private index: WordIndex | undefined;
  translations: WordIndex | undefined; // what learn made

  constructor(readonly data: SearchData) {
    this.entries = entries(data);
    this.codeAt = fold(data.envelope[0]).split(".");
    this.messageAt = fold(data.envelope[1]).split(".");
    this.functions = new Map(data.functions.map((f) => [fold(f), f]));
    this.entries.forEach((e, i) => {
      if (e.code) push(this.byCode, bareCode(e.code), i);
      if (e.status) push(this.byStatus, e.status, i);
      this.lacking.add(this.file(i));
    });
    this.modules = data.modules.map((title) => [title, wordsOf(title)]);
    this.statuses = data.statuses.map(([status, reason]) => [status, wordsOf(`${status} ${reason}`)]);
  }

  /** file is the one that has an entry's texts. */
  file(entry: number): number {
    return this.data.size && Math.floor(entry / this.data.size);
  }

  /** fill takes the texts of a file. */
  *fill(file: number, texts: Texts): Sliced<void> {
    yield* fill(this.entries, file * this.data.size, texts, this.data);
    this.lacking.delete(file);
    if (this.lacking.size) return;
    const templates: Template[] = [];
    for (const [i, e] of this.entries.entries()) {
      if (i % 64 === 0) yield;
      for (const t of e.templates) templates.push(compile(i, t));
    }
    this.templates = new Templates(templates);
  }

  /** learn takes the translations of each code, to be searched where its own texts have nothing. */
  *learn(translations: string[]): Sliced<void> {
    this.translations = yield* new WordIndex(this.byCode).add(translations.map((message) => ({ title: "", words: "", module: "", status: 0, message })));
  }

  *words(): Sliced<WordIndex> {
    return (this.index ??= yield* new WordIndex(this.byCode).add(this.entries, new Map(this.data.statuses)));
  }

  isCode(bare: string): boolean {
    return this.byCode.has(bare);
  }

  /** isBare says that a text is nothing but a code: no entry's texts are needed to match it. */
  isBare(text: string): boolean {
    return alone(this, text) !== undefined;
  }

  /** match answers at once; what is long should go through slices. */
  match(text: string): Answer {
    return finish(this.slices(text));
  }

  /** own takes the texts that came with the data. */
  *own(): Sliced<void> {
    if (this.lacking.size && this.data.texts) yield* this.fill(0, this.data.texts);
  }

  *slices(text: string): Sliced<Answer> {
    yield* this.own();
    return yield* answering(this, text);
  }
}

const nothingBut =
  /^((?:(?:error|err|response|status|http|code|number|no)[ :=_#]*)*)(["'#([{]*) *(-?[0-9A-Za-z_][0-9A-Za-z_.-]*?)(["')\]}.,;!]*)$/i;

type Spelling = "plain" | "status" | ""; // "" for one with quotes, brackets or words around it

/** alone takes a text that is nothing but a code or a status. */
function alone(m: Matcher, raw: string): [written: string, spelling: Spelling] | undefined {
  const text = raw.trim();
  if (!text || text.length > 64) return undefined;
  if (m.isCode(bareCode(text))) {
    const written = unquoted(text);
    return [written, written === text ? "plain" : ""];
  }
  const parts = nothingBut.exec(text);
  if (!parts || (!isNumber(parts[3]!) && !m.isCode(bareCode(parts[3]!)))) return undefined;
  const spelling = /http|status/i.test(parts[1]!) ? "status" : parts[1]! + parts[2]! + parts[4]! ? "" : "plain";
  return [parts[3]!, spelling];
}

/** answering is one run of a matcher. */
function* answering(m: Matcher, pasted: string): Sliced<Answer> {
  const findings: Finding[] = [];
  const byEntry = new Map<number, Finding>();
  const notes: string[] = [];
  const text = blanks(pasted.slice(0, mostRead));
  if (text.length < pasted.length) note("only the first MiB was read");
  const reading = yield* read(m, text);
  yield* fields();
  itself(text);
  yield* messages();
  byNames();
  module();
  if (!findings.some((f) => f.rank >= Rank.token)) status();
  if (!findings.length && !notes.length) yield* words();
  if (reading.tooDeep) note("nested deeper than 100 levels; the rest was not read");
  if (reading.cutOff) note("the JSON ends too soon");
  findings.sort((a, b) => b.rank - a.rank || a.order - b.order || a.entry - b.entry);
  const matches = findings.map((f) => {
    const entry = m.entries[f.entry]!;
    return { entry, why: f.whys.join("; "), values: f.values ?? [], remarks: remarks(f, entry), sure: f.rank >= Rank.token };
  });
  return { matches, notes, function: reading.function, time: reading.time, secretive: reading.secretive(text) };

  function note(text: string): void {
    if (notes.length < 20 && !notes.includes(text)) notes.push(text);
  }

  function find(entry: number, rank: Rank, order: number, why: string): Finding {
    let f = byEntry.get(entry);
    if (!f) {
      f = { entry, rank, order, whys: [], status: 0, written: "", quoted: false, other: "" };
      if (findings.length === mostFound) return f;
      findings.push(f);
      byEntry.set(entry, f);
    }
    if (rank > f.rank) {
      f.rank = rank;
      f.order = order;
    }
    if (f.whys.length < 3 && !f.whys.includes(why)) f.whys.push(why);
    return f;
  }

  function itself(text: string): void {
    const spelled = alone(m, text);
    if (!spelled) return;
    const [written, spelling] = spelled;
    const number = /^\d{1,4}$/.test(written) ? Number(written) : -1;
    if (spelling === "status" && m.byStatus.has(number)) {
      statusCodes(number, Rank.itself, "");
      return;
    }
    coded(written).forEach((entry, i) => {
      find(entry, Rank.itself, i, "the code itself").written = written;
    });
    if (number >= 0) statusCodes(number, Rank.status, "");
    if (number >= 0 && spelling === "plain") {
      const prefix = bareCode(written);
      m.entries.forEach((e, i) => {
        if (byEntry.has(i)) return;
        if (e.code && bareCode(e.code).startsWith(prefix)) find(i, Rank.prefix, i, `begins with ${prefix}`);
        else if (e.status && String(e.status).startsWith(prefix)) find(i, Rank.prefix, m.entries.length + i, `HTTP status begins with ${prefix}`);
      });
    }
    if (findings.length) return;
    if (m.statuses.some(([status]) => status === number)) note(`no code comes under HTTP ${number}`);
    else note(`no code ${written} in this catalog`);
  }

  function coded(written: string): number[] {
    const exact = (i: number): number => Number(m.entries[i]!.code === written);
    return [...(m.byCode.get(bareCode(written)) ?? [])].sort((a, b) => exact(b) - exact(a));
  }

  function* fields(): Sliced<void> {
    const { sightings } = reading;
    const n = m.entries.length;
    let order = -1;
    for (const s of sightings) {
      if (++order % 64 === 0) yield;
      const entries = coded(s.code);
      if (entries.length === 0) note(`no code ${reading.redact(beginning(s.code, 40))} in this catalog`);
      for (const [i, entry] of entries.entries()) {
        const e = m.entries[entry]!;
        const later = e.outcome >= 0 && e.outcome !== failure ? 2 * sightings.length * n : 0;
        if (byEntry.get(entry)?.rank === Rank.field) continue;
        const f = find(entry, Rank.field, 2 * order * n + i + later, `${m.data.envelope[0]} is ${s.code}${inLine(s.line)}`);
        f.status = s.status;
        f.written = s.code;
        f.quoted = s.quoted;
        if (!said(f, e, s.message) && (f.other === e.code || (s.status && s.status !== e.status))) f.order += n;
      }
    }
  }

  /** said compares the message that came with a code: is it the code's own? */
  function said(f: Finding, e: Entry, message: Unit | undefined): boolean {
    if (!message || message.cut) return false;
    const found = finish(m.templates.in(message));
    if (found[0]) f.other = m.entries[found[0].template.entry]!.code;
    else if (!e.inferred && e.outcome && message.text.trim()) f.other = "?";
    return found.some((t) => t.template.entry === f.entry && !(f.other = ""));
  }

  function* messages(): Sliced<void> {
    const n = m.entries.length;
    let steps = 0;
    for (const unit of reading.units) {
      if (++steps % 64 === 0) yield;
      for (const { template, values, line, beginning } of yield* m.templates.in(unit)) {
        let why = beginning ? "the beginning of its message" : "its message";
        if ((byEntry.get(template.entry)?.rank ?? 0) < Rank.field) why += inLine(line);
        const f = find(template.entry, beginning ? Rank.beginning : Rank.message, -template.literal * n + template.entry, why);
        if (!f.values) {
          f.values = values.map(([name, value]) => [name, reading.redact(value)]);
          if (template.kind !== 0) f.older = template;
        }
      }
    }
  }

  function byNames(): void {
    if (findings.some((f) => f.rank >= Rank.itself)) return;
    reading.named.forEach(({ words, code, line }, order) => {
      coded(code).forEach((entry, i) => {
        const why = words ? `${words} ${code}` : "the code itself";
        const f = find(entry, words ? Rank.name : Rank.token, order * m.entries.length + i, why + inLine(line));
        f.written ||= code;
      });
    });
  }

  function status(): void {
    const [only, ...others] = reading.units;
    if (only?.whole && others.length === 0 && only.words.length > 1) {
      for (const [status, words] of m.statuses) if (says(only, words)) statusCodes(status, Rank.status, "");
    }
    for (const { status, line } of reading.statuses) {
      statusCodes(status, Rank.status, inLine(line));
      if (!m.byStatus.has(status)) note(`no code comes under HTTP ${status}`);
    }
  }

  function statusCodes(status: number, rank: Rank, line: string): void {
    for (const entry of m.byStatus.get(status) ?? []) find(entry, rank, entry, `HTTP status ${status}${line}`);
  }

  function module(): void {
    const [only, ...others] = reading.units;
    if (!only || others.length) return;
    for (const [title, words] of m.modules) {
      if (!says(only, words) && !says(only, [...words, "module"])) continue;
      m.entries.forEach((e, i) => {
        if (e.module === title) find(i, Rank.status, i, `the module ${title}`);
      });
    }
  }

  function* words(): Sliced<void> {
    const all: string[] = [];
    const query: string[] = [];
    for (const unit of reading.units) {
      if (reading.json && !unit.message) continue;
      for (const { text } of unit.words) {
        if (text === m.codeAt.at(-1) || text === m.messageAt.at(-1)) continue;
        all.push(text);
        if (telling(text) && !query.includes(text)) query.push(text);
        if (tooMany(query.length, all.length)) return;
      }
    }
    const words = query.length ? query : [...new Set(all)];
    let why = "words";
    let results = (yield* m.words()).find(words, all);
    if (!results.length && m.translations) {
      why = "words of a translation";
      results = m.translations.find(words, all);
    }
    for (const [entry, score] of results) find(entry, Rank.words, -score, why);
  }

  function inLine(line: number): string {
    return reading.lines < 2 ? "" : `, line ${line}`;
  }

  function remarks(f: Finding, e: Entry): string[] {
    if (e.outcome < 0) return [`outside the table: ${e.words}`];
    const { pad, vendor } = m.data;
    const remarks = [...e.retired];
    if (f.status && e.status && f.status !== e.status) {
      const under200 = f.status === 200 && e.outcome === failure && vendor;
      remarks.push(`came with HTTP ${f.status}; documented is ${e.status}` + (under200 ? `, and ${vendor} says that some errors come under 200` : ""));
    }
    if (f.older) remarks.push(`${f.older.kind === 2 ? "the older meaning" : "an older wording"} (${f.older.where})`);
    else if (f.other === "?") remarks.push("the message is not the one of the catalog");
    else if (f.other && f.other !== e.code) remarks.push(`the message is that of ${f.other}`);
    if (pad && f.written.length === pad && f.written.startsWith("0") && bareCode(f.written) === e.code && f.written !== e.code) {
      remarks.push(`"${f.written}" is the form of older versions`, ...e.meanings.map((meaning) => `before, it meant: ${meaning}`));
      return remarks;
    }
    if (f.quoted && f.rank === Rank.field && e.integer) remarks.push("sent as text; documented is a number");
    if (e.meanings.length) remarks.push("the number meant something else before");
    return remarks;
  }
}

const says = (unit: Unit, words: string[]): boolean => words.length > 0 && words.length === unit.words.length && runAt(unit.words, 0, words);
