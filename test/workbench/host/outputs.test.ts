import assert from "node:assert/strict";
import { closeAll, open, runCell, stdout, textOf, until } from "./notebooks.ts";

describe("outputs in the editor", () => {
  afterEach(closeAll);

  it("adds what comes after a cell has ended to that cell, with number and success as they were", async () => {
    const notebook = await open("late.ipynb");
    const cell = notebook.cellAt(0);
    await runCell(notebook, 0);
    assert.equal(textOf(cell, stdout), "early\n");
    const { executionOrder, success, timing } = cell.executionSummary!;
    await until("the late line", () => textOf(cell, stdout).includes("late\n"));
    await until("the execution has ended", () => cell.executionSummary?.success !== undefined);
    assert.equal(textOf(cell, stdout), "early\nlate\n");
    assert.equal(cell.executionSummary?.executionOrder, executionOrder);
    assert.equal(cell.executionSummary?.success, success);
    assert.deepEqual(cell.executionSummary?.timing, timing);
  });

  it("updates a display wherever it stands", async () => {
    const notebook = await open("late.ipynb");
    await runCell(notebook, 0);
    await runCell(notebook, 1);
    for (const index of [0, 1]) {
      await until(`cell ${index + 1} shows the update`, () =>
        /after/.test(textOf(notebook.cellAt(index), "text/plain")),
      );
      assert.doesNotMatch(textOf(notebook.cellAt(index), "text/plain"), /before|elsewhere/);
    }
  });

  it("shows the start and the end of 200,000 lines, and says what was left out", async () => {
    const notebook = await open("late.ipynb");
    await runCell(notebook, 2);
    const text = textOf(notebook.cellAt(2), stdout);
    assert.match(text, /^line 0\n/);
    assert.match(text, /line 199999\n$/);
    // Each line once: what was shown while the cell ran has gone.
    const omitted = [...text.matchAll(/\[\.\.\. ([\d,]+) lines left out here \.\.\.\]/g)];
    assert.equal(omitted.length, 1);
    const printed = text.split("\n").filter((line) => line.startsWith("line ")).length;
    assert.equal(printed + Number(omitted[0]![1]!.replaceAll(",", "")), 200_000);
    assert.ok(printed < 20_000);
  });
});
