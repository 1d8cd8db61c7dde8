import assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeAll, open, openCells, runAll, runCell, shown, textOf, until } from "./notebooks.ts";

describe("the life of a notebook's kernel", () => {
  afterEach(closeAll);

  it("ends with its notebook", async () => {
    const notebook = await open("process.ipynb");
    await runCell(notebook, 0);
    const pid = Number(textOf(notebook.cellAt(0), "text/plain"));
    assert.ok(isAlive(pid));
    await closeAll();
    await until("the kernel has ended", () => !isAlive(pid));
  });

  it("ends with its notebook also while a cell loops", async () => {
    const notebook = await open("process.ipynb");
    await runCell(notebook, 0);
    const pid = Number(textOf(notebook.cellAt(0), "text/plain"));
    void runCell(notebook, 1);
    await new Promise((resolve) => setTimeout(resolve, 500));
    await closeAll();
    await until("the kernel has ended", () => !isAlive(pid));
  });

  it("goes on when the notebook's file is renamed", async () => {
    const notebook = await openCells("var kept = 7;", "kept");
    await runCell(notebook, 0);
    await notebook.save();
    const uri = vscode.Uri.file(notebook.uri.fsPath.replace(".ipynb", ".renamed.ipynb"));
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(notebook.uri, uri);
    await vscode.workspace.applyEdit(edit);
    const renamed = (): vscode.NotebookDocument | undefined =>
      vscode.workspace.notebookDocuments.find((other) => other.uri.toString() === uri.toString());
    await until("the renamed notebook is open", () => renamed() !== undefined);
    // VS Code may not have selected the kernel for it yet.
    await until("a cell of it has run", async () => {
      await runCell(renamed()!, 1);
      return shown(renamed()!.cellAt(1)).length > 0;
    });
    assert.equal(textOf(renamed()!.cellAt(1), "text/plain"), "7");
  });

  it("is another one for each notebook", async () => {
    const first = await open("basics.ipynb");
    await runAll(first);
    const second = await open("failing.ipynb");
    await runCell(second, 0);
    assert.equal(second.cellAt(0).executionSummary?.executionOrder, 1);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
