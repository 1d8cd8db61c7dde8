import { pack } from "../../protocol/numbers.ts";
import type { HonestLossCurve, HonestLossPayload } from "../../protocol/outputs/honestLoss.ts";
import type { HonestLoss, HonestLossCurves } from "../honestLoss.ts";

export function honestPayload({ curves, positions, tokens, guessing, notes }: HonestLoss): HonestLossPayload {
  const textsAt = (offset: number): string[] => positions.map((position) => tokens[position + offset]!);
  return {
    curves: curves.map(curvePayload),
    positions: [...positions],
    ...(tokens.length === 0 ? { tokens: [] } : { tokens: textsAt(0), targets: textsAt(1) }),
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
