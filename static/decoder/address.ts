import type { Match } from "../match/match";
import type { Values } from "../match/template";

// What stands in addresses. No DOM here.

/** fragment carries the values to the page; a plus is a plus there. */
export function fragment(values: Values): string {
  return values.length ? "#" + values.map((pair) => pair.map(encoded).join("=")).join("&") : "";
}

// Half of a pair of surrogates can't be encoded.
const encoded = (text: string): string => encodeURIComponent(text.replace(/[\ud800-\udfff]/gu, "\ufffd"));

/** address of a match's page, relative to the site's root. */
export const address = ({ entry, values }: Match): string => entry.address + (entry.address.includes("#") ? "" : fragment(values));
