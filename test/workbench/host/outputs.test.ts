import assert from "node:assert/strict";
import * as vscode from "vscode";
import {
  closeAll,
  open,
  openCells,
  runAll,
  runCell,
  shown,
  stderr,
  stdout,
  textOf,
  until,
} from "./notebooks.ts";

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

  it("keeps number and duration where late outputs follow each other at once", async () => {
    const notebook = await openCells(
      `for (const at of [1, 51, 60, 110, 120]) setTimeout(() => console.log("late", at), at); "value";`,
    );
    const cell = notebook.cellAt(0);
    for (const run of [1, 2, 3]) {
      await runCell(notebook, 0);
      await until("the last late line", () => textOf(cell, stdout).includes("late 120\n"));
      await until("the execution has ended", () => cell.executionSummary?.success === true);
      assert.equal(cell.executionSummary?.executionOrder, run);
      assert.notEqual(cell.executionSummary?.timing, undefined);
      assert.equal(textOf(cell, stdout).match(/late/g)?.length, 5);
    }
  });

  it("keeps late output back while its cell waits to be run again, and shows it when it is not", async () => {
    const notebook = await openCells(
      `var runs = (globalThis.runs ?? 0) + 1; await new Promise((r) => setTimeout(r, 300)); if (runs > 1) throw 1;`,
      `var ticks = 0; setInterval(() => console.log("tick", ++ticks), 20).unref(); 0;`,
    );
    const cell = notebook.cellAt(1);
    await runAll(notebook);
    // The first cell fails this time, and the second one, which prints on, is not run.
    await runAll(notebook);
    const before = textOf(cell, stdout).split("\n").length;
    await until("it prints on", () => textOf(cell, stdout).split("\n").length > before + 3);
    const ticks = [...textOf(cell, stdout).matchAll(/tick (\d+)/g)].map(([, tick]) => Number(tick));
    assert.deepEqual(
      ticks,
      [...ticks.keys()].map((index) => index + 1),
    );
    assert.equal(textOf(cell, "text/plain"), "0");
  });

  it("goes on below where all outputs are cleared while a cell prints", async () => {
    const notebook = await openCells(
      `for (let i = 0; i < 12; i++) { console.log("line", i); await new Promise((r) => setTimeout(r, 100)); }`,
    );
    const cell = notebook.cellAt(0);
    const running = runCell(notebook, 0);
    await until("some lines", () => textOf(cell, stdout).includes("line 3\n"));
    await vscode.commands.executeCommand("notebook.clearAllCellsOutputs");
    await running;
    await until("the last line", () => textOf(cell, stdout).includes("line 11\n"));
    assert.doesNotMatch(textOf(cell, stdout), /line [0-2]\n/);
    assert.match(textOf(cell, stdout), /^(line \d+\n)+$/);
    assert.equal(cell.outputs.length, 1);
  });

  it("shows a result in its place among what is printed", async () => {
    const notebook = await openCells(`console.log("before"); Promise.reject(new Error("after")); 1;`);
    await runCell(notebook, 0);
    await until("the late error", () => textOf(notebook.cellAt(0), stderr).includes("after"));
    assert.deepEqual(
      shown(notebook.cellAt(0)).map(({ mime }) => mime),
      [stdout, "text/plain", stderr],
    );
    assert.equal(notebook.cellAt(0).outputs[1]?.metadata?.["executionCount"], 1);
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
