import { checkOptions, count, nullable } from "../../arguments.ts";
import { embedding as rows, where } from "../../functions/choosing.ts";
import type { Tensor } from "../../tensor.ts";

/**
 * Rows of `weight` [rows, features] by ids [...]: [..., features].
 *
 * @param options.paddingIdx the row that gets no gradient
 * @throws where an id is not a whole number from 0 to rows - 1
 */
export function embedding(
  ids: Tensor,
  weight: Tensor,
  options: { readonly paddingIdx?: number | null } = {},
): Tensor {
  const { paddingIdx = null } = checkOptions("embedding", options, { paddingIdx: nullable(count) });
  const found = rows(ids, weight);
  if (paddingIdx === null) return found;
  return where(ids.eq(paddingIdx).unsqueeze(-1), found.detach(), found);
}
