import { spread } from "./comparisons.ts";
import type { Permission } from "./allowed.ts";
import type { FoundLeak } from "./foundLeak.ts";
import type { ProbeRun } from "./probeRun.ts";

/** Largest |change| of each output token (row) when each input token (column) alone is replaced. */
export interface InfluenceMatrix {
  readonly outputs: readonly number[];
  readonly inputs: readonly number[];
  readonly amount: Float64Array;
  /** 0 where every bit was kept, else 1 + the index of the replacement size that moved the row most. */
  readonly changed: Uint8Array;
}

/** Up to this many tokens the matrix is whole; beyond, this many of them are spread evenly. */
const wholeUpTo = 256;
const sampledTokens = 64;
/** Each token of a leak adds a column, which costs one run for each replacement size. */
const mostLeaksShown = 16;

/**
 * The matrix in full up to N = 256, else of 64 tokens spread evenly and the tokens of the first leaks that were `seen`. Rows and
 * columns are the same tokens, so that a token and its neighbour that reads it meet, and the diagonal is one.
 */
export function influenceMatrix(run: ProbeRun, seen: readonly FoundLeak[]): InfluenceMatrix {
  const named = seen.slice(0, mostLeaksShown).flatMap(({ to, replaced }) => [to, replaced[0]!]);
  const outputs = sampleTokens(run.outputTokens, named);
  const inputs = sampleTokens(run.layout.tokens, named);
  const amount = new Float64Array(outputs.length * inputs.length);
  const changed = new Uint8Array(amount.length);
  inputs.forEach((from, column) => {
    run.changes([from]).forEach((moved, magnitude) => {
      outputs.forEach((to, row) => {
        const cell = row * inputs.length + column;
        if (moved.changed[to] === 0 || (changed[cell] !== 0 && moved.amount[to]! <= amount[cell]!)) return;
        amount[cell] = moved.amount[to]!;
        changed[cell] = 1 + magnitude;
      });
    });
  });
  return { outputs, inputs, amount, changed };
}

function sampleTokens(count: number, named: readonly number[]): number[] {
  if (count <= wholeUpTo) return spread(count, count);
  const shown = new Set([...spread(count, sampledTokens), ...named.filter((token) => token < count)]);
  return [...shown].sort((a, b) => a - b);
}

/** Which tokens the matrix shows, where it does not show all. */
export function sampleWords({ outputs, inputs }: InfluenceMatrix, run: ProbeRun): string | null {
  const { tokens } = run.layout;
  if (inputs.length === tokens && outputs.length === run.outputTokens) return null;
  const isSame = outputs.join() === inputs.join();
  if (isSame) return `Rows and columns of the matrix are the same ${chosen(inputs.length, tokens)}.`;
  return (
    `The rows of the matrix are ${chosen(outputs.length, run.outputTokens)}; ` +
    `its columns are ${chosen(inputs.length, tokens)}.`
  );
}

function chosen(shown: number, count: number): string {
  if (shown === count) return `${count} tokens`;
  if (shown <= sampledTokens) return `${shown} of ${count} tokens, spread evenly`;
  const named = `${shown - sampledTokens} more that leaks name`;
  return `${shown} of ${count} tokens: ${sampledTokens} spread evenly, and ${named}`;
}

/** Every leak that the matrix shows, the largest first. */
export function matrixLeaks(
  matrix: InfluenceMatrix,
  permission: Permission,
  compared: ReadonlySet<number>,
): FoundLeak[] {
  const { outputs, inputs, amount, changed } = matrix;
  const leaks = outputs.flatMap((to, row) =>
    inputs.flatMap((from, column): FoundLeak[] => {
      const cell = row * inputs.length + column;
      if (changed[cell] === 0 || !compared.has(to) || permission.mayRead(to, from)) return [];
      return [{ replaced: [from], to, amount: amount[cell]!, magnitude: changed[cell]! - 1 }];
    }),
  );
  return leaks.sort((a, b) => b.amount! - a.amount!);
}
