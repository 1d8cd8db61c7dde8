import { checkArgument } from "../arguments.ts";
import type { Tensor } from "../tensor.ts";
import { tensorsByName } from "../tensorArguments.ts";
import type { StateDict } from "./stateDict.ts";

/** A PyTorch `state_dict` under this library's names: "self_attn.in_proj_weight" becomes "selfAttn.inProjWeight", all else stays. */
export function fromTorchNames(state: StateDict | ReadonlyMap<string, Tensor>): StateDict {
  checkArgument("fromTorchNames", "state", state, tensorsByName);
  const entries = state instanceof Map ? [...(state as ReadonlyMap<string, Tensor>)] : Object.entries(state);
  return Object.fromEntries(entries.map(([name, tensor]) => [camelCase(name), tensor]));
}

const camelCase = (name: string): string =>
  name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
