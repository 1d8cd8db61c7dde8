import { layoutOf, refine } from "../../layout/axis.ts";
import { axesFromNames } from "../../layout/axisNames.ts";
import { statisticOver } from "../statistic.ts";
import type { CallArguments } from "../callArguments.ts";
import { type TensorValue, type Value, tensor } from "../values.ts";

interface Equation {
  readonly inputs: readonly (readonly string[])[];
  readonly output: readonly string[];
}

/** `b t c -> b c` with words as einops writes it, else one letter an axis. */
function equationOf(text: string): Equation | null {
  const [from, to, ...more] = text.split("->");
  if (from === undefined || to === undefined || more.length > 0 || /[.()]/.test(text)) return null;
  const letters = text.split(/[\s,>-]+/).every((word) => word.length <= 1) || !/\w\s+\w/.test(text);
  const names = (side: string): string[] =>
    letters ? [...side.replace(/\s/g, "")] : side.split(/\s+/).filter(Boolean);
  return { inputs: from.split(",").map(names), output: names(to) };
}

/**
 * `einsum("btc->bc", x)` sums over the axes that the result has no letter for, `einsum("btc,btc->b", x, x)` their squares;
 * null for any other equation.
 */
export function einsum(args: CallArguments): Value | null {
  const values = args.positional.map((argument) => argument.value);
  const pattern = values.find((value) => value.kind === "string");
  const operands = values.filter((value) => value.kind === "tensor");
  const equation = pattern?.kind === "string" ? equationOf(pattern.value) : null;
  const [input, twin, ...more] = operands;
  if (!equation || !input || more.length > 0) return null;
  if (equation.inputs.length !== operands.length || (twin && !sameNumbers(input, twin))) return null;
  return summed(input, equation, twin !== undefined, args);
}

const sameNumbers = (a: TensorValue, b: TensorValue): boolean =>
  a.root === b.root && a.layout === b.layout && !a.statistic && !b.statistic;

function summed(
  input: TensorValue,
  { inputs, output }: Equation,
  twice: boolean,
  args: CallArguments,
): Value {
  const [names] = inputs as [readonly string[]];
  if (inputs.some((other) => other.join() !== names.join()) || output.some((name) => !names.includes(name)))
    return tensor();
  const axes = axesFromNames(names);
  refine(input.layout, axes, { how: "pattern", span: args.span });
  const known = input.layout.axes?.length === names.length ? input.layout.axes : axes;
  const gone = names.flatMap((name, index) => (output.includes(name) ? [] : [index]));
  const layout = layoutOf(
    output.map((name) => known[names.indexOf(name)]!),
    input.layout.evidence,
  );
  if (gone.length === 0) return { ...input, name: null, layout };
  const how = { reduction: "einsum", measure: "sum", keepdims: true } as const;
  return {
    ...input,
    name: null,
    layout,
    squared: twice || input.squared,
    statistic: statisticOver(input, gone, how, args.span),
  };
}
