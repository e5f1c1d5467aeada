// The colour scheme: the system's unless the reader chose one. Where storage
// is refused the choice lasts for the page.

const key = "theme";

function stored(): string {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

function apply(theme: string): void {
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

apply(stored());

class ThemeSwitch extends HTMLElement {
  connectedCallback(): void {
    const select = this.querySelector("select");
    if (!select) return;
    select.value = document.documentElement.dataset.theme ?? "";
    select.addEventListener("change", () => {
      apply(select.value);
      try {
        localStorage.setItem(key, select.value);
      } catch {
        // the page keeps it
      }
    });
  }
}

customElements.define("theme-switch", ThemeSwitch);
