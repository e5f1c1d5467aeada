import { digit, type Texts } from "./texts";

// The search data that site/search.go writes, which says what each field is.

/** A template: 0 current, 1 an older wording, 2 an older meaning; where; then text and names of variable parts by turns. */
export type TemplateData = [kind: 0 | 1 | 2, where: string, ...parts: string[]];

export interface SearchData {
  envelope: [code: string, message: string];
  pad: number; // of older versions' codes, 0 for none
  vendor: string; // who says that some errors come under HTTP 200, "" for nobody
  modules: string[];
  statuses: [status: number, reason: string][];
  others: number[];
  functions: string[];
  page: [before: string, after: string];
  words: string;
  shapes: string;
  codes: (number | string)[];
  http: string;
  module: string;
  outcome: string;
  size: number; // records that have their texts in one file, 0 for all
  texts?: Texts;
}

/** A code, or a mention of one outside the table. */
export interface Entry {
  code: string; // "" for an HTTP status
  integer: boolean;
  status: number; // 0 for none
  module: string; // "" for what stands outside the table
  outcome: number; // as in catalog.Outcome, -1 for a mention
  inferred: boolean; // the text of the message in a response
  // The rest is empty until its texts are there.
  title: string;
  message: string; // the vendor's words; of a mention, ours
  words: string; // of a mention, where it stands
  address: string; // relative to the site's root
  templates: TemplateData[];
  meanings: string[]; // what the number meant before
  retired: string[]; // since when, and why; empty while it is in use
}

export const failure = 3;

/** entries are those of the data, without their texts. */
export function entries(data: SearchData): Entry[] {
  const statuses = [...data.statuses.map(([status]) => status), ...data.others];
  let last = 0;
  return data.codes.map((code, i) => {
    const outcome = digit(data.outcome, i);
    return {
      code: String(typeof code === "number" ? (last += code) : code), integer: typeof code === "number",
      status: statuses[digit(data.http, i) - 1] ?? 0, module: data.modules[digit(data.module, i) - 1] ?? "",
      outcome: (outcome >> 1) - 1, inferred: outcome % 2 === 1,
      title: "", message: "", words: "", address: "", templates: [], meanings: [], retired: [],
    };
  });
}
