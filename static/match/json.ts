import { maxNesting } from "./read";
import { blanks, fold, type Sliced } from "./words";

// One JSON object, read as far as it is one: site/catalog/match_json.go is the
// twin of this file.

export interface JsonEvent {
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

export const isBlank = (c: string | undefined): boolean => c === " " || c === "\n";

const scalar = /[+\-.0-9A-Za-z_]*/y;

/** What was read of an object. */
export interface JsonObject {
  found: boolean; // else it was none
  end: number; // where to go on
  events: JsonEvent[];
}

/** readJson reads the object that begins at start: at least one key with a colon. It ends where the text is no JSON. */
export function* readJson(source: string, start: number, firstLine: number, depth: number, troubles: { tooDeep: boolean; cutOff: boolean }): Sliced<JsonObject> {
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
        return [unescape(source.slice(from, i)), true];
      }
    }
    at = source.length;
    return [unescape(source.slice(from)), false];
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
        key = fold(text);
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
export function endsWith(event: JsonEvent, path: string[]): number | undefined {
  const from = event.path.length - path.length;
  if (from < 0 || event.objects.length < path.length || !path.every((key, i) => event.path[from + i] === key)) return undefined;
  return event.objects[event.objects.length - path.length];
}

const escape = /\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})|\\([^])/gu;
const escapes: Record<string, string> = { n: "\n", t: " ", r: " ", b: " ", f: " " };

/** unescape resolves the escapes of a JSON string, and leaves alone what is none. */
export function unescape(text: string): string {
  if (!text.includes("\\")) return text;
  const plain = text.replace(escape, (_, high: string | undefined, low: string | undefined, hex: string | undefined, letter: string) => {
    if (high !== undefined && low !== undefined) return String.fromCharCode(parseInt(high, 16), parseInt(low, 16));
    if (hex === undefined) return escapes[letter] ?? letter;
    const unit = parseInt(hex, 16);
    return unit >= 0xd800 && unit <= 0xdfff ? "\ufffd" : String.fromCharCode(unit);
  });
  return blanks(plain);
}
