import type typescript from "typescript";
import { CellSyntaxError } from "./cellSyntaxError.ts";

type TypeScript = typeof typescript;
type Refuse = (node: typescript.Node, message: string) => never;

/**
 * Refuses what TypeScript's transpiler would drop or lower wrongly without a word: its checker would, in the same words.
 *
 * @throws CellSyntaxError with the place.
 */
export function refuseSyntax(ts: TypeScript, file: typescript.SourceFile, isCell: boolean): void {
  const refuse: Refuse = (node, message) => {
    const { line, character } = file.getLineAndCharacterOfPosition(node.getStart(file));
    throw new CellSyntaxError(message, line + 1, character + 1);
  };
  for (const statement of isCell ? file.statements : [])
    if (isUsing(ts, statement))
      refuse(
        statement,
        "A cell's top level has no end at which using could dispose: put it in a block, { using x = ...; }.",
      );
  const visit = (node: typescript.Node): void => {
    refuseDecorators(ts, node, refuse);
    if (ts.isEnumDeclaration(node)) refuseMembers(ts, node, refuse);
    if (ts.isClassDeclaration(node) && node.name === undefined && !isDefault(ts, node))
      refuse(node, "A class declaration without the 'default' modifier must have a name.");
    ts.forEachChild(node, visit);
  };
  visit(file);
}

function refuseDecorators(ts: TypeScript, node: typescript.Node, refuse: Refuse): void {
  const modifiers = "modifiers" in node ? (node.modifiers as readonly typescript.Node[] | undefined) : [];
  const decorator = modifiers?.find((modifier) => ts.isDecorator(modifier));
  if (!decorator) return;
  if (ts.isParameter(node))
    refuse(
      decorator,
      "Parameters cannot have decorators: decorate the class or the method, as JavaScript's decorators do.",
    );
  const isMember = !ts.isClassLike(node);
  if (!ts.canHaveDecorators(node) || (isMember && !ts.isClassLike(node.parent)))
    refuse(decorator, "Decorators are not valid here.");
  if (ts.isMethodDeclaration(node) && !node.body)
    refuse(decorator, "A decorator can only decorate a method implementation, not an overload.");
}

/** A member counts on from the one before it, which no text allows. */
function refuseMembers(ts: TypeScript, { members }: typescript.EnumDeclaration, refuse: Refuse): void {
  members.forEach((member, index) => {
    const before = members[index - 1]?.initializer;
    if (member.initializer || !before) return;
    if (ts.isStringLiteralLike(before) || ts.isTemplateExpression(before))
      refuse(member, "Enum member must have initializer.");
  });
}

function isDefault(ts: TypeScript, node: typescript.ClassDeclaration): boolean {
  return node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) ?? false;
}

function isUsing(ts: TypeScript, statement: typescript.Statement): boolean {
  // `await using` has the bits of both const and using.
  return (
    ts.isVariableStatement(statement) &&
    (statement.declarationList.flags & ts.NodeFlags.Using) !== 0 &&
    (statement.declarationList.flags & ts.NodeFlags.BlockScoped) !== ts.NodeFlags.Const
  );
}
