import type * as Json from "./json";
import type { Unit } from "./template";
import { bareCode, blanks, cutWords, fold, isNumber, type Sliced } from "./words";

// Takes a paste apart without understanding it: JSON wherever it stands, and
// between it plain text. site/catalog/match_read.go is the twin of this file.
// What reads JSON comes when there is some.

/** hasJson says that a text may hold JSON. */
export const hasJson = (text: string): boolean => /\{[\s\u0085]*["\\]/.test(text);

/** What the reader must know of the catalog. */
export interface Known {
  codeAt: string[]; // the envelope's path to the code, folded
  messageAt: string[];
  functions: Map<string, string>; // by folded name
  isCode(bare: string): boolean;
  json: typeof Json | undefined;
}

/** What reads JSON has from here. It imports nothing: a module that both had would be one more file. */
export interface Reader {
  known: Known;
  reading: Reading;
  tools: typeof tools;
  plain(text: string, line: number): Sliced<void>;
  secret(text: string): void;
}


/** A code in the envelope's field. */
export interface Sighting {
  code: string;
  quoted: boolean;
  line: number;
  status: number;
  message: Unit | undefined;
}

interface Named {
  words: string;
  code: string;
  line: number;
}

interface StatusSeen {
  status: number;
  line: number;
  before: number; // how many sightings came before it
}

const codeNames = /^(err(or)?|((error|response)_?)?code)$/;
const foreignNames = /^(exit|http|status(code)?|zip|postal|country|area)$/;
const statusNames = /^(http|(http_?)?status(_?code)?|http_code)$/;
const secretNames = /authorization|passw(or)?d|secret|token|api_?key|cookie|session|cvv|card_?number/;

const secretName = (folded: string): boolean => folded.length <= 64 && secretNames.test(folded);

const behindKey = /^["'\s:=>\])\\]{1,12}/;
const codeValue = /^-?[\p{L}\p{N}_][\p{L}\p{N}_.-]*/u;
const behindName = /^[\s:=#"'(\[\\]{1,6}/;
const behindStatus = /^(?:\/[0-9](?:\.[0-9])?)?["'\s:=\\]{1,6}(?:(?:status[ _]?)?(?:code)?["'\s:=\\]{1,6})?/i;
const threeDigits = /^[1-5][0-9][0-9](?:[^0-9\p{L}_.:/-]|[.:]?(?:\s|$)|$)/u;
const bearer = /\b(?:bearer|basic)\s+([^\s"',;]{6,})/gi;
const longToken = /[A-Za-z0-9_.+/=-]{32,}/g;
const secretValue = /^["'\s:=>\])\\]{1,12}(?:(?:bearer|basic)\s+)?([^\s"',;&}\\]{3,})/i;
const times = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d[\d:.,]*(?:Z|[+-]\d\d:?\d\d)?|[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} [\d:]{8} GMT|\d\d\/[A-Z][a-z]{2}\/\d{4}:[\d:]{8} [+-]\d{4}/;
const name = /[\p{L}\p{M}\p{N}_]+/gu;

const removed = "[removed]";

/** What a text holds. */
export interface Reading {
  units: Unit[];
  sightings: Sighting[];
  named: Named[];
  statuses: StatusSeen[];
  function: string;
  time: string;
  lines: number;
  json: boolean;
  tooDeep: boolean;
  cutOff: boolean;
  redact(text: string): string;
  secretive(text: string): boolean;
}

export function* read(known: Known, whole: string): Sliced<Reading> {
  const secrets: string[] = [];
  const reading: Reading = {
    units: [], sightings: [], named: [], statuses: [], function: "", time: times.exec(whole.slice(0, 64 << 10))?.[0] ?? "",
    lines: whole.replace(/[ \n]+$/, "").split("\n").length, json: false, tooDeep: false, cutOff: false, redact, secretive,
  };
  const { json } = known;
  if (json && hasJson(whole)) yield* json.plainAndJson({ known, reading, tools, plain, secret }, whole, 1, 0);
  else yield* plain(whole, 1);
  const [only, ...others] = reading.units;
  if (only && others.length === 0 && !only.quoted) only.whole = true;
  joinStatuses();
  return reading;

  /** redact takes secrets out of a text that will be shown. */
  function redact(text: string): string {
    let safe = text;
    for (const secret of secrets) safe = safe.replaceAll(secret, removed);
    safe = safe.replace(bearer, removed);
    return safe.replace(longToken, (token) => (/[0-9]/.test(token) && /[A-Za-z]/.test(token) ? removed : token));
  }

  /** secretive says that the text holds what must not be shown. */
  function secretive(text: string): boolean {
    return secrets.length > 0 || redact(text) !== text;
  }

  function joinStatuses(): void {
    reading.statuses.forEach((s, i) => {
      const last = reading.sightings[s.before - 1];
      const next = reading.sightings[s.before];
      const following = reading.statuses[i + 1];
      if (last && last.status === 0 && last.line === s.line) last.status = s.status;
      else if (next && (!following || following.before > s.before)) next.status = s.status;
    });
  }

  function* plain(text: string, line: number): Sliced<void> {
    if (text.trim() === "") return;
    reading.units.push({ text, words: yield* cutWords(text, line), line, quoted: false, message: false, whole: false, cut: false });
    yield* names(text, line);
  }

  /** names looks at each name of a plain text: the envelope's field, a word such as "error", an HTTP status, a function, a secret. */
  function* names(text: string, firstLine: number): Sliced<void> {
    let line = firstLine;
    let newline = text.indexOf("\n");
    let skip = 0;
    let said = "";
    let saidEnd = 0;
    let folded = "";
    let steps = 0;
    for (let from = 0; ; ) {
      if (++steps % 64 === 0) yield;
      name.lastIndex = from;
      const match = name.exec(text);
      if (!match) return;
      const start = match.index;
      const end = (from = name.lastIndex);
      while (newline >= 0 && newline < start) {
        line++;
        newline = text.indexOf("\n", newline + 1);
      }
      const before = folded;
      folded = fold(match[0]);
      reading.function ||= known.functions.get(folded) ?? "";
      if (secretName(folded)) secret(secretValue.exec(text.slice(end, end + 300))?.[1] ?? "");
      if (start < skip) continue;
      skip = end;
      const behind = (pattern: RegExp): [gap: string, rest: string] => {
        const rest = text.slice(end, end + 300);
        const gap = pattern.exec(rest)?.[0] ?? "";
        return [gap, rest.slice(gap.length)];
      };
      if (known.codeAt.length === 1 && folded === known.codeAt[0]) {
        const [gap, rest] = behind(behindKey);
        const code = codeText(rest);
        if (gap && (isNumber(code) || known.isCode(bareCode(code)))) {
          reading.sightings.push({ code, quoted: /["']$/.test(gap), line, status: 0, message: undefined });
          skip = end + gap.length + code.length;
          continue;
        }
      }
      if (statusNames.test(folded) && !(folded === "status" && before === "exit")) {
        const [gap, rest] = behind(behindStatus);
        if (gap && threeDigits.test(rest)) {
          reading.statuses.push({ status: Number(rest.slice(0, 3)), line, before: reading.sightings.length });
          skip = end + gap.length + 3;
          continue;
        }
      }
      if (!codeNames.test(folded) || foreignNames.test(before)) {
        said = "";
        if (known.isCode(folded) && distinctive(match[0]) && !adjoins(text, start, end)) reading.named.push({ words: "", code: match[0], line });
        continue;
      }
      const between = text.slice(saidEnd, start);
      said = said && said.length < 40 && behindName.exec(between)?.[0] === between ? `${said} ${folded}` : folded;
      saidEnd = end;
      const [gap, rest] = behind(behindName);
      const code = codeText(rest);
      if (gap && known.isCode(bareCode(code)) && !codeNames.test(fold(code))) {
        reading.named.push({ words: said, code, line });
        skip = end + gap.length + code.length;
      }
    }
  }

  function secret(text: string): void {
    if (secrets.length < 100 && text.length > 2) secrets.push(text);
  }
}

function codeText(text: string): string {
  const code = (codeValue.exec(text)?.[0] ?? "").replace(/[.-]+$/, "");
  const [whole, ...fraction] = code.split(".");
  return fraction.length && isNumber(whole!) && /^0*$/.test(fraction.join(".")) ? whole! : code;
}

const tools = { bareCode, blanks, cutWords, fold, isNumber, codeText, codeNames, secretName, statusNames, threeDigits };

const distinctive = (code: string): boolean => code.length > 3 && /[0-9_]/.test(code) && !isNumber(code);

const adjoins = (text: string, start: number, end: number): boolean => (start > 0 && /[./\-@]/.test(text[start - 1]!)) || (end < text.length && /[/\-@]/.test(text[end]!));
