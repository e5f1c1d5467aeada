import type { Reader, Sighting } from "./read";
import type { Unit } from "./template";
import type { Sliced } from "./words";

// JSON wherever it stands in a text, each object read as far as it is one:
// site/catalog/match_json.go is the twin of this file, and match_read.go of what
// hands it out. It is loaded when there is some, and imports nothing.

const maxNesting = 100;

interface JsonEvent {
  path: string[];
  objects: number[]; // along the path
  text: string;
  quoted: boolean;
  line: number;
  cut: boolean;
}

interface Level {
  object: boolean;
  key: string | undefined; // under which it stands in the object around it
  id: number;
}

const isBlank = (c: string | undefined): boolean => c === " " || c === "\n";

const scalar = /[+\-.0-9A-Za-z_]*/y;

/** What was read of an object. */
interface JsonObject {
  found: boolean; // else it was none
  end: number; // where to go on
  events: JsonEvent[];
}

/** readJson reads the object that begins at start: at least one key with a colon. It ends where the text is no JSON. */
function* readJson({ tools, reading: troubles }: Reader, source: string, start: number, firstLine: number, depth: number): Sliced<JsonObject> {
  const object: JsonObject = { found: false, end: start, events: [] };
  const stack: Level[] = [];
  let at = start;
  let line = firstLine;
  let key: string | undefined;
  let lastID = 0;

  const end = (to: number): JsonObject => {
    object.end = Math.max(to, start + 1);
    return object;
  };
  const ended = (): JsonObject => {
    troubles.cutOff ||= object.found;
    return end(source.length);
  };
  const skip = (): void => {
    for (; isBlank(source[at]); at++) if (source[at] === "\n") line++;
  };
  const readString = (): [text: string, whole: boolean] => {
    const from = at + 1;
    for (let i = from; i < source.length; i++) {
      const c = source.charCodeAt(i);
      if (c === 92) i++;
      else if (c === 10) line++;
      else if (c === 34) {
        at = i + 1;
        return [unescape(tools, source.slice(from, i)), true];
      }
    }
    at = source.length;
    return [unescape(tools, source.slice(from)), false];
  };
  const event = (text: string, quoted: boolean, line: number, cut: boolean): void => {
    if (stack.length + depth > maxNesting) {
      troubles.tooDeep = true;
      return;
    }
    const path = stack.flatMap((level) => (level.key === undefined ? [] : [level.key]));
    if (key !== undefined) path.push(key);
    object.events.push({ path, objects: stack.filter((level) => level.object).map((level) => level.id), text, quoted, line, cut });
    key = undefined;
  };

  for (let steps = 1; ; steps++) {
    if (steps % 64 === 0) yield;
    skip();
    if (at >= source.length) return ended();
    const c = source[at]!;
    const wantsKey = stack[stack.length - 1]?.object && key === undefined;
    if (c === "{" || c === "[") {
      if (wantsKey) return end(at);
      stack.push({ object: c === "{", key, id: ++lastID });
      key = undefined;
      at++;
    } else if (c === "}" || c === "]") {
      if (key !== undefined || stack.pop()?.object !== (c === "}")) return end(at);
      at++;
      if (stack.length === 0) return end(at);
    } else if (c === ",") {
      key = undefined;
      at++;
    } else if (c === '"') {
      const token = at;
      const tokenLine = line;
      const [text, whole] = readString();
      if (!wantsKey) event(text, true, tokenLine, !whole);
      if (!whole) return ended();
      if (wantsKey) {
        skip();
        if (at >= source.length) return ended();
        if (source[at] !== ":") return end(object.found ? token : token + 1);
        at++;
        object.found = true;
        key = tools.fold(text);
      }
    } else {
      scalar.lastIndex = at;
      const text = scalar.exec(source)![0];
      if (wantsKey || text === "") return end(at);
      at += text.length;
      event(text, false, line, false);
      key = undefined;
    }
  }
}

/** endsWith gives the object in which the envelope's path begins, if the path to the event ends with it. */
function endsWith(event: JsonEvent, path: string[]): number | undefined {
  const from = event.path.length - path.length;
  if (from < 0 || event.objects.length < path.length || !path.every((key, i) => event.path[from + i] === key)) return undefined;
  return event.objects[event.objects.length - path.length];
}

const escape = /\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})|\\([^])/gu;
const escapes: Record<string, string> = { n: "\n", t: " ", r: " ", b: " ", f: " " };

