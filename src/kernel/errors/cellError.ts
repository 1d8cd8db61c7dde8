import { inspect } from "node:util";
import type { CellOutput } from "../../protocol/messages.ts";
import { CellSyntaxError } from "../compile/cellSyntaxError.ts";
import { inspectOptions } from "../console.ts";
import type { Execution } from "../execution.ts";
import { preview } from "../variables/preview.ts";
import { hintFor } from "./hints.ts";
import { ownFields } from "./ownFields.ts";
import { frameLine, framesOfError, headerOf, plainFrames } from "./stackFormat.ts";
import { shownPath, type UserFrame } from "./userFrames.ts";

type ErrorOutput = Extract<CellOutput, { type: "error" }>;

/** How many causes are described: a loop may have chained thousands. */
const mostParts = 50;

/** How many characters of a line are shown: one that a program wrote may have millions. */
const longestLine = 200;

/** What a cell that threw `thrown` shows; never throws itself, whatever the value's own code does. */
export function cellError(thrown: unknown, execution: Execution): ErrorOutput {
  try {
    return thrown instanceof CellSyntaxError ? syntaxError(thrown, execution) : runtimeError(thrown);
  } catch {
    const text = preview(thrown);
    return { type: "error", name: "Uncaught", message: text, stack: `Uncaught ${text}`, frames: [] };
  }
}

function runtimeError(thrown: unknown): ErrorOutput {
  if (!isError(thrown)) {
    const text = inspect(thrown, inspectOptions);
    return { type: "error", name: "Uncaught", message: text, stack: `Uncaught ${text}`, frames: [] };
  }
  const { text, frames } = described(thrown);
  return {
    type: "error",
    name: nameOf(thrown),
    message: messageOf(thrown),
    stack: text,
    frames: plainFrames(frames),
  };
}

/** Name, message, the user's frames, a hint and the causes of an error. */
export function describeError(error: Error): string {
  return described(error).text;
}

interface Described {
  text: string;
  /** The frames of the error and its causes in the order in which the text has them. */
  frames: UserFrame[];
}

function described(error: Error, seen = new Set<unknown>()): Described {
  try {
    return describedInFull(error, seen);
  } catch {
    const frames = framesOfError(error);
    return { text: [preview(error), ...frames.map(frameLine)].join("\n"), frames };
  }
}

function describedInFull(error: Error, seen: Set<unknown>): Described {
  if (error instanceof CellSyntaxError && error.file !== undefined)
    return { text: excerpt(error, shownPath(error.file), error.source ?? ""), frames: [] };
  seen.add(error);
  const frames = [...framesOfError(error)];
  const lines = [headerOf(error), ...frames.map(frameLine)];
  const fields = ownFields(error);
  if (fields !== undefined) lines.push(fields.replace(/^/gm, "    "));
  const hint = hintFor(error);
  if (hint) lines.splice(1, 0, hint);
  for (const { title, value } of parts(error)) {
    if (seen.has(value) || seen.size === mostParts) continue;
    const part = isError(value)
      ? described(value, seen)
      : { text: inspect(value, inspectOptions), frames: [] };
    lines.push(`${title}: ${part.text}`);
    frames.push(...part.frames);
  }
  return { text: lines.join("\n"), frames };
}

function parts(error: Error): { title: string; value: unknown }[] {
  const own: unknown = error instanceof AggregateError ? error.errors : [];
  const errors: unknown[] = Array.isArray(own) ? own : [];
  const list = errors.map((value, index) => ({ title: `Error ${index + 1} of ${errors.length}`, value }));
  return hasCause(error) ? [...list, { title: "Caused by", value: error.cause }] : list;
}

// `new Error(message, { cause })` hides the property from enumeration. A field of the error's own class that happens to
// have this name is shown only where it holds an error.
function hasCause(error: Error): boolean {
  if (error.cause === undefined) return false;
  return isError(error.cause) || !Object.prototype.propertyIsEnumerable.call(error, "cause");
}

function syntaxError(error: CellSyntaxError, execution: Execution): ErrorOutput {
  const { line, column } = error;
  const place = error.file === undefined ? `Cell ${execution.cell.number}` : shownPath(error.file);
  const stack = excerpt(error, place, error.source ?? execution.cell.code);
  const where = error.file === undefined ? { cell: execution.cell.id } : { file: error.file };
  return {
    type: "error",
    name: "SyntaxError",
    message: error.message,
    stack,
    frames: [{ functionName: "", ...where, line, column }],
  };
}

/** The message, the place, and the line with a mark below it; of a long line what is near the mark. */
function excerpt({ message, line, column }: CellSyntaxError, place: string, source: string): string {
  const whole = source.split("\n")[line - 1] ?? "";
  const start = whole.length > longestLine ? Math.max(column - longestLine / 2, 0) : 0;
  const text = whole.slice(start, start + longestLine);
  const mark = `${text.slice(0, column - 1 - start).replace(/[^\t]/g, " ")}^`;
  return [`SyntaxError: ${message}`, `    at ${place}, line ${line}`, `    ${text}`, `    ${mark}`].join(
    "\n",
  );
}

function nameOf(error: Error): string {
  try {
    return typeof error.name === "string" && error.name !== "" ? error.name : "Error";
  } catch {
    return "Error";
  }
}

function messageOf(error: Error): string {
  try {
    return String(error.message);
  } catch {
    return "";
  }
}

export function isError(value: unknown): value is Error {
  try {
    return value instanceof Error || Object.prototype.toString.call(value) === "[object Error]";
  } catch {
    return false; // A proxy of the user's.
  }
}
