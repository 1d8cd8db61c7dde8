import { type Layout, type Role, axisOf, refine } from "../../layout/axis.ts";
import { roleOfName } from "../../layout/axisNames.ts";
import type { Span } from "../../syntax/program.ts";
import type { NumberValue } from "../values.ts";

const role = (size: NumberValue) => (size.name === null ? null : roleOfName(size.name));

/**
 * `q.view(B, -1, n_heads, width)` and `qkv.view(B, -1, 3, n_heads, width)`: what attention splits into heads is a
 * sequence with its channels last.
 */
export function tellSplit(source: Layout, sizes: readonly NumberValue[], span: Span): void {
  const [batch, token, ...inner] = sizes;
  const three = inner.length === 3 && inner[0]!.value === 3;
  if (!batch || !token || (inner.length !== 2 && !three)) return;
  if (role(inner.at(-2)!) !== "head" || !isOne(batch, "batch") || !isOne(token, "token")) return;
  const name = (size: NumberValue, otherwise: string): string => size.name ?? size.axis?.name ?? otherwise;
  const axes = [axisOf("batch", name(batch, "B")), axisOf("token", name(token, "N")), axisOf("channel", "C")];
  refine(source, axes, { how: "attention", span });
}

/** Whether a size may be that of one axis of this role. */
const isOne = (size: NumberValue, wanted: Role): boolean =>
  size.factors.length === 0 && size.value !== 1 && [null, wanted].includes(role(size));
