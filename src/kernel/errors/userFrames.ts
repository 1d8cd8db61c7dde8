import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { StackFrame } from "../../protocol/messages.ts";
import { executionOf } from "../execution.ts";
import { mapLocalLine } from "../modules/localLines.ts";

/** A frame of the user's own code, with the words that name its place. */
export interface UserFrame extends StackFrame {
  place: string;
  isAsync: boolean;
}

const kernelFolder = typeof __dirname === "string" ? __dirname + sep : "";

/** Keeps the frames that lie in cells and local files; the kernel's, Node's and packages' own are left out. */
export function userFrames(callSites: readonly NodeJS.CallSite[]): UserFrame[] {
  return callSites.map(userFrame).filter((frame) => frame !== undefined);
}

function userFrame(site: NodeJS.CallSite): UserFrame | undefined {
  const url = site.getScriptNameOrSourceURL();
  const line = site.getLineNumber();
  if (!url || line === null) return undefined;
  const frame = {
    functionName: functionName(site),
    column: site.getColumnNumber() ?? 1,
    isAsync: site.isAsync(),
  };
  const execution = executionOf(url);
  if (execution) {
    const cellLine = execution.mapLine(line);
    const place = `Cell ${execution.cell.number}, line ${cellLine}`;
    return { ...frame, cell: execution.cell.id, line: cellLine, place };
  }
  return localFrame(url, line, frame);
}

function localFrame(
  url: string,
  line: number,
  frame: Omit<UserFrame, "line" | "place">,
): UserFrame | undefined {
  const file = url.startsWith("file:") ? fileURLToPath(url) : url;
  const isForeign =
    line < 1 ||
    !/^(\/|[a-z]:[\\/])/i.test(file) ||
    file.startsWith(kernelFolder) ||
    /[\\/]node_modules[\\/]/.test(file);
  if (isForeign) return undefined;
  const fileLine = mapLocalLine(file, line);
  const shown = relative(process.cwd(), file);
  const place = `${shown.startsWith("..") ? file : shown}, line ${fileLine}`;
  return { ...frame, file, line: fileLine, place };
}

function functionName(site: NodeJS.CallSite): string {
  const name = site.getFunctionName() ?? "";
  const method = site.getMethodName();
  const type = site.isToplevel() ? null : site.getTypeName();
  if (site.isConstructor()) return `new ${name || "(anonymous)"}`;
  if (type && type !== "Object" && name && !name.includes(".")) return `${type}.${name}`;
  return name || (method ?? "");
}
