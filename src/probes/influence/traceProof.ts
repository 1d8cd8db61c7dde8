import { nn } from "../../core/index.ts";
import type { OpEvent, Tensor, Module } from "../../core/index.ts";
import type { ProbeRun } from "./probeRun.ts";

const elementwise = new Set([
  "add", "sub", "mul", "div", "pow", "neg", "abs", "exp", "log", "sqrt", "rsqrt", "square",
  "relu", "gelu", "silu", "sigmoid", "tanh", "erf", "sin", "cos",
]); // prettier-ignore

/**
 * What the trace shows for every input, not only for this one: each op that the input flows through keeps tokens apart, because
 * it works element by element or reduces axes other than the tokens'. Given for our own modules only: there every step is an op of
 * the trace. null where some op may let tokens meet, or is not known here.
 */
export function traceProof(run: ProbeRun): string | null {
  if (run.layout.ids !== null || !isOurOwn(run.facts.modules)) return null;
  const flowing = new Set<Tensor>([run.x]);
  const words: string[] = [];
  let isApart = true;
  run.execute(run.x, {
    op: (event) => {
      if (!event.inputs.some((input) => flowing.has(input))) return;
      flowing.add(event.output);
      const reason = reasonApart(event, run, flowing);
      if (reason === null) isApart = false;
      else if (reason !== "") words.push(reason);
    },
  });
  if (!isApart) return null;
  return words.length === 0 ? "every op works element by element" : [...new Set(words)].join(", ");
}

function isOurOwn(modules: ReadonlySet<Module>): boolean {
  const classes = new Set<unknown>(Object.values(nn));
  return modules.size > 0 && [...modules].every((module) => classes.has(module.constructor));
}

/** Why an op keeps tokens apart: in words for a norm, "" for an element-wise op; null where it may not. */
function reasonApart(event: OpEvent, run: ProbeRun, flowing: ReadonlySet<Tensor>): string | null {
  const { op, output, inputs } = event;
  const { tokenAxis, tokens } = run.layout;
  const isWhole = (tensor: Tensor): boolean =>
    tensor.shape.length === run.x.shape.length && tensor.shape[tokenAxis] === tokens;
  if (!isWhole(output) || inputs.some((input) => flowing.has(input) && !isWhole(input))) return null;
  if (elementwise.has(op)) return "";
  const { axes, statistics } = event.attributes;
  if (statistics === "stored") return `${op} uses stored statistics`;
  if (!/norm/i.test(op) || !Array.isArray(axes) || axes.includes(tokenAxis)) return null;
  return `${op} takes its statistics over axis ${axes.join(", ")}, never over the token axis ${tokenAxis}`;
}
