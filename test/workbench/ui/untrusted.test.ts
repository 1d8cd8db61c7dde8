import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { inWorkbench } from "../harness/suite.ts";

const writing = `import { writeFileSync } from "node:fs";\nwriteFileSync("ran.txt", "");`;

describe("a folder that is not trusted", () => {
  const suite = inWorkbench({
    files: ["test/workbench/fixtures/plain.py", "test/workbench/fixtures/leaks/handWritten.py"],
    contents: { "stranger.ipynb": [writing] },
    settings: {
      "security.workspace.trust.startupPrompt": "never",
      "security.workspace.trust.banner": "never",
    },
    trust: false,
    oneWindow: true,
    height: 1200,
  });

  it("never has its cells run: VS Code asks first, and nothing happens without a yes", async () => {
    const { workbench, server } = suite;
    await workbench.openNotebook("stranger.ipynb");
    await workbench.runAll();
    const dialog = workbench.page.locator(".monaco-dialog-box", { hasText: /trust/i });
    await dialog.waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await workbench.page.waitForTimeout(1000);
    assert.equal(existsSync(join(server.folder, "ran.txt")), false);
    assert.equal(await workbench.cell(0).locator(".execution-count-label").innerText(), "[ ]");
  });

  it("is checked all the same", async () => {
    const { workbench } = suite;
    await workbench.openFile("handWritten.py");
    await workbench.command("Tokenwise: Check for Cross-Token Normalization");
    await workbench.page.locator(".monaco-editor .squiggly-warning").first().waitFor();
  });
});
