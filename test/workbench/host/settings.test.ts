import assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeAll, errorMime, open, openCells, runAll, runCell, stdout, textOf } from "./notebooks.ts";

describe("a kernel's settings", () => {
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration("tokenwise.kernel");
  const write = async (name: string, value: unknown): Promise<void> =>
    settings().update(name, value, vscode.ConfigurationTarget.Global);

  afterEach(async () => {
    await write("environment", undefined);
    await write("heapMegabytes", undefined);
    await closeAll();
  });

  it("give it its environment and the size of its heap, from its next start on", async () => {
    await write("environment", { TOKENWISE_TEST: "from the settings" });
    await write("heapMegabytes", 512);
    const notebook = await openCells(
      `import v8 from "node:v8";
       console.log(process.env.TOKENWISE_TEST, Math.round(v8.getHeapStatistics().heap_size_limit / 2 ** 20));`,
    );
    await runCell(notebook, 0);
    const [, words, megabytes] = /^(.*) (\d+)\n$/.exec(textOf(notebook.cellAt(0), stdout)) ?? [];
    assert.equal(words, "from the settings");
    // V8 adds its young generation to what was asked for.
    assert.ok(Number(megabytes) >= 512 && Number(megabytes) < 1024, `${megabytes} MB`);
    await write("environment", { TOKENWISE_TEST: "changed" });
    await runCell(notebook, 0);
    assert.match(textOf(notebook.cellAt(0), stdout), /^from the settings/);
    await vscode.commands.executeCommand("tokenwise.restartKernel", notebook.uri);
    await runCell(notebook, 0);
    assert.match(textOf(notebook.cellAt(0), stdout), /^changed/);
  });

  it("are named where they make no sense", async () => {
    await write("heapMegabytes", 0);
    const notebook = await openCells("1");
    await assert.rejects(
      async () => vscode.commands.executeCommand("tokenwise.restartKernel", notebook.uri),
      /The setting tokenwise\.kernel\.heapMegabytes is 0: it must be a number of megabytes/,
    );
    await runCell(notebook, 0);
    assert.match(textOf(notebook.cellAt(0), errorMime), /heapMegabytes is 0/);
  });

  it("never touch the kernelspec of another kernel's notebook, not when it is run and saved either", async () => {
    const notebook = await open("deno.ipynb");
    const read = async (): Promise<{ metadata: unknown }> =>
      JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(notebook.uri))) as {
        metadata: unknown;
      };
    const { metadata } = await read();
    await runAll(notebook);
    await notebook.save();
    assert.deepEqual((await read()).metadata, metadata);
  });
});
