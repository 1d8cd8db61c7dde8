import type { Expression, ImportBinding, Span, Statement } from "../../syntax/program.ts";
import { type Lowering, childrenOf } from "../lowering.ts";
import type { SyntaxNode } from "../syntaxNode.ts";
import { expression, stringContent } from "./expressions.ts";
import { definedAs, statement } from "./statements.ts";

// ES modules and CommonJS. What a module exports by default, or as `module.exports`, goes by the name "default", which no
// variable can have.

type Lower = (node: SyntaxNode, lowering: Lowering) => readonly Statement[];

export const importStatement: Lower = (node) => [imported(importBindings(node), node.span)];

const imported = (bindings: readonly ImportBinding[], span: Span): Statement => ({
  kind: "import",
  bindings,
  span,
});

function importBindings(node: SyntaxNode): ImportBinding[] {
  const module = moduleOf(node);
  const clause = node.namedChildren.find((child) => child.type === "import_clause");
  if (!clause || node.children.some((child) => child.type === "type")) return [];
  return clause.namedChildren.flatMap((child): ImportBinding[] => {
    if (child.type === "identifier") return [{ name: child.text, path: module, module, symbol: "default" }];
    if (child.type === "namespace_import")
      return [{ name: child.namedChildren[0]?.text ?? "", path: module, module, symbol: null }];
    return child.namedChildren.flatMap((specifier) => bindingOf(specifier, module));
  });
}

const moduleOf = (node: SyntaxNode): string => {
  const source = node.field("source");
  return source ? stringContent(source) : "";
};

/** `norm as layerNorm`, of an import or of a re-export. */
function bindingOf(specifier: SyntaxNode, module: string): ImportBinding[] {
  const symbol = specifier.field("name")?.text;
  if (symbol === undefined) return [];
  const name = specifier.field("alias")?.text ?? symbol;
  return [{ name, path: `${module}.${symbol}`, module, symbol }];
}

export const exportStatement: Lower = (node, lowering) => {
  if (node.field("source")) return [imported(reexports(node), node.span)];
  const declared = node.field("declaration");
  if (!node.children.some((child) => child.type === "default"))
    return declared ? statement(declared, lowering) : exportedNames(node);
  const value = declared ?? node.field("value");
  return value ? exportedAs("default", value, lowering) : [];
};

/** `export * from`, `export * as norms from`, `export { norm as layerNorm } from`. */
function reexports(node: SyntaxNode): ImportBinding[] {
  const module = moduleOf(node);
  const namespace = node.namedChildren.find((child) => child.type === "namespace_export");
  const clause = node.namedChildren.find((child) => child.type === "export_clause");
  if (namespace)
    return [{ name: namespace.namedChildren[0]?.text ?? "", path: module, module, symbol: null }];
  if (!clause) return [{ name: "*", path: module, module, symbol: "*" }];
  return clause.namedChildren.flatMap((specifier) => bindingOf(specifier, module));
}

/** `export { norm as layerNorm }`: a module's own name is exported as it is. */
function exportedNames(node: SyntaxNode): Statement[] {
  const clause = node.namedChildren.find((child) => child.type === "export_clause");
  return (clause?.namedChildren ?? []).flatMap((specifier): Statement[] => {
    const [name, alias] = [specifier.field("name"), specifier.field("alias")];
    return name && alias ? [assigned(alias.text, nameExpression(name.text, name.span), specifier.span)] : [];
  });
}

/** What a module exports under a name: a function or class is defined by it, so that it is checked by itself too. */
export function exportedAs(name: string, value: SyntaxNode, lowering: Lowering): readonly Statement[] {
  const defined = definedAs(name, value, lowering);
  if (defined) return [defined];
  if (!value.type.endsWith("_declaration")) return [assigned(name, expression(value, lowering), value.span)];
  const own = value.field("name");
  const declared = statement(value, lowering);
  return own ? [...declared, assigned(name, nameExpression(own.text, own.span), own.span)] : declared;
}

const assigned = (name: string, value: Expression, span: Span): Statement => ({
  kind: "assign",
  target: nameExpression(name, span),
  value,
  operator: null,
  annotation: null,
  span,
});

const nameExpression = (name: string, span: Span): Expression => ({ kind: "name", name, span });

/** The name that `module.exports`, `exports.norm` and `module.exports.norm` export; null for anything else. */
export function exportName(target: SyntaxNode): string | null {
  const parts = /^(?:module\s*\.\s*exports|exports)(?:\s*\.\s*(\w+))?$/.exec(target.text);
  return parts && (parts[1] ?? (target.type === "member_expression" ? "default" : null));
}

/** `const norms = require("./norms")`, `{ norm } = require(...)`, `norm = require(...).norm`; null for another value. */
export function requireStatement(target: SyntaxNode, value: SyntaxNode | null): Statement | null {
  const member = value?.type === "member_expression" ? value.field("property")?.text : undefined;
  const module = requiredModule(member === undefined ? value : (value?.field("object") ?? null));
  if (module === null) return null;
  if (target.type === "identifier") {
    const path = member === undefined ? module : `${module}.${member}`;
    return imported([{ name: target.text, path, module, symbol: member ?? "default" }], target.span);
  }
  if (target.type !== "object_pattern" || member !== undefined) return null;
  const bindings = childrenOf(target).flatMap((child): ImportBinding[] => {
    const symbol = child.field("key")?.text ?? child.text;
    const name = child.field("value")?.text ?? symbol;
    return /^[\w$]+$/.test(symbol + name) ? [{ name, path: `${module}.${symbol}`, module, symbol }] : [];
  });
  return imported(bindings, target.span);
}

function requiredModule(value: SyntaxNode | null): string | null {
  if (value?.type !== "call_expression" || value.field("function")?.text !== "require") return null;
  const argument = value.field("arguments")?.namedChildren[0];
  return argument?.type === "string" ? stringContent(argument) : null;
}
