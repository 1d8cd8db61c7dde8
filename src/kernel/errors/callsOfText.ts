import type { Call } from "./userFrames.ts";

// "    at async f (tokenwise-cell:3:1:20)", "    at tokenwise-cell:3:1:20"
const line = /^ +at (async )?(?:(.*) \()?(.+):(\d+):(\d+)\)?$/gm;

/** The calls that a stack in V8's own format names. */
export function callsOfText(stack: string): Call[] {
  return [...stack.matchAll(line)].map(([, isAsync, functionName = "", url, row, column]) => ({
    url: url!,
    line: Number(row),
    column: Number(column),
    functionName: functionName.replace(/ \[as .*\]$/, "").replace(/^Object\./, ""),
    isAsync: isAsync !== undefined,
  }));
}
