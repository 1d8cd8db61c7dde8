import { layoutOf } from "../layout/axis.ts";
import type { Expression } from "../syntax/program.ts";
import type { Analysis } from "./analysis.ts";
import { parameterCall } from "./creation.ts";
import { evaluate } from "./evaluate.ts";
import { callFunction } from "./functions.ts";
import { initialiseSuper, superOf } from "./inheritance.ts";
import { callInstance, instantiate } from "./instances.ts";
import { applyLayer } from "./layers/apply.ts";
import { libraryCall } from "./libraryCalls.ts";
import { callMethod } from "./methods.ts";
import { required } from "./modules.ts";
import type { Scope } from "./scope.ts";
import { type CallArgument, CallArguments } from "./callArguments.ts";
import { type TensorValue, type Value, choice, itemsOf, tensor, unknown } from "./values.ts";

export function evaluateCall(
  expression: Extract<Expression, { kind: "call" }>,
  scope: Scope,
  analysis: Analysis,
): Value {
  const callee = evaluate(expression.callee, scope, analysis);
  const args = new CallArguments(
    expression.args.flatMap((argument): CallArgument[] => {
      const value = evaluate(argument.value, scope, analysis);
      if (argument.value.kind !== "spread")
        return [{ name: argument.name, value, expression: argument.value }];
      return spread(value, argument.value);
    }),
    expression.span,
  );
  if (callee.kind === "path" && callee.path === "require") return required(args.value(0), scope, analysis);
  if (isSuperInitialiser(expression.callee, analysis.javascript))
    return initialiseSuper(scope, args, analysis);
  if (isSuper(expression.callee)) return superOf(scope, analysis);
  return callValue(callee, args, analysis);
}

const isSuper = (callee: Expression): boolean => callee.kind === "name" && callee.name === "super";

/** `super().__init__` of Python, `super` of a JavaScript constructor. */
const isSuperInitialiser = (callee: Expression, javascript: boolean): boolean =>
  javascript
    ? isSuper(callee)
    : callee.kind === "attribute" &&
      callee.name === "__init__" &&
      callee.object.kind === "call" &&
      isSuper(callee.object.callee);

/** `f(*sizes)` and `f(**options)`; of `Sequential(*[Block() for _ in range(n)])` one of the like modules. */
function spread(value: Value, expression: Expression): CallArgument[] {
  if (value.kind === "mapping")
    return [...value.entries].map(([name, held]) => ({ name, value: held, expression }));
  const module = value.kind === "repeated" && /^(instance|layer)$/.test(value.item.kind) ? [value.item] : [];
  return (itemsOf(value) ?? module).map((item) => ({ name: null, value: item, expression }));
}

/** Calls a value: the program's own function or class, a layer, a method of a tensor, or a library's function. */
export function callValue(callee: Value, args: CallArguments, analysis: Analysis): Value {
  analysis.step();
  switch (callee.kind) {
    case "function":
      return callFunction(callee, args, analysis);
    case "class":
      return instantiate(callee, args, analysis);
    case "instance":
      return callInstance(callee, args, analysis);
    case "layer":
      return applyLayer(callee.layer, args, analysis);
    case "method":
      return callMethod(callee.object, callee.name, args, analysis);
    case "path":
      return libraryCall(callee.path, args, analysis);
    case "wrapped":
      return callWrapped(callee, args, analysis);
    case "choice":
      return oneOf(callee.options.map((option) => callValue(option, args, analysis)));
    case "tensor":
      return (callee.name && parameterCall(callee.name, args)) || tensor();
    default:
      return tensor();
  }
}

/** What one of several callees gives: of classes any of their objects, of functions what the first returns. */
function oneOf(results: readonly Value[]): Value {
  const objects = results.filter(({ kind }) => kind === "instance" || kind === "layer");
  return objects.length > 1 ? choice(objects) : (results[0] ?? unknown);
}

function callWrapped(
  callee: Extract<Value, { kind: "wrapped" }>,
  args: CallArguments,
  analysis: Analysis,
): Value {
  const all = callee.mapped
    ? args.all.map((argument) => ({ ...argument, value: withoutFirstAxis(argument.value) }))
    : [...args.all, ...(callee.args?.all ?? [])];
  const result = callValue(callee.target, new CallArguments(all, args.span), analysis);
  const [input] = args.all;
  return callee.mapped && input?.value.kind === "tensor" ? stacked(input.value, result) : result;
}

/** What `vmap` makes of the results for the items of its first axis: that axis before those of one result. */
function stacked({ layout }: TensorValue, result: Value): TensorValue {
  const item = result.kind === "tensor" ? result.layout.axes : null;
  return tensor(item && layout.axes ? layoutOf([layout.axes[0]!, ...item], layout.evidence) : layout);
}

/** Inside `vmap` a function sees one item: the statistics of a row alone. */
function withoutFirstAxis(value: Value): Value {
  if (value.kind !== "tensor") return value;
  const axes = value.layout.axes;
  return tensor(layoutOf(axes ? axes.slice(1) : null, axes ? value.layout.evidence : null), value.root);
}
