// What the box loads at its first focus, beside the data.
export { Matcher } from "../match/match";
