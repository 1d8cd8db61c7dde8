import type { Analysis } from "./analysis.ts";
import { callValue } from "./calls.ts";
import { attributeOf } from "./evaluate.ts";
import { forwards } from "./instances.ts";
import { applyNorm } from "./layers/apply.ts";
import { functionalNorm } from "./layers/normLayers.ts";
import { addLayer } from "./layers/sequential.ts";
import { operationOf } from "./operations/index.ts";
import { CallArguments } from "./callArguments.ts";
import { type Value, choice, tensor, unknown } from "./values.ts";

/** `object.name(...)` of what is no object of the program's own classes. */
export function callMethod(object: Value, name: string, args: CallArguments, analysis: Analysis): Value {
  if (object.kind === "tensor") return tensorMethod(object, name, args, analysis);
  if (forwards.includes(name) || name === "__call__") return callValue(object, args, analysis);
  if (object.kind === "shape" && /^(as_list|tolist|numpy|slice|to_tuple)$/.test(name)) return object;
  if (object.kind === "mapping" && name === "get") return lookUp(object.entries, args);
  if (object.kind === "layer" && object.layer.kind === "sequence" && name === "add")
    return addLayer(object.layer, args, analysis);
  if (object.kind === "layer" || object.kind === "choice") return object;
  if (object.kind === "method") return tensorMethod(tensor(), name, args, analysis);
  if (object.kind === "unknown") return tensorMethod(tensor(), name, args, analysis);
  return unknown;
}

const lookUp = (entries: ReadonlyMap<string, Value>, args: CallArguments): Value => {
  const key = args.value(0);
  if (key.kind === "string") return entries.get(key.value) ?? args.value(1);
  return choice([...entries.values()]);
};

function tensorMethod(
  input: Extract<Value, { kind: "tensor" }>,
  name: string,
  args: CallArguments,
  analysis: Analysis,
): Value {
  if (analysis.javascript && (name === "map" || name === "reduce" || name === "forEach"))
    return arrayMethod(input, name, args, analysis);
  if (input.name !== null && forwards.includes(name)) return tensor();
  const norm =
    analysis.javascript && name === "normalize" ? functionalNorm("F.normalize", args, args.span) : null;
  if (norm) return applyNorm(norm, input, args.span, analysis);
  const operation = operationOf(name);
  return operation
    ? operation({ name, input, args, span: args.span, analysis, path: "" })
    : attributeOf(unknown, name, analysis).kind === "method"
      ? tensor()
      : unknown;
}

/** `x.map((v) => ...)`: the function sees single numbers of x; `x.reduce(...)` that adds is a sum over all of x. */
function arrayMethod(
  input: Extract<Value, { kind: "tensor" }>,
  name: string,
  args: CallArguments,
  analysis: Analysis,
): Value {
  const callback = args.value(0);
  if (name === "reduce") {
    const sum = operationOf("sum")!;
    return sum({
      name: "sum",
      input,
      args: new CallArguments([], args.span),
      span: args.span,
      analysis,
      path: "",
    });
  }
  if (callback.kind === "function")
    callValue(callback, new CallArguments([{ ...args.all[0]!, value: input }], args.span), analysis);
  return input;
}
