import type {
  Comment,
  Expression,
  FunctionDefinition,
  ImportBinding,
  LoopRange,
  Statement,
} from "../../syntax/program.ts";
import { type Lowering, childrenOf } from "../lowering.ts";
import { expression, parameters, restParameters, stringContent } from "./expressions.ts";
import type { SyntaxNode } from "../syntaxNode.ts";

type Lower = (node: SyntaxNode, lowering: Lowering) => readonly Statement[];

/** The statements of a module or block, in order. Broken parts are left out, their readable children kept. */
function statements(block: SyntaxNode, lowering: Lowering): readonly Statement[] {
  return lowering.block(() => block.namedChildren.flatMap((node) => statement(node, lowering)));
}

/** One statement, lowered; most give one, a chained assignment several. */
export function statement(node: SyntaxNode, lowering: Lowering): readonly Statement[] {
  return (lowerings[node.type] ?? fallback)(node, lowering);
}

const body = (node: SyntaxNode, name: string, lowering: Lowering): readonly Statement[] => {
  const child = node.field(name);
  return child ? statements(child, lowering) : [];
};

const fallback: Lower = (node, lowering) => statements(node, lowering);

const evaluated: Lower = (node, lowering) =>
  childrenOf(node).map((child) => ({
    kind: "expression",
    value: expression(child, lowering),
    span: child.span,
  }));

const expressionStatement: Lower = (node, lowering) =>
  childrenOf(node).flatMap((child) => {
    if (child.type === "assignment" || child.type === "augmented_assignment")
      return assignment(child, lowering);
    return [{ kind: "expression", value: expression(child, lowering), span: child.span }];
  });

function assignment(node: SyntaxNode, lowering: Lowering): readonly Statement[] {
  const target = node.field("left");
  if (!target) return [];
  const right = node.field("right");
  const chained = right?.type === "assignment" ? assignment(right, lowering) : [];
  const source = chained.length > 0 ? right!.field("left") : right;
  const statement: Statement = {
    kind: "assign",
    target: expression(target, lowering),
    value: source ? expression(source, lowering) : null,
    operator:
      node.type === "augmented_assignment" ? (node.field("operator")?.text.slice(0, -1) ?? null) : null,
    annotation: node.field("type")?.text ?? null,
    span: node.span,
  };
  return [...chained, statement];
}

const ifStatement: Lower = (node, lowering) => {
  const test = node.field("condition");
  const alternatives = node.fields("alternative");
  const otherwise = alternatives.flatMap((child) =>
    child.type === "elif_clause" ? ifStatement(child, lowering) : child ? body(child, "body", lowering) : [],
  );
  return [
    {
      kind: "if",
      test: test ? expression(test, lowering) : { kind: "other", children: [], span: node.span },
      then: body(node, "consequence", lowering),
      otherwise,
      span: node.span,
    },
  ];
};

const loop: Lower = (node, lowering) => {
  const variable = node.field("left");
  const over = node.field("right");
  return [
    {
      kind: "loop",
      variable: variable ? expression(variable, lowering) : null,
      over: over ? loopRange(expression(over, lowering)) : null,
      body: body(node, "body", lowering),
      span: node.span,
    },
  ];
};

/** `while i < n` counts i. */
const whileLoop: Lower = (node, lowering) => {
  const condition = node.field("condition");
  const test = condition ? expression(condition, lowering) : null;
  const counts = test?.kind === "binary" && /^<=?$/.test(test.operator) && test.left.kind === "name";
  return [
    {
      kind: "loop",
      variable: counts ? test.left : null,
      over: counts ? { kind: "count", start: null, bound: test.right } : null,
      body: body(node, "body", lowering),
      span: node.span,
    },
  ];
};

/** `range(n)` and `range(a, n)` count; anything else gives its items. */
function loopRange(over: Expression): LoopRange {
  const counts =
    over.kind === "call" && over.callee.kind === "name" && /^(x?range|trange|prange)$/.test(over.callee.name);
  const bounds = counts ? over.args.filter((argument) => argument.name === null) : [];
  const [first, second] = bounds;
  if (!first) return { kind: "items", items: over };
  if (!second) return { kind: "count", start: null, bound: first.value };
  return { kind: "count", start: first.value, bound: second.value };
}

