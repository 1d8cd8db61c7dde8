import type { ComparedNorm, CompareNormsPayload } from "../../../src/protocol/outputs/compareNorms.ts";
import { mean, packed, sampleInput, sentence, variance } from "./sentence.ts";

type Cube = readonly (readonly (readonly number[])[])[];
interface Recipe {
  readonly name: string;
  readonly axes: readonly number[];
  readonly scope: ComparedNorm["scope"];
  readonly centered?: boolean;
  readonly explanation: string;
}

const recipes: readonly Recipe[] = [
  {
    name: "LayerNorm",
    axes: [2],
    scope: "token",
    explanation: "One mean and one variance per token, over its own channels: no token sees another.",
  },
  {
    name: "RMSNorm",
    axes: [2],
    scope: "token",
    centered: false,
    explanation: "One root mean square per token, nothing is subtracted.",
  },
  {
    name: "norm over tokens",
    axes: [1],
    scope: "tokens",
    explanation:
      "One mean per channel over all tokens: each token reads the later ones, past any causal mask.",
  },
  {
    name: "LayerNorm([N, C])",
    axes: [1, 2],
    scope: "tokens",
    explanation: "One mean for the whole sequence: each token reads all the others.",
  },
  {
    name: "norm over the batch",
    axes: [0, 1],
    scope: "batch",
    explanation: "One mean per channel over all tokens of all sequences: other sequences are read too.",
  },
];

/** LayerNorm, RMSNorm and three mistakes on x [2, N, C]. */
export function compareNormsPayload(
  tokens: readonly string[] = sentence,
  channels = 12,
): CompareNormsPayload {
  const x = [sampleInput(tokens.length, channels, 1), sampleInput(tokens.length, channels, 2)];
  const shape = [2, tokens.length, channels];
  return {
    shape,
    tokens: [...tokens],
    input: packed(x[0]!.flat(), [tokens.length, channels]),
    before: { mean: perToken(x, mean), variance: perToken(x, variance) },
    shown: { tokens: tokens.length, channels },
    norms: recipes.map((recipe) => compared(recipe, x, shape)),
    notes: [],
  };
}

function compared(recipe: Recipe, x: Cube, shape: readonly number[]): ComparedNorm {
  const y = normalize(x, recipe);
  const replaced = x.map((sequence) => [
    ...sequence.slice(0, -1),
    sequence.at(-1)!.map((value) => 3 - value),
  ]);
  const moved = normalize(replaced, recipe);
  const change = y[0]!.map((row, token) =>
    Math.max(...row.map((value, c) => Math.abs(value - moved[0]![token]![c]!))),
  );
  const all = shape.reduce((product, axis) => product * axis, 1);
  return {
    name: recipe.name,
    axes: [...recipe.axes],
    axisNames: recipe.axes.map((axis) => "BNC"[axis]!),
    scope: recipe.scope,
    correct: recipe.scope === "token",
    explanation: recipe.explanation,
    statistics: all / recipe.axes.reduce((product, axis) => product * shape[axis]!, 1),
    mean: perToken(y, mean),
    variance: perToken(y, variance),
    output: packed(y[0]!.flat(), [shape[1]!, shape[2]!]),
    change: packed(change),
  };
}

/** Float64 in the order of the elements: which elements share a statistic is the key. */
function normalize(x: Cube, { axes, centered = true }: Recipe): number[][][] {
  const key = (place: readonly number[]) =>
    place.map((index, axis) => (axes.includes(axis) ? "*" : index)).join();
  const groups = new Map<string, number[]>();
  each(x, (value, place) => groups.set(key(place), [...(groups.get(key(place)) ?? []), value]));
  const statistics = new Map([...groups].map(([name, values]) => [name, momentsOf(values, centered)]));
  return x.map((sequence, b) =>
    sequence.map((row, n) =>
      row.map((value, c) => {
        const { center, square } = statistics.get(key([b, n, c]))!;
        return (value - center) / Math.sqrt(square + 1e-5);
      }),
    ),
  );
}

function momentsOf(values: readonly number[], centered: boolean): { center: number; square: number } {
  const center = centered ? mean(values) : 0;
  return { center, square: mean(values.map((value) => (value - center) ** 2)) };
}

function each(x: Cube, visit: (value: number, place: readonly number[]) => void): void {
  x.forEach((sequence, b) =>
    sequence.forEach((row, n) => row.forEach((value, c) => visit(value, [b, n, c]))),
  );
}

function perToken(x: Cube, statistic: (row: readonly number[]) => number): ComparedNorm["mean"] {
  return packed(x.flat().map(statistic), [x.length, x[0]!.length]);
}
