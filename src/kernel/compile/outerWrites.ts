import type { AnyNode, Function as FunctionNode, Identifier, Pattern, Program } from "acorn";
import { boundNames } from "./boundNames.ts";
import { childrenOf } from "./parse.ts";

/** An identifier that is assigned to; `isShorthand` where it also names a property: `({ a } = b)`. */
export interface Write {
  readonly target: Identifier;
  readonly isShorthand: boolean;
}

/** Assignments anywhere in a program to names of its top level or of nowhere in it. */
export function outerWrites(program: Program): Write[] {
  const found: Write[] = [];
  const visit = (node: AnyNode, shadowed: ReadonlySet<string>): void => {
    for (const write of writesOf(node)) if (!shadowed.has(write.target.name)) found.push(write);
    const own = node === program ? [] : namesOfScope(node);
    const inner = own.length > 0 ? new Set([...shadowed, ...own]) : shadowed;
    for (const child of childrenOf(node)) visit(child, inner);
  };
  visit(program, new Set());
  return found;
}

/** Names that `var` declares in a piece of code, functions within it apart. */
export function hoistedNames(node: AnyNode): string[] {
  if (isFunction(node) || node.type.endsWith("Expression") || node.type === "ClassDeclaration") return [];
  if (node.type !== "VariableDeclaration") return childrenOf(node).flatMap(hoistedNames);
  return node.kind === "var" ? node.declarations.flatMap(({ id }) => boundNames(id)) : [];
}

function writesOf(node: AnyNode): Write[] {
  switch (node.type) {
    case "AssignmentExpression":
      return targets(node.left);
    case "UpdateExpression":
      return node.argument.type === "Identifier" ? targets(node.argument) : [];
    case "ForInStatement":
    case "ForOfStatement":
      return node.left.type === "VariableDeclaration" ? [] : targets(node.left);
    default:
      return [];
  }
}

function targets(pattern: Pattern, isShorthand = false): Write[] {
  switch (pattern.type) {
    case "Identifier":
      return [{ target: pattern, isShorthand }];
    case "ObjectPattern":
      return pattern.properties.flatMap((property) =>
        property.type === "RestElement"
          ? targets(property.argument)
          : targets(property.value, property.shorthand),
      );
    case "ArrayPattern":
      return pattern.elements.flatMap((element) => (element ? targets(element) : []));
    case "RestElement":
      return targets(pattern.argument);
    case "AssignmentPattern":
      return targets(pattern.left, isShorthand);
    case "MemberExpression":
      return [];
  }
}

/** Names that are declared for what stands within a node. */
function namesOfScope(node: AnyNode): string[] {
  if (isFunction(node)) return namesOfFunction(node);
  switch (node.type) {
    case "BlockStatement":
      return node.body.flatMap(lexicalNames);
    case "StaticBlock":
      return [...node.body.flatMap(lexicalNames), ...node.body.flatMap(hoistedNames)];
    case "SwitchStatement":
      return node.cases.flatMap(({ consequent }) => consequent.flatMap(lexicalNames));
    case "ForStatement":
      return node.init ? lexicalNames(node.init) : [];
    case "ForInStatement":
    case "ForOfStatement":
      return lexicalNames(node.left);
    case "CatchClause":
      return node.param ? boundNames(node.param) : [];
    case "ClassExpression":
    case "ClassDeclaration":
      return node.id ? [node.id.name] : [];
    default:
      return [];
  }
}

function namesOfFunction(node: FunctionNode): string[] {
  const own = node.type === "FunctionExpression" && node.id ? [node.id.name] : [];
  return [
    ...own,
    "arguments",
    ...node.params.flatMap(boundNames),
    ...childrenOf(node.body).flatMap(hoistedNames),
  ];
}

function lexicalNames(node: AnyNode): string[] {
  if (node.type === "VariableDeclaration")
    return node.kind === "var" ? [] : node.declarations.flatMap(({ id }) => boundNames(id));
  if (node.type === "FunctionDeclaration" || node.type === "ClassDeclaration")
    return node.id ? [node.id.name] : [];
  return [];
}

function isFunction(node: AnyNode): node is AnyNode & FunctionNode {
  return (
    node.type === "FunctionDeclaration" ||
    node.type === "FunctionExpression" ||
    node.type === "ArrowFunctionExpression"
  );
}
