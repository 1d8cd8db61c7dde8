import { generator } from "../random/generator.ts";

export interface SamplingOptions {
  /** 0 (the default) takes the most likely token; otherwise logits are divided by it before drawing: 1 is the model's own distribution. */
  temperature?: number;
  /** Draw from this many most likely tokens only. */
  topK?: number | null;
  /** Draw from the fewest most likely tokens whose probabilities add up to this (nucleus sampling, Holtzman et al., 2019). */
  topP?: number | null;
}

interface Choice {
  readonly id: number;
  readonly probability: number;
}

/**
 * The next token from its logits [V], drawn with the global random generator.
 *
 * @throws where a logit is NaN or the largest is not finite: no token is the most likely one then
 */
export function chooseToken(
  logits: Float32Array,
  { temperature = 0, topK = null, topP = null }: SamplingOptions,
): number {
  if (!(temperature >= 0))
    throw new RangeError(`generate: temperature must be 0 or more, not ${temperature}.`);
  if (topK !== null && !(Number.isInteger(topK) && topK > 0))
    throw new RangeError(`generate: topK must be a whole number above 0, not ${topK}.`);
  if (topP !== null && !(topP > 0 && topP <= 1))
    throw new RangeError(`generate: topP must be above 0 and at most 1, not ${topP}.`);
  checkLogits(logits);
  const ranked = rank(logits);
  if (temperature === 0) return ranked[0]!;
  const likely = probabilities(logits, ranked.slice(0, topK ?? ranked.length), temperature);
  return draw(topP === null ? likely : nucleus(likely, topP));
}

function checkLogits(logits: Float32Array): void {
  const highest = logits.reduce((a, b) => Math.max(a, b), -Infinity);
  if (Number.isFinite(highest)) return;
  const found = Number.isNaN(highest)
    ? `the logit of token ${logits.findIndex(Number.isNaN)}`
    : "the largest logit";
  throw new RangeError(
    `generate: ${found} is ${highest}, so that no token can be chosen: look at the model's weights (a diverged training, a wrong learning rate)`,
  );
}

/** Ids from the most to the least likely; of equals the lower id first. */
function rank(logits: Float32Array): number[] {
  return Array.from(logits.keys()).sort((a, b) => logits[b]! - logits[a]! || a - b);
}

function probabilities(logits: Float32Array, ids: readonly number[], temperature: number): Choice[] {
  const highest = logits[ids[0]!]!;
  const weights = ids.map((id) => Math.exp((logits[id]! - highest) / temperature));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return ids.map((id, i) => ({ id, probability: weights[i]! / total }));
}

function nucleus(choices: readonly Choice[], topP: number): Choice[] {
  let before = 0;
  return choices.filter(({ probability }) => {
    const kept = before < topP;
    before += probability;
    return kept;
  });
}

function draw(choices: readonly Choice[]): number {
  const total = choices.reduce((sum, { probability }) => sum + probability, 0);
  let left = generator.uniform() * total;
  for (const { id, probability } of choices) {
    left -= probability;
    if (left < 0) return id;
  }
  return choices.at(-1)!.id;
}
