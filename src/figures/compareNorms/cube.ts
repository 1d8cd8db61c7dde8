import type { ComparedNorm } from "../../protocol/outputs/compareNorms.ts";
import { isPooled } from "../axisWords.ts";
import { text, type Block } from "../picture.ts";
import { el, type SvgElement } from "../svg.ts";
import type { Theme } from "../theme.ts";

type Axis = "B" | "N" | "C";
interface Place {
  readonly B: number;
  readonly N: number;
  readonly C: number;
}

const cell = 15;
const slant = { x: 8, y: 6 };
const counts: Place = { B: 3, N: 5, C: 6 };
/** The element whose statistic is shown: on the front face, off the middle. */
const chosen: Place = { B: 0, N: 2, C: 3 };

/**
 * x [B, N, C] as a block of cells (drawn with 3 sequences, 5 tokens and 6 channels, whatever its size); the cells
 * that share one statistic with a chosen cell are filled. After the figure of Wu and He, Group Normalization (2018).
 */
export function cube(norm: Pick<ComparedNorm, "axes" | "axisNames" | "scope">, theme: Theme): Block {
  const reduced = reducedAxes(norm);
  const fill = isPooled(norm) ? theme.warning : theme.good;
  const color = (place: Place) =>
    (["B", "N", "C"] as const).every((axis) => reduced.has(axis) || place[axis] === chosen[axis])
      ? fill
      : theme.surface;
  const left = 22;
  const top = counts.B * slant.y + 4;
  const [width, height] = [counts.C * cell, counts.N * cell];
  const label = (x: number, y: number, words: string) =>
    text(x, y, words, { size: 10.5, fill: theme.muted, anchor: "middle" });
  const element = el(
    "g",
    {},
    el(
      "g",
      {
        transform: `translate(${left} ${top})`,
        stroke: theme.line,
        "stroke-width": 0.8,
        "stroke-linejoin": "round",
      },
      ...faces(color),
    ),
    label(left + width / 2, top + height + 14, "channels C"),
    el(
      "text",
      {
        transform: `translate(${left - 8} ${top + height / 2}) rotate(-90)`,
        "font-size": 10.5,
        fill: theme.muted,
        "text-anchor": "middle",
      },
      "tokens N",
    ),
    label(left + width + counts.B * slant.x + 10, top + height + 4, "batch B"),
  );
  return { element, width: left + width + counts.B * slant.x + 36, height: top + height + 20 };
}

/** Axes by their letters; where there are none, positions of a [B, N, C]. */
function reducedAxes(norm: Pick<ComparedNorm, "axes" | "axisNames">): Set<Axis> {
  const letters = norm.axisNames.length > 0 ? norm.axisNames : norm.axes.map((axis) => "BNC"[axis] ?? "");
  return new Set(
    letters.filter((letter): letter is Axis => letter === "B" || letter === "N" || letter === "C"),
  );
}

function faces(color: (place: Place) => string): SvgElement[] {
  const cells: SvgElement[] = [];
  const right = counts.C * cell;
  for (let b = counts.B - 1; b >= 0; b--)
    for (let c = 0; c < counts.C; c++)
      cells.push(quad([c * cell, 0], [cell, 0], b, color({ B: b, N: 0, C: c })));
  for (let b = counts.B - 1; b >= 0; b--)
    for (let n = 0; n < counts.N; n++)
      cells.push(quad([right, n * cell], [0, cell], b, color({ B: b, N: n, C: counts.C - 1 })));
  for (let n = 0; n < counts.N; n++)
    for (let c = 0; c < counts.C; c++)
      cells.push(
        el("rect", {
          x: c * cell,
          y: n * cell,
          width: cell,
          height: cell,
          fill: color({ B: 0, N: n, C: c }),
        }),
      );
  return cells;
}

/** A cell of the top or right face: an edge of the front face moved back by `depth` cells. */
function quad(
  from: readonly [number, number],
  edge: readonly [number, number],
  depth: number,
  fill: string,
): SvgElement {
  const [x, y] = [from[0] + depth * slant.x, from[1] - depth * slant.y];
  return el("path", {
    d: `M${x} ${y}l${edge[0]} ${edge[1]}l${slant.x} ${-slant.y}l${-edge[0]} ${-edge[1]}z`,
    fill,
  });
}
