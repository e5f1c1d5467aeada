// What a filter is, and what it lets through. No DOM here. The rules are:
//
// - "and" across facets, "or" between the values of one
// - a value's count is what choosing it would leave: the codes that pass all
//   other facets, and have it
// - the state stands in the address as repeated keys; other keys stay as they
//   are, to the letter
// - a value that the catalog doesn't know is left out, and said

/** What the page says of a facet: its values, each with a label. */
export interface Facet {
  name: string;
  label: string;
  values: [string, string][];
}

/** A code: its address, and its answer to each facet. */
export interface Code {
  address: string;
  values: Map<string, string>;
}

export interface State {
  chosen: Map<string, string[]>; // facet to values, in the facet's order
  text: string;
}

export const longest = 200; // of a text

/** parse reads an address's query. What it can't use is left out. */
export function parse(query: string, facets: Facet[]): { state: State; leftOut: [string, string][] } {
  const asked = new Map<string, string[]>();
  const leftOut: [string, string][] = [];
  let text = "";
  for (const [key, value] of new URLSearchParams(query)) {
    if (key === "text") {
      if (!text && value.length <= longest) text = value.trim();
      else if (value.trim() !== text) leftOut.push([key, value]);
    } else if (facets.some((f) => f.name === key && f.values.some(([known]) => known === value))) {
      asked.set(key, [...(asked.get(key) ?? []), value]);
    } else if (names.has(key)) leftOut.push([key, value]);
  }
  const chosen = new Map<string, string[]>();
  for (const [name, values] of asked) chosen.set(name, inOrder(facets, name, values));
  return { state: { chosen, text }, leftOut };
}

// A catalog without modules has no such facet, and its address still means one.
const names = new Set(["class", "status", "module", "actor", "retry", "outcome"]);

function inOrder(facets: Facet[], name: string, values: string[]): string[] {
  const known = facets.find((f) => f.name === name)?.values ?? [];
  return known.map(([value]) => value).filter((value) => values.includes(value));
}

/** format puts a state into a query that may hold other things. */
export function format(query: string, { chosen, text }: State, facets: Facet[]): string {
  const parts = query.replace(/^\?/, "").split("&").filter((part) => {
    const [pair] = [...new URLSearchParams(part)];
    return part && !(pair && (pair[0] === "text" || names.has(pair[0])));
  });
  for (const { name } of facets) {
    for (const value of chosen.get(name) ?? []) parts.push(`${name}=${encodeURIComponent(value)}`);
  }
  if (text) parts.push(`text=${encodeURIComponent(text)}`);
  return parts.length ? "?" + parts.join("&") : "";
}

export function toggle(state: State, name: string, value: string, facets: Facet[]): State {
  const now = state.chosen.get(name) ?? [];
  const next = now.includes(value) ? now.filter((v) => v !== value) : inOrder(facets, name, [...now, value]);
  const chosen = new Map(state.chosen);
  if (next.length) chosen.set(name, next);
  else chosen.delete(name);
  return { ...state, chosen };
}

export const isOn = ({ chosen, text }: State): boolean => chosen.size > 0 || text !== "";

/**
 * passes tells whether a code gets through, but for one facet. found holds the
 * addresses that the text finds, or null where nobody knows.
 */
export function passes(code: Code, { chosen }: State, found: Set<string> | null, except = ""): boolean {
  for (const [name, values] of chosen) {
    if (name !== except && !values.includes(code.values.get(name) ?? "")) return false;
  }
  return !found || found.has(code.address);
}

/** count says how many codes a value would leave. */
export function count(codes: Code[], state: State, found: Set<string> | null, name: string, value: string): number {
  return codes.filter((code) => code.values.get(name) === value && passes(code, state, found, name)).length;
}

/** tally says in words how many codes are shown. */
export function tally(shown: number, all: number, on: boolean): string {
  return (on ? `${shown} of ` : "") + (all === 1 ? "1 code" : `${all} codes`);
}

/** remark says what was left out: shortly, and without what can't be seen. */
export function remark(leftOut: [string, string][]): string {
  if (!leftOut.length) return "";
  const some = leftOut.slice(0, 5).map(([key, value]) => {
    const seen = value.replace(/[\p{C}\p{Z}]+/gu, " ");
    return `${key}=${seen.length > 40 ? [...seen].slice(0, 40).join("") + "…" : seen}`;
  });
  if (leftOut.length > 5) some.push(`and ${leftOut.length - 5} more`);
  return `left out: ${some.join(", ")}`;
}
