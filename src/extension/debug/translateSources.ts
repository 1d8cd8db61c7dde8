import { isRecord } from "../notebook/notebookLanguage.ts";

/** What a side of the debugger calls a source. */
export interface SourceName {
  readonly path: string;
  readonly name: string;
}

type Translate = (path: string) => SourceName | undefined;

/**
 * Replaces the paths of a debug adapter's message, in place: wherever the Debug Adapter Protocol has a `source`, in
 * requests, answers and events.
 *
 * @param translate the other side's name of a path; undefined leaves it
 */
export function translateSources(message: unknown, translate: Translate): void {
  if (Array.isArray(message)) {
    for (const part of message) translateSources(part, translate);
    return;
  }
  if (!isRecord(message)) return;
  for (const [key, part] of Object.entries(message)) {
    if (key === "source" && isRecord(part)) translateSource(part, translate);
    else if (typeof part === "object") translateSources(part, translate);
  }
}

function translateSource(source: Record<string, unknown>, translate: Translate): void {
  const translated = typeof source["path"] === "string" ? translate(source["path"]) : undefined;
  if (translated === undefined) return;
  Object.assign(source, translated);
  // A number here would ask the adapter for the text, which the editor has.
  source["sourceReference"] = 0;
}
