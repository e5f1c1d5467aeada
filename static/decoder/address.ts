import type { Match } from "../match/match";
import type { Searched } from "../match/search";
import type { Values } from "../match/template";
import type { CardData } from "./card";

// What stands in addresses, and what the matcher learns of the cards. No DOM
// here.

/** translations of each code, as the matcher learns them. */
export const translations = (data: CardData): Searched[] => data.cards.map(([, , , message]) => ({ title: "", words: "", module: "", status: 0, message }));

/** fragment carries the values to the page; a plus is a plus there. */
export function fragment(values: Values): string {
  return values.length ? "#" + values.map((pair) => pair.map(encoded).join("=")).join("&") : "";
}

// Half of a pair of surrogates can't be encoded.
const encoded = (text: string): string => encodeURIComponent(text.replace(/[\ud800-\udfff]/gu, "\ufffd"));

/** address of a match's page, relative to the site's root. */
export const address = ({ entry, values }: Match): string => entry.address + (entry.address.includes("#") ? "" : fragment(values));
