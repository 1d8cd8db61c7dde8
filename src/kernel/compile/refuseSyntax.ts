import type typescript from "typescript";
import { CellSyntaxError } from "./cellSyntaxError.ts";

/**
 * Refuses what TypeScript's transpiler would drop or lower wrongly without a word.
 *
 * @throws CellSyntaxError with the place.
 */
export function refuseSyntax(ts: typeof typescript, source: string, isCell: boolean): void {
  if (!/@|\busing\b/.test(source)) return;
  const file = ts.createSourceFile("source.ts", source, ts.ScriptTarget.Latest);
  const refuse = (node: typescript.Node, message: string): never => {
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
    if (ts.isParameter(node))
      for (const decorator of ts.getDecorators(node) ?? [])
        refuse(
          decorator,
          "Parameters cannot have decorators: decorate the class or the method, as JavaScript's decorators do.",
        );
    ts.forEachChild(node, visit);
  };
  visit(file);
}

function isUsing(ts: typeof typescript, statement: typescript.Statement): boolean {
  // `await using` has the bits of both const and using.
  return (
    ts.isVariableStatement(statement) &&
    (statement.declarationList.flags & ts.NodeFlags.Using) !== 0 &&
    (statement.declarationList.flags & ts.NodeFlags.BlockScoped) !== ts.NodeFlags.Const
  );
}
