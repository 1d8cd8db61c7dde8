import { parse as acornParse, type AnyNode, type Program } from "acorn";
import { fromParserError } from "./cellSyntaxError.ts";

/** Parses JavaScript with the rules of a module, where `await` may stand at the top level. */
export function parse(code: string): Program {
  try {
    return acornParse(code, {
      ecmaVersion: "latest",
      sourceType: "module",
      allowAwaitOutsideFunction: true,
      allowHashBang: true,
      locations: true,
    });
  } catch (error) {
    throw fromParserError(error, 0);
  }
}

/** Calls `visit` for every node below `root`, parents first. */
export function walk(root: AnyNode | Program, visit: (node: AnyNode) => void): void {
  visit(root as AnyNode);
  for (const value of Object.values(root)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, visit);
  }
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}
