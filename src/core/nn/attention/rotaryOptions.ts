import {
  checkArgument,
  checkOptions,
  finite,
  nullable,
  oneOf,
  positive,
  required,
  size,
  type Kind,
  type Kinds,
} from "../../arguments.ts";

/** All rotations slower by a factor (positions closer together). */
export interface LinearScaling {
  readonly type: "linear";
  readonly factor: number;
}

/** Llama 3.1's stretching of the slow rotations alone, as in its `rope_scaling`. */
export interface Llama3Scaling {
  readonly type: "llama3";
  readonly factor: number;
  readonly lowFreqFactor: number;
  readonly highFreqFactor: number;
  readonly originalMaxPositionEmbeddings: number;
}

export interface RotaryOptions {
  /** Rotations per position fall from 1 to 1/base. */
  base?: number;
  scaling?: LinearScaling | Llama3Scaling | null;
}

const aScaling: Kind = {
  expected: '{ type: "linear", ... } or { type: "llama3", ... }',
  accepts: (value) => typeof value === "object" && !Array.isArray(value),
};
const finitePositive: Kind = {
  expected: "a finite number above 0",
  accepts: (value) => finite.accepts(value) && positive.accepts(value),
};
const optionKinds: Kinds<RotaryOptions> = { base: finitePositive, scaling: nullable(aScaling) };
const type = required(oneOf("linear", "llama3"));
const linearKinds: Kinds<LinearScaling> = { type, factor: required(finitePositive) };
const llama3Kinds: Kinds<Llama3Scaling> = {
  ...linearKinds,
  lowFreqFactor: required(finitePositive),
  highFreqFactor: required(finitePositive),
  originalMaxPositionEmbeddings: required(size),
};

/** @throws where an option is unknown, missing or out of range, by its name: an unnoticed mistake would turn every position to NaN. */
export function checkRotaryOptions(owner: string, options: RotaryOptions): void {
  const { scaling = null } = checkOptions(owner, options, optionKinds);
  if (scaling === null) return;
  const name = `${owner}, scaling`;
  checkArgument(name, "type", scaling.type, type);
  if (scaling.type === "linear") return void checkOptions(name, scaling, linearKinds);
  const { lowFreqFactor, highFreqFactor } = checkOptions(name, scaling, llama3Kinds);
  if (highFreqFactor <= lowFreqFactor)
    throw new RangeError(
      `${name}: highFreqFactor ${highFreqFactor} must be above lowFreqFactor ${lowFreqFactor}`,
    );
}
