// Hosts that read _redirects never show the 404 page for an address in it. The
// others serve that file as text, and this does the same by it.

/** moved is where the rules lead a path, "" for nowhere; never to another host. */
export function moved(rules: string, path: string): string {
  const key = path.replace(/\/+$/, "");
  for (const rule of rules.split("\n")) {
    const [from = "", to = ""] = rule.split(" ");
    if (from.startsWith("/") && from.replace(/\/+$/, "") === key && /^\/(?![/\\])/.test(to)) return to;
  }
  return "";
}
