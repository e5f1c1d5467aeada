// The search data that site/search.go writes, which says what each field is.

/** A template: 0 current, 1 an older wording, 2 an older meaning; where; then text and names of variable parts by turns. */
export type TemplateData = [kind: 0 | 1 | 2, where: string, ...parts: string[]];

export type RecordData = [
  code: number | string,
  status: number,
  title: string,
  module: number,
  message: string,
  words: string,
  outcome: number,
  address: string,
  inferred?: 0 | 1,
  templates?: TemplateData[],
  meanings?: string[],
  retired?: string[],
];

export interface SearchData {
  envelope: [code: string, message: string];
  pad: number; // of older versions' codes, 0 for none
  vendor: string; // who says that some errors come under HTTP 200, "" for nobody
  modules: string[];
  statuses: [status: number, reason: string][];
  functions: string[];
  records: RecordData[];
}

/** A code, or a mention of one outside the table. */
export interface Entry {
  code: string; // "" for an HTTP status
  integer: boolean;
  status: number; // 0 for none
  title: string;
  module: string; // "" for what stands outside the table
  message: string; // the vendor's words; of a mention, ours
  words: string; // of a mention, where it stands
  outcome: number; // as in catalog.Outcome, -1 for a mention
  address: string; // relative to the site's root
  inferred: boolean; // the text of the message in a response
  templates: TemplateData[];
  meanings: string[]; // what the number meant before
  retired: string[]; // since when, and why; empty while it is in use
}

export const failure = 3;

export function entries(data: SearchData): Entry[] {
  return data.records.map(([code, status, title, module, message, words, outcome, address, inferred, templates, meanings = [], retired = []]) => ({
    code: String(code), integer: typeof code === "number", status, title, module: data.modules[module] ?? "", message, words, outcome, address,
    inferred: inferred === 1, templates: templates ?? (outcome < 0 ? [] : [[0, "", message]]), meanings, retired,
  }));
}
