import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { node24 } from "../../../scripts/workbench.js";
import { until } from "../harness/pictures.ts";
import { root } from "../harness/server.ts";
import { inWorkbench } from "../harness/suite.ts";

const cells = [
  `import { compareNorms, manualSeed, nn, randn, tensor, tokenStats } from "tokenwise";
manualSeed(0);
const x = randn([2, 4, 8]);
console.log("a shape:", x.shape);
console.error("a <complaint>");
tokenStats(new nn.LayerNorm(8), x);`,
  `display.markdown("**words**"); display.html("<b>bold</b>");\n[{ name: "Ada", born: 1815 }];`,
  `compareNorms(x);`,
  `console.log("before");\nPromise.reject(new Error("nobody awaits"));\n1;`,
  `function fail() {\n  throw new RangeError("a < b & c", { cause: new TypeError("inner") });\n}\nfail();`,
];

describe("Tokenwise: Export Notebook as HTML", () => {
  const suite = inWorkbench({
    files: ["test/workbench/fixtures/plain.py"],
    contents: { "exported.ipynb": cells },
    oneWindow: true,
  });
  const read = (name: string): string => readFileSync(join(suite.server.folder, name), "utf8");

  it("writes one page that draws the notebook as it stands, unsaved outputs included", async () => {
    const { workbench, server } = suite;
    await workbench.openNotebook("exported.ipynb");
    await workbench.kernelLabel().filter({ hasText: "Tokenwise (TypeScript)" }).waitFor();
    await workbench.runAll();
    await workbench.page.locator(".execution-count-label", { hasText: "[5]" }).waitFor();
    await workbench.command("Tokenwise: Export Notebook as HTML");
    // VS Code's own file dialog, which proposes the notebook's name.
    await workbench.page.locator(".quick-input-widget").getByRole("button", { name: "OK" }).click();
    const path = join(server.folder, "exported.html");
    await until("the exported page", () => Promise.resolve(existsSync(path) || undefined));

    const page = await workbench.page.context().newPage();
    await page.setContent(read("exported.html"));
    await page.locator(".tw-root", { hasText: "Token statistics of LayerNorm" }).waitFor();
    await page.close();
    assert.doesNotMatch(read("exported.html"), /(src|href)="(https?:)?\/\//);
    assert.equal(await workbench.isDirty(), true, "exporting saves nothing");
  });

  it("writes the very page that the command line writes", () => {
    const path = (name: string): string => join(suite.server.folder, name);
    const args = ["run", path("exported.ipynb"), "--html", path("byCommand.html")];
    // On the workbench's Node: another one may multiply and add in one rounding where this one has two.
    const { status, stderr } = spawnSync(node24, [join(root, "dist", "cli.js"), ...args], {
      encoding: "utf8",
    });
    assert.equal(status, 1, stderr);
    assert.match(read("exported.html"), /at fail \(Cell 5, line 2\)/);
    const [exported, written] = ["exported.html", "byCommand.html"].map((name) => read(name).split("\n"));
    const differs = exported!.findIndex((line, index) => line !== written![index]);
    assert.equal(exported![differs], written![differs]);
    assert.equal(exported!.length, written!.length);
  });
});
