// What the box loads at its first focus, beside the data.
import { search } from "./rank";
import { entries, type SearchData } from "./records";

export const start = (data: SearchData): ReturnType<typeof search> => search(entries(data));
