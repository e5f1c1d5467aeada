import type { CardData } from "../decoder/card";
import type { SearchData } from "../match/records";

// What other pages fetch stands in this one: the records as JSON, and what a
// card shows in the codes' own articles.

interface Data {
  address: string; // of the published site
  search: SearchData;
}

const { address, search } = JSON.parse(document.getElementById("data")!.textContent!) as Data;

function card(id: string): CardData["cards"][number] {
  const article = document.getElementById(id);
  const texts = (selector: string): string[] => [...(article?.querySelectorAll(selector) ?? [])].map((e) => (e.textContent ?? "").trim());
  const last = ".prose h4:last-of-type ~ ";
  const steps = texts(last + "* > li");
  return [texts(".repeat")[0] ?? "", texts(".actor")[0] ?? "", steps.length ? steps : texts(last + "p"), texts(".tongues td").join("\n")];
}

const cards = search.records.filter(([, , , , , , outcome]) => outcome >= 0).map((record) => card(record[7].slice(1)));
const itself = (i: 0 | 1): Record<string, string> => Object.fromEntries(cards.map((c) => [c[i], c[i]]));

window.searchData = search;
window.cardsData = { address, retry: itself(0), actor: itself(1), cards };
