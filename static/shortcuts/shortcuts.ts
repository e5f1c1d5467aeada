// The keys that work on this site, in a dialog.

const groups: [string, [string[], string][]][] = [
  ["On every page", [
    [["/"], "Search"],
    [["?"], "This list"],
  ]],
  ["In the search box", [
    [["↓", "↑"], "Choose a code"],
    [["Enter"], "Open it"],
    [["Esc"], "Close the list; again, empty the box; again, leave it"],
  ]],
  ["In the matrix", [
    [["←", "→"], "Along the row"],
    [["↑", "↓"], "Along the column"],
    [["Home", "End"], "First and last code of the row"],
    [["Ctrl Home", "Ctrl End"], "First and last code of all"],
    [["Enter"], "Open the code"],
  ]],
];

export function show(): void {
  if (document.querySelector("dialog.shortcuts")) return; // asked twice while it was loading
  const dialog = element("dialog", "");
  dialog.className = "shortcuts";
  dialog.setAttribute("aria-labelledby", "shortcuts");
  const heading = element("h2", "Keys");
  heading.id = "shortcuts";
  const close = element("button", "Close");
  close.type = "button";
  close.addEventListener("click", () => dialog.close());
  dialog.append(heading, close);
  for (const [name, keys] of groups) {
    const list = element("dl", "");
    for (const [names, what] of keys) {
      const term = element("dt", "");
      for (const key of names) term.append(element("kbd", key), " ");
      list.append(term, element("dd", what));
    }
    dialog.append(element("h3", name), list);
  }
  dialog.addEventListener("close", () => dialog.remove());
  // A click beside it closes it.
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
}

function element<K extends keyof HTMLElementTagNameMap>(name: K, text: string): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
