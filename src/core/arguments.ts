/** What an argument must be: a test, and the words for it in an error. */
export interface Kind {
  readonly expected: string;
  readonly accepts: (value: unknown) => boolean;
  /** What is wrong with a value that is not accepted, where `describe` would not say it. */
  readonly problem?: (value: unknown) => string;
  /** Set by `required`: an option that has no default. */
  readonly required?: boolean;
}

/** A kind for every option of an object of options, so that none can be forgotten. */
export type Kinds<Options extends object> = { readonly [Name in keyof Options]-?: Kind };

const numeric = (expected: string, accepts: (value: number) => boolean): Kind => ({
  expected,
  accepts: (value) => typeof value === "number" && accepts(value),
});

export const size = numeric("a whole number above 0", (value) => Number.isSafeInteger(value) && value > 0);
export const count = numeric(
  "a whole number, 0 or more",
  (value) => Number.isSafeInteger(value) && value >= 0,
);
export const wholeNumber = numeric("a whole number", Number.isSafeInteger);
export const finite = numeric("a finite number", Number.isFinite);
export const anyNumber = numeric("a number", () => true);
export const positive = numeric("a number above 0", (value) => value > 0);
export const notNegative = numeric("a number, 0 or more", (value) => value >= 0 && value < Infinity);
export const fraction = numeric("a number between 0 and 1", (value) => value >= 0 && value <= 1);
export const flag: Kind = { expected: "true or false", accepts: (value) => typeof value === "boolean" };
export const text: Kind = { expected: "a text", accepts: (value) => typeof value === "string" };
export const callback: Kind = { expected: "a function", accepts: (value) => typeof value === "function" };
export const anything: Kind = { expected: "anything", accepts: () => true };

export const oneOf = (...values: readonly string[]): Kind => ({
  expected: values.map((value) => JSON.stringify(value)).join(" or "),
  accepts: (value) => values.some((one) => one === value),
});

export const instanceOf = (expected: string, type: abstract new (...parts: never[]) => object): Kind => ({
  expected,
  accepts: (value) => value instanceof type,
});

export const arrayOf = (kind: Kind, expected: string): Kind => ({
  expected,
  accepts: (value) => Array.isArray(value) && value.every(kind.accepts),
  problem: (value) => {
    const wrong = Array.isArray(value) ? value.findIndex((one) => !kind.accepts(one)) : -1;
    return wrong < 0 ? describe(value) : `an array with ${describe((value as unknown[])[wrong])} at ${wrong}`;
  },
});

export const either = (...kinds: readonly Kind[]): Kind => ({
  expected: kinds.map(({ expected }) => expected).join(" or "),
  accepts: (value) => kinds.some((kind) => kind.accepts(value)),
});

export const nullable = (kind: Kind): Kind =>
  either(kind, { expected: "null", accepts: (value) => value === null });

export const required = (kind: Kind): Kind => ({ ...kind, required: true });

/** One length or several, as a norm's `normalizedShape`. */
export const sizes = either(size, {
  expected: "a non-empty array of them",
  accepts: (value) => Array.isArray(value) && value.length > 0 && value.every(size.accepts),
});

/**
 * Refuses an argument of the wrong kind: cells are not type-checked before they run, so the types alone protect nobody.
 * The error names the owner (a class or function), the argument, what was given and what is expected.
 *
 * @throws RangeError for a number out of range, TypeError otherwise
 */
export function checkArgument(owner: string, name: string, value: unknown, kind: Kind): void {
  if (kind.accepts(value)) return;
  const found =
    value === undefined
      ? `is missing; it must be ${kind.expected}`
      : `must be ${kind.expected}, not ${(kind.problem ?? describe)(value)}`;
  const type = typeof value === "number" ? RangeError : TypeError;
  throw new type(`${owner}: ${name} ${found}`);
}

/**
 * Refuses options of the wrong kind, options that do not exist (`{ keepdim: true }` would do nothing, silently), and a plain
 * value in place of the options, and gives the options back. An option that is undefined counts as left out.
 */
export function checkOptions<Options extends object>(
  owner: string,
  options: Options,
  kinds: Kinds<Options>,
): Options {
  const known = Object.entries<Kind>(kinds);
  const form = known.length === 0 ? "{}" : `{ ${known.map(([name]) => name).join(", ")} }`;
  if (options === undefined) throw new TypeError(`${owner}: the options ${form} are missing`);
  if (typeof options !== "object" || options === null || Array.isArray(options))
    throw new TypeError(`${owner}: options are an object ${form}, not ${describe(options)}`);
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(kinds, name));
  if (unknown !== undefined)
    throw new TypeError(`${owner}: there is no option ${unknown}; the options are ${form}`);
  for (const [name, kind] of known) {
    const value = (options as Readonly<Record<string, unknown>>)[name];
    if (value !== undefined || kind.required) checkArgument(owner, name, value, kind);
  }
  return options;
}

/** A value in an error, short. */
export function describe(value: unknown): string {
  if (typeof value === "string")
    return JSON.stringify(value.length > 40 ? `${value.slice(0, 37)}...` : value);
  if (typeof value === "function") return value.name === "" ? "a function" : `the function ${value.name}`;
  if (Array.isArray(value))
    return value.length === 0 ? "an empty array" : `an array that starts with ${describe(value[0])}`;
  if (typeof value !== "object" || value === null) return String(value);
  const name =
    (Object.getPrototypeOf(value) as { constructor?: { name?: string } } | null)?.constructor?.name ??
    "Object";
  return name === "Object"
    ? `an object { ${Object.keys(value).slice(0, 4).join(", ")} }`
    : `an object of class ${name}`;
}
