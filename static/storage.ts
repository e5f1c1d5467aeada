// What a reader chose, kept for every page. Where storage is refused, the
// choice lasts for the page.

export function recall(key: string): string {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // the page keeps it
  }
}
