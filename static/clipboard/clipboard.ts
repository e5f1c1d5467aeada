import { announce } from "../announce";

// <copy-text> gives the text inside it a button that copies it.
class CopyText extends HTMLElement {
  connectedCallback(): void {
    const source = this.querySelector("pre");
    if (!source || !navigator.clipboard) return;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(source.textContent ?? "");
        button.textContent = "Copied";
        announce("Copied");
      } catch {
        button.textContent = "Not allowed";
        announce("The browser does not allow copying");
      }
      setTimeout(() => (button.textContent = "Copy"), 2000);
    });
    this.append(button);
  }
}

customElements.define("copy-text", CopyText);
