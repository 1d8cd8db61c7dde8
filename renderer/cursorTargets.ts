/** A place in a picture whose numbers can be read: a cell of a heat map, or a point of a chart (row 0). */
export interface PicturePlace {
  /** Which heat map or chart of the picture, counted from 0. */
  readonly map: number;
  /** First row and column of the data that the place stands for, and how many of each. */
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

/** A part of the drawn picture, as shares (0 to 1) of its target's box. */
interface Part {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What a cursor walks over: a grid of cells (`data-heat`) or the points of a chart (`data-curve`). */
export interface CursorTarget {
  readonly element: SVGGraphicsElement;
  readonly rows: number;
  readonly columns: number;
  part(row: number, column: number): Part;
  /** Row and column at a point of the target's box, in shares. */
  at(x: number, y: number): { row: number; column: number };
  /** How many rows and columns of the data a cell stands for. */
  readonly steps: readonly [rows: number, columns: number];
}

/** Everything in a drawn picture that a cursor can walk over, in document order. */
export function cursorTargets(holder: Element): CursorTarget[] {
  const found = [...holder.querySelectorAll<SVGGraphicsElement>("[data-heat], [data-curve]")];
  return found.map((element) => {
    const heat = element.getAttribute("data-heat");
    return heat === null ? curveTarget(element) : heatTarget(element, numbers(heat));
  });
}

function heatTarget(element: SVGGraphicsElement, [rows = 1, columns = 1, ...steps]: number[]): CursorTarget {
  return {
    element,
    rows,
    columns,
    steps: [steps[0] ?? 1, steps[1] ?? 1],
    part: (row, column) => ({
      left: column / columns,
      top: row / rows,
      width: 1 / columns,
      height: 1 / rows,
    }),
    at: (x, y) => ({ row: Math.floor(y * rows), column: Math.floor(x * columns) }),
  };
}

/** The points of a chart are told by their places across the plot, in the plot's own pixels. */
function curveTarget(element: SVGGraphicsElement): CursorTarget {
  const width = Number(element.getAttribute("width")) || 1;
  const shares = curvePlaces(element.getAttribute("data-curve") ?? "").map((place) => place / width);
  const distance = (x: number, point: number) => Math.abs(shares[point]! - x);
  return {
    element,
    rows: 1,
    columns: shares.length,
    steps: [1, 1],
    part: (_, column) => ({ left: shares[column] ?? 0, top: 0, width: 0, height: 1 }),
    at: (x) => ({
      row: 0,
      column: shares.reduce((best, _, point) => (distance(x, point) < distance(x, best) ? point : best), 0),
    }),
  };
}

/** The places of a chart's points: all of them, or "first:last:count" where they lie evenly. */
function curvePlaces(words: string): number[] {
  if (!words.includes(":")) return numbers(words);
  const [first = 0, last = 0, count = 1] = words.split(":").map(Number);
  return Array.from({ length: count }, (_, at) => first + ((last - first) * at) / Math.max(1, count - 1));
}

function numbers(words: string): number[] {
  return words === "" ? [] : words.split(" ").map(Number);
}
