import { announce } from "../announce";
import type { CardData } from "../decoder/card";
import { address } from "../decoder/address";
import { element } from "../element";
import type { Answer, Match } from "../match/match";
import type { SearchData } from "../match/records";
import { typing } from "../shortcuts/open";
import type { Engine } from "./engine";
import { label, long, shareable } from "./paste";

// <site-search> is the one box: a combobox with a list of codes, and the card
// of the one that is meant. It takes anything that can be pasted. The data and
// the matcher are fetched at the first focus, what a card needs at the first
// result.

declare global {
  interface Window {
    searchData?: SearchData; // on a disk, where nothing can be fetched
    cardsData?: CardData;
  }
}

type Cards = [typeof import("../decoder/card"), CardData | undefined];

const shared = { address, announce, element };
const mostShown = 40;

class SiteSearch extends HTMLElement {
  private input!: HTMLInputElement;
  private readonly results = element("div", "results");
  private readonly list = element("ul");
  private readonly card = element("section", "card");
  private ready: Promise<Engine> | undefined;
  private cards: Promise<Cards> | undefined;
  private answer: Answer | undefined;
  private shown: Match[] = [];
  private active = -1;
  private said: ReturnType<typeof setTimeout> | undefined;
  private long = ""; // the text of a paste that the box has only a label of
  private pasted = false;
  private asking = 0;

