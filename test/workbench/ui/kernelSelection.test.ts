import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { inWorkbench } from "../harness/suite.ts";

const label = "Tokenwise (TypeScript)";
const cell = (source: string, metadata = {}) => ({
  cell_type: "code",
  id: "c",
  metadata,
  source,
  outputs: [],
  execution_count: null,
});
const file = (metadata: object, ...cells: object[]): string =>
  JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata, cells });
const jslab = { name: "jslab", display_name: "JavaScript", language: "javascript" };
const made = {
  "bare.ipynb": file({}, cell("const n: number = 1", { vscode: { languageId: "typescript" } })),
  "jslab.ipynb": file({ kernelspec: jslab, language_info: { name: "javascript" } }, cell("1 + 1")),
};

describe("which notebooks get the kernel by themselves", () => {
  const suite = inWorkbench({ files: ["test/workbench/fixtures"], contents: made, height: 1000 });

  const selects = async (name: string, kernel: string): Promise<void> => {
    const { workbench } = suite;
    await workbench.openNotebook(name);
    await workbench.kernelLabel().filter({ hasText: kernel }).waitFor();
    assert.equal(await workbench.isDirty(), false);
  };

  for (const name of ["basics.ipynb", "deno.ipynb"]) {
    it(`selects the kernel for ${name}, which stays unchanged`, () => selects(name, label));
  }

  it("selects it for a file that names its cells' language only, and JavaScript's for one of jslab's", async () => {
    await selects("bare.ipynb", label);
    await selects("jslab.ipynb", "Tokenwise (JavaScript)");
  });

  for (const name of ["python.ipynb", "plain.ipynb"]) {
    it(`leaves ${name} without a kernel, and unchanged`, async () => {
      const { workbench } = suite;
      // After a notebook of ours, so that the extension is known to be up.
      await workbench.openNotebook("basics.ipynb");
      await workbench.kernelLabel().filter({ hasText: label }).waitFor();
      await workbench.openNotebook(name);
      await workbench.kernelLabel().filter({ hasText: "Select Kernel" }).waitFor();
      await sleep(1000);
      assert.equal(await workbench.kernelLabel().innerText(), "Select Kernel");
      assert.equal(await workbench.isDirty(), false);
    });
  }
});
