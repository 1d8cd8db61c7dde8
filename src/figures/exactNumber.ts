import { formatNumber } from "./format.ts";

/** All digits that a float32 has, for tables and hovers. */
export function exactNumber(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(9))) : formatNumber(value);
}
