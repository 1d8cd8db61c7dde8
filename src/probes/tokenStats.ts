import { checkOptions } from "../core/arguments.ts";
import type { Tensor } from "../core/index.ts";
import { drawn } from "./drawn.ts";
import type { Drawn } from "./drawn.ts";
import { inputLayout } from "./inputLayout.ts";
import type { InputLayout } from "./inputLayout.ts";
import { tokenTexts } from "./labels.ts";
import type { Labels } from "./labels.ts";
import { isChannelsFirst } from "./normCalls.ts";
import type { NormCall } from "./normCalls.ts";
import { reductionOf, tokenAxesOf } from "./normLayout.ts";
import type { Reduction } from "./normLayout.ts";
import { recordNorms } from "./recordNorms.ts";
import type { WantedLayers } from "./recordNorms.ts";
import { normalizedStage } from "./statistics/normalizedStage.ts";
import { pooledStatistics } from "./statistics/pooledStatistics.ts";
import type { PooledStatistics } from "./statistics/pooledStatistics.ts";
import { stageStatistics } from "./statistics/stageStatistics.ts";
import type { StageStatistics } from "./statistics/stageStatistics.ts";
import { statsPayload } from "./statistics/statsPayload.ts";
import { tokenVectors } from "./statistics/tokenVectors.ts";
import { nameOf } from "./subject.ts";
import type { ProbeInput, Subject } from "./subject.ts";
import { statsOptions } from "./optionKinds.ts";

const mime = "application/vnd.tokenwise.token-stats.v1+json";

export interface TokenStatsOptions {
  /**
   * Text of each token of the input. The texts stand on every layer that saw as many tokens: where encoder and decoder are of
   * the same length, on the decoder's too.
   */
  readonly labels?: Labels;
  /**
   * Modules, their paths, or functions that count as normalisations beside those that are found: a list, or by name,
   * `{ layers: { myNorm } }`. A function is seen wherever it is called with a tensor alone, also from a closure, where it is the
   * subject itself, and as a member or method of a module. One that takes more is given with the rest filled in:
   * `{ layers: { rms: (x) => rmsNorm(x, gain) } }`.
   */
  readonly layers?: WantedLayers;
  /** The axis of the input that holds the tokens; negative counts from the end. */
  readonly tokenAxis?: number;
}

/** One normalisation of the run. Statistics are over the channels of each token, [B, N]. */
export interface LayerStatistics extends Reduction {
  readonly name: string;
  readonly kind: string;
  readonly inputShape: readonly number[];
  readonly eps: number | null;
  readonly before: StageStatistics;
  /**
   * After the division by sqrt(var + eps): the variance here is var / (var + eps), just below 1. null where eps is unknown, or
   * where no formula that we know gives what a user's own norm made (an L2 norm, say).
   */
  readonly normalized: StageStatistics | null;
  /** After scale and shift. */
  readonly after: StageStatistics;
  /** Vectors of length C, shared by all tokens: what is multiplied by (1 + weight where the layer does so), and what is added. */
  readonly scale: Tensor | null;
  readonly shift: Tensor | null;
  readonly pooled: PooledStatistics;
}

export interface TokenStats {
  readonly model: string;
  /** Text of each token, [B][N]; empty lists where the tokens have none. */
  readonly tokens: readonly (readonly string[])[];
  readonly layers: readonly LayerStatistics[];
  readonly notes: readonly string[];
}

/**
 * Mean and variance of each token before and after every normalisation of one forward pass that really ran.
 *
 * @param input the model's input, or a list of its arguments, the first a tensor
 * @throws RangeError where the labels or a named layer do not fit
 */
export function tokenStats(
  model: Subject,
  input: ProbeInput,
  options: TokenStatsOptions = {},
): TokenStats & Drawn<typeof mime> {
  checkOptions("tokenStats", options, statsOptions);
  const { x, facts, calls } = recordNorms(model, input, options.layers ?? []);
  const layout = inputLayout(x, facts, options.tokenAxis);
  const notes: string[] = [];
  const layers = calls.flatMap((call) => layerStatistics(call, layout, notes));
  if (layers.length === 0)
    notes.push("No normalisation ran. Name the module or function that is one with { layers: { norm } }.");
  const result: TokenStats = {
    model: nameOf(model),
    tokens: tokenTexts(options.labels, x, layout),
    layers,
    notes,
  };
  return drawn(result, mime, () => statsPayload(result, layout.batch));
}

function layerStatistics(call: NormCall, layout: InputLayout, notes: string[]): LayerStatistics[] {
  const { name, kind, input, output, eps } = call;
  const axes = tokenAxesOf(input, layout, isChannelsFirst(call.module));
  if (axes === null) {
    notes.push(`${name} is left out: its input [${input.shape.join(", ")}] has no token axis.`);
    return [];
  }
  const stage = (data: Float32Array): StageStatistics =>
    stageStatistics(tokenVectors(data, input.shape, axes, layout.batch));
  const before = stage(input.data);
  const { values: normalized, scale, shift } = normalizedStage(call);
  return [
    {
      name,
      kind,
      ...reductionOf(input.shape, call.axes, axes, call.isStored),
      inputShape: input.shape,
      eps,
      before,
      normalized: normalized === null ? null : stage(normalized),
      after: stage(output.data),
      scale,
      shift,
      pooled: pooledStatistics(before),
    },
  ];
}
