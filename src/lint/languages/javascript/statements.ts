import type { ClassDefinition, Expression, LoopRange, Statement } from "../../syntax/program.ts";
import { type Lowering, childrenOf } from "../lowering.ts";
import { expression, functionDefinition } from "./expressions.ts";
import { exportName, exportStatement, exportedAs, importStatement, requireStatement } from "./modules.ts";
import type { SyntaxNode } from "../syntaxNode.ts";

type Lower = (node: SyntaxNode, lowering: Lowering) => readonly Statement[];

/** The statements of a program or block, in order. */
export function statements(block: SyntaxNode, lowering: Lowering): readonly Statement[] {
  return lowering.block(() => block.namedChildren.flatMap((node) => statement(node, lowering)));
}

/** One statement, lowered; a block used as a statement gives its own statements. */
export function statement(node: SyntaxNode, lowering: Lowering): readonly Statement[] {
  return (lowerings[node.type] ?? fallback)(node, lowering);
}

const fallback: Lower = (node, lowering) => statements(node, lowering);

const body = (node: SyntaxNode, name: string, lowering: Lowering): readonly Statement[] => {
  const child = node.field(name);
  return child ? lowering.block(() => statement(child, lowering)) : [];
};

const declaration: Lower = (node, lowering) =>
  childrenOf(node).flatMap((child) => {
    const target = child.field("name");
    if (child.type !== "variable_declarator" || !target) return [];
    const value = child.field("value");
    const required = requireStatement(target, value);
    if (required) return [required];
    const defined = value && target.type === "identifier" ? definedAs(target.text, value, lowering) : null;
    if (defined) return [defined];
    return [
      {
        kind: "assign",
        target: expression(target, lowering),
        value: value ? expression(value, lowering) : null,
        operator: null,
        annotation: child.field("type")?.text.replace(/^:\s*/, "") ?? null,
        span: child.span,
      },
    ];
  });

/** A function or class that a name is given to, as if it were declared by it; null for any other value. */
export function definedAs(name: string, value: SyntaxNode, lowering: Lowering): Statement | null {
  if (/^(arrow_function|function_expression)$/.test(value.type))
    return functionStatement(value, name, lowering);
  const compiled = compiledBy(value);
  if (compiled) return definedAs(name, compiled, lowering);
  if (value.type !== "class") return null;
  return { kind: "class", definition: { ...classDefinition(value, lowering), name }, span: value.span };
}

/** The function in `jit((x) => ...)`: compiling it changes nothing of what it says and does. */
function compiledBy(value: SyntaxNode): SyntaxNode | null {
  if (value.type !== "call_expression" || !/(^|\.)jit$/.test(value.field("function")?.text ?? ""))
    return null;
  const first = childrenOf(value.field("arguments")!)[0];
  return first && /^(arrow_function|function_expression)$/.test(first.type) ? first : null;
}

const functionStatement = (node: SyntaxNode, name: string, lowering: Lowering): Statement => ({
  kind: "function",
  definition: functionDefinition(node, name, lowering),
  span: node.span,
});

const expressionStatement: Lower = (node, lowering) =>
  childrenOf(node).flatMap((child) => effect(child, lowering));

function effect(node: SyntaxNode, lowering: Lowering): readonly Statement[] {
  if (node.type === "sequence_expression")
    return childrenOf(node).flatMap((child) => effect(child, lowering));
  const left = node.field("left");
  const right = node.field("right");
  const assigns = node.type === "assignment_expression" || node.type === "augmented_assignment_expression";
  if (!assigns || !left || !right)
    return [{ kind: "expression", value: expression(node, lowering), span: node.span }];
  const exported = exportName(left);
  if (exported !== null) return exportedAs(exported, right, lowering);
  const operator = node.field("operator")?.text.slice(0, -1) ?? null;
  return [
    {
      kind: "assign",
      target: expression(left, lowering),
      value: expression(right, lowering),
      operator: node.type === "augmented_assignment_expression" ? operator : null,
      annotation: null,
      span: node.span,
    },
  ];
}

