import type { Answer, Match } from "../match/match";

/** support is what to send to whoever runs the server; page is the match's own. */
export function support(match: Match, answer: Answer, page: string, now: Date): string {
  const { entry, values, remarks } = match;
  const lines = [entry.code ? `Response code ${entry.code}: ${entry.title}` : `HTTP ${entry.status}: ${entry.title}`];
  for (const [name, value] of values) lines.push(`${name}: ${value}`);
  for (const remark of remarks) lines.push(`Remark: ${remark}`);
  if (answer.function) lines.push(`Function: ${answer.function}`);
  lines.push(answer.time ? `Time: ${answer.time}` : `Looked up: ${now.toISOString()}`);
  lines.push(page.replace(/index\.html(?=$|#)/, ""));
  return lines.join("\n") + "\n";
}
