import { einops } from "./einops.ts";
import { elementwiseOperations } from "./elementwise.ts";
import type { Operation } from "./operation.ts";
import { reductions } from "./reductions.ts";
import { runningOperations } from "./running.ts";
import { shapeOperations } from "./shapes.ts";
import { sizeOperations } from "./sizes.ts";

const operations: ReadonlyMap<string, Operation> = new Map(
  Object.entries({
    ...elementwiseOperations,
    ...shapeOperations,
    ...sizeOperations,
    ...reductions,
    ...runningOperations,
    rearrange: einops,
    reduce: einops,
  }),
);

/** The operation of this name, as a method of a tensor or a function of one. */
export const operationOf = (name: string): Operation | undefined => operations.get(name);
