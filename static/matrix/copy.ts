// A filtered view as text for elsewhere. No DOM here.

export interface Row {
  code: string;
  status: string;
  module: string;
  title: string;
  actor: string;
  retry: string;
  address: string;
}

const columns: [keyof Row, string][] = [
  ["code", "Code"], ["status", "HTTP status"], ["module", "Module"], ["title", "Title"],
  ["actor", "Who must act"], ["retry", "Does repeating help?"], ["address", "Page"],
];

const table = (rows: Row[], cell: (text: string) => string): string[][] => [
  columns.map(([, name]) => cell(name)),
  ...rows.map((row) => columns.map(([key]) => cell(row[key]))),
];

/** markdown is a table as GitHub and its kin read it. */
export function markdown(rows: Row[]): string {
  const [head = [], ...body] = table(rows, (text) => text.replace(/[\\|<]/g, "\\$&").replace(/\s*[\r\n\u0085\u2028\u2029]+\s*/g, " "));
  return [head, head.map(() => "---"), ...body].map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}

/** csv follows RFC 4180. No cell begins as a formula would. */
export function csv(rows: Row[]): string {
  return table(rows, (text) => {
    const tame = /^[=+\-@\t\r＝＋－＠]/.test(text) && !/^-?\d+$/.test(text) ? "'" + text : text;
    return /[",\r\n]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
  }).map((cells) => cells.join(",") + "\r\n").join("");
}
