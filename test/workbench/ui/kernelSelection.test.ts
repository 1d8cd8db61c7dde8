import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { inWorkbench } from "../harness/suite.ts";

const label = "Tokenwise (TypeScript)";

describe("which notebooks get the kernel by themselves", () => {
  const suite = inWorkbench({ files: ["test/workbench/fixtures"], height: 1000 });

  for (const name of ["basics.ipynb", "deno.ipynb"]) {
    it(`selects the kernel for ${name}, which stays unchanged`, async () => {
      const { workbench } = suite;
      await workbench.openNotebook(name);
      await workbench.kernelLabel().filter({ hasText: label }).waitFor();
      assert.equal(await workbench.isDirty(), false);
    });
  }

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
