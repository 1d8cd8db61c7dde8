import type { NameOrigins } from "./nameOrigins.ts";
import type { Sum } from "./sum.ts";

/** Elements of arrays from which something is subtracted, or which it divides or multiplies. */
interface Normalisation {
  readonly arrays: ReadonlySet<string>;
  readonly by: ReadonlySet<string>;
  readonly scales: boolean;
}

/** What the elements of a function's arrays are centred and scaled by. */
export class Normalisations {
  private readonly all: Normalisation[] = [];

  add(arrays: ReadonlySet<string>, by: ReadonlySet<string>, operator: string): void {
    if (arrays.size > 0) this.all.push({ arrays, by, scales: operator !== "-" });
  }

  /** Whether an array is centred or scaled by a sum. Only scaling counts for a maximum: softmax subtracts it. */
  has(array: string, sum: Sum, origins: NameOrigins): boolean {
    return this.all.some(
      ({ arrays, by, scales }) =>
        [...arrays].some((name) => origins.isSameArray(name, array)) &&
        (scales || !sum.extremum) &&
        [...by].some((name) => origins.comesFrom(name, sum.name)),
    );
  }
}
