// What is kept of a paste. No DOM here.

/** long says that a text doesn't fit into a box of one line. */
export const long = (text: string): boolean => text.length > 200 || /[\r\n]/.test(text.trim());

/** label stands in the box for a long paste. */
export function label(text: string): string {
  const lines = text.trim().split(/\r\n|\r|\n/).length;
  return lines === 1 ? "1 line pasted" : `${lines} lines pasted`;
}

/** shareable is what of a query may stand in the address: of a paste nothing but the code. */
export function shareable(query: string, pasted: boolean, secretive: boolean, code: string): string {
  if (pasted || secretive || query.length > 64 || /["{}\\]/.test(query)) return code;
  return query;
}
