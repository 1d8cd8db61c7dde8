import { describe } from "../arguments.ts";
import { tensor } from "../creation.ts";
import type { Parameter } from "../nn/parameter.ts";
import { formatShape, sameShape } from "../shape.ts";
import { Tensor } from "../tensor.ts";

/** What a rule remembers about one parameter: counts, and one number per element. */
export type ParameterState = Record<string, number | Float32Array>;

/** As torch.optim's `state_dict`: parameters are named by their place, counted over all groups. */
export interface OptimizerStateDict<Settings = { lr: number }> {
  readonly state: Readonly<Record<number, Readonly<Record<string, number | Tensor>>>>;
  readonly paramGroups: readonly (Settings & { readonly params: readonly number[] })[];
}

/** Copies of one parameter's state, numbers per element as tensors in the parameter's shape. */
export function saveState(state: ParameterState, parameter: Parameter): Record<string, number | Tensor> {
  return Object.fromEntries(
    Object.entries(state).map(([name, value]) => [
      name,
      typeof value === "number" ? value : tensor(value.slice(), parameter.shape),
    ]),
  );
}

/**
 * What `saved` says, in the form of `empty`; nothing is shared with `saved`.
 *
 * @param where how errors name the parameter
 * @throws where a name is missing, unexpected, of another kind or of another shape
 */
export function restoreState<State extends ParameterState>(
  where: string,
  saved: Readonly<Record<string, number | Tensor>>,
  empty: State,
  parameter: Parameter,
): State {
  const unexpected = Object.keys(saved).find((name) => !Object.hasOwn(empty, name));
  if (unexpected !== undefined)
    throw new Error(`${where} has "${unexpected}", which this optimizer does not keep`);
  const restored = Object.entries(empty).map(([name, own]) => [
    name,
    typeof own === "number"
      ? count(`${where}: ${name}`, saved[name])
      : numbers(`${where}: ${name}`, saved[name], parameter),
  ]);
  return Object.fromEntries(restored) as State;
}

function count(what: string, value: number | Tensor | undefined): number {
  const given = value instanceof Tensor && value.size === 1 ? value.item() : value;
  if (typeof given !== "number" || !Number.isInteger(given) || given < 0)
    throw new TypeError(`${what} must be a whole number, 0 or more`);
  return given;
}

function numbers(what: string, value: number | Tensor | undefined, { shape }: Parameter): Float32Array {
  if (!(value instanceof Tensor))
    throw new TypeError(`${what} must be a tensor of shape ${formatShape(shape)}`);
  if (!sameShape(value.shape, shape))
    throw new TypeError(`${what} has shape ${formatShape(value.shape)}, its parameter ${formatShape(shape)}`);
  return value.array.values().slice();
}

/** Refuses what is no state of an optimizer with these groups. */
export function checkStateDict(
  owner: string,
  saved: OptimizerStateDict<unknown> | undefined,
  groups: readonly { readonly params: readonly Parameter[] }[],
): void {
  if (!Array.isArray(saved?.paramGroups) || typeof saved.state !== "object" || saved.state === null)
    throw new TypeError(
      `${owner}: takes what stateDict() gave, { state, paramGroups }, not ${describe(saved)}`,
    );
  const sizes = (some: readonly { readonly params: readonly unknown[] }[]) =>
    some.map(({ params }) => params.length).join(" and ");
  const [theirs, ours] = [sizes(saved.paramGroups), sizes(groups)];
  if (theirs !== ours)
    throw new Error(
      `${owner}: the state is of groups with ${theirs} parameters, this optimizer's have ${ours}`,
    );
}
