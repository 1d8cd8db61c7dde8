import * as v from "valibot";
import { architecture } from "./architecture.ts";
import { compareNorms } from "./compareNorms.ts";
import { gradientFlow } from "./gradientFlow.ts";
import { honestLoss } from "./honestLoss.ts";
import { progress } from "./progress.ts";
import { tensor } from "./tensor.ts";
import { tokenInfluence } from "./tokenInfluence.ts";
import { tokenStats } from "./tokenStats.ts";

/**
 * Every output of ours: MIME type -> schema. The version is in the MIME type because saved notebooks outlive code: a
 * change that old payloads would not pass needs a v2 beside the v1.
 */
export const outputs = {
  "application/vnd.tokenwise.token-stats.v1+json": tokenStats,
  "application/vnd.tokenwise.token-influence.v1+json": tokenInfluence,
  "application/vnd.tokenwise.architecture.v1+json": architecture,
  "application/vnd.tokenwise.compare-norms.v1+json": compareNorms,
  "application/vnd.tokenwise.honest-loss.v1+json": honestLoss,
  "application/vnd.tokenwise.gradient-flow.v1+json": gradientFlow,
  "application/vnd.tokenwise.tensor.v1+json": tensor,
  "application/vnd.tokenwise.progress.v1+json": progress,
} as const;

export type OutputMime = keyof typeof outputs;
export type OutputPayload<M extends OutputMime> = v.InferOutput<(typeof outputs)[M]>;

export const outputMimes = Object.keys(outputs) as OutputMime[];

export function isOutputMime(mime: string): mime is OutputMime {
  return Object.hasOwn(outputs, mime);
}

export type ParsedOutput<M extends OutputMime> =
  { ok: true; payload: OutputPayload<M> } | { ok: false; message: string };

/** Checks a payload from a saved notebook or another kernel; the message names the first field that is wrong. */
export function parseOutput<M extends OutputMime>(mime: M, payload: unknown): ParsedOutput<M> {
  const parsed = v.safeParse(outputs[mime], payload, { abortEarly: true });
  if (parsed.success) return { ok: true, payload: parsed.output as OutputPayload<M> };
  const issue = parsed.issues[0];
  const field = v.getDotPath(issue);
  return { ok: false, message: field === null ? issue.message : `${field}: ${issue.message}` };
}
