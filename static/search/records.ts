// The search data that site/search.go writes.

export interface Entry {
  code: string; // "" for an HTTP status
  status: number; // 0 for none
  title: string;
  module: string; // "" for what stands outside the table
  message: string; // the vendor's words; of a mention, ours
  words: string;
  retry: string;
  address: string; // relative to the site's root
}

export interface SearchData {
  modules: string[];
  records: [string, number, string, number, string, string, string, string][];
}

export function entries(data: SearchData): Entry[] {
  return data.records.map(([code, status, title, module, message, words, retry, address]) => ({
    code, status, title, module: data.modules[module] ?? "", message, words, retry, address,
  }));
}
