// The list of shortcuts is made when it is asked for: by ?, or by a button.

const list = (): void => void import("./shortcuts").then(({ show }) => show());

/** typing tells whether a key belongs to a text. */
export function typing(at: EventTarget | null): boolean {
  return at instanceof HTMLElement && (at.isContentEditable || /^(input|textarea|select)$/i.test(at.tagName));
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "?" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  event.preventDefault();
  if (document.querySelector("dialog[open]")) return;
  list();
});
document.addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest("[data-shortcuts]")) list();
});
