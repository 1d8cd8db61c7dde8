import { instanceOf, nullable, type Kinds } from "../arguments.ts";
import { KeyValueCache } from "../nn/index.ts";

/** What a causal model's `forward` takes beside the ids. */
export interface CausalInput {
  /** Keeps keys and values for the next call, whose ids are then only the new tokens. */
  cache?: KeyValueCache | null;
}

export const causalInputKinds: Kinds<CausalInput> = {
  cache: nullable(instanceOf("a KeyValueCache", KeyValueCache)),
};
