// Arrow keys among codes, as in a grid. No DOM here.

export interface Place {
  row: number;
  column: number;
}

/**
 * move says which place a key leads to from the place at, or at itself where
 * it leads nowhere. Places come row by row. Up and down keep the column and,
 * as far as the other cell goes, the place in the cell.
 */
export function move(places: Place[], at: number, key: string, whole: boolean): number {
  const from = places[at];
  if (!from) return at;
  const those = (test: (place: Place) => boolean): number[] => places.map((_, i) => i).filter((i) => test(places[i]!));
  const row = those((p) => whole || p.row === from.row);
  const column = those((p) => p.column === from.column);
  const cell = (row: number): number[] => column.filter((i) => places[i]!.row === row);
  const into = (next: number | undefined): number => {
    if (next === undefined) return at;
    const there = cell(places[next]!.row);
    return there[Math.min(cell(from.row).indexOf(at), there.length - 1)] ?? at;
  };
  switch (key) {
    case "ArrowLeft":
      return row[row.indexOf(at) - 1] ?? at;
    case "ArrowRight":
      return row[row.indexOf(at) + 1] ?? at;
    case "Home":
      return row[0] ?? at;
    case "End":
      return row.at(-1) ?? at;
    case "ArrowUp":
      return into(column.filter((i) => places[i]!.row < from.row).at(-1));
    case "ArrowDown":
      return into(column.find((i) => places[i]!.row > from.row));
  }
  return at;
}
