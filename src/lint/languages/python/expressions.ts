import type { Argument, Expression, MappingEntry, Parameter, RestParameters } from "../../syntax/program.ts";
import { type Lowering, childrenOf } from "../lowering.ts";
import type { SyntaxNode } from "../syntaxNode.ts";

type Lower = (node: SyntaxNode, lowering: Lowering) => Expression;

/** A Python expression, lowered. Unknown kinds keep their children, so that calls inside are still seen. */
export function expression(node: SyntaxNode, lowering: Lowering): Expression {
  return lowering.nested(node, (inner) => (lowerings[inner.type] ?? other)(inner, lowering));
}

const other: Lower = (node, lowering) => ({
  kind: "other",
  children: childrenOf(node).map((child) => expression(child, lowering)),
  span: node.span,
});

const inner: Lower = (node, lowering) => {
  const child = childrenOf(node)[0];
  return child ? expression(child, lowering) : other(node, lowering);
};

const field = (node: SyntaxNode, name: string, lowering: Lowering): Expression => {
  const child = node.field(name);
  return child ? expression(child, lowering) : { kind: "other", children: [], span: node.span };
};

const sequence: Lower = (node, lowering) => ({
  kind: "sequence",
  items: childrenOf(node).map((child) => expression(child, lowering)),
  span: node.span,
});

const binary: Lower = (node, lowering) => ({
  kind: "binary",
  operator: node.field("operator")?.text ?? "?",
  left: field(node, "left", lowering),
  right: field(node, "right", lowering),
  span: node.span,
});

const constant =
  (value: boolean | null): Lower =>
  (node) => ({ kind: "constant", value, span: node.span });

const spread: Lower = (node, lowering) => ({
  kind: "spread",
  value: inner(node, lowering),
  span: node.span,
});

const number: Lower = (node) => ({
  kind: "number",
  value: Number(node.text.replace(/_/g, "").replace(/[lLjJ]$/, "")),
  span: node.span,
});

const comprehension: Lower = (node, lowering) => {
  const clauses = childrenOf(node).filter((child) => child.type === "for_in_clause");
  const clause = clauses[0];
  if (!clause) return other(node, lowering);
  return {
    kind: "comprehension",
    element: field(node, "body", lowering),
    variable: field(clause, "left", lowering),
    iterable: field(clause, "right", lowering),
    filtered: clauses.length > 1 || childrenOf(node).some((child) => child.type === "if_clause"),
    span: node.span,
  };
};

const call: Lower = (node, lowering) => {
  const list = node.field("arguments");
  const args = !list ? [] : list.type === "generator_expression" ? [list] : childrenOf(list);
  return {
    kind: "call",
    callee: field(node, "function", lowering),
    args: args.map((argument) => callArgument(argument, lowering)),
    span: node.span,
  };
};

function callArgument(node: SyntaxNode, lowering: Lowering): Argument {
  if (node.type !== "keyword_argument") return { name: null, value: expression(node, lowering) };
  return { name: node.field("name")?.text ?? null, value: field(node, "value", lowering) };
}

const lambda: Lower = (node, lowering) => {
  const list = node.field("parameters");
  const body = field(node, "body", lowering);
  return {
    kind: "function",
    definition: {
      name: "",
      parameters: list ? parameters(list, lowering) : [],
      body: [{ kind: "return", value: body, span: body.span }],
      rest: null,
      docstring: null,
      decorators: [],
      span: node.span,
    },
    span: node.span,
  };
};

/** The parameters of a `def` or `lambda`; `*args`, `**kwargs` and the bare `*` keep their names out. */
export function parameters(list: SyntaxNode, lowering: Lowering): Parameter[] {
  return childrenOf(list).flatMap((node) => {
    const name = parameterName(node);
    if (name === null) return [];
    const value = node.field("value");
    return {
      name,
      annotation: node.field("type")?.text ?? null,
      defaultValue: value ? expression(value, lowering) : null,
      span: node.span,
    };
  });
}

