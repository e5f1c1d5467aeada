import { announce } from "../announce";
import { element } from "../element";

// <copy-text> gives its first element a button that copies that element's
// text. In a table the row's head says what it is, to those who don't see what
// it stands beside.
class CopyText extends HTMLElement {
  connectedCallback(): void {
    const source = this.firstElementChild;
    if (!source || !navigator.clipboard) return;
    const label = new Text("Copy");
    const row = this.closest("tr")?.cells[0]?.firstChild?.textContent?.trim();
    const of = element("span", "hidden", row ? " " + row : "");
    const button = element("button");
    button.type = "button";
    button.append(label, of);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(source.textContent ?? "");
        label.data = "Copied";
        announce("Copied" + of.textContent);
      } catch {
        label.data = "Not allowed";
        announce("The browser does not allow copying");
      }
      setTimeout(() => (label.data = "Copy"), 2000);
    });
    this.append(button);
  }
}

customElements.define("copy-text", CopyText);
