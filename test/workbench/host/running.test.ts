import assert from "node:assert/strict";
import * as vscode from "vscode";
import {
  closeAll,
  errorMime,
  open,
  runAll,
  runCell,
  shown,
  stderr,
  stdout,
  textOf,
  until,
} from "./notebooks.ts";

describe("running cells in the editor", () => {
  afterEach(closeAll);

  it("runs the TypeScript cells, and leaves a cell of another language out", async () => {
    const notebook = await open("basics.ipynb");
    await runAll(notebook);
    const [, sum, print, python, later] = notebook.getCells();
    assert.equal(textOf(sum!, "text/plain"), "42");
    assert.equal(textOf(print!, stdout), "printed\n");
    assert.equal(textOf(print!, stderr), "complained\n");
    assert.deepEqual(shown(python!), []);
    assert.equal(python!.executionSummary?.executionOrder, undefined);
    assert.match(textOf(later!, "text/plain"), /the answer was 42/);
    assert.deepEqual(
      [sum, print, later].map((cell) => cell!.executionSummary?.executionOrder),
      [1, 2, 3],
    );
    assert.equal(sum!.outputs[0]!.metadata?.["outputType"], "execute_result");
    assert.equal(sum!.outputs[0]!.metadata?.["executionCount"], 1);
  });

  it("stops the queue behind a cell that fails", async () => {
    const notebook = await open("failing.ipynb");
    await runAll(notebook);
    const [one, two, three] = notebook.getCells();
    assert.equal(one!.executionSummary?.success, true);
    assert.equal(two!.executionSummary?.success, false);
    const error = JSON.parse(textOf(two!, errorMime)) as Error;
    assert.equal(error.name, "RangeError");
    assert.equal(error.message, "out of reach");
    assert.match(error.stack!, /Cell 2, line 2/);
    assert.deepEqual(shown(three!), []);
    assert.equal(three!.executionSummary?.executionOrder, undefined);
    await runCell(notebook, 2);
    assert.match(textOf(three!, "text/plain"), /third/);
  });

  it("interrupts a loop and keeps the variables", async () => {
    const notebook = await open("looping.ipynb");
    const [, loop, after] = notebook.getCells();
    await runCell(notebook, 0);
    const looping = runCell(notebook, 1);
    await until("the loop has started", () => loop!.executionSummary?.timing === undefined);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await vscode.commands.executeCommand("notebook.cancelExecution", notebook.uri);
    await looping;
    assert.equal(loop!.executionSummary?.success, false);
    await runCell(notebook, 2);
    assert.equal(textOf(after!, "text/plain"), "123");
  });

  it("tells why a kernel died, and goes on with a new one", async () => {
    const notebook = await open("dying.ipynb");
    await runAll(notebook);
    const [, exit, after] = notebook.getCells();
    assert.equal(exit!.executionSummary?.success, false);
    assert.match((JSON.parse(textOf(exit!, errorMime)) as Error).message, /3/);
    assert.deepEqual(shown(after!), []);
    await runCell(notebook, 2);
    assert.equal(textOf(after!, "text/plain"), "2");
    assert.equal(after!.executionSummary?.executionOrder, 1);
  });

  it("restarts: variables are gone, outputs stay until they are run again", async () => {
    const notebook = await open("basics.ipynb");
    await runAll(notebook);
    await vscode.commands.executeCommand("tokenwise.restartKernel", notebook.uri);
    assert.equal(textOf(notebook.cellAt(1), "text/plain"), "42");
    await runCell(notebook, 4);
    assert.match(textOf(notebook.cellAt(4), errorMime), /answer/);
    await vscode.commands.executeCommand("tokenwise.restartAndRunAll", notebook.uri);
    assert.match(textOf(notebook.cellAt(4), "text/plain"), /the answer was 42/);
    assert.equal(notebook.cellAt(1).executionSummary?.executionOrder, 1);
  });

  it("runs a notebook that was made for another TypeScript kernel, and leaves its kernelspec", async () => {
    const notebook = await open("deno.ipynb");
    await runAll(notebook);
    assert.match(textOf(notebook.cellAt(0), "text/plain"), /2, 4, 6/);
    const metadata = notebook.metadata["metadata"] as { kernelspec: { name: string } };
    assert.equal(metadata.kernelspec.name, "deno");
  });
});
