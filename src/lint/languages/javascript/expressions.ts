import type { Node } from "web-tree-sitter";
import type {
  Argument,
  Expression,
  FunctionDefinition,
  MappingEntry,
  Parameter,
} from "../../syntax/program.ts";
import { type Lowering, childrenOf, spanOf } from "../lowering.ts";
import { statements } from "./statements.ts";

type Lower = (node: Node, lowering: Lowering) => Expression;

/** A JavaScript or TypeScript expression, lowered; types are dropped. */
export function expression(node: Node, lowering: Lowering): Expression {
  return lowering.nested(node, (inner) => (lowerings[inner.type] ?? other)(inner, lowering));
}

const other: Lower = (node, lowering) => ({
  kind: "other",
  children: childrenOf(node).map((child) => expression(child, lowering)),
  span: spanOf(node),
});

const field = (node: Node, name: string, lowering: Lowering): Expression => {
  const child = node.childForFieldName(name);
  return child ? expression(child, lowering) : { kind: "other", children: [], span: spanOf(node) };
};

const inner: Lower = (node, lowering) => {
  const child = childrenOf(node)[0];
  return child ? expression(child, lowering) : other(node, lowering);
};

const name: Lower = (node) => ({ kind: "name", name: node.text, span: spanOf(node) });

const constant =
  (value: boolean | null): Lower =>
  (node) => ({ kind: "constant", value, span: spanOf(node) });

const sequence: Lower = (node, lowering) => ({
  kind: "sequence",
  items: childrenOf(node).map((child) => expression(child, lowering)),
  span: spanOf(node),
});

/** The text of a plain string; a template with substitutions keeps only its fixed parts. */
export function stringContent(node: Node): string {
  const parts = node.namedChildren.filter((child) => child?.type === "string_fragment");
  return parts.map((part) => part?.text ?? "").join("");
}

const string: Lower = (node) => ({ kind: "string", value: stringContent(node), span: spanOf(node) });

const callWith =
  (callee: string): Lower =>
  (node, lowering) => {
    const list = node.childForFieldName("arguments");
    return {
      kind: "call",
      callee: field(node, callee, lowering),
      args: list ? callArguments(list, lowering) : [],
      span: spanOf(node),
    };
  };

/** An object literal in last place is kept, and its properties are named arguments too: `mean(-1, { keepdims: true })`. */
function callArguments(list: Node, lowering: Lowering): Argument[] {
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
  span: spanOf(node),
});

function mappingEntry(node: Node, lowering: Lowering): MappingEntry {
  if (node.type === "pair" || node.type === "pair_pattern") {
    const key = node.childForFieldName("key")!;
    const text = key.type === "string" ? stringContent(key) : key.text;
    return { key: { kind: "string", value: text, span: spanOf(key) }, value: field(node, "value", lowering) };
  }
  if (node.type.startsWith("shorthand_property_identifier")) {
    const key: Expression = { kind: "string", value: node.text, span: spanOf(node) };
    return { key, value: name(node, lowering) };
  }
  return { key: null, value: expression(node, lowering) };
}

const functionExpression: Lower = (node, lowering) => ({
  kind: "function",
  definition: functionDefinition(node, node.childForFieldName("name")?.text ?? "", lowering),
  span: spanOf(node),
});

/** A function, method or arrow; an arrow with an expression body returns it. */
export function functionDefinition(node: Node, called: string, lowering: Lowering): FunctionDefinition {
  const single = node.childForFieldName("parameter");
  const list = node.childForFieldName("parameters");
  const body = node.childForFieldName("body");
  const returned = body && body.type !== "statement_block" ? expression(body, lowering) : null;
  return {
    name: called,
    parameters: single ? [plainParameter(single)] : list ? parameters(list, lowering) : [],
    body: returned
      ? [{ kind: "return", value: returned, span: returned.span }]
      : body
        ? statements(body, lowering)
        : [],
    docstring: null,
    decorators: [],
    span: spanOf(node),
  };
}

const plainParameter = (node: Node): Parameter => ({
  name: node.text,
  annotation: null,
  defaultValue: null,
  span: spanOf(node),
});

function parameters(list: Node, lowering: Lowering): Parameter[] {
  return childrenOf(list).map((node) => {
    const pattern = node.childForFieldName("pattern") ?? node.childForFieldName("left") ?? node;
    const value = node.childForFieldName("value") ?? node.childForFieldName("right");
    return {
      name: pattern.type === "identifier" ? pattern.text : "",
      annotation: node.childForFieldName("type")?.text.replace(/^:\s*/, "") ?? null,
      defaultValue: value ? expression(value, lowering) : null,
      span: spanOf(node),
    };
  });
}

const lowerings: Readonly<Record<string, Lower>> = {
  identifier: name,
  this: (node) => ({ kind: "name", name: "this", span: spanOf(node) }),
  number: (node) => ({ kind: "number", value: Number(node.text.replace(/_/g, "")), span: spanOf(node) }),
  string,
  template_string: string,
  true: constant(true),
  false: constant(false),
  null: constant(null),
  undefined: constant(null),
  array: sequence,
  array_pattern: sequence,
  spread_element: (node, lowering) => ({ kind: "spread", value: inner(node, lowering), span: spanOf(node) }),
  rest_pattern: (node, lowering) => ({ kind: "spread", value: inner(node, lowering), span: spanOf(node) }),
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
    name: node.childForFieldName("property")?.text ?? "",
    span: spanOf(node),
  }),
  subscript_expression: (node, lowering) => ({
    kind: "subscript",
    object: field(node, "object", lowering),
    indices: [field(node, "index", lowering)],
    span: spanOf(node),
  }),
  call_expression: callWith("function"),
  new_expression: callWith("constructor"),
  binary_expression: (node, lowering) => ({
    kind: "binary",
    operator: node.childForFieldName("operator")?.text ?? "?",
    left: field(node, "left", lowering),
    right: field(node, "right", lowering),
    span: spanOf(node),
  }),
  unary_expression: (node, lowering) => ({
    kind: "unary",
    operator: node.childForFieldName("operator")?.text ?? "?",
    operand: field(node, "argument", lowering),
    span: spanOf(node),
  }),
  ternary_expression: (node, lowering) => ({
    kind: "conditional",
    test: field(node, "condition", lowering),
    then: field(node, "consequence", lowering),
    otherwise: field(node, "alternative", lowering),
    span: spanOf(node),
  }),
  arrow_function: functionExpression,
  function_expression: functionExpression,
};
