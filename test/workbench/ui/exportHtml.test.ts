import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "../harness/pictures.ts";
import { inWorkbench } from "../harness/suite.ts";

describe("Tokenwise: Export Notebook as HTML", () => {
  const suite = inWorkbench({ files: ["test/workbench/fixtures"] });

  it("writes one page that draws the notebook as it stands, unsaved outputs included", async () => {
    const { workbench, server } = suite;
    await workbench.openNotebook("pictures.ipynb");
    await workbench.kernelLabel().filter({ hasText: "Tokenwise (TypeScript)" }).waitFor();
    await workbench.runAll();
    await workbench.page.locator(".execution-count-label", { hasText: "[6]" }).waitFor();
    await workbench.command("Tokenwise: Export Notebook as HTML");
    // VS Code's own file dialog, which proposes the notebook's name.
    await workbench.page.locator(".quick-input-widget").getByRole("button", { name: "OK" }).click();
    const path = join(server.folder, "pictures.html");
    await until("the exported page", () => Promise.resolve(existsSync(path) || undefined));

    const page = await workbench.page.context().newPage();
    await page.setContent(readFileSync(path, "utf8"));
    await page.locator(".tw-root", { hasText: "a tiny x" }).waitFor();
    const html = readFileSync(path, "utf8");
    assert.doesNotMatch(html, /(src|href)="(https?:)?\/\//);
    assert.equal(await workbench.isDirty(), true, "exporting saves nothing");
  });
});
