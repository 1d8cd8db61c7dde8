import { formatShape, ShapeError } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { checkTensors } from "../tensorArguments.ts";

/** @throws where ids are not [B, N] or a window is longer than the model's positions. What the ids are is checked by the embedding. */
export function checkIds(
  model: string,
  ids: Tensor,
  { past = 0, positions }: { past?: number; positions: number },
): void {
  checkTensors(model, { ids });
  if (ids.rank !== 2) throw new ShapeError(model, `token ids are [B, N], not ${formatShape(ids.shape)}`);
  const length = past + ids.shape[1]!;
  if (length > positions)
    throw new ShapeError(
      model,
      `${length} tokens are more than its ${positions} positions: shorten the input`,
    );
}
