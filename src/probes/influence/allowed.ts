/**
 * Which input tokens an output token may read:
 * "none" itself only; "causal" itself and earlier ones; "shifted" earlier ones only (the model shifts its input);
 * "full" all; or a table with one row for each output token and true where it may read the input token.
 */
export type Allowed = "none" | "causal" | "shifted" | "full" | readonly (readonly boolean[])[];

export type AllowedName = "none" | "causal" | "shifted" | "full" | "custom";

export interface Permission {
  readonly name: AllowedName;
  mayRead(to: number, from: number): boolean;
}

const named: Record<Exclude<AllowedName, "custom">, Permission["mayRead"]> = {
  none: (to, from) => to === from,
  causal: (to, from) => from <= to,
  shifted: (to, from) => from < to,
  full: () => true,
};

/** Checks what was given against the run's output and input tokens. */
export function permission(allowed: Allowed, outputs: number, inputs: number): Permission {
  if (typeof allowed === "string") return namedPermission(allowed, outputs, inputs);
  const fits =
    Array.isArray(allowed) && allowed.length === outputs && allowed.every((row) => row.length === inputs);
  if (!fits)
    throw new RangeError(
      `allowed needs one row for each of the ${outputs} output tokens and one entry for each of the ${inputs} input tokens.`,
    );
  return { name: "custom", mayRead: (to, from) => allowed[to]![from]! };
}

function namedPermission(allowed: string, outputs: number, inputs: number): Permission {
  if (!Object.hasOwn(named, allowed))
    throw new RangeError(
      `allowed is "${allowed}"; it can be "none", "causal", "shifted", "full" or a table of true and false.`,
    );
  const name = allowed as keyof typeof named;
  if (outputs !== inputs && name !== "full")
    throw new RangeError(
      `allowed "${name}" needs as many output as input tokens, but there are ${outputs} and ${inputs}. ` +
        "Give tokenAxis, or a table of true and false, one row for each output token.",
    );
  return { name, mayRead: named[name] };
}
