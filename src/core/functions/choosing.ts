import { eye } from "../creation.ts";
import * as ops from "../ops/index.ts";
import { scalar, Tensor, type Operand } from "../tensor.ts";

const operand = (value: Operand) => (typeof value === "number" ? scalar(value) : value);

/** Elements of `a` where the condition is not 0, of `b` elsewhere; all broadcast. */
export function where(condition: Tensor, a: Operand, b: Operand): Tensor {
  return Tensor.run(ops.where, [condition, operand(a), operand(b)], {});
}

/** Rows of `table` [rows, columns] chosen by ids [...]: [..., columns]. Ids must be whole numbers in range. */
export function embedding(ids: Tensor, table: Tensor): Tensor {
  return Tensor.run(ops.embedding, [table, ids], {});
}

/** 1 at each id and 0 elsewhere: ids [...] give [..., classes]. */
export function oneHot(ids: Tensor, classes: number): Tensor {
  return embedding(ids, eye(classes));
}
