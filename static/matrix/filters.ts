import { count, format, isOn, parse, passes, remark, tally, toggle, type Code, type Facet, type State } from "./filter";
import { find } from "./text";

/** Shown is a code on the page. */
export interface Shown extends Code {
  element: HTMLAnchorElement;
}

/**
 * Filters connects the buttons inside an element, the page's address and its
 * codes. What a filter does to a code is the page's own matter: show.
 */
export class Filters {
  readonly codes: Shown[];
  readonly facets: Facet[];
  private state: State = { chosen: new Map(), text: "" };
  private leftOut: [string, string][] = [];
  private found: Set<string> | null = null; // by text, null while nobody knows
  private foundBy = "";
  private failed = false;
  private longest = new Map<string, number>(); // what a facet's longest bar stands for
  private typing = false;
  private said: ReturnType<typeof setTimeout> | undefined;

  constructor(private root: HTMLElement, private show: (passing: Set<Element>, on: boolean) => void) {
    this.facets = JSON.parse(root.dataset.facets ?? "[]") as Facet[];
    this.codes = [...root.querySelectorAll<HTMLAnchorElement>("a[data-slug]")].map((element) => ({
      element,
      address: element.getAttribute("href") ?? "",
      values: new Map(this.facets.map(({ name }) => [name, element.getAttribute(`data-${name}`) ?? ""])),
    }));
    const all = { chosen: new Map(), text: "" };
    for (const { name, values } of this.facets) {
      this.longest.set(name, Math.max(1, ...values.map(([value]) => count(this.codes, all, null, name, value))));
    }
    root.addEventListener("click", (event) => this.click(event));
    const input = this.input;
    input?.addEventListener("input", () => {
      const text = input.value.trim();
      if (text === this.state.text) return;
      this.change({ ...this.state, text }, this.typing);
      this.typing = true;
    });
    // A burst of typing ends when the box is left, or with Enter.
    input?.addEventListener("change", () => (this.typing = false));
    addEventListener("popstate", () => {
      this.read();
      this.say();
    });
  }

  /** start shows what the address asks for. */
  start(): void {
    this.read();
    this.root.classList.toggle("opening", this.state.text !== "");
  }

  label(name: string, value: string): string {
    return this.facets.find((f) => f.name === name)?.values.find(([known]) => known === value)?.[1] ?? "";
  }

  private get input(): HTMLInputElement | null {
    return this.root.querySelector("[data-text]");
  }

  private read(): void {
    ({ state: this.state, leftOut: this.leftOut } = parse(location.search, this.facets));
    this.typing = false;
    if (this.input) this.input.value = this.state.text;
    this.apply();
  }

  private click(event: MouseEvent): void {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-value], [data-clear]") : null;
    if (!button || button.ariaDisabled === "true") return;
    const { facet = "", value = "" } = button.dataset;
    if (facet) {
      this.change(toggle(this.state, facet, value, this.facets));
      return;
    }
    if (this.input) this.input.value = "";
    this.root.querySelector<HTMLElement>("[data-tally]")?.focus(); // Clear goes away
    this.change({ chosen: new Map(), text: "" });
  }

  private change(state: State, again = false): void {
    this.state = state;
    this.leftOut = [];
    if (!again) this.typing = false;
    const address = location.pathname + format(location.search, state, this.facets) + location.hash;
    try {
      if (again) history.replaceState(null, "", address);
      else if (address !== location.pathname + location.search + location.hash) history.pushState(null, "", address);
    } catch {
      // the page keeps it
    }
    this.apply();
    this.say();
  }

  private apply(): void {
    const { text } = this.state;
    if (!text) this.found = null;
    if (text !== this.foundBy) {
      this.foundBy = text;
      this.failed = false;
      if (text) void this.look(text);
    }
    this.render();
  }

  private async look(text: string): Promise<void> {
    const { records = "", home = "" } = this.root.dataset;
    const found = await find(text, records, home).catch(() => null);
    if (text !== this.foundBy) return;
    this.found = found;
    this.failed = !found;
    if (!found) this.foundBy = ""; // the next change tries again
    this.render();
    this.say();
  }

  private render(): void {
    const { state, found, codes } = this;
    const on = isOn(state);
    const passing = codes.filter((code) => passes(code, state, found));
    this.root.classList.toggle("waiting", state.text !== "" && !found && !this.failed);
    for (const button of this.root.querySelectorAll<HTMLElement>("[data-value]")) this.button(button);
    this.text("[data-tally]", tally(passing.length, codes.length, on) + this.also());
    this.text("[data-left-out]", [remark(this.leftOut), this.failed ? "The search data could not be loaded: the text does not filter." : ""].filter(Boolean).join(". "));
    for (const clear of this.root.querySelectorAll<HTMLElement>("[data-clear]")) clear.hidden = !on && this.leftOut.length === 0;
    for (const link of this.root.querySelectorAll<HTMLAnchorElement>("a[data-same]")) {
      link.hidden = !on;
      link.search = format("", state, this.facets);
    }
    this.show(new Set(passing.map((code) => code.element)), on);
  }

  private button(button: HTMLElement): void {
    const { facet = "", value = "" } = button.dataset;
    const n = count(this.codes, this.state, this.found, facet, value);
    const pressed = this.state.chosen.get(facet)?.includes(value) ?? false;
    button.ariaPressed = String(pressed);
    button.ariaDisabled = String(n === 0 && !pressed);
    const place = button.closest("tr") ?? button;
    place.querySelector("[data-count]")!.textContent = String(n);
    const most = this.longest.get(facet) ?? 1;
    place.querySelector("rect")?.setAttribute("width", `${Math.round((100 * n) / most)}%`);
  }

  // also names what filters here and has no button here.
  private also(): string {
    const { chosen, text } = this.state;
    const said = this.facets
      .filter(({ name }) => chosen.has(name) && !this.root.querySelector(`[data-facet="${name}"]`))
      .map(({ name, label }) => `${label}: ${chosen.get(name)!.map((value) => this.label(name, value)).join(", ")}`);
    if (text && !this.input) said.push(`Text: ${text}`);
    return said.map((part) => ` · ${part}`).join("");
  }

  private text(selector: string, text: string): void {
    const element = this.root.querySelector<HTMLElement>(selector);
    if (!element) return;
    element.textContent = text;
    element.hidden = text === "";
  }

  private say(): void {
    clearTimeout(this.said);
    this.said = setTimeout(() => {
      const text = this.root.querySelector("[data-tally]")?.textContent ?? "";
      document.dispatchEvent(new CustomEvent("announce", { detail: text }));
    }, 300);
  }
}
