import { checkOptions } from "../core/arguments.ts";
import type { Tensor } from "../core/index.ts";
import type { Cause } from "./influence/cause.ts";
import { investigate } from "./influence/investigate.ts";
import type { InfluenceOptions, Investigation } from "./influence/investigate.ts";
import { placesOf } from "./influence/localise.ts";
import type { LeakPlace } from "./influence/firstMoving.ts";
import { nameOf } from "./subject.ts";
import type { Subject } from "./subject.ts";
import { influenceOptions } from "./optionKinds.ts";

export interface TokenDependence extends LeakPlace {
  /** What is read, counted from 0. */
  readonly from: number;
  /** What reads it. */
  readonly to: number;
  /** Largest |change| of the output; null where only the gradient, or another length, shows the leak. */
  readonly amount: number | null;
  /** Whether `from` and `to` count tokens or sequences of the batch. */
  readonly axis: "token" | "batch";
}

/** An output token reads an input token that it may not read. */
export class TokenDependenceError extends Error implements TokenDependence {
  override readonly name = "TokenDependenceError";
  readonly from: number;
  readonly to: number;
  readonly amount: number | null;
  readonly axis: "token" | "batch";
  readonly module: string | null;
  readonly op: string | null;
  override readonly cause: Cause;

  constructor(message: string, dependence: TokenDependence) {
    super(message);
    this.from = dependence.from;
    this.to = dependence.to;
    this.amount = dependence.amount;
    this.axis = dependence.axis;
    this.module = dependence.module;
    this.op = dependence.op;
    this.cause = dependence.cause;
  }
}

/**
 * The verdict of `tokenInfluence` as a test: by default no output token may read another token (or another sequence).
 *
 * @throws TokenDependenceError at the first leak, which it names by the tokens' texts
 * @throws Error where nothing can be told, for example because two equal runs differ: a test that saw nothing must not pass
 */
export function assertTokenIndependent(f: Subject, x: Tensor, options: InfluenceOptions = {}): void {
  checkOptions("assertTokenIndependent", options, influenceOptions);
  const found = investigate(f, x, options, { isQuick: true });
  if (found.verdict === "no leak found") return;
  if (found.verdict === "cannot tell") throw new Error(`${nameOf(f)}: ${found.message}`);
  const dependence = dependenceOf(found);
  const words = found.message.replace(/^leak shown: /, "");
  throw new TokenDependenceError(`${nameOf(f)}: ${words}${placeWords(dependence)}`, dependence);
}

function dependenceOf({ run, leak, norms, sequences, search }: Investigation): TokenDependence {
  const unplaced = { module: null, op: null, cause: "other" } as const;
  if (leak !== null) {
    const { replaced, to, amount } = leak;
    return { from: replaced[0]!, to, amount, axis: "token", ...placesOf(run, [leak], search.permission)[0]! };
  }
  const [norm] = norms.leaking;
  if (norm !== undefined) {
    const { replaced, to, amount } = norm.leak;
    return { from: replaced[0]!, to, amount, axis: "token", module: norm.path, op: null, cause: "norm" };
  }
  if (sequences?.leak) return { ...sequences.leak, axis: "batch" };
  return { from: run.layout.tokens - 1, to: 0, amount: null, axis: "token", ...unplaced };
}

function placeWords({ amount, module, op, cause }: TokenDependence): string {
  const moved = amount === null ? "" : `; replacing it moves the output by up to ${amount.toPrecision(3)}`;
  if (op === null) return `${moved}.`;
  return `${moved}. It starts in ${module === null ? "" : `${module}, `}op ${op} (cause: ${cause}).`;
}
