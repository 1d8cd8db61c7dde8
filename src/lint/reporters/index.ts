import { github } from "./github.ts";
import { json } from "./json.ts";
import type { Reporter } from "./reporter.ts";
import { sarif } from "./sarif.ts";
import { text } from "./text.ts";

export type { Reporter } from "./reporter.ts";

/** Every output format by its name on the command line. */
export const reporters: Readonly<Record<string, Reporter>> = { text, json, sarif, github };
