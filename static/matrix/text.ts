import type { SearchData } from "../match/records";
import type { Engine } from "../search/engine";

// The text facet asks what the search box asks, and knows its data.

let ready: Promise<Engine> | undefined;

/** find gives the addresses of the codes that a text finds, as links on a page spell them. */
export async function find(text: string, records: string, home: string): Promise<Set<string>> {
  ready ??= Promise.all([import("../search/engine"), OFFLINE ? window.searchData! : fetched<SearchData>(records)]).then(([engine, data]) => new engine.Engine(data, (file) => (OFFLINE ? Promise.reject() : fetched(records.replace(/[^/]*$/, file)))));
  try {
    const answer = await (await ready).ask(text, Infinity, () => true, () => {});
    const matches = answer?.matches ?? [];
    const meant = matches[0]?.sure ? matches.filter((match) => match.sure) : matches;
    return new Set(meant.map((match) => home.replace(/[^/]*$/, "") + match.entry.address));
  } catch (error) {
    ready = undefined; // try again at the next key
    throw error;
  }
}

async function fetched<T>(address: string): Promise<T> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return (await response.json()) as T;
}