/** unescape resolves the escapes of a JSON string, and leaves alone what is none. */
function unescape({ blanks }: Reader["tools"], text: string): string {
  if (!text.includes("\\")) return text;
  const plain = text.replace(escape, (_, high: string | undefined, low: string | undefined, hex: string | undefined, letter: string) => {
    if (high !== undefined && low !== undefined) return String.fromCharCode(parseInt(high, 16), parseInt(low, 16));
    if (hex === undefined) return escapes[letter] ?? letter;
    const unit = parseInt(hex, 16);
    return unit >= 0xd800 && unit <= 0xdfff ? "\ufffd" : String.fromCharCode(unit);
  });
  return blanks(plain);
}

/** plainAndJson reads plain text with JSON in it. */
export function* plainAndJson(reader: Reader, text: string, line: number, depth: number): Sliced<void> {
  const { reading, tools, plain } = reader;
  if (depth > maxNesting) {
    reading.tooDeep = true;
    return;
  }
  let from = 0;
  let lineFrom = line;
  let counted = 0;
  let at = line;
  const lineOf = (i: number): number => {
    for (let n = text.indexOf("\n", counted); n >= 0 && n < i; n = text.indexOf("\n", n + 1)) at++;
    counted = Math.max(counted, i);
    return at;
  };
  let steps = 0;
  for (let i = text.indexOf("{"); i >= 0; i = text.indexOf("{", i + 1)) {
    if (++steps % 64 === 0) yield;
    let next = i + 1;
    while (isBlank(text[next])) next++;
    if (text[next] === '"') {
      const json = yield* readJson(reader, text, i, lineOf(i), depth);
      if (json.found) {
        if (from < i) yield* plain(text.slice(from, i), lineFrom);
        from = json.end;
        lineFrom = lineOf(from);
        yield* take(reader, json.events, depth);
      }
      i = json.end - 1;
    } else if (text[next] === "\\" && /^\\+"/.test(text.slice(next, next + 64))) {
      if (from < i) yield* plain(text.slice(from, i), lineFrom);
      const newline = text.indexOf("\n", i);
      const end = newline < 0 ? text.length : newline;
      yield* plainAndJson(reader, unescape(tools, text.slice(i, end)), lineOf(i), depth + 1);
      from = end;
      lineFrom = lineOf(end);
      i = end - 1;
    }
  }
  if (from < text.length) yield* plain(text.slice(from), lineFrom);
}

/** take hands out what a JSON object holds, strings as text. */
function* take(reader: Reader, events: JsonEvent[], depth: number): Sliced<void> {
  const { known, reading, secret } = reader;
  const { bareCode, cutWords, codeText, codeNames, isNumber, secretName, statusNames, threeDigits } = reader.tools;
  reading.json = true;
  const found = new Map<number, Sighting>();
  const messages = new Map<number, Unit>();
  let steps = 0;
  for (const e of events) {
    if (++steps % 64 === 0) yield;
    const last = e.path[e.path.length - 1] ?? "";
    if (e.quoted && secretName(last)) secret(e.text.replace(/^Bearer /, "").replace(/^Basic /, ""));
    const inObject = endsWith(e, known.codeAt);
    const code = e.quoted ? e.text : codeText(e.text);
    if (inObject !== undefined && e.text !== "" && (e.quoted || isNumber(code))) {
      const sighting = { code, quoted: e.quoted, line: e.line, status: 0, message: messages.get(inObject) };
      found.set(inObject, sighting);
      reading.sightings.push(sighting);
      continue;
    }
    const messageIn = endsWith(e, known.messageAt);
    if (messageIn !== undefined && e.quoted) {
      const words = yield* cutWords(e.text, e.line);
      for (const word of words) word.line = e.line;
      const unit: Unit = { text: e.text, words, line: e.line, quoted: true, message: true, whole: false, cut: e.cut };
      reading.units.push(unit);
      messages.set(messageIn, unit);
      const sighting = found.get(messageIn);
      if (sighting) sighting.message = unit;
      if (e.text.includes("{")) yield* plainAndJson(reader, e.text, e.line, depth + e.path.length);
    } else if (statusNames.test(last) && e.text.length === 3 && threeDigits.test(e.text)) {
      reading.statuses.push({ status: Number(e.text), line: e.line, before: reading.sightings.length });
    } else if (codeNames.test(last) && known.isCode(bareCode(e.text))) {
      reading.named.push({ words: last, code: e.text, line: e.line });
    } else if (e.quoted) {
      yield* plainAndJson(reader, e.text, e.line, depth + e.path.length);
    }
  }
}
