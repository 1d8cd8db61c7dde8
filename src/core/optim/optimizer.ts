import type { Parameter } from "../nn/parameter.ts";

/** The parameters that share settings; schedules write `lr` here. */
export type ParameterGroup<Settings> = Settings & { params: Parameter[] };

/** What an optimizer's constructor takes: parameters, or groups that override some of the settings. */
export type ParameterSource<Settings> =
  Iterable<Parameter> | Iterable<{ params: Iterable<Parameter> } & Partial<Settings>>;

/** The part of an optimizer that does not depend on its rule: groups, state and the loop over parameters. */
export abstract class Optimizer<Settings extends { lr: number } = { lr: number }> {
  readonly paramGroups: ParameterGroup<Settings>[];

  constructor(parameters: ParameterSource<Settings>, defaults: Settings) {
    this.paramGroups = [...groupsOf(parameters)].map((group) => ({
      ...defaults,
      ...withoutUndefined(group),
      params: [...group.params],
    }));
    const name = this.constructor.name;
    const all = this.paramGroups.flatMap((group) => group.params);
    if (all.length === 0) throw new Error(`${name} got no parameters: call it with model.parameters().`);
    if (new Set(all).size < all.length) throw new Error(`${name} got the same parameter twice.`);
    for (const group of this.paramGroups) {
      if (!(group.lr >= 0)) throw new RangeError(`${name}: lr must be 0 or more, not ${group.lr}.`);
    }
  }

  /** Forgets all gradients: they add up otherwise. */
  zeroGrad(): void {
    for (const group of this.paramGroups) for (const parameter of group.params) parameter.grad = null;
  }

  /** One update of every parameter that has a gradient. */
  step(): void {
    for (const group of this.paramGroups) {
      for (const parameter of group.params) {
        const gradient = parameter.grad;
        if (gradient === null) continue;
        parameter.writeData((values) => this.update(parameter, values, gradient.data, group));
      }
    }
  }

  /** Changes one parameter's values in place. Arithmetic is in float64; only what is stored is rounded to float32. */
  protected abstract update(
    parameter: Parameter,
    values: Float32Array,
    gradient: Float32Array,
    settings: Settings,
  ): void;
}

function groupsOf<Settings>(
  source: ParameterSource<Settings>,
): Iterable<{ params: Iterable<Parameter> } & Partial<Settings>> {
  const items = [...source] as (Parameter | ({ params: Iterable<Parameter> } & Partial<Settings>))[];
  const isGroup = items.map((item) => "params" in item);
  if (isGroup.every(Boolean)) return items as ({ params: Iterable<Parameter> } & Partial<Settings>)[];
  if (isGroup.some(Boolean))
    throw new TypeError("An optimizer takes parameters or groups { params, ... }, not both.");
  return [{ params: items as Parameter[] } as { params: Parameter[] } & Partial<Settings>];
}

function withoutUndefined<T extends object>(group: T): T {
  return Object.fromEntries(Object.entries(group).filter(([, value]) => value !== undefined)) as T;
}
