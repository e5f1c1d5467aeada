// The values of an error, as the fragment of a page's address carries them:
// #Minimum%20Age=18&other= — percent-encoded, a plus is a plus, "a=" is empty,
// a name that isn't there is missing. No DOM here.

export type Given = Map<string, string>;

/** read gives the values of a fragment. One without "=" names an element and carries none. */
export function read(hash: string): Given {
  const given: Given = new Map();
  const text = hash.replace(/^#/, "");
  if (!text.includes("=")) return given;
  for (const pair of text.split("&")) {
    const at = pair.indexOf("=");
    if (at > 0) given.set(decoded(pair.slice(0, at)), decoded(pair.slice(at + 1)));
  }
  return given;
}

// What isn't percent-encoded as it should be stands for itself.
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** inJson is a value as it stands inside a JSON string. */
export const inJson = (value: string): string => JSON.stringify(value).slice(1, -1);