const forLoop: Lower = (node, lowering) => {
  const initializer = node.field("initializer");
  const declarator = initializer?.namedChildren.find((child) => child.type === "variable_declarator");
  const condition = node.field("condition");
  const test = condition ? expression(condition, lowering) : null;
  const start = declarator?.field("value");
  const variable = declarator?.field("name");
  const counts = test?.kind === "binary" && /^(<|<=|!==|!=)$/.test(test.operator);
  const over: LoopRange | null = counts
    ? { kind: "count", start: start ? expression(start, lowering) : null, bound: test.right }
    : null;
  return [
    {
      kind: "loop",
      variable: variable ? expression(variable, lowering) : counts ? test.left : null,
      over,
      body: body(node, "body", lowering),
      span: node.span,
    },
  ];
};

const forInLoop: Lower = (node, lowering) => {
  const left = node.field("left");
  const right = node.field("right");
  return [
    {
      kind: "loop",
      variable: left ? expression(left, lowering) : null,
      over: right ? { kind: "items", items: expression(right, lowering) } : null,
      body: body(node, "body", lowering),
      span: node.span,
    },
  ];
};

const classStatement: Lower = (node, lowering) => [
  { kind: "class", definition: classDefinition(node, lowering), span: node.span },
];

function classDefinition(node: SyntaxNode, lowering: Lowering): ClassDefinition {
  const members = childrenOf(node.field("body") ?? node);
  const heritage = childrenOf(node).filter((child) => child.type === "class_heritage");
  const extended = heritage.map(firstName);
  return {
    name: node.field("name")?.text ?? "",
    bases: extended.flatMap((base) => (base ? expression(base, lowering) : [])),
    methods: members
      .filter((member) => member.type === "method_definition")
      .map((member) => functionDefinition(member, member.field("name")?.text ?? "", lowering)),
    fields: members
      .filter((member) => member.type === "public_field_definition")
      .map((member) => fieldStatement(member, lowering)),
    docstring: null,
    span: node.span,
  };
}

/** What a class extends, without type arguments: `Norm` of `extends Norm<number>`. */
function firstName(node: SyntaxNode): SyntaxNode | null {
  if (node.type === "identifier" || node.type === "member_expression") return node;
  for (const child of node.namedChildren) {
    const found = firstName(child);
    if (found) return found;
  }
  return null;
}

function fieldStatement(node: SyntaxNode, lowering: Lowering): Statement {
  const value = node.field("value");
  const target = node.field("name")!;
  const named: Expression = { kind: "name", name: target.text, span: target.span };
  return {
    kind: "assign",
    target: named,
    value: value ? expression(value, lowering) : null,
    operator: null,
    annotation: node.field("type")?.text.replace(/^:\s*/, "") ?? null,
    span: node.span,
  };
}

const lowerings: Readonly<Record<string, Lower>> = {
  comment: () => [],
  lexical_declaration: declaration,
  variable_declaration: declaration,
  expression_statement: expressionStatement,
  function_declaration: (node, lowering) => [
    functionStatement(node, node.field("name")?.text ?? "", lowering),
  ],
  generator_function_declaration: (node, lowering) => [
    functionStatement(node, node.field("name")?.text ?? "", lowering),
  ],
  class_declaration: classStatement,
  abstract_class_declaration: classStatement,
  return_statement: (node, lowering) => {
    const value = childrenOf(node)[0];
    return [{ kind: "return", value: value ? expression(value, lowering) : null, span: node.span }];
  },
  if_statement: (node, lowering) => {
    const test = node.field("condition");
    return [
      {
        kind: "if",
        test: test ? expression(test, lowering) : { kind: "other", children: [], span: node.span },
        then: body(node, "consequence", lowering),
        otherwise: body(node, "alternative", lowering),
        span: node.span,
      },
    ];
  },
  for_statement: forLoop,
  for_in_statement: forInLoop,
  while_statement: forLoop,
  do_statement: forLoop,
  import_statement: importStatement,
  export_statement: exportStatement,
  identifier: () => [],
  type_alias_declaration: () => [],
  interface_declaration: () => [],
};
