import { Parser, type AnyNode, type Program } from "acorn";
import { fromParserError } from "./cellSyntaxError.ts";

interface Scope {
  flags: number;
}

/** What acorn's parsers can override; its types leave it out. */
type ParserClass = new (...parameters: unknown[]) => {
  treatFunctionsAsVarInScope(scope: Scope): boolean;
};

const topScope = 1;

// Cells run as scripts: a function may stand beside a `var` of its name, and an export, which is left out anyway, may
// name what an earlier cell has declared.
const CellParser = Parser.extend((base: typeof Parser) => {
  class Extended extends (base as unknown as ParserClass) {
    override treatFunctionsAsVarInScope(scope: Scope): boolean {
      return (scope.flags & topScope) !== 0 || super.treatFunctionsAsVarInScope(scope);
    }

    checkLocalExport(): void {
      // Every name may be one of an earlier cell.
    }
  }
  return Extended as unknown as typeof Parser;
});

/** Parses JavaScript with the rules of a module, where `await` may stand at the top level. */
export function parse(code: string): Program {
  try {
    return CellParser.parse(code, {
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
export function walk(root: AnyNode, visit: (node: AnyNode) => void): void {
  visit(root);
  for (const child of childrenOf(root)) walk(child, visit);
}

export function childrenOf(node: AnyNode): AnyNode[] {
  const children: AnyNode[] = [];
  // Cells are walked several times before they run, and lists of values would be most of that time.
  for (const key in node) {
    const value: unknown = node[key as keyof AnyNode];
    if (isNode(value)) children.push(value);
    else if (Array.isArray(value)) for (const item of value) if (isNode(item)) children.push(item);
  }
  return children;
}

/** Whether a node is the name of a property: `a.name`, `{ name: a }`. */
export function isPropertyName(node: AnyNode, parent: AnyNode): boolean {
  if (!("computed" in parent) || parent.computed) return false;
  return ("key" in parent && parent.key === node) || ("property" in parent && parent.property === node);
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}
