import type { ProgressPayload } from "../../protocol/outputs/progress.ts";
import { formatCount, formatNumber } from "../format.ts";

/** `train 240/1,000 (24 %) · 33.1 per second · 23 s left · loss 1.43`. */
export function progressText(payload: ProgressPayload): string {
  return [
    `${payload.label} ${stepWords(payload)}`.trim(),
    ...paceWords(payload),
    ...valueWords(payload),
  ].join(" · ");
}

export function stepWords({ step, total }: ProgressPayload): string {
  if (total === null) return formatCount(step);
  const percent = total > 0 ? Math.floor((100 * step) / total) : 100;
  return `${formatCount(step)}/${formatCount(total)} (${percent} %)`;
}

/** Rate and time: what is left while it runs, what it took when it is done. */
export function paceWords(payload: ProgressPayload): string[] {
  const words: string[] = [];
  if (payload.rate !== null) words.push(rateWords(payload.rate));
  if (payload.done) words.push(`took ${durationWords(payload.secondsElapsed)}`);
  else if (payload.secondsLeft !== null) words.push(`${durationWords(payload.secondsLeft)} left`);
  return words;
}

export function valueWords({ values }: ProgressPayload): string[] {
  return values.map(({ name, last }) => `${name} ${formatNumber(last)}`);
}

function rateWords(rate: number): string {
  return rate >= 1 ? `${formatNumber(rate, 3)} per second` : `${formatNumber(1 / rate, 3)} s each`;
}

function durationWords(seconds: number): string {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
