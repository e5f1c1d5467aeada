import { csv, markdown, type Row } from "./copy";
import { Filters, type Shown } from "./filters";
import { move } from "./grid";

// <status-matrix> filters a table that is whole without it, moves through it
// by arrow keys, and copies what is left.
class StatusMatrix extends HTMLElement {
  private filters!: Filters;

  connectedCallback(): void {
    const table = this.querySelector<HTMLTableElement>("table.matrix");
    if (!table || this.filters) return;
    this.filters = new Filters(this, (passing, on) => this.show(table, passing, on));
    this.filters.start();
    table.addEventListener("keydown", (event) => this.key(event));
    this.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-copy]") : null;
      if (button) void this.copy(button);
    });
    this.open();
  }

  // Where there is room the filters are always open; the style sheet shows
  // them so before this has run.
  private open(): void {
    const details = this.querySelector("details");
    const wide = matchMedia("(min-width: 72rem)");
    const set = (): void => {
      if (details && wide.matches) details.open = true;
    };
    wide.addEventListener("change", set);
    set();
  }

  private show(table: HTMLTableElement, passing: Set<Element>, on: boolean): void {
    for (const { element } of this.filters.codes) element.hidden = !passing.has(element);
    const left = (of: Element): number => of.querySelectorAll(".chip:not([hidden])").length;
    const count = (of: Element | undefined, n: number): void => {
      if (of) of.textContent = String(n);
    };
    const totals: number[] = [];
    for (const row of table.tBodies[0]?.rows ?? []) {
      const n = left(row);
      row.hidden = on && n === 0;
      count([...row.cells].at(-1), n);
      [...row.cells].slice(1, -1).forEach((cell, i) => (totals[i] = (totals[i] ?? 0) + left(cell)));
    }
    [...(table.tFoot?.rows[0]?.cells ?? [])].slice(1, -1).forEach((cell, i) => count(cell, totals[i] ?? 0));
    count([...(table.tFoot?.rows[0]?.cells ?? [])].at(-1), passing.size);
    table.hidden = on && passing.size === 0;
    const nothing = this.querySelector<HTMLElement>("[data-nothing]");
    if (nothing) nothing.hidden = !table.hidden;
  }

  private visible(): Shown[] {
    return this.filters.codes.filter(({ element }) => !element.hidden);
  }

  private key(event: KeyboardEvent): void {
    if (!/^(Arrow|Home$|End$)/.test(event.key) || event.altKey || event.metaKey || event.shiftKey) return;
    if (event.ctrlKey && event.key.startsWith("Arrow")) return;
    const codes = this.visible();
    const at = codes.findIndex(({ element }) => element === event.target);
    if (at < 0) return;
    const places = codes.map(({ element }) => {
      const cell = element.closest("td")!;
      return { row: cell.closest("tr")!.rowIndex, column: cell.cellIndex };
    });
    const turned: Record<string, string> = { ArrowLeft: "ArrowRight", ArrowRight: "ArrowLeft" };
    const key = (this.matches(":dir(rtl)") && turned[event.key]) || event.key;
    event.preventDefault(); // at the edge too: the page must not scroll away from the focus
    codes[move(places, at, key, event.ctrlKey)]?.element.focus();
  }

  private async copy(button: HTMLElement): Promise<void> {
    const text = (button.dataset.copy === "csv" ? csv : markdown)(this.visible().map((code) => this.row(code)));
    const was = button.textContent;
    let said = "Copied";
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      said = "Not allowed";
    }
    button.textContent = said;
    document.dispatchEvent(new CustomEvent("announce", { detail: said }));
    setTimeout(() => (button.textContent = was), 2000);
  }

  private row({ element, values }: Shown): Row {
    const label = (name: string): string => this.filters.label(name, values.get(name) ?? "");
    return {
      code: element.firstChild?.textContent ?? "",
      status: label("status"),
      module: label("module"),
      title: element.title,
      actor: label("actor"),
      retry: label("retry"),
      address: new URL(element.getAttribute("href") ?? "", this.dataset.published).href.replace(/index\.html$/, ""),
    };
  }
}

customElements.define("status-matrix", StatusMatrix);
