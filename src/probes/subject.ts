import { Module, Tensor } from "../core/index.ts";

/** What a probe looks into: a module, or a function whose first argument is a tensor. */
export type Subject = Module | ((x: Tensor, ...more: never[]) => unknown);

/** One tensor, or the list of arguments for a model that takes several. */
export type ProbeInput = Tensor | readonly [Tensor, ...unknown[]];

/** The subject as a plain function. */
export function callOf(subject: Subject): (...inputs: readonly unknown[]) => unknown {
  if (subject instanceof Module) {
    const { forward } = subject as { forward?: unknown };
    if (typeof forward !== "function")
      throw new TypeError(`${subject.constructor.name} has no forward method to probe.`);
    return (...inputs) => (forward as (...given: readonly unknown[]) => unknown).apply(subject, [...inputs]);
  }
  if (typeof subject === "function") return subject as (...inputs: readonly unknown[]) => unknown;
  throw new TypeError(`A probe takes a module or a function of one tensor, not ${describe(subject)}.`);
}

/** The subject as a function of one tensor; of several outputs the first tensor counts. */
export function forwardOf(
  subject: Subject,
  onOutput: (output: unknown) => void = () => {},
): (x: Tensor) => Tensor {
  const call = callOf(subject);
  return (x) => {
    const output = call(x);
    onOutput(output);
    return firstTensor(output, nameOf(subject));
  };
}

/** How many tensors an output holds, at its first level. */
export function tensorsIn(output: unknown): number {
  if (output instanceof Tensor) return 1;
  const inner = typeof output === "object" && output !== null ? Object.values(output) : [];
  return inner.filter((value) => value instanceof Tensor).length;
}

/** Class name of a module, name of a function; "f" for one without a name. */
export function nameOf(subject: Subject): string {
  if (subject instanceof Module) return subject.constructor.name;
  return subject.name === "" ? "f" : subject.name;
}

export function argumentsOf(input: ProbeInput): readonly unknown[] {
  return input instanceof Tensor ? [input] : Array.isArray(input) ? input : [input];
}

/** @throws TypeError unless the first argument is a tensor */
export function firstTensorOf(inputs: readonly unknown[]): Tensor {
  const [x] = inputs;
  if (x instanceof Tensor) return x;
  throw new TypeError(`A probe takes a tensor as its input, not ${describe(x)}. Make one with tensor(...).`);
}

/** Throws unless x is a tensor of finite numbers. */
export function checkFinite(x: Tensor): void {
  const bad = x.data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new RangeError(
      `The input holds ${x.data[bad]} at flat index ${bad}; a probe needs finite numbers.`,
    );
}

function firstTensor(output: unknown, name: string): Tensor {
  if (output instanceof Tensor) return output;
  if (output instanceof Promise)
    throw new TypeError(
      `${name} returned a promise; probes are synchronous, so give a synchronous function.`,
    );
  const inner = Array.isArray(output)
    ? output
    : typeof output === "object"
      ? Object.values(output ?? {})
      : [];
  const first: unknown = inner.find((value) => value instanceof Tensor);
  if (first instanceof Tensor) return first;
  throw new TypeError(`${name} returned ${describe(output)}, which holds no tensor.`);
}

function describe(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? `a ${value.constructor.name}` : String(value);
}
