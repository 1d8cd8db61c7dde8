import { checkArgument, size } from "../arguments.ts";
import { eye } from "../creation.ts";
import { checkIndex } from "../ops/checkIndex.ts";
import * as ops from "../ops/index.ts";
import { scalar, Tensor, type Operand } from "../tensor.ts";
import { checkTensors, tensorOrNumber } from "../tensorArguments.ts";

function operand(name: string, value: Operand): Tensor {
  checkArgument("where", name, value, tensorOrNumber);
  return typeof value === "number" ? scalar(value) : value;
}

/** Elements of `a` where the condition is not 0, of `b` elsewhere; all broadcast. */
export function where(condition: Tensor, a: Operand, b: Operand): Tensor {
  checkTensors("where", { condition });
  return Tensor.run(ops.where, [condition, operand("a", a), operand("b", b)], {});
}

/** Rows of `table` [rows, columns] chosen by ids [...]: [..., columns]. Ids must be whole numbers in range. */
export function embedding(ids: Tensor, table: Tensor): Tensor {
  checkTensors("embedding", { ids, table });
  return Tensor.run(ops.embedding, [table, ids], {});
}

/** 1 at each id and 0 elsewhere: ids [...] give [..., classes]. */
export function oneHot(ids: Tensor, classes: number): Tensor {
  checkTensors("oneHot", { ids });
  checkArgument("oneHot", "classes", classes, size);
  for (const id of ids.array.values()) checkIndex("oneHot", "id", id, classes);
  return embedding(ids, eye(classes));
}
