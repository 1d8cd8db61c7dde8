import * as v from "valibot";
import { packedArray } from "../numbers.ts";
import { shape } from "./axes.ts";

/** One matrix of a tensor as a heat map, with its numbers. */
export const tensor = v.object({
  title: v.string(),
  /** The whole tensor's shape. */
  shape,
  /** Which matrix is shown, in words ("x[0]"); empty where it is all of it. */
  slice: v.string(),
  /** The shown values, [rows, columns], every `rowStep`-th row and `columnStep`-th column. */
  values: packedArray,
  rowStep: v.pipe(v.number(), v.integer(), v.minValue(1)),
  columnStep: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** Names of the axes ("token", "channel"), and of the rows and columns shown; empty arrays where unnamed. */
  rowAxis: v.string(),
  columnAxis: v.string(),
  rowLabels: v.array(v.string()),
  columnLabels: v.array(v.string()),
  /** Shown rows that are outlined. */
  outlinedRows: v.array(v.pipe(v.number(), v.integer(), v.minValue(0))),
  /** Over the finite values of the whole tensor; null where there are none. */
  summary: v.object({
    min: v.nullable(v.number()),
    max: v.nullable(v.number()),
    mean: v.nullable(v.number()),
    standardDeviation: v.nullable(v.number()),
    nan: v.number(),
    infinite: v.number(),
  }),
});

export type TensorPayload = v.InferOutput<typeof tensor>;
