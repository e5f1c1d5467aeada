import type { SearchData } from "../match/records";
import { moved } from "./moved";
import { asked, nearest, type Known } from "./nearest";

// <missing-address> reads the address that led nowhere: it goes where the site's
// redirects lead, and else names the nearest codes and fills the search box. The
// codes stand on the page, or, where they are too many, in the search data.

interface Linked extends Known {
  href: string;
}

const mostLooked = 3; // there is room for so many before they are known

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
    const known = [...this.querySelectorAll<HTMLAnchorElement>(".rungs a")].map(({ href, firstChild, title }) => ({ href, code: firstChild?.textContent ?? "", title }));
    if (this.dataset.records) void this.look(this.dataset.records, words, known, list);
    else for (const one of nearest(words, known)) list.append(item(one));
    const place = this.querySelector("[data-asked]");
    if (place) place.textContent = decoded(location.pathname);
    for (const hidden of this.querySelectorAll<HTMLElement>("[data-suggest]")) hidden.hidden = hidden.contains(list) && !list.firstChild && !this.dataset.records;
  }

  // look finds in the search data, which take a while: the list has its room.
  private async look(records: string, words: string[], known: Linked[], list: Element): Promise<void> {
    try {
      const get = async <T>(address: string): Promise<T> => (OFFLINE ? Promise.reject(address) : (await (await fetch(address)).json()) as T);
      const [engine, data] = await Promise.all([import("../search/engine"), OFFLINE ? window.searchData! : get<SearchData>(records)]);
      const root = new URL(this.dataset.home ?? "/", location.href);
      const made = new engine.Engine(data, (file) => get(records.replace(/[^/]*$/, file)));
      await made.texts([]);
      const near = nearest(words, made.entries.filter(({ outcome }) => outcome >= 0)).slice(0, mostLooked);
      await made.texts(near); // where they have files of their own
      known.push(...near.map(({ code, title, address }) => ({ code, title, href: new URL(address, root).href })));
    } catch {
      // without a network, what stands on the page is known
    }
    const found = nearest(words, known).slice(0, mostLooked);
    if (found.length > 0) list.append(...found.map(item));
    else list.append(Object.assign(document.createElement("li"), { textContent: "No code comes near it." }));
  }
}

function item({ code, title, href }: Linked): HTMLLIElement {
  const item = document.createElement("li");
  const to = document.createElement("a");
  const number = document.createElement("b");
  to.href = href;
  number.textContent = code;
  to.append(number, ` ${title}`);
  item.append(to);
  return item;
}

function decoded(path: string): string {
  try {
    return decodeURI(path).slice(0, 200);
  } catch {
    return path.slice(0, 200);
  }
}

customElements.define("missing-address", MissingAddress);