  connectedCallback(): void {
    const { results, list, card } = this;
    const input = (this.input = this.querySelector("input")!);
    Object.assign(input, { role: "combobox", ariaExpanded: "false", ariaAutoComplete: "list", autocapitalize: "none", spellcheck: false, enterKeyHint: "go" });
    input.setAttribute("aria-controls", "found");
    list.id = "found";
    list.role = "listbox";
    list.ariaLabel = "Codes found";
    card.tabIndex = -1;
    card.ariaLabel = "What it means";
    results.hidden = card.hidden = true;
    results.append(list, card);
    input.parentElement!.append(results);
    input.addEventListener("focus", () => void this.load().catch(() => {}));
    input.addEventListener("input", (event) => this.typed(event as InputEvent));
    input.addEventListener("paste", (event) => this.paste(event, event.clipboardData));
    input.addEventListener("drop", (event) => this.paste(event, event.dataTransfer));
    input.addEventListener("keydown", (event) => this.key(event));
    this.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.target === input) return;
      event.preventDefault();
      input.focus();
      this.close();
    });
    this.addEventListener("focusout", (event) => {
      if (!(event.relatedTarget instanceof Node && this.contains(event.relatedTarget))) this.close();
    });
    // The list must not take the focus from the box.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target instanceof Element ? event.target.closest("li") : null;
      if (option?.id) this.open(Number(option.id.slice("found-".length)), event.ctrlKey || event.metaKey);
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
      event.preventDefault();
      input.focus();
      input.select();
    });
    const asked = new URLSearchParams(location.search).get("q");
    if (asked) {
      input.value = asked;
      input.focus();
    }
    if (input.value && document.activeElement === input) void this.look();
  }

  private get home(): string {
    return (this.dataset.home ?? "/").replace(/[^/]*$/, "");
  }

  private load(): Promise<Engine> {
    const { records } = this.dataset;
    this.ready ??= Promise.all([import("./engine"), OFFLINE ? window.searchData! : fetched<SearchData>(records)]).then(([engine, data]) => new engine.Engine(data, (file) => (OFFLINE ? Promise.reject() : fetched(records?.replace(/[^/]*$/, file)))));
    this.ready.catch(() => (this.ready = undefined)); // try again at the next key
    return this.ready;
  }

  private loadCards(): Promise<Cards> {
    this.cards ??= Promise.all([import("../decoder/card"), OFFLINE ? window.cardsData : fetched<CardData>(this.dataset.cards).catch(() => undefined)]);
    this.cards.catch(() => (this.cards = undefined));
    return this.cards;
  }

  private typed(event: InputEvent): void {
    if (this.long) {
      this.input.value = this.input.value.replace(label(this.long), "");
      this.long = "";
    }
    this.pasted = event.inputType === "insertFromPaste" || event.inputType === "insertFromDrop" || (this.pasted && this.input.value !== "" && event.inputType !== "insertText");
    void this.look();
  }

  private paste(event: Event, data: DataTransfer | null): void {
    const text = data?.getData("text/plain") ?? "";
    if (!long(text)) return;
    event.preventDefault();
    this.long = text;
    this.pasted = true;
    this.input.value = label(text);
    void this.look();
  }

  private async look(): Promise<void> {
    const asking = ++this.asking;
    const query = this.long || this.input.value;
    if (!query.trim()) {
      this.answer = undefined;
      this.shown = [];
      this.close();
      this.found(null);
      this.share("");
      return;
    }
    const wanted = (): boolean => asking === this.asking;
    let answer: Answer | undefined;
    try {
      const engine = await this.load();
      const ask = (): Promise<Answer | undefined> => engine.ask(query, mostShown, wanted, (done, all) => this.message([`Searching … ${done} of ${all}`]));
      if (wanted()) answer = await ask();
      if (answer && answer.matches.length + answer.notes.length === 0 && !engine.translations) {
        const [cards, data] = await this.loadCards();
        if (data) await engine.more(await cards.translations(data, this.dataset.cards ?? ""));
        if (wanted()) answer = await ask();
      }
    } catch {
      this.message(["The search data could not be loaded. Try again."]);
      return;
    }
    if (!answer || !wanted()) return;
    this.answer = answer;
    const sure = answer.matches[0]?.sure ? answer.matches.filter((match) => match.sure) : answer.matches;
    const likely = answer.matches.slice(0, mostShown);
    this.shown = this.long ? sure.slice(0, mostShown) : likely;
    await this.show();
    this.found(new Set((sure.length ? sure : likely).map((match) => this.home + match.entry.address)));
    this.share(shareable(query.trim(), this.pasted, answer.secretive, sure[0]?.sure ? sure[0].entry.code : ""));
    clearTimeout(this.said);
    this.said = setTimeout(() => announce(this.summary()), 300);
  }

  private summary(): string {
    const n = this.shown.length;
    const [first] = this.shown;
    if (!first) return "No code recognised";
    const values = first.values.map(([name, value]) => `, ${name} = ${value}`).join("");
    return `${n === 1 ? "1 code" : `${n} codes`}: ${first.entry.code} ${first.entry.title}${values}`;
  }

  /** share puts into the home page's address what may stand there. */
  private share(query: string): void {
    const home = new URL(this.dataset.home ?? "/", location.href);
    if (home.pathname !== location.pathname) return;
    const url = new URL(location.href);
    if (query) url.searchParams.set("q", query);
    else url.searchParams.delete("q");
    if (url.href === location.href) return;
    try {
      history.replaceState(history.state, "", url);
    } catch {
      // too often, or not allowed: the address stays as it was
    }
  }

  private found(addresses: Set<string> | null): void {
    document.dispatchEvent(new CustomEvent("search-found", { detail: addresses }));
  }

  private async show(): Promise<void> {
    if (this.shown.length === 0) {
      const notes = this.answer?.notes ?? [];
      this.message([...notes.map((note) => note[0]!.toUpperCase() + note.slice(1) + "."), "No code recognised. Try the number, or a word of the message."].slice(0, notes.length || 1));
      return;
    }
    this.list.replaceChildren(...this.shown.map((match, i) => option(match, i)));
    this.active = -1;
    this.expand();
    await this.preview();
  }

  /** preview shows the card of the option that is active, or of the first. */
  private async preview(): Promise<void> {
    const { answer, shown } = this;
    const match = shown[Math.max(this.active, 0)];
    if (!match || !answer) return;
    const [engine, [cards, data]] = await Promise.all([this.load(), this.loadCards()]);
    const own = await cards.own(match.entry, engine.entries.indexOf(match.entry), data, this.dataset.cards ?? "");
    if (match !== this.shown[Math.max(this.active, 0)]) return;
    [...this.list.children].forEach((option, i) => option.classList.toggle("shown", i === Math.max(this.active, 0)));
    this.card.replaceChildren(cards.card(match, answer, own, data, this.home, shared));
    this.card.hidden = false;
    this.card.scrollTop = 0;
  }

  /** message shows lines that can't be chosen. */
  private message(texts: string[]): void {
    this.shown = [];
    this.active = -1;
    this.card.hidden = true;
    this.list.replaceChildren(
      ...texts.map((text) => {
        const line = element("li", "none", text);
        line.role = "option";
        line.ariaDisabled = "true";
        line.ariaSelected = "false";
        return line;
      }),
    );
    this.expand();
  }

  private expand(): void {
    this.results.hidden = false;
    this.list.scrollTop = 0;
    this.input.ariaExpanded = "true";
    this.input.removeAttribute("aria-activedescendant");
  }

  private close(): void {
    this.results.hidden = true;
    this.active = -1;
    this.input.ariaExpanded = "false";
    this.input.removeAttribute("aria-activedescendant");
  }

  private key(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const open = !this.results.hidden;
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp": {
        event.preventDefault();
        if (!open) {
          void this.look();
          return;
        }
        const n = this.shown.length;
        if (n === 0) return;
        // From the box (-1) down to the first, up to the last, and round.
        const to = this.active + (event.key === "ArrowDown" ? 1 : -1);
        this.move(to < -1 ? n - 1 : to >= n ? -1 : to);
        return;
      }
      case "Enter":
        event.preventDefault();
        void this.enter();
        return;
      case "Escape":
        if (open) this.close();
        else if (this.input.value) {
          this.input.value = "";
          this.long = "";
          void this.look();
        } else this.input.blur();
        event.preventDefault();
    }
  }

  private async enter(): Promise<void> {
    if (this.results.hidden || this.shown.length === 0) await this.look();
    this.open(Math.max(this.active, 0), false);
  }

  private move(to: number): void {
    const options = this.list.children;
    const before = options[this.active];
    if (before) before.ariaSelected = "false";
    this.active = to;
    const option = options[to];
    void this.preview();
    if (!option) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    option.ariaSelected = "true";
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  private open(i: number, beside: boolean): void {
    const match = this.shown[i];
    if (!match) return;
    const page = this.home + address(match);
    if (beside) window.open(page, "_blank", "noopener");
    else location.assign(page);
  }
}

async function fetched<T>(address: string | undefined): Promise<T> {
  const response = await fetch(address ?? "");
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return (await response.json()) as T;
}

function option(match: Match, i: number): HTMLElement {
  const { code, status, title, message, module } = match.entry;
  const line = element("li");
  line.id = `found-${i}`;
  line.role = "option";
  line.ariaSelected = "false";
  const what = code === "" ? `HTTP ${status}` : code;
  const where = module === "" ? "outside the table" : [status ? `HTTP ${status}` : "", module].filter(Boolean).join(" · ");
  line.append(
    element("b", `code c${Math.floor(status / 100)}`, what), " ",
    element("span", "title", title), " ",
    element("span", "where", where), " ",
    element("span", "message", message),
  );
  return line;
}

customElements.define("site-search", SiteSearch);
