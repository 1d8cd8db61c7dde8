import type { Expression, FunctionDefinition } from "../../syntax/program.ts";
import { namesIn } from "../../syntax/walk.ts";
import type { Loop } from "./sum.ts";

/** A function that is called with the items of what `over` gives: `x.map((v) => ...)`, `Array.from(x, (v) => ...)`. */
export interface Callback {
  readonly definition: FunctionDefinition;
  readonly item: string | null;
  readonly over: Expression;
  /** Whether it is called for what it changes outside, as the body of a loop is. */
  readonly repeats: boolean;
}

export function callbackOf(call: Extract<Expression, { kind: "call" }>): Callback | null {
  if (call.callee.kind !== "attribute" || !/^(map|forEach|flatMap|from)$/.test(call.callee.name)) return null;
  const from = call.callee.name === "from";
  const callback = call.args[from ? 1 : 0]?.value;
  if (callback?.kind !== "function") return null;
  return {
    definition: callback.definition,
    item: callback.definition.parameters[0]?.name ?? null,
    over: from ? call.args[0]!.value : call.callee.object,
    repeats: call.callee.name === "forEach",
  };
}

/** The loop that a call of `forEach` is. */
export const loopOf = ({ item, over }: Callback): Loop => ({
  variable: item,
  bounds: [...namesIn(over)],
  offset: false,
});
