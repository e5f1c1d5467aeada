import type { CardData } from "../decoder/card";
import { entries, type SearchData } from "../match/records";
import { fill } from "../match/texts";
import { finish } from "../match/words";

// What other pages fetch stands in this one: the records as JSON, and what a
// card shows in the codes' own articles.

interface Data {
  address: string; // of the published site
  search: SearchData;
}

const { address, search } = JSON.parse(document.getElementById("data")!.textContent!) as Data;

function texts(id: string, selector: string): string[] {
  return [...(document.getElementById(id)?.querySelectorAll(selector) ?? [])].map((e) => (e.textContent ?? "").trim());
}

function card(id: string): CardData["cards"][number] {
  const last = ".prose h4:last-of-type ~ ";
  const steps = texts(id, last + "* > li");
  return [texts(id, ".repeat")[0] ?? "", texts(id, ".actor")[0] ?? "", steps.length ? steps : texts(id, last + "p")];
}

const all = entries(search);
if (search.texts) finish(fill(all, 0, search.texts, search));
const ids = all.filter(({ outcome }) => outcome >= 0).map(({ address }) => address.slice(1));
const cards = ids.map(card);
const itself = (i: 0 | 1): Record<string, string> => Object.fromEntries(cards.map((c) => [c[i], c[i]]));

window.searchData = search;
const translations = ids.map((id) => texts(id, ".tongues td").join("\n"));

window.cardsData = { address, retry: itself(0), actor: itself(1), size: 0, cards, translated: true, translations };
