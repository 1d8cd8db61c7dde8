import assert from "node:assert/strict";
import * as vscode from "vscode";
import {
  closeAll,
  errorMime,
  openCells,
  runAll,
  runCell,
  shown,
  sleep,
  stderr,
  stdout,
  stop,
  textOf,
  until,
} from "./notebooks.ts";

describe("what users of Jupyter expect", () => {
  afterEach(closeAll);

  it("streams in order across stdout and stderr, as separate outputs, while the cell runs", async () => {
    const notebook = await openCells(
      `console.log("one"); console.error("two"); console.log("three");
       await new Promise((r) => setTimeout(r, 800)); console.log("four");`,
    );
    const cell = notebook.cellAt(0);
    const running = runCell(notebook, 0);
    await until("the first lines", () => textOf(cell, stdout).includes("three"));
    assert.doesNotMatch(textOf(cell, stdout), /four/);
    await running;
    const streams = cell.outputs.map(({ items }) => items[0]!.mime);
    assert.deepEqual(streams, [stdout, stderr, stdout]);
    assert.equal(textOf(cell, stdout), "one\nthree\nfour\n");
  });

  it("numbers executions by the kernel, and counts on when a cell is run again", async () => {
    const notebook = await openCells("1;", "2;");
    await runAll(notebook);
    await runCell(notebook, 0);
    const counts = notebook.getCells().map((cell) => cell.executionSummary?.executionOrder);
    assert.deepEqual(counts, [3, 2]);
  });

  it("tells how long a cell ran", async () => {
    const notebook = await openCells("await new Promise((r) => setTimeout(r, 700));", "1;");
    await runAll(notebook);
    const [slow, quick] = notebook.getCells().map((cell) => cell.executionSummary!.timing!);
    const took = (timing: { startTime: number; endTime: number }): number =>
      timing.endTime - timing.startTime;
    assert.ok(took(slow!) >= 690, `${took(slow!)} ms`);
    assert.ok(took(quick!) < took(slow!), `${took(quick!)} ms`);
    assert.ok(quick!.startTime >= slow!.endTime - 5, "the second cell begins when the first has ended");
  });

  it("clears a cell's outputs when it is run again", async () => {
    const notebook = await openCells(
      `globalThis.runs = (globalThis.runs ?? 0) + 1; console.log("run", globalThis.runs);`,
    );
    await runCell(notebook, 0);
    await runCell(notebook, 0);
    assert.equal(textOf(notebook.cellAt(0), stdout), "run 2\n");
  });

  it("shows each type of a display, and updates it in place and from another cell", async () => {
    const notebook = await openCells(
      `var handle = display("before", { id: "d" }); display.html("<b>bold</b>"); handle.update("after");`,
      `display.markdown("# Title"); handle.update("from the second cell");`,
    );
    await runCell(notebook, 0);
    const [first, second] = notebook.getCells();
    assert.match(textOf(first!, "text/plain"), /after/);
    assert.match(textOf(first!, "text/html"), /<b>bold<\/b>/);
    await runCell(notebook, 1);
    assert.match(textOf(second!, "text/markdown"), /# Title/);
    await until("the update", () => textOf(first!, "text/plain").includes("from the second cell"));
    assert.equal(first!.outputs.length, 2);
  });

  it("ends a pending await by Stop, with a word in the cell, and the queue with it", async () => {
    const notebook = await openCells("await new Promise(() => {});", "1;");
    const running = runAll(notebook);
    await sleep(600);
    await stop(notebook);
    await running;
    const [stopped, waiting] = notebook.getCells();
    assert.match(textOf(stopped!, errorMime), /Interrupted/);
    assert.deepEqual(shown(waiting!), []);
  });

  it("writes what fails after the cell to that cell's stderr, and no cell fails by it", async () => {
    const notebook = await openCells(
      `setTimeout(() => { throw new Error("late"); }, 100); Promise.reject(new Error("unhandled"));`,
      "2;",
    );
    await runAll(notebook);
    const [late, next] = notebook.getCells();
    await until(
      "both errors",
      () => /late/.test(textOf(late!, stderr)) && /unhandled/.test(textOf(late!, stderr)),
    );
    // A late output takes the cell up again for a moment.
    await until("both have succeeded", () =>
      [late, next].every((cell) => cell!.executionSummary?.success === true),
    );
  });

  it("saves what it ran as nbformat has it", async () => {
    const notebook = await openCells(`console.log("out"); 6 * 7;`, `throw new TypeError("wrong");`);
    await runAll(notebook);
    await notebook.save();
    const bytes = await vscode.workspace.fs.readFile(notebook.uri);
    const { cells } = JSON.parse(new TextDecoder().decode(bytes)) as {
      cells: { execution_count: number; outputs: Record<string, unknown>[] }[];
    };
    assert.deepEqual(
      cells.flatMap(({ outputs }) => outputs.map(({ output_type }) => output_type)),
      ["stream", "execute_result", "error"],
    );
    assert.equal(cells[0]!.execution_count, 1);
    assert.equal(cells[0]!.outputs[1]!["execution_count"], 1);
    const { ename, evalue, traceback } = cells[1]!.outputs[0]!;
    assert.deepEqual([ename, evalue], ["TypeError", "wrong"]);
    assert.deepEqual(traceback, ["TypeError: wrong", "    at Cell 2, line 1"]);
  });
});
