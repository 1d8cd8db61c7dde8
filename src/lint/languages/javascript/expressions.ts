import type {
  Argument,
  Expression,
  FunctionDefinition,
  MappingEntry,
  Parameter,
  RestParameters,
} from "../../syntax/program.ts";
import { type Lowering, childrenOf } from "../lowering.ts";
import { statements } from "./statements.ts";
import type { SyntaxNode } from "../syntaxNode.ts";

type Lower = (node: SyntaxNode, lowering: Lowering) => Expression;

/** A JavaScript or TypeScript expression, lowered; types are dropped. */
export function expression(node: SyntaxNode, lowering: Lowering): Expression {
  return lowering.nested(node, (inner) => (lowerings[inner.type] ?? other)(inner, lowering));
}

const other: Lower = (node, lowering) => ({
  kind: "other",
  children: childrenOf(node).map((child) => expression(child, lowering)),
  span: node.span,
});

const field = (node: SyntaxNode, name: string, lowering: Lowering): Expression => {
  const child = node.field(name);
  return child ? expression(child, lowering) : { kind: "other", children: [], span: node.span };
};

const inner: Lower = (node, lowering) => {
  const child = childrenOf(node)[0];
  return child ? expression(child, lowering) : other(node, lowering);
};

const name: Lower = (node) => ({ kind: "name", name: node.text, span: node.span });

const constant =
  (value: boolean | null): Lower =>
  (node) => ({ kind: "constant", value, span: node.span });

const sequence: Lower = (node, lowering) => ({
  kind: "sequence",
  items: childrenOf(node).map((child) => expression(child, lowering)),
  span: node.span,
});

/** `[, seqLen, dim]`: a place that is left out counts. */
const arrayPattern: Lower = (node, lowering) => {
  const items: Expression[] = [];
  let filled = false;
  for (const child of node.children) {
    if (child.type === ",") {
      if (!filled) items.push({ kind: "other", children: [], span: child.span });
      filled = false;
    } else if (!/^(\[|\]|comment)$/.test(child.type)) {
      items.push(expression(child, lowering));
      filled = true;
    }
  }
  return { kind: "sequence", items, span: node.span };
};

/** The text of a plain string; a template with substitutions keeps only its fixed parts. */
export function stringContent(node: SyntaxNode): string {
  const parts = node.namedChildren.filter((child) => child.type === "string_fragment");
  return parts.map((part) => part.text).join("");
}

const string: Lower = (node) => ({ kind: "string", value: stringContent(node), span: node.span });

const callWith =
  (callee: string): Lower =>
  (node, lowering) => {
    const list = node.field("arguments");
    return {
      kind: "call",
      callee: field(node, callee, lowering),
      args: list ? callArguments(list, lowering) : [],
      span: node.span,
    };
  };

/** An object literal in last place is kept, and its properties are named arguments too: `mean(-1, { keepdims: true })`. */
function callArguments(list: SyntaxNode, lowering: Lowering): Argument[] {
  const args = childrenOf(list).map((child): Argument => ({
    name: null,
    value: expression(child, lowering),
  }));
  const last = args.at(-1)?.value;
  if (last?.kind !== "mapping") return args;
  const named = last.entries.flatMap(({ key, value }) =>
    key?.kind === "string" ? [{ name: key.value, value }] : [],
  );
  return [...args, ...named];
}

const mapping: Lower = (node, lowering) => ({
  kind: "mapping",
  entries: childrenOf(node).map((child): MappingEntry => mappingEntry(child, lowering)),
  span: node.span,
});

function mappingEntry(node: SyntaxNode, lowering: Lowering): MappingEntry {
  if (node.type === "pair" || node.type === "pair_pattern") {
    const key = node.field("key")!;
    const text = key.type === "string" ? stringContent(key) : key.text;
    return { key: { kind: "string", value: text, span: key.span }, value: field(node, "value", lowering) };
  }
  if (node.type.startsWith("shorthand_property_identifier")) {
    const key: Expression = { kind: "string", value: node.text, span: node.span };
    return { key, value: name(node, lowering) };
  }
  if (node.type === "method_definition") {
    const key = node.field("name")!;
    const value = functionExpression(node, lowering);
    return { key: { kind: "string", value: key.text, span: key.span }, value };
  }
  return { key: null, value: expression(node, lowering) };
}

