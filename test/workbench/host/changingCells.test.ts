import assert from "node:assert/strict";
import * as vscode from "vscode";
import {
  closeAll,
  editCells,
  errorMime,
  openCells,
  runAll,
  runCell,
  shown,
  sleep,
  stdout,
  textOf,
  until,
} from "./notebooks.ts";

const slow = (mark: string): string =>
  `console.log("${mark} starts"); await new Promise((r) => setTimeout(r, 1000)); console.log("${mark} ends");`;

describe("cells that change while they run", () => {
  afterEach(closeAll);

  it("run as they stood when they began, and keep their outputs, when they are edited", async () => {
    const notebook = await openCells(slow("first"), `"second";`);
    const cell = notebook.cellAt(0);
    const running = runAll(notebook);
    await until("the first cell runs", () => textOf(cell, stdout).includes("starts"));
    const edit = new vscode.WorkspaceEdit();
    edit.insert(cell.document.uri, new vscode.Position(0, 0), "throw 1;\n");
    await vscode.workspace.applyEdit(edit);
    await running;
    assert.equal(textOf(cell, stdout), "first starts\nfirst ends\n");
    assert.equal(cell.executionSummary?.success, true);
    assert.match(textOf(notebook.cellAt(1), "text/plain"), /second/);
  });

  it("keep their outputs when they are moved", async () => {
    const notebook = await openCells(slow("moved"), `"other";`);
    const cell = notebook.cellAt(0);
    const running = runCell(notebook, 0);
    await until("the cell runs", () => textOf(cell, stdout).includes("starts"));
    await vscode.commands.executeCommand("notebook.focusTop");
    await vscode.commands.executeCommand("notebook.cell.moveDown");
    await until("the cell has moved", () => notebook.cellAt(1).document.getText().includes("moved"));
    await running;
    const moved = notebook.cellAt(1);
    await until("the moved cell ends", () => textOf(moved, stdout).includes("ends"));
    assert.equal(textOf(moved, stdout), "moved starts\nmoved ends\n");
    await runCell(notebook, 0);
    assert.match(textOf(notebook.cellAt(0), "text/plain"), /other/);
  });

  it("are stopped when they are deleted; the kernel and its variables stay", async () => {
    const notebook = await openCells("let kept = 5;", "for (;;) kept = 6;", "kept;");
    await runCell(notebook, 0);
    void runCell(notebook, 1);
    await sleep(500);
    await editCells(notebook, vscode.NotebookEdit.deleteCells(new vscode.NotebookRange(1, 2)));
    await until("the cell is gone", () => notebook.cellCount === 2);
    await sleep(500); // VS Code stops what it has removed, and with it what waits.
    await runCell(notebook, 1);
    assert.deepEqual(
      shown(notebook.cellAt(1)).filter(({ mime }) => mime === errorMime),
      [],
    );
    assert.equal(textOf(notebook.cellAt(1), "text/plain"), "6");
  });

  it("are named in errors by the numbers that they have now", async () => {
    const notebook = await openCells("function fail() {\n  throw new RangeError('out');\n}", "fail();");
    await runCell(notebook, 0);
    const above = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, "1;", "typescript");
    await editCells(notebook, vscode.NotebookEdit.insertCells(0, [above]));
    await runCell(notebook, 2);
    const { stack } = JSON.parse(textOf(notebook.cellAt(2), errorMime)) as Error;
    assert.match(stack!, />Cell 2, line 2<[^]*>Cell 3, line 1</);
  });

  it("are left out when they are deleted while they wait", async () => {
    const notebook = await openCells(slow("first"), `console.log("never"); var ran = true;`, "typeof ran;");
    const first = notebook.cellAt(0);
    const running = runAll(notebook);
    await until("the first cell runs", () => textOf(first, stdout).includes("starts"));
    await editCells(notebook, vscode.NotebookEdit.deleteCells(new vscode.NotebookRange(1, 2)));
    await running;
    await until("the last cell has run", () => shown(notebook.cellAt(1)).length > 0);
    assert.match(textOf(notebook.cellAt(1), "text/plain"), /undefined/);
  });
});
