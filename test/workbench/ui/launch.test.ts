import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../harness/server.ts";
import { inWorkbench } from "../harness/suite.ts";

describe("F5 in the repository", () => {
  const suite = inWorkbench({
    files: ["media/notebooks", "test/workbench/fixtures/plain.py"],
    bare: true,
    extensionDevelopmentPath: developmentPath(),
    oneWindow: true,
    height: 1200,
  });

  it("opens a window in which the extension from this folder runs cells", async () => {
    const { workbench } = suite;
    assert.match(await workbench.page.title(), /Extension Development Host/);
    await workbench.openNotebook("layernorm.ipynb");
    await workbench.kernelLabel().filter({ hasText: "Tokenwise (TypeScript)" }).waitFor();
    await workbench.runAll();
    await workbench.outputs().locator(".tw-root").first().waitFor();
  });
});

/** What .vscode/launch.json gives VS Code. */
function developmentPath(): string {
  const text = readFileSync(join(root, ".vscode", "launch.json"), "utf8");
  const [, path] = /--extensionDevelopmentPath=([^"]+)/.exec(text)!;
  return path!.replace("${workspaceFolder}", root);
}
