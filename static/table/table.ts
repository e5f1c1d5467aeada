// <code-table> is the periodic table: while a search finds something, tiles
// that don't match are dimmed, in place.
class CodeTable extends HTMLElement {
  connectedCallback(): void {
    document.addEventListener("search-found", (event) => {
      const found = (event as CustomEvent<Set<string> | null>).detail;
      for (const tile of this.querySelectorAll<HTMLElement>("[data-slug]")) {
        tile.classList.toggle("dim", found !== null && !found.has(tile.getAttribute("href") ?? ""));
      }
    });
  }
}

customElements.define("code-table", CodeTable);
