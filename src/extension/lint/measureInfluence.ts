import * as vscode from "vscode";
import type { Linter, Measurable } from "../../lint/index.ts";
import type { Problems } from "./problems.ts";

const command = "tokenwise.measureTokenInfluence";
const title = "Measure token influence";
const notebookType = "jupyter-notebook";
const cells: vscode.DocumentFilter[] = ["typescript", "javascript"].map((language) => ({
  language,
  notebookType,
}));

/**
 * "Measure token influence" on the functions of a notebook's TypeScript cells, in the cell's status bar where a
 * finding lies in them, and as a code action anywhere: a cell is put below that runs `tokenInfluence` on the function.
 */
export function registerMeasureInfluence(
  linter: () => Promise<Linter>,
  problems: Problems,
): vscode.Disposable {
  const functionsOf = async (document: vscode.TextDocument): Promise<Placed[]> =>
    (await linter())
      .measurables(document.getText(), "typescript")
      .map((one) => ({ ...one, range: rangeIn(document, one) }));
  return vscode.Disposable.from(
    vscode.commands.registerCommand(command, insertBelow),
    vscode.notebooks.registerNotebookCellStatusBarItemProvider(notebookType, {
      onDidChangeCellStatusBarItems: problems.onDidChange,
      async provideCellStatusBarItems({ document }) {
        const flagged = problems.of(document.uri);
        if (flagged.length === 0 || vscode.languages.match(cells, document) === 0) return [];
        return (await functionsOf(document))
          .filter(({ range }) => flagged.some((diagnostic) => range.intersection(diagnostic.range)))
          .map((one) => itemFor(document, one));
      },
    }),
    vscode.languages.registerCodeActionsProvider(cells, {
      async provideCodeActions(document, range) {
        const around = (await functionsOf(document)).find((one) => one.range.intersection(range));
        if (!around) return [];
        const action = new vscode.CodeAction(`${title} of ${around.name}`, vscode.CodeActionKind.Refactor);
        action.command = call(document, around);
        return [action];
      },
    }),
  );
}

interface Placed extends Measurable {
  readonly range: vscode.Range;
}

const rangeIn = (document: vscode.TextDocument, { span }: Measurable): vscode.Range =>
  new vscode.Range(document.positionAt(span.start), document.positionAt(span.end));

const call = (document: vscode.TextDocument, { cell }: Measurable): vscode.Command => ({
  title,
  command,
  arguments: [document.uri, cell],
});

function itemFor(document: vscode.TextDocument, one: Placed): vscode.NotebookCellStatusBarItem {
  const { Right } = vscode.NotebookCellStatusBarAlignment;
  const item = new vscode.NotebookCellStatusBarItem(`$(pulse) ${title} of ${one.name}`, Right);
  item.command = call(document, one);
  item.tooltip = "Puts a cell below that shows which token reads which";
  return item;
}

/** Puts a cell below the one of this document and brings it into view; running it is up to the reader. */
async function insertBelow(uri: vscode.Uri, source: string): Promise<void> {
  const cell = vscode.workspace.notebookDocuments
    .flatMap((notebook) => notebook.getCells())
    .find(({ document }) => document.uri.toString() === uri.toString());
  if (!cell) return;
  const index = cell.index + 1;
  const data = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, source, cell.document.languageId);
  const edit = new vscode.WorkspaceEdit();
  edit.set(cell.notebook.uri, [vscode.NotebookEdit.insertCells(index, [data])]);
  await vscode.workspace.applyEdit(edit);
  const editor = vscode.window.activeNotebookEditor;
  if (editor?.notebook !== cell.notebook) return;
  const range = new vscode.NotebookRange(index, index + 1);
  editor.selection = range;
  editor.revealRange(range);
}
