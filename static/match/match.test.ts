import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import * as json from "./json";
import { Matcher, mostRead, type Answer } from "./match";
import { finish } from "./words";

// What go test hands over: the real catalog's search data, and what Go answers
// to the cases of site/catalog/testdata/match.txt and to many texts made of them.
const { SEARCH_DATA: data, CARD_DATA: cards, ANSWERS: answers, CUT_DATA: cut } = process.env;
const skip = (!data || !cards || !answers || !cut) && "SEARCH_DATA, CARD_DATA, ANSWERS and CUT_DATA name no files: run go test ./site";

function matcher(): Matcher {
  const made = new Matcher(JSON.parse(readFileSync(data!, "utf8")));
  made.json = json;
  finish(made.learn(JSON.parse(readFileSync(cards!, "utf8")).translations));
  return made;
}

/** said is an answer in the form of match.txt. */
function said(answer: Answer): string {
  const lines: string[] = [];
  for (const { entry, why, values, remarks } of answer.matches) {
    lines.push(`= ${entry.code || entry.status}`, `  why: ${why}`);
    for (const [name, value] of values) lines.push(`  ${name} = ${value}`);
    for (const remark of remarks) lines.push(`  remark: ${remark}`);
  }
  for (const note of answer.notes) lines.push(`! ${note}`);
  if (answer.function) lines.push(`@ function ${answer.function}`);
  if (answer.time) lines.push(`@ time ${answer.time}`);
  return lines.map((line) => line + "\n").join("");
}

test("Go's answers", { skip }, () => {
  const m = matcher();
  const all: { text: string; said: string }[] = JSON.parse(readFileSync(answers!, "utf8"));
  assert.ok(all.length > 2000, `${all.length} texts`);
  for (const { text, said: want } of all) assert.equal(said(m.match(text)), want, JSON.stringify(text));
});

test("Go's answers, out of texts that have files of their own", { skip }, () => {
  const read = (name: string) => JSON.parse(readFileSync(`${cut}/${name}`, "utf8"));
  const index = read("search.json");
  const texts = Array.from({ length: Math.ceil(index.codes.length / index.size) }, (_, i) => read(`data/search/${i}.json`));
  assert.ok(texts.length > 4 && !index.texts);
  const made = (): Matcher => Object.assign(new Matcher(index), { json });
  const whole = made();
  for (const file of [...whole.lacking].reverse()) finish(whole.fill(file, texts[file]));
  finish(whole.learn(JSON.parse(readFileSync(cards!, "utf8")).translations));
  let bare = 0;
  const all: { text: string; said: string }[] = JSON.parse(readFileSync(answers!, "utf8"));
  for (const { text, said: want } of all.filter((_, i) => i < 400 || i % 10 === 0)) {
    assert.equal(said(whole.match(text)), want, JSON.stringify(text));
    if (!whole.isBare(text)) continue;
    bare++;
    const few = made();
    for (const file of new Set(few.match(text).matches.map(({ entry }) => few.file(few.entries.indexOf(entry))))) finish(few.fill(file, texts[file]));
    assert.equal(said(few.match(text)), want, `of few: ${JSON.stringify(text)}`);
  }
  assert.ok(bare > 20, `${bare} bare codes`);
});

test("long pastes come in slices", { skip }, () => {
  const m = matcher();
  for (const text of ["The quick brown fox. ", '{"ResponseCode":27},', '{"a":', "error ", "Security Alert: x ", "密", '{\\"']) {
    const slices = m.slices(text.repeat(mostRead / text.length));
    let n = 0;
    while (!slices.next().done) n++;
    assert.ok(n > 20, `${text}: ${n} slices`);
  }
});

test("secrets are not echoed", { skip }, () => {
  const m = matcher();
  const token = "AbC123".repeat(20);
  for (const text of [
    `Authorization: Bearer ${token}\n\n{"ResponseCode":11,"ResponseMsgEng":"Security Alert: ${token} was refused."}`,
    `{"API_Password":"hunter2hunter","ResponseCode":11,"ResponseMsgEng":"Security Alert: hunter2hunter."}`,
    `API_Password=hunter2hunter Security Alert: password hunter2hunter is wrong`,
    `{"ResponseCode":"${token}"}`,
    `Security Alert: Bearer hunter2hunter`,
    `Cookie: sid=hunter2hunter; Security Alert: sid=hunter2hunter`,
  ]) {
    const answer = m.match(text);
    assert.ok(answer.matches.length + answer.notes.length > 0, text);
    assert.doesNotMatch(JSON.stringify([said(answer), answer.matches.map((match) => match.values)]), /hunter2|AbC123/, text);
    assert.equal(answer.secretive, true, text);
  }
  assert.equal(m.match("Registration is allowed for people aged 18 and over").secretive, false);
});

test("whatever is pasted", { skip }, () => {
  const m = matcher();
  for (const text of ["", " ", "\u0000", "\ud800", "😀", "\u202e27", "[".repeat(5000), '{"a":'.repeat(300) + '{"ResponseCode":27}', "9".repeat(100_000)]) {
    assert.ok(Array.isArray(finish(m.slices(text)).matches), text.slice(0, 20));
  }
  assert.ok(m.match('{"a":'.repeat(300) + '{"ResponseCode":27}' + "}".repeat(300)).notes.some((note) => note.startsWith("nested deeper")));
});
