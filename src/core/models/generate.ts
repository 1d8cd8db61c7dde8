import {
  anyNumber,
  callback,
  checkArgument,
  checkOptions,
  count,
  flag,
  instanceOf,
  nullable,
  type Kinds,
} from "../arguments.ts";
import { tensor } from "../creation.ts";
import { concat } from "../functions/joining.ts";
import { noGrad } from "../autograd/gradMode.ts";
import { KeyValueCache, Module } from "../nn/index.ts";
import type { Tensor } from "../tensor.ts";
import type { CausalInput } from "./causalInput.ts";
import { chooseToken } from "./chooseToken.ts";
import type { SamplingOptions } from "./chooseToken.ts";
import { checkIds } from "./tokenIds.ts";

export interface GenerateOptions extends SamplingOptions {
  maxNewTokens?: number;
  /** A sequence ends with this token; the rest of its row is filled with it. The run ends when all sequences have. */
  stopId?: number | null;
  /** Whether keys and values are kept, so that each token is computed once; the result is the same but for rounding. */
  cache?: boolean;
  /** Is told each step's new ids [B]. */
  onToken?: ((ids: Tensor) => void) | null;
}

/** What `generate` needs of a model: ids [B, N] -> logits [B, N, V]. */
export type CausalModel = Module & {
  readonly blockSize: number;
  forward(ids: Tensor, input?: CausalInput): Tensor;
};

const optionKinds: Kinds<GenerateOptions> = {
  temperature: anyNumber,
  topK: nullable(anyNumber),
  topP: nullable(anyNumber),
  maxNewTokens: count,
  stopId: nullable(count),
  cache: flag,
  onToken: nullable(callback),
};

/**
 * Continues ids [B, N] to [B, N + new]. Greedy by default; with `temperature` above 0 it draws, from `topK` and `topP` of the choices at most.
 * When the sequence is longer than the model's window, only the last blockSize tokens are read. The model runs in eval mode.
 */
export function generate(model: CausalModel, ids: Tensor, options: GenerateOptions = {}): Tensor {
  checkArgument("generate", "model", model, instanceOf("a model", Module));
  checkOptions("generate", options, optionKinds);
  const { maxNewTokens = 20, stopId = null, onToken = null } = options;
  checkIds(model.constructor.name, ids, { positions: Infinity });
  if (ids.shape[1] === 0) throw new RangeError("generate: start with at least one token.");
  return inEvalMode(model, () =>
    noGrad(() => {
      const nextLogits = logitsReader(model, options.cache ?? true);
      let sequence = ids;
      const ended = new Set<number>();
      for (let step = 0; step < maxNewTokens && ended.size < ids.shape[0]!; step++) {
        const chosen = nextTokens(nextLogits(sequence), options);
        if (stopId !== null)
          chosen.forEach(
            (id, row) => void (ended.has(row) ? (chosen[row] = stopId) : id === stopId && ended.add(row)),
          );
        const column = tensor(chosen, [chosen.length, 1]);
        sequence = concat([sequence, column], 1);
        onToken?.(column.squeeze(1));
      }
      return sequence;
    }),
  );
}

/** Logits [B, V] of the token after a sequence that grows by one from call to call. */
function logitsReader(model: CausalModel, cached: boolean): (sequence: Tensor) => Tensor {
  const cache = cached ? new KeyValueCache() : null;
  return (sequence) => {
    const length = sequence.shape[1]!;
    if (cache !== null && length <= model.blockSize)
      return lastLogits(model.forward(sequence.slice(null, [cache.length, null]), { cache }));
    return lastLogits(model.forward(sequence.slice(null, [Math.max(0, length - model.blockSize), null])));
  };
}

const lastLogits = (logits: Tensor): Tensor => logits.slice(null, -1);

function nextTokens(logits: Tensor, options: SamplingOptions): Float32Array {
  const [rows, classes] = logits.shape as [number, number];
  const values = logits.array.values();
  return Float32Array.from({ length: rows }, (_, row) =>
    chooseToken(values.subarray(row * classes, (row + 1) * classes), options),
  );
}

function inEvalMode<T>(model: Module, run: () => T): T {
  const training = model.modules().filter((module) => module.training);
  model.eval();
  try {
    return run();
  } finally {
    for (const module of training) module.training = true;
  }
}
