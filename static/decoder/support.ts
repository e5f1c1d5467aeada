import type { Answer, Match } from "../match/match";
import type { Searched } from "../match/search";
import type { CardData } from "./card";
import type { Values } from "../match/template";

// What stands in addresses and in the text for support. No DOM here.

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

/** support is what to send to whoever runs the server. */
export function support(match: Match, answer: Answer, site: string, now: Date): string {
  const { entry, values, remarks } = match;
  const lines = [entry.code ? `Response code ${entry.code}: ${entry.title}` : `HTTP ${entry.status}: ${entry.title}`];
  for (const [name, value] of values) lines.push(`${name}: ${value}`);
  for (const remark of remarks) lines.push(`Remark: ${remark}`);
  if (answer.function) lines.push(`Function: ${answer.function}`);
  lines.push(answer.time ? `Time: ${answer.time}` : `Looked up: ${now.toISOString()}`);
  lines.push(site + address(match).replace(/index\.html(?=$|#)/, ""));
  return lines.join("\n") + "\n";
}
