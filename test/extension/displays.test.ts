import assert from "node:assert/strict";
import type * as vscode from "vscode";
import { displayMetadata, Displays } from "../../src/extension/notebook/displays.ts";

/** What VS Code holds of an output and a cell, as far as displays ask. */
const output = (displayId?: string) =>
  ({ items: [], metadata: displayMetadata(displayId) }) satisfies vscode.NotebookCellOutput;
const cell = (...outputs: vscode.NotebookCellOutput[]) => ({ outputs }) as unknown as vscode.NotebookCell;

describe("displays", () => {
  it("are found in all cells, and no more once their cell is cleared", () => {
    const displays = new Displays();
    const [one, two, again] = [output("bar"), output("bar"), output("bar")];
    const [first, second] = [cell(one), cell(two, again)];
    displays.add("bar", first, one);
    displays.add("bar", second, two);
    displays.add("bar", second, again);
    assert.deepEqual(displays.of("bar"), [one, two, again]);
    displays.forget(second);
    assert.deepEqual(displays.of("bar"), [one]);
    assert.deepEqual(displays.of("none"), []);
  });

  it("are the saved document's outputs in the same places when an unsaved notebook is saved", () => {
    const displays = new Displays();
    const before = cell(output(), output("bar"), output("loss"), output("bar"));
    // VS Code shows other objects for the outputs that were written.
    for (const id of ["bar", "loss", "bar"]) displays.add(id, before, output(id));
    // Read from the file: of the displays' ids nothing is left, and the last output came after the file was written.
    const saved = [output(), output(), output()] as const;
    displays.moveTo(new Map([[before, cell(...saved)]]));
    assert.equal(displays.of("bar").length, 1);
    assert.equal(displays.of("bar")[0], saved[1]);
    assert.equal(displays.of("loss")[0], saved[2]);
  });

  it("of a deleted cell are forgotten, and those of the document that is left are cleared in the new one", () => {
    const displays = new Displays();
    const [deleted, kept] = [cell(output("bar")), cell(output("bar"))];
    for (const holder of [deleted, kept]) displays.add("bar", holder, output("bar"));
    const saved = cell(output());
    displays.moveTo(new Map([[kept, saved]]));
    assert.deepEqual(displays.of("bar"), saved.outputs);
    displays.forget(saved);
    assert.deepEqual(displays.of("bar"), []);
  });
});
