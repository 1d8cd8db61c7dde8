import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { StackFrame } from "../../protocol/messages.ts";
import type { Place } from "../compile/placeMap.ts";
import { executionOf } from "../execution.ts";
import { mapLocalPlace } from "../modules/localPlaces.ts";

/** A frame of the user's own code, with the words that name its place. */
export interface UserFrame extends StackFrame {
  place: string;
  isAsync: boolean;
}

const kernelFolder = typeof __dirname === "string" ? __dirname + sep : "";

/** A call as V8 tells it; no line where it is not in any script. */
export interface Call {
  url: string;
  line: number;
  column: number;
  functionName: string;
  isAsync: boolean;
}

/** Keeps the frames that lie in cells and local files; the kernel's, Node's and packages' own are left out. */
export function userFrames(callSites: readonly NodeJS.CallSite[]): UserFrame[] {
  return callSites.map((site) => userFrame(callOf(site))).filter((frame) => frame !== undefined);
}

/** Whether a call is one of the kernel's or Node's own, which nobody is shown. */
export function isInner(site: NodeJS.CallSite): boolean {
  const { url, line } = callOf(site);
  return !executionOf(url) && !isOutside(pathOf(url), line);
}

export function userFrame({ url, line, column, functionName, isAsync }: Call): UserFrame | undefined {
  const frame = { functionName, isAsync };
  const execution = executionOf(url);
  if (!execution) return localFrame(url, { line, column }, frame);
  const inSource = execution.mapPlace({ line, column });
  const place = `Cell ${execution.cell.number}, line ${inSource.line}`;
  return { ...frame, cell: execution.cell.id, ...inSource, place };
}

function callOf(site: NodeJS.CallSite): Call {
  return {
    url: site.getScriptNameOrSourceURL() ?? "",
    line: site.getLineNumber() ?? 0,
    column: site.getColumnNumber() ?? 1,
    functionName: functionNameOf(site),
    isAsync: site.isAsync(),
  };
}

function localFrame(
  url: string,
  compiled: Place,
  frame: Pick<UserFrame, "functionName" | "isAsync">,
): UserFrame | undefined {
  const file = pathOf(url);
  if (!isOutside(file, compiled.line) || /[\\/]node_modules[\\/]/.test(file)) return undefined;
  return { ...frame, ...framePlace(file, mapLocalPlace(file, compiled)) };
}

/** A place in a file's source, and how it is told: from the notebook's folder where it lies in that. */
function framePlace(file: string, inSource: Place) {
  return { file, ...inSource, place: `${shownPath(file)}, line ${inSource.line}` };
}

/** The frame of an import, which V8 knows nothing of. */
export function importFrame(file: string, inSource: Place): UserFrame {
  return { functionName: "", isAsync: false, ...framePlace(file, inSource) };
}

/** From the notebook's folder, for a file in it. */
export function shownPath(file: string): string {
  const shown = relative(process.cwd(), file);
  return shown.startsWith("..") ? file : shown;
}

function pathOf(url: string): string {
  return url.startsWith("file:") ? fileURLToPath(url) : url;
}

/** Whether a place is in a file, and none of the kernel's. */
function isOutside(file: string, line: number): boolean {
  return line >= 1 && /^(\/|[a-z]:[\\/])/i.test(file) && !file.startsWith(kernelFolder);
}

function functionNameOf(site: NodeJS.CallSite): string {
  const name = site.getFunctionName() ?? "";
  const method = site.getMethodName();
  const type = site.isToplevel() ? null : site.getTypeName();
  if (site.isConstructor()) return `new ${name || "(anonymous)"}`;
  if (type && type !== "Object" && name && !name.includes(".")) return `${type}.${name}`;
  // Node calls a timer's callback as its `_onTimeout`.
  return name || (type === "Timeout" || type === "Immediate" ? "" : (method ?? ""));
}
