import { checkArgument, checkOptions, notNegative, type Kinds } from "../arguments.ts";
import type { Parameter } from "../nn/parameter.ts";
import { checkStateDict, restoreState, saveState } from "./optimizerState.ts";
import type { OptimizerStateDict, ParameterState } from "./optimizerState.ts";
import { groupsOf, parametersIn } from "./parameterGroups.ts";
import type { ParameterGroup, ParameterSource } from "./parameterGroups.ts";

/** The part of an optimizer that does not depend on its rule: groups, state and the loop over parameters. */
export abstract class Optimizer<
  Settings extends { lr: number } = { lr: number },
  State extends ParameterState = ParameterState,
> {
  readonly paramGroups: ParameterGroup<Settings>[];
  /** What the rule remembers about the parameters that it has updated. */
  protected readonly states = new Map<Parameter, State>();
  private readonly kinds: Kinds<Settings> | null;

  constructor(
    parameters: ParameterSource<Settings>,
    defaults: Settings,
    kinds: Kinds<Settings> | null = null,
  ) {
    const name = new.target.name;
    this.kinds = kinds;
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

  /** Settings and what is remembered of each parameter, as torch.optim's `state_dict`, in copies: a training can go on from it. */
  stateDict(): OptimizerStateDict<Settings> {
    const all = this.parameters();
    return {
      state: Object.fromEntries(
        [...this.states].map(([parameter, state]) => [all.indexOf(parameter), saveState(state, parameter)]),
      ),
      paramGroups: this.paramGroups.map(({ params, ...settings }) => ({
        ...(settings as unknown as Settings),
        params: params.map((parameter) => all.indexOf(parameter)),
      })),
    };
  }

  /**
   * Goes on from what `stateDict` of an optimizer of the same class gave for the same parameters, in the same groups.
   *
   * @throws where groups, names or shapes differ; nothing is changed then
   */
  loadStateDict(saved: OptimizerStateDict<Settings>): void {
    const owner = `${this.constructor.name}.loadStateDict`;
    checkStateDict(owner, saved, this.paramGroups);
    const settings = saved.paramGroups.map(({ params: _, ...own }) =>
      checked(owner, own as unknown as Settings, this.kinds),
    );
    const all = this.parameters();
    const states = Object.entries(saved.state).map(([place, state]): [Parameter, State] => {
      const parameter = all[Number(place)];
      if (parameter === undefined)
        throw new Error(`${owner}: the state names parameter ${place}, there are ${all.length}`);
      return [
        parameter,
        restoreState(`${owner}: parameter ${place}`, state, this.emptyState(parameter), parameter),
      ];
    });
    this.paramGroups.forEach((group, i) => Object.assign(group, settings[i]));
    this.states.clear();
    for (const [parameter, state] of states) this.states.set(parameter, state);
  }

  /** What is remembered of a parameter before its first update. */
  protected abstract emptyState(parameter: Parameter): State;

  /** What is remembered of a parameter. */
  protected stateOf(parameter: Parameter): State {
    const known = this.states.get(parameter);
    if (known !== undefined) return known;
    const fresh = this.emptyState(parameter);
    this.states.set(parameter, fresh);
    return fresh;
  }

  private parameters(): Parameter[] {
    return this.paramGroups.flatMap(({ params }) => params);
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

function withoutUndefined<T extends object>(group: T): T {
  return Object.fromEntries(Object.entries(group).filter(([, value]) => value !== undefined)) as T;
}
