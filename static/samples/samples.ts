import { announce } from "../announce";
import { element } from "../element";
import { recall, remember } from "../storage";
import { turn } from "./turn";

const key = "language";

// <code-samples> makes tabs of its programs. The language is remembered for
// every page; an address that names a program wins over it.
class CodeSamples extends HTMLElement {
  #tabs: HTMLAnchorElement[] = [];
  #panels: HTMLElement[] = [];

  connectedCallback(): void {
    this.#tabs = [...this.querySelectorAll<HTMLAnchorElement>(".tabs a")];
    this.#panels = [...this.querySelectorAll<HTMLElement>(".panel")];
    const list = this.querySelector(".tabs")!;
    list.role = "tablist";
    list.setAttribute("aria-labelledby", "samples");
    this.#tabs.forEach((tab, i) => this.#pair(tab, this.#panels[i], i));
    let open = this.#tabs.findIndex((tab) => tab.hash === "#sample-" + recall(key));
    if (open < 0) open = this.#tabs.findIndex((tab) => tab.classList.contains("on"));
    this.#open(open);
    this.#follow();
    addEventListener("hashchange", () => this.#follow());
  }

  #pair(tab: HTMLAnchorElement, panel: HTMLElement | undefined, i: number): void {
    if (!panel) return;
    tab.role = "tab";
    tab.setAttribute("aria-controls", panel.id);
    panel.role = "tabpanel";
    panel.ariaLabel = tab.textContent ?? "";
    tab.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a window of its own
      event.preventDefault();
      this.#choose(i);
    });
    tab.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const to = event.key === " " ? i : turn(event.key, i, this.#tabs.length);
      if (to < 0) return;
      event.preventDefault();
      this.#choose(to);
    });
    const button = element("button", "", "Download");
    button.type = "button";
    button.addEventListener("click", () => save(panel));
    panel.querySelector("p")?.append(button);
  }

  // #follow opens the program that the address names.
  #follow(): void {
    const named = this.#tabs.findIndex((tab) => tab.hash === location.hash);
    if (named < 0) return;
    this.#open(named);
    this.#panels[named]?.scrollIntoView();
  }

  #choose(i: number): void {
    this.#open(i);
    this.#tabs[i]?.focus();
    remember(key, this.#tabs[i]?.hash.slice("#sample-".length) ?? "");
  }

  #open(i: number): void {
    this.#tabs.forEach((tab, n) => {
      tab.ariaSelected = String(n === i);
      tab.tabIndex = n === i ? 0 : -1;
      tab.classList.toggle("on", n === i);
      this.#panels[n]?.classList.toggle("on", n === i);
    });
    // Every program prints the same: its output stands below the one that is
    // open, and below none where that is the bare request.
    const programs = this.#panels.filter((panel) => !panel.classList.contains("request"));
    const output = this.querySelector(".prints");
    if (output) (programs.find((panel) => panel === this.#panels[i]) ?? programs[0])?.append(output);
  }
}

// save downloads a panel's program. A file ends with a line end.
function save(panel: HTMLElement): void {
  const file = panel.dataset.file ?? "";
  const text = panel.querySelector("pre")?.textContent + "\n";
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  announce(`Saved as ${file}`);
}

customElements.define("code-samples", CodeSamples);
