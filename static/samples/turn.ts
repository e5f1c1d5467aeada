// turn says which tab a key leads to from the one that is open, or -1: the
// arrows go round, Home and End to either end.
export function turn(key: string, open: number, count: number): number {
  switch (key) {
    case "ArrowLeft":
      return (open + count - 1) % count;
    case "ArrowRight":
      return (open + 1) % count;
    case "Home":
      return 0;
    case "End":
      return count - 1;
  }
  return -1;
}
