import { fragment } from "../decoder/address";
import { inJson, read, type Given } from "./values";

// <error-values> holds a field for each variable part of the page's message.
// What is filled in stands in the message, the response, the translations and
// the permalink at once, and in the fragment of the address, which no server
// sees. An error message that links here with its values shows them so.
class ErrorValues extends HTMLElement {
  private fields: HTMLInputElement[] = [];
  private given: Given = new Map();
  private readonly usual = new Map<Element, string>(); // what stands there without a value
  private permalink: HTMLAnchorElement | null = null;

  connectedCallback(): void {
    this.fields = [...this.querySelectorAll("input")];
    this.permalink = document.querySelector("a.permalink");
    for (const mark of document.querySelectorAll("[data-param]")) this.usual.set(mark, mark.textContent ?? "");
    this.addEventListener("input", (event) => {
      if (!(event.target instanceof HTMLInputElement)) return;
      this.given.set(event.target.name, event.target.value);
      this.show();
      this.share();
    });
    this.querySelector("button")?.addEventListener("click", () => {
      this.given.clear();
      this.show();
      this.share();
      this.fields[0]?.focus();
    });
    addEventListener("hashchange", () => this.take());
    this.take();
  }

  // What was typed before this script ran, or is restored by the browser, counts as well.
  private take(): void {
    const given = read(location.hash);
    for (const { name, value } of this.fields) if (value && !given.has(name)) given.set(name, value);
    if (given.size === 0) return;
    this.given = given;
    this.show();
  }

  private show(): void {
    for (const field of this.fields) {
      const value = this.given.get(field.name);
      if (field.value !== (value ?? "")) field.value = value ?? "";
      const state = field.closest("div")?.querySelector("small");
      if (state) state.textContent = value === undefined ? "not given" : value === "" ? "empty" : "given";
    }
    for (const [mark, usual] of this.usual) {
      const value = this.given.get(mark.getAttribute("data-param") ?? "");
      mark.textContent = value === undefined ? usual : mark.closest(".wire") ? inJson(value) : value;
      mark.classList.toggle("given", value !== undefined);
    }
    const button = this.querySelector("button");
    if (button) button.disabled = this.given.size === 0;
    if (!this.permalink) return;
    const link = this.permalink.href.replace(/#.*/, "") + this.fragment();
    this.permalink.href = this.permalink.textContent = link;
  }

  private fragment(): string {
    return fragment(this.fields.flatMap(({ name }) => (this.given.has(name) ? [[name, this.given.get(name)!] as [string, string]] : [])));
  }

  private share(): void {
    try {
      history.replaceState(history.state, "", location.pathname + location.search + this.fragment());
    } catch {
      // too often, or not allowed: the permalink has them
    }
  }
}

customElements.define("error-values", ErrorValues);
