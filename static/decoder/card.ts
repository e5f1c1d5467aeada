import type { announce } from "../announce";
import type { element } from "../element";
import type { Answer, Match } from "../match/match";
import type { Entry } from "../match/records";
import type { address } from "./address";
import style from "./card.css";
import { support } from "./support";

// The card of a result: what was recognised and why, who must act, what to do.

/** What site/search.go writes beside the records. */
export interface CardData {
  address: string; // of the published site
  retry: Record<string, string>;
  actor: Record<string, string>;
  size: number; // cards that stand in one file, 0 for all
  cards: Card[]; // in the order of the records
  translated: boolean;
  translations: string[];
}

type Card = [retry: string, actor: string, steps: string[]];

/** What the page has already. It is handed over: a module that both import would be one more file for every page. */
export interface Shared {
  announce: typeof announce;
  element: typeof element;
  address: typeof address;
}

const sheet = new CSSStyleSheet();
sheet.replaceSync(style);
document.adoptedStyleSheets.push(sheet);

/** own is the card of an entry, out of the data or of a file of its own. */
export async function own({ outcome }: Entry, n: number, data: CardData | undefined, address: string): Promise<Card> {
  const size = data?.size || Infinity;
  const cards = OFFLINE || size === Infinity || outcome < 0 ? data?.cards : ((await file(address, `cards/${Math.floor(n / size)}`).catch(() => [])) as Card[]);
  return cards?.[n % size] ?? ["", "", []];
}

/** translations of each code. */
export async function translations(data: CardData, address: string): Promise<string[]> {
  return OFFLINE || !data.size || !data.translated ? data.translations : ((await file(address, "translations")) as string[]);
}

const loaded = new Map<string, Promise<unknown>>();

/** file fetches one of those that a large catalog's data are cut into. */
function file(address: string, name: string): Promise<unknown> {
  let loading = loaded.get(name);
  if (!loading) {
    loading = fetch(address.replace(/[^/]*$/, `data/${name}.json`)).then((response) => {
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      return response.json();
    });
    loading.catch(() => loaded.delete(name)); // try again at the next answer
    loaded.set(name, loading);
  }
  return loading;
}

export function card(match: Match, answer: Answer, [retry, actor, steps]: Card, data: CardData | undefined, home: string, shared: Shared): HTMLElement {
  const { element, address } = shared;
  const { entry, why, values, remarks } = match;
  const made = element("div", "answer");
  const recognised: [string, string][] = why === "words" ? [] : [["Recognised", why]];
  if (recognised.length + values.length) made.append(facts(shared, [...recognised, ...values]));
  if (remarks.length + answer.notes.length) {
    const list = element("ul", "remarks");
    list.append(...[...remarks, ...answer.notes].map((remark) => element("li", "", remark[0]!.toUpperCase() + remark.slice(1))));
    made.append(list);
  }
  if (data && retry) made.append(facts(shared, [["Who acts", data.actor[actor] ?? ""], ["Does repeating help?", data.retry[retry] ?? ""]], "verdict"));
  if (steps.length === 1) made.append(element("p", "", steps[0]));
  else if (steps.length) {
    const list = element("ol");
    list.append(...steps.map((step) => element("li", "", step)));
    made.append(list);
  } else if (entry.outcome < 0) made.append(element("p", "", entry.message));
  const open = element("a", "", entry.code ? `Open code ${entry.code}` : "Read about it");
  open.href = home + address(match);
  const actions = element("p", "actions");
  actions.append(open);
  if (navigator.clipboard && data) actions.append(copy(shared, () => support(match, answer, data.address + address(published(match, data)), new Date())));
  actions.append(element("small", "", "Read here in the browser; nothing that you type or paste leaves it."));
  made.append(actions);
  return made;
}

// In the single-file edition a code is a part of the page, and the rest of the site elsewhere.
function published(match: Match, { address }: CardData): Match {
  const page = match.entry.address.replace(address, "").replace(/^#code-(.+)/, "codes/$1/");
  return { ...match, entry: { ...match.entry, address: page } };
}

function facts({ element }: Shared, pairs: [string, string][], className = "facts"): HTMLElement {
  const list = element("dl", className);
  for (const [name, value] of pairs) {
    const pair = element("div");
    pair.append(element("dt", "", name), element("dd", "", value || "(empty)"));
    list.append(pair);
  }
  return list;
}

function copy({ announce, element }: Shared, text: () => string): HTMLElement {
  const button = element("button", "", "Copy for support");
  button.type = "button";
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text());
      button.textContent = "Copied";
      announce("Copied");
    } catch {
      button.textContent = "Not allowed";
      announce("The browser does not allow copying");
    }
    setTimeout(() => (button.textContent = "Copy for support"), 2000);
  });
  return button;
}
