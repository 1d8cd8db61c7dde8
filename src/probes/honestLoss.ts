import { checkOptions } from "../core/arguments.ts";
import { tensor, Tensor } from "../core/index.ts";
import { drawn } from "./drawn.ts";
import type { Drawn } from "./drawn.ts";
import { bothLosses } from "./honest/bothLosses.ts";
import type { BothLosses } from "./honest/bothLosses.ts";
import { honestPayload } from "./honest/honestPayload.ts";
import { lossWords } from "./honest/lossWords.ts";
import { average } from "./honest/positionLosses.ts";
import { spread } from "./influence/comparisons.ts";
import { tokenTexts } from "./labels.ts";
import type { Labels } from "./labels.ts";
import { namedSubjects } from "./namedSubjects.ts";
import type { Subject } from "./subject.ts";
import { honestOptions } from "./optionKinds.ts";

const mime = "application/vnd.tokenwise.honest-loss.v1+json";

/** More than rounding: a right model's losses agree to about 1e-6 nats. */
const tolerance = 1e-3;

const randomWords =
  "The model draws random numbers, as dropout does in training, so the two cannot be compared: call model.eval() first.";

const driftingWords =
  "Cannot tell: two equal runs differed, so the two losses cannot be compared. Look for Math.random, or for a state that each run moves.";

/** Each position takes a run of its own; beyond this many they are sampled. */
const allPositionsUpTo = 256;
const sampledPositions = 64;

export interface HonestLossOptions {
  /** Text of each token. */
  readonly labels?: Labels;
}

export interface HonestLossCurves {
  readonly label: string;
  /** Cross-entropy in nats at each predicted position [P], mean over the batch, all tokens given at once. */
  readonly wholeWindow: Tensor;
  /** The same, given only the tokens up to each position, as in generation. */
  readonly oneAtATime: Tensor;
  readonly meanWholeWindow: number;
  readonly meanOneAtATime: number;
  /**
   * Whether the two differ by more than rounding at any position: then the model reads the future, or depends on how many tokens
   * there are; the message says which.
   */
  readonly differs: boolean;
  readonly message: string;
}

export interface HonestLoss {
  readonly curves: readonly HonestLossCurves[];
  /** Those that were measured, P of them: all up to 256, else 64 spread evenly. */
  readonly positions: readonly number[];
  /** Text of each token of the window, where it has one. */
  readonly tokens: readonly string[];
  /** ln V, the loss of guessing. */
  readonly guessing: number;
  readonly notes: readonly string[];
}

/**
 * Loss by position for the whole window at once, as in training, and one token at a time, as in generation. For a causal model
 * they are equal. A model whose norms pool over tokens reads the answer off the window, and has nothing to read in generation.
 *
 * @param models a model ids [B, N] -> logits [B, N, V], or several by name
 * @param ids [B, N], N at least 2: each position predicts the id that follows
 * @throws RangeError where ids or logits do not fit
 */
export function honestLoss(
  models: Subject | Readonly<Record<string, Subject>>,
  ids: Tensor,
  options: HonestLossOptions = {},
): HonestLoss & Drawn<typeof mime> {
  checkOptions("honestLoss", options, honestOptions);
  checkIds(ids);
  const [batch, tokens] = ids.shape as [number, number];
  const positions = spread(tokens - 1, tokens - 1 <= allPositionsUpTo ? tokens - 1 : sampledPositions);
  const losses = namedSubjects(models).map(([label, model]) => ({
    label,
    ...bothLosses(model, ids, positions),
  }));
  const layout = {
    tokenAxis: 1,
    batchAxis: 0,
    tokens,
    batch,
    ids: { vocabularySize: 0, paddingIdx: null },
    trail: null,
  };
  const guessing = Math.log(losses[0]!.vocabularySize);
  const curves = losses.map((loss) => curvesOf(loss, guessing));
  const result: HonestLoss = {
    curves,
    positions,
    tokens: tokenTexts(options.labels, ids, layout)[0] ?? [],
    guessing,
    notes: [
      ...losses.filter(({ isCovered }) => isCovered).map(({ label }) => coveredNote(label, tokens)),
      ...(positions.length < tokens - 1
        ? [`${positions.length} of ${tokens - 1} positions were measured, spread evenly.`]
        : []),
    ],
  };
  return drawn(result, mime, () => honestPayload(result));
}

function curvesOf(losses: BothLosses & { label: string }, guessing: number): HonestLossCurves {
  const { label, wholeWindow, oneAtATime, swapped } = losses;
  const gap = (a: number, b: number): number => (Object.is(a, b) ? 0 : Math.abs(a - b));
  const largest = Math.max(...wholeWindow.map((loss, i) => gap(loss, oneAtATime[i]!)));
  const means = { meanWholeWindow: average(wholeWindow), meanOneAtATime: average(oneAtATime) };
  const obstacle = obstacleOf(losses);
  const differs = obstacle === null && largest > tolerance;
  const readsFuture = swapped > Math.min(tolerance, largest / 100);
  return {
    label,
    wholeWindow: tensor([...wholeWindow]),
    oneAtATime: tensor([...oneAtATime]),
    ...means,
    differs,
    message: obstacle ?? lossWords({ ...means, largest, readsFuture }, differs, guessing),
  };
}

/** Why the two losses cannot be compared. */
function obstacleOf({ isRandom, isRepeatable }: BothLosses): string | null {
  if (isRandom) return randomWords;
  return isRepeatable ? null : driftingWords;
}

function coveredNote(label: string, tokens: number): string {
  return `${label} takes windows of ${tokens} tokens only: one token at a time, the tokens to come were copies of the last known one.`;
}

function checkIds(ids: Tensor): void {
  if (!(ids instanceof Tensor)) throw new TypeError("honestLoss takes ids as a tensor [B, N].");
  const isWindow = ids.shape.length === 2 && ids.shape[0]! >= 1 && ids.shape[1]! >= 2;
  if (!isWindow)
    throw new RangeError(
      `honestLoss takes ids [B, N] with at least 2 tokens, not [${ids.shape.join(", ")}].`,
    );
  const wrong = ids.data.find((id) => !Number.isInteger(id) || id < 0);
  if (wrong !== undefined)
    throw new RangeError(`honestLoss takes ids, whole numbers from 0 up; ${wrong} is none.`);
}
