import { moved } from "./moved";
import { asked, nearest } from "./nearest";

// <missing-address> reads the address that led nowhere: it goes where the site's
// redirects lead, and else names the nearest codes and fills the search box.
class MissingAddress extends HTMLElement {
  connectedCallback(): void {
    const home = new URL(this.dataset.home ?? "/", location.href).pathname.replace(/[^/]*$/, "");
    if (location.pathname === `${home}404.html` || !location.protocol.startsWith("http")) return;
    void this.follow();
    this.suggest(asked(location.pathname, home));
  }

  private async follow(): Promise<void> {
    if (OFFLINE || !this.dataset.redirects) return;
    try {
      const answer = await fetch(this.dataset.redirects);
      const to = answer.ok ? moved(await answer.text(), location.pathname) : "";
      if (to) location.replace(to + location.search + location.hash);
    } catch {
      // without a network, the suggestions stay
    }
  }

  private suggest(words: string[]): void {
    const box = this.querySelector("input");
    const list = this.querySelector("ul.nearest");
    const [first] = words;
    if (!first || !box || !list) return;
    box.value = first;
    const known = [...this.querySelectorAll<HTMLAnchorElement>(".rungs a")].map((link) => ({ link, code: link.firstChild?.textContent ?? "", title: link.title }));
    for (const { link, code, title } of nearest(words, known)) {
      const item = document.createElement("li");
      const to = document.createElement("a");
      const number = document.createElement("b");
      to.href = link.href;
      number.textContent = code;
      to.append(number, ` ${title}`);
      item.append(to);
      list.append(item);
    }
    const place = this.querySelector("[data-asked]");
    if (place) place.textContent = decoded(location.pathname);
    for (const hidden of this.querySelectorAll<HTMLElement>("[data-suggest]")) hidden.hidden = hidden.contains(list) && !list.firstChild;
  }
}

function decoded(path: string): string {
  try {
    return decodeURI(path).slice(0, 200);
  } catch {
    return path.slice(0, 200);
  }
}

customElements.define("missing-address", MissingAddress);
