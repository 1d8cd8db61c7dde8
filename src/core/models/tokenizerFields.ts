import { describe, type Kind } from "../arguments.ts";
import { CheckpointError } from "./pretrained/config.ts";

/** A JSON object that nobody has checked yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** What the fields of an object must be; null counts as left out, as in the library that reads them. */
export type FieldKinds = Readonly<Record<string, Kind>>;

export const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const isText = (value: unknown): value is string => typeof value === "string";

/** The error for a field, by its path from the top of the file. */
export function wrongField(
  path: string,
  wanted: string,
  value: unknown,
  file = "tokenizer.json",
): CheckpointError {
  const found = value == null ? "but is missing" : `not ${describe(value)}`;
  return new CheckpointError(`${file}: "${path}" must be ${wanted}, ${found}.`);
}

/** @throws CheckpointError that names the first field of another kind, or one that is required and missing */
export function checkFields(path: string, fields: Fields, kinds: FieldKinds, file = "tokenizer.json"): void {
  for (const [name, kind] of Object.entries(kinds)) {
    const value = fields[name] ?? null;
    const fits = value === null ? kind.required !== true : kind.accepts(value);
    if (!fits) throw wrongField(path === "" ? name : `${path}.${name}`, kind.expected, value, file);
  }
}
