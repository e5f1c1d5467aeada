import { announce } from "../announce";
import type { Hit } from "./rank";
import type { SearchData } from "./records";

// <site-search> is the one box: a combobox with a list of codes. Data and the
// ranking are fetched at the first focus.

declare global {
  interface Window {
    searchData?: SearchData; // on a disk, where nothing can be fetched
  }
}

type Search = (query: string) => Hit[];

class SiteSearch extends HTMLElement {
  private input!: HTMLInputElement;
  private list!: HTMLUListElement;
  private ready: Promise<Search> | undefined;
  private hits: Hit[] = [];
  private active = -1;
  private said: ReturnType<typeof setTimeout> | undefined;

  connectedCallback(): void {
    const input = this.querySelector("input");
    const list = this.querySelector("ul");
    if (!input || !list) return;
    this.input = input;
    this.list = list;
    input.addEventListener("focus", () => void this.load().catch(() => {}));
    input.addEventListener("input", () => void this.look());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    // The list must not take the focus from the box.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target instanceof Element ? event.target.closest("li") : null;
      if (option?.id) this.open(Number(option.id.slice("found-".length)), event.ctrlKey || event.metaKey);
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
      const at = event.target;
      if (at instanceof HTMLElement && (at.isContentEditable || /^(input|textarea|select)$/i.test(at.tagName))) return;
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

  private load(): Promise<Search> {
    this.ready ??= Promise.all([import("./engine"), this.data()]).then(([engine, data]) => engine.start(data));
    this.ready.catch(() => (this.ready = undefined)); // try again at the next key
    return this.ready;
  }

  private async data(): Promise<SearchData> {
    if (window.searchData) return window.searchData;
    const response = await fetch(this.dataset.records ?? "");
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return (await response.json()) as SearchData;
  }

  private async look(): Promise<void> {
    const query = this.input.value;
    if (!query.trim()) {
      this.hits = [];
      this.close();
      this.found(null);
      return;
    }
    let search: Search;
    try {
      search = await this.load();
    } catch {
      this.message("The search data could not be loaded. Try again.");
      return;
    }
    if (query !== this.input.value) return;
    this.hits = search(query);
    this.show();
    this.found(new Set(this.hits.map((hit) => this.address(hit))));
    clearTimeout(this.said);
    this.said = setTimeout(() => announce(this.count()), 300);
  }

  private count(): string {
    const n = this.hits.length;
    return n === 0 ? "No code found" : n === 1 ? "1 code found" : `${n} codes found`;
  }

  private found(addresses: Set<string> | null): void {
    document.dispatchEvent(new CustomEvent("search-found", { detail: addresses }));
  }

  private address(hit: Hit): string {
    const home = this.dataset.home ?? "/";
    return home.replace(/[^/]*$/, "") + hit.entry.address;
  }

  private show(): void {
    if (this.hits.length === 0) {
      this.message("No code found. Try the number, or a word of the message.");
      return;
    }
    this.list.replaceChildren(...this.hits.map((hit, i) => option(hit, i)));
    this.active = -1;
    this.expand();
  }

  // message shows a line that can't be chosen.
  private message(text: string): void {
    this.hits = [];
    this.active = -1;
    const line = element("li", "none", text);
    line.setAttribute("role", "option");
    line.setAttribute("aria-disabled", "true");
    line.setAttribute("aria-selected", "false");
    this.list.replaceChildren(line);
    this.expand();
  }

  private expand(): void {
    this.list.hidden = false;
    this.list.scrollTop = 0;
    this.input.setAttribute("aria-expanded", "true");
    this.input.removeAttribute("aria-activedescendant");
  }

  private close(): void {
    this.list.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  private key(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const open = !this.list.hidden;
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp": {
        event.preventDefault();
        if (!open) {
          void this.look();
          return;
        }
        const n = this.hits.length;
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
          void this.look();
        } else this.input.blur();
        event.preventDefault();
    }
  }

  private async enter(): Promise<void> {
    if (this.list.hidden || this.hits.length === 0) await this.look();
    this.open(Math.max(this.active, 0), false);
  }

  private move(to: number): void {
    const options = this.list.children;
    options[this.active]?.setAttribute("aria-selected", "false");
    this.active = to;
    const option = options[to];
    if (!option) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  private open(i: number, beside: boolean): void {
    const hit = this.hits[i];
    if (!hit) return;
    if (beside) window.open(this.address(hit), "_blank", "noopener");
    else location.assign(this.address(hit));
  }
}

function option(hit: Hit, i: number): HTMLElement {
  const { code, status, title, message, module } = hit.entry;
  const line = element("li", "", "");
  line.id = `found-${i}`;
  line.setAttribute("role", "option");
  line.setAttribute("aria-selected", "false");
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

function element(name: string, className: string, text: string): HTMLElement {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

customElements.define("site-search", SiteSearch);