/** The names of `*args` and `**kwargs`, and where the bare or named `*` stands. */
export function restParameters(list: SyntaxNode): RestParameters | null {
  const nodes = childrenOf(list).map((node) =>
    node.type === "typed_parameter" ? (node.namedChildren[0] ?? node) : node,
  );
  const nameOf = (type: string): string | null =>
    nodes.find((node) => node.type === type)?.namedChildren[0]?.text ?? null;
  const star = nodes.findIndex((node) => /^(list_splat_pattern|keyword_separator)$/.test(node.type));
  const [items, options] = [nameOf("list_splat_pattern"), nameOf("dictionary_splat_pattern")];
  if (star < 0 && options === null) return null;
  const last = nodes.findIndex((node) => node.type === "dictionary_splat_pattern");
  return { items, options, place: star >= 0 ? star : last };
}

function parameterName(node: SyntaxNode): string | null {
  if (node.type === "identifier") return node.text;
  if (node.type === "typed_parameter") {
    const first = node.namedChildren[0];
    return first?.type === "identifier" ? first.text : null;
  }
  if (node.type === "default_parameter" || node.type === "typed_default_parameter")
    return node.field("name")?.text ?? null;
  return null;
}

const mapping: Lower = (node, lowering) => ({
  kind: "mapping",
  entries: childrenOf(node).map((child): MappingEntry => {
    if (child.type !== "pair") return { key: null, value: inner(child, lowering) };
    return { key: field(child, "key", lowering), value: field(child, "value", lowering) };
  }),
  span: node.span,
});

/** The text between the quotes, prefixes and escapes left alone: enough for einops patterns and keys. */
export function stringContent(node: SyntaxNode): string {
  const parts = node.namedChildren.filter((child) => child.type === "string_content");
  return parts.map((part) => part.text).join("");
}

const lowerings: Readonly<Record<string, Lower>> = {
  identifier: (node) => ({ kind: "name", name: node.text, span: node.span }),
  integer: number,
  float: number,
  string: (node) => ({ kind: "string", value: stringContent(node), span: node.span }),
  true: constant(true),
  false: constant(false),
  none: constant(null),
  ellipsis: (node) => ({ kind: "name", name: "...", span: node.span }),
  tuple: sequence,
  list: sequence,
  set: sequence,
  expression_list: sequence,
  pattern_list: sequence,
  tuple_pattern: sequence,
  list_pattern: sequence,
  list_splat: spread,
  list_splat_pattern: spread,
  dictionary_splat: spread,
  parenthesized_expression: inner,
  await: inner,
  type: inner,
  named_expression: (node, lowering) => field(node, "value", lowering),
  attribute: (node, lowering) => ({
    kind: "attribute",
    object: field(node, "object", lowering),
    name: node.field("attribute")?.text ?? "",
    span: node.span,
  }),
  subscript: (node, lowering) => ({
    kind: "subscript",
    object: field(node, "value", lowering),
    indices: node.fields("subscript").map((child) => expression(child, lowering)),
    span: node.span,
  }),
  slice: (node, lowering) => {
    const parts: (Expression | null)[] = [null, null, null];
    let place = 0;
    for (const child of node.children) {
      if (child.type === ":") place++;
      else if (child && place < 3) parts[place] = expression(child, lowering);
    }
    return { kind: "slice", lower: parts[0]!, upper: parts[1]!, step: parts[2]!, span: node.span };
  },
  call,
  binary_operator: binary,
  boolean_operator: binary,
  comparison_operator: (node, lowering) => {
    const [left, right, ...more] = childrenOf(node);
    if (!left || !right || more.length > 0) return other(node, lowering);
    return {
      kind: "binary",
      operator: node.field("operators")?.text ?? "?",
      left: expression(left, lowering),
      right: expression(right, lowering),
      span: node.span,
    };
  },
  unary_operator: (node, lowering) => ({
    kind: "unary",
    operator: node.field("operator")?.text ?? "?",
    operand: field(node, "argument", lowering),
    span: node.span,
  }),
  conditional_expression: (node, lowering) => {
    const [then, test, otherwise] = childrenOf(node);
    if (!then || !test || !otherwise) return other(node, lowering);
    return {
      kind: "conditional",
      test: expression(test, lowering),
      then: expression(then, lowering),
      otherwise: expression(otherwise, lowering),
      span: node.span,
    };
  },
  list_comprehension: comprehension,
  generator_expression: comprehension,
  set_comprehension: comprehension,
  dictionary: mapping,
  lambda,
};
