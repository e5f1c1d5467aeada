import { recall, remember } from "../storage";

// The colour scheme: the system's unless the reader chose one.

const key = "theme";

function apply(theme: string): void {
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

apply(recall(key));

class ThemeSwitch extends HTMLElement {
  connectedCallback(): void {
    const select = this.querySelector("select");
    if (!select) return;
    select.value = document.documentElement.dataset.theme ?? "";
    select.addEventListener("change", () => {
      apply(select.value);
      remember(key, select.value);
    });
  }
}

customElements.define("theme-switch", ThemeSwitch);
