import * as v from "valibot";
import { packedArray } from "../numbers.ts";

/** A progress bar that updates in place. */
export const progress = v.object({
  label: v.string(),
  step: v.number(),
  /** null where the iterable's length is unknown. */
  total: v.nullable(v.number()),
  /** Steps per second, and seconds left; null before they are known. */
  rate: v.nullable(v.number()),
  secondsLeft: v.nullable(v.number()),
  secondsElapsed: v.number(),
  done: v.boolean(),
  /** The last of each reported value ("loss"), and its history over the steps so far (decimated). */
  values: v.array(v.object({ name: v.string(), last: v.number(), steps: packedArray, history: packedArray })),
});

export type ProgressPayload = v.InferOutput<typeof progress>;
