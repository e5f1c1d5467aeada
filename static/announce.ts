// announce says a text to a screen reader, in the page's one status region.
export function announce(text: string): void {
  const status = document.getElementById("status");
  if (status) status.textContent = text;
}

// A script that is loaded apart asks by an event.
document.addEventListener("announce", (event) => announce((event as CustomEvent<string>).detail));