const functionExpression: Lower = (node, lowering) => ({
  kind: "function",
  definition: functionDefinition(node, node.field("name")?.text ?? "", lowering),
  span: node.span,
});

/** A function, method or arrow; an arrow with an expression body returns it. */
export function functionDefinition(node: SyntaxNode, called: string, lowering: Lowering): FunctionDefinition {
  const single = node.field("parameter");
  const list = node.field("parameters");
  const body = node.field("body");
  const returned = body && body.type !== "statement_block" ? expression(body, lowering) : null;
  return {
    name: called,
    parameters: single ? [plainParameter(single)] : list ? parameters(list, lowering) : [],
    body: returned
      ? [{ kind: "return", value: returned, span: returned.span }]
      : body
        ? statements(body, lowering)
        : [],
    rest: list ? restParameter(list) : null,
    docstring: null,
    decorators: [],
    span: node.span,
  };
}

const plainParameter = (node: SyntaxNode): Parameter => ({
  name: node.text,
  annotation: null,
  defaultValue: null,
  span: node.span,
});

/** `...items` */
function restParameter(list: SyntaxNode): RestParameters | null {
  const all = childrenOf(list).map((node) => node.field("pattern") ?? node);
  const place = all.findIndex((node) => node.type === "rest_pattern");
  const items = place < 0 ? null : (all[place]!.namedChildren[0]?.text ?? null);
  return items === null ? null : { items, options: null, place };
}

function parameters(list: SyntaxNode, lowering: Lowering): Parameter[] {
  return childrenOf(list).map((node) => {
    const pattern = node.field("pattern") ?? node.field("left") ?? node;
    const value = node.field("value") ?? node.field("right");
    return {
      name: pattern.type === "identifier" ? pattern.text : "",
      annotation: node.field("type")?.text.replace(/^:\s*/, "") ?? null,
      defaultValue: value ? expression(value, lowering) : null,
      span: node.span,
    };
  });
}

const lowerings: Readonly<Record<string, Lower>> = {
  identifier: name,
  this: (node) => ({ kind: "name", name: "this", span: node.span }),
  super: name,
  number: (node) => ({ kind: "number", value: Number(node.text.replace(/_/g, "")), span: node.span }),
  string,
  template_string: string,
  true: constant(true),
  false: constant(false),
  null: constant(null),
  undefined: constant(null),
  array: sequence,
  array_pattern: arrayPattern,
  spread_element: (node, lowering) => ({ kind: "spread", value: inner(node, lowering), span: node.span }),
  rest_pattern: (node, lowering) => ({ kind: "spread", value: inner(node, lowering), span: node.span }),
  object: mapping,
  object_pattern: mapping,
  parenthesized_expression: inner,
  await_expression: inner,
  non_null_expression: inner,
  as_expression: inner,
  satisfies_expression: inner,
  type_assertion: (node, lowering) => expression(childrenOf(node).at(-1) ?? node, lowering),
  assignment_expression: (node, lowering) => field(node, "right", lowering),
  member_expression: (node, lowering) => ({
    kind: "attribute",
    object: field(node, "object", lowering),
    name: node.field("property")?.text ?? "",
    span: node.span,
  }),
  subscript_expression: (node, lowering) => ({
    kind: "subscript",
    object: field(node, "object", lowering),
    indices: [field(node, "index", lowering)],
    span: node.span,
  }),
  call_expression: callWith("function"),
  new_expression: callWith("constructor"),
  binary_expression: (node, lowering) => ({
    kind: "binary",
    operator: node.field("operator")?.text ?? "?",
    left: field(node, "left", lowering),
    right: field(node, "right", lowering),
    span: node.span,
  }),
  unary_expression: (node, lowering) => ({
    kind: "unary",
    operator: node.field("operator")?.text ?? "?",
    operand: field(node, "argument", lowering),
    span: node.span,
  }),
  ternary_expression: (node, lowering) => ({
    kind: "conditional",
    test: field(node, "condition", lowering),
    then: field(node, "consequence", lowering),
    otherwise: field(node, "alternative", lowering),
    span: node.span,
  }),
  arrow_function: functionExpression,
  function_expression: functionExpression,
};
