import assert from "node:assert/strict";
import { closeAll, open, runAll, runCell, textOf, until } from "./notebooks.ts";

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
