import { checkArgument, checkOptions, describe, notNegative, type Kinds } from "../arguments.ts";
import { Parameter } from "../nn/parameter.ts";

/** The parameters that share settings; schedules write `lr` here. */
export type ParameterGroup<Settings> = Settings & { params: Parameter[] };

/** What an optimizer's constructor takes: parameters, or groups that override some of the settings. */
export type ParameterSource<Settings> =
  Iterable<Parameter> | Iterable<{ params: Iterable<Parameter> } & Partial<Settings>>;

/** The part of an optimizer that does not depend on its rule: groups, state and the loop over parameters. */
export abstract class Optimizer<Settings extends { lr: number } = { lr: number }> {
  readonly paramGroups: ParameterGroup<Settings>[];

  constructor(
    parameters: ParameterSource<Settings>,
    defaults: Settings,
    kinds: Kinds<Settings> | null = null,
  ) {
    const name = new.target.name;
    this.paramGroups = groupsOf(name, parameters).map(({ params, ...own }) => ({
      ...checked(name, { ...defaults, ...withoutUndefined(own) } as Settings, kinds),
      params: parametersIn(name, params),
    }));
    const all = this.paramGroups.flatMap((group) => group.params);
    if (all.length === 0) throw new Error(`${name} got no parameters: call it with model.parameters().`);
    if (new Set(all).size < all.length) throw new Error(`${name} got the same parameter twice.`);
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

/** A rule of the user's own may come without kinds: then only what all rules share is checked. */
function checked<Settings extends { lr: number }>(
  name: string,
  settings: Settings,
  kinds: Kinds<Settings> | null,
): Settings {
  checkArgument(name, "lr", (settings as Settings | undefined)?.lr, notNegative);
  return kinds === null ? settings : checkOptions(name, settings, kinds);
}

type Group<Settings> = { params: Iterable<Parameter> } & Partial<Settings>;

function groupsOf<Settings>(name: string, source: ParameterSource<Settings>): Group<Settings>[] {
  const items = itemsOf(name, source) as (Parameter | Group<Settings>)[];
  const isGroup = items.map((item) => typeof item === "object" && item !== null && "params" in item);
  if (isGroup.every(Boolean)) return items as Group<Settings>[];
  if (isGroup.some(Boolean))
    throw new TypeError(`${name} takes parameters or groups { params, ... }, not both`);
  return [{ params: items } as unknown as Group<Settings>];
}

/** The parameters of a list, refusing anything else. */
export function parametersIn(name: string, source: Iterable<Parameter>): Parameter[] {
  const items = itemsOf(name, source);
  const wrong = items.find((item) => !(item instanceof Parameter));
  if (items.length > 0 && wrong !== undefined)
    throw new TypeError(`${name}: parameters must be what model.parameters() gives, not ${describe(wrong)}`);
  return items as Parameter[];
}

function itemsOf(name: string, source: unknown): unknown[] {
  if (typeof (source as Iterable<unknown> | null | undefined)?.[Symbol.iterator] !== "function")
    throw new TypeError(`${name}: parameters must be what model.parameters() gives, not ${describe(source)}`);
  return [...(source as Iterable<unknown>)];
}

function withoutUndefined<T extends object>(group: T): T {
  return Object.fromEntries(Object.entries(group).filter(([, value]) => value !== undefined)) as T;
}
