import * as v from "valibot";
import { rules } from "../rules/index.ts";

const level = v.picklist(["off", "note", "warning", "error"]);
const ruleLevels = v.strictObject(
  Object.fromEntries(
    rules.map(({ id, summary }) => [id, v.optional(v.pipe(level, v.description(summary)))] as const),
  ),
);
const texts = v.array(v.pipe(v.string(), v.nonEmpty("an empty text")));
const described = <S extends v.GenericSchema>(schema: S, text: string) =>
  v.optional(v.pipe(schema, v.description(text)));

/** What a tokenwise.json may say. The command line and the editor read the same file. */
export const lintConfig = v.strictObject({
  $schema: v.optional(v.string()),
  rules: described(ruleLevels, "Levels by rule. A rule that is named is on."),
  notes: described(
    v.boolean(),
    "Also show notes: what public models do on purpose. They never change the exit code.",
  ),
  include: described(
    texts,
    "What is checked, written as in a .gitignore, seen from this file's folder. Without it: all.",
  ),
  exclude: described(texts, "What is left out, written as in a .gitignore, seen from this file's folder."),
  tokenAxisNames: described(
    texts,
    'Your own names of token axes, for example ["residues", "pixels"] in `B, residues, C = x.shape`.',
  ),
  baseline: described(
    v.pipe(v.string(), v.nonEmpty("an empty text")),
    "A baseline file, seen from this file's folder: the findings in it are not shown.",
  ),
});

export type LintConfig = v.InferOutput<typeof lintConfig>;

/** The name of the file that is looked for in a file's folder and those above it. */
export const configName = "tokenwise.json";

/** A tokenwise.json that cannot be used; the message says where and why. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/**
 * Reads a tokenwise.json.
 *
 * @param path for the message
 * @throws ConfigError that names the key and what it takes
 */
export function parseConfig(text: string, path: string): LintConfig {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new ConfigError(`${path} is not JSON: ${(error as Error).message}.`);
  }
  if (Array.isArray(value)) throw new ConfigError(`${path}: the file is Array, and must be Object.`);
  const result = v.safeParse(lintConfig, value);
  if (result.success) return result.output;
  throw new ConfigError(`${path}: ${problem(result.issues[0])}`);
}

function problem(issue: v.BaseIssue<unknown>): string {
  const key = v.getDotPath(issue);
  if (issue.type === "strict_object" && issue.expected === "never") return unknownKey(key!);
  const place = key === null ? "the file" : key;
  const expected =
    issue.expected?.replace(/^\(|\)$/g, "").replaceAll(" | ", ", ") ?? "a text that is not empty";
  return `${place} is ${issue.received}, and must be ${expected}.`;
}

function unknownKey(key: string): string {
  const rule = /^rules\.(.+)$/.exec(key)?.[1];
  return rule === undefined
    ? `unknown key "${key}" (known: ${Object.keys(lintConfig.entries).slice(1).join(", ")}).`
    : `unknown rule "${rule}" (known: ${rules.map(({ id }) => id).join(", ")}).`;
}
