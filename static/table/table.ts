import { Filters } from "../matrix/filters";

// <code-table> is the periodic table: a tile is bright while both the filters
// and the search box let it through, and dim, in place, otherwise.
class CodeTable extends HTMLElement {
  private filters: Filters | undefined;
  private passing = new Set<Element>();
  private found: Set<string> | null = null;

  connectedCallback(): void {
    if (this.filters) return;
    document.addEventListener("search-found", (event) => {
      this.found = (event as CustomEvent<Set<string> | null>).detail;
      this.dim();
    });
    this.filters = new Filters(this, (passing) => {
      this.passing = passing;
      this.dim();
    });
    this.filters.start();
  }

  private dim(): void {
    for (const tile of this.querySelectorAll("a[data-slug]")) {
      const bright = this.passing.has(tile) && (!this.found || this.found.has(tile.getAttribute("href") ?? ""));
      tile.classList.toggle("dim", !bright);
    }
  }
}

customElements.define("code-table", CodeTable);
