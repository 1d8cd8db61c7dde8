import type { HonestLossCurve, HonestLossPayload } from "../../../src/protocol/outputs/honestLoss.ts";

const positions = Array.from({ length: 15 }, (_, position) => position);

function curve(label: string, whole: (p: number) => number, single: (p: number) => number): HonestLossCurve {
  const [a, b] = [positions.map(whole), positions.map(single)];
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const differs = a.some((value, i) => value !== b[i]);
  return {
    label,
    wholeWindow: { shape: [15], values: a },
    oneAtATime: { shape: [15], values: b },
    meanWholeWindow: mean(a),
    meanOneAtATime: mean(b),
    differs,
    message: differs
      ? "0.27 for the whole window, 5.40 one token at a time: it reads the future."
      : "1.43 either way, equal at every position.",
  };
}

/** LayerNorm's two losses are one line; a norm over tokens parts them. */
export function honestLossPayload(): HonestLossPayload {
  const honest = (p: number) => 1 + 2.4 * Math.exp(-p / 3);
  return {
    curves: [
      curve("LayerNorm", honest, honest),
      curve(
        "norm over tokens",
        (p) => 0.2 + 0.01 * p,
        (p) => 6 - 0.1 * p,
      ),
    ],
    positions,
    tokens: [..."the cat sat on "],
    targets: [..."he cat sat on a"],
    guessing: 3.3,
    notes: ["norm over tokens takes windows of 16 tokens only."],
  };
}