/** The docstring of a module, class or function body. */
function docstringOf(node: SyntaxNode | null): Comment | null {
  const first = node?.namedChildren.find((child) => child.type !== "comment");
  const string = first?.type === "expression_statement" ? first.namedChildren[0] : null;
  return string?.type === "string" ? { text: stringContent(string), ...string.span } : null;
}

function functionDefinition(
  node: SyntaxNode,
  decorators: readonly Expression[],
  lowering: Lowering,
): FunctionDefinition {
  const list = node.field("parameters");
  return {
    name: node.field("name")?.text ?? "",
    parameters: list ? parameters(list, lowering) : [],
    rest: list ? restParameters(list) : null,
    body: body(node, "body", lowering),
    docstring: docstringOf(node.field("body")),
    decorators,
    span: node.span,
  };
}

function definition(node: SyntaxNode, decorators: readonly Expression[], lowering: Lowering): Statement {
  if (node.type === "function_definition")
    return {
      kind: "function",
      definition: functionDefinition(node, decorators, lowering),
      span: node.span,
    };
  const members = body(node, "body", lowering);
  const bases = node.field("superclasses");
  return {
    kind: "class",
    definition: {
      name: node.field("name")?.text ?? "",
      bases: bases ? childrenOf(bases).map((base) => expression(base, lowering)) : [],
      methods: members.flatMap((member) => (member.kind === "function" ? member.definition : [])),
      fields: members.filter((member) => member.kind === "assign"),
      docstring: docstringOf(node.field("body")),
      span: node.span,
    },
    span: node.span,
  };
}

const decorated: Lower = (node, lowering) => {
  const inner = node.field("definition");
  const decorators = childrenOf(node)
    .filter((child) => child.type === "decorator")
    .flatMap((child) => childrenOf(child).map((name) => expression(name, lowering)));
  return inner ? [definition(inner, decorators, lowering)] : [];
};

/** What an `except` does is another way than what the `try` does: a fallback does not undo it. */
const tryStatement: Lower = (node, lowering) => {
  const clauses = childrenOf(node).filter((child) => child.type !== "block");
  const last = clauses.findLast((child) => child.type !== "finally_clause") ?? node;
  const inClauses = (type: RegExp): readonly Statement[] =>
    clauses.filter((child) => type.test(child.type)).flatMap((child) => statements(child, lowering));
  return [
    {
      kind: "if",
      test: { kind: "other", children: [], span: { start: node.start, end: node.start } },
      then: [...body(node, "body", lowering), ...inClauses(/^else_clause$/)],
      otherwise: inClauses(/^except/),
      span: { start: node.start, end: last.end },
    },
    ...inClauses(/^finally_clause$/),
  ];
};

const importStatement: Lower = (node) => [
  { kind: "import", bindings: importBindings(node), span: node.span },
];

function importBindings(node: SyntaxNode): ImportBinding[] {
  const module = node.field("module_name")?.text ?? null;
  if (module !== null && node.namedChildren.some((child) => child.type === "wildcard_import"))
    return [{ name: "*", path: module, module, symbol: "*" }];
  return node.fields("name").flatMap((child) => {
    if (!child) return [];
    const original = child.type === "aliased_import" ? child.field("name")!.text : child.text;
    const alias = child.field("alias")?.text;
    if (module !== null) return fromModule(module, original, alias ?? original);
    if (alias) return { name: alias, path: original, module: original, symbol: null };
    const top = original.split(".")[0]!;
    return { name: top, path: top, module: original, symbol: null };
  });
}

function fromModule(module: string, symbol: string, name: string): ImportBinding {
  const plain = module.replace(/^\.+/, "");
  return { name, path: plain ? `${plain}.${symbol}` : symbol, module, symbol };
}

const lowerings: Readonly<Record<string, Lower>> = {
  comment: () => [],
  expression_statement: expressionStatement,
  return_statement: (node, lowering) => {
    const value = childrenOf(node)[0];
    return [{ kind: "return", value: value ? expression(value, lowering) : null, span: node.span }];
  },
  if_statement: ifStatement,
  for_statement: loop,
  while_statement: whileLoop,
  try_statement: tryStatement,
  function_definition: (node, lowering) => [definition(node, [], lowering)],
  class_definition: (node, lowering) => [definition(node, [], lowering)],
  decorated_definition: decorated,
  import_statement: importStatement,
  import_from_statement: importStatement,
  future_import_statement: () => [],
  with_statement: (node, lowering) => body(node, "body", lowering),
  assert_statement: evaluated,
  print_statement: evaluated,
  identifier: () => [],
};
