import { pack } from "../../protocol/numbers.ts";
import type { HonestLossCurve, HonestLossPayload } from "../../protocol/outputs/honestLoss.ts";
import type { HonestLoss, HonestLossCurves } from "../honestLoss.ts";

export function honestPayload({ curves, tokens, guessing, notes }: HonestLoss): HonestLossPayload {
  const positions = curves[0]!.wholeWindow.size;
  return {
    curves: curves.map(curvePayload),
    positions: Array.from({ length: positions }, (_, position) => position),
    tokens: tokens.slice(0, positions),
    ...(tokens.length > positions && { targets: tokens.slice(1, positions + 1) }),
    guessing,
    notes: [...notes],
  };
}

function curvePayload({ wholeWindow, oneAtATime, ...curve }: HonestLossCurves): HonestLossCurve {
  return {
    label: curve.label,
    wholeWindow: pack(wholeWindow.data, wholeWindow.shape),
    oneAtATime: pack(oneAtATime.data, oneAtATime.shape),
    meanWholeWindow: finite(curve.meanWholeWindow),
    meanOneAtATime: finite(curve.meanOneAtATime),
    differs: curve.differs,
    message: curve.message,
  };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
