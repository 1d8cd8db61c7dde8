import { describe } from "../arguments.ts";
import { Parameter } from "../nn/parameter.ts";

/** The parameters that share settings; schedules write `lr` here. */
export type ParameterGroup<Settings> = Settings & { params: Parameter[] };

/** What an optimizer's constructor takes: parameters, or groups that override some of the settings. */
export type ParameterSource<Settings> =
  Iterable<Parameter> | Iterable<{ params: Iterable<Parameter> } & Partial<Settings>>;

type Group<Settings> = { params: Iterable<Parameter> } & Partial<Settings>;

/** The groups that an optimizer was given; plain parameters are one group. */
export function groupsOf<Settings>(name: string, source: ParameterSource<Settings>): Group<Settings>[] {
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
