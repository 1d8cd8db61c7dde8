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

/** The matrix in full up to N = 256, else of 64 tokens spread evenly over the sequence; `seen` ones are always among them. */
export function influenceMatrix(run: ProbeRun, seen: readonly FoundLeak[]): InfluenceMatrix {
  const outputs = sampleTokens(
    run.outputTokens,
    seen.map((leak) => leak.to),
  );
  const inputs = sampleTokens(
    run.layout.tokens,
    seen.map((leak) => leak.replaced[0]!),
  );
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

function sampleTokens(count: number, seen: readonly number[]): number[] {
  if (count <= wholeUpTo) return spread(count, count);
  return [...new Set([...spread(count, sampledTokens), ...seen])].sort((a, b) => a - b);
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
