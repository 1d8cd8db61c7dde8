import assert from "node:assert/strict";
import type { Locator } from "playwright-core";
import { shownBy, until } from "../harness/pictures.ts";
import { inWorkbench } from "../harness/suite.ts";

const declarations = `import { arange, tensor, zeros } from "tokenwise";
const x = arange(12).reshape([3, 4]);
const holes = tensor([1, NaN, 3]);
const huge = zeros([4096, 2048]);
let asked = 0;
const guarded = { get secret() { asked += 1; return 1; } };
const name = "Ada";`;

describe("the variables of a notebook", () => {
  const suite = inWorkbench({
    files: ["test/workbench/fixtures/plain.py"],
    contents: { "variables.ipynb": [declarations, "asked;", "const later = x.add(1);"] },
    oneWindow: true,
    height: 1400,
  });
  const row = (name: string): Locator =>
    suite.workbench.page.locator(".pane-body .monaco-list-row", { hasText: new RegExp(`^${name}`) });

  it("says what will stand there before a cell has run", async () => {
    const { workbench } = suite;
    await workbench.openNotebook("variables.ipynb");
    await workbench.kernelLabel().filter({ hasText: "Tokenwise (TypeScript)" }).waitFor();
    await workbench.toolbarButton("Variables").click();
    await workbench.page
      .locator(".welcome-view", { hasText: "The variables of the active notebook" })
      .waitFor();
  });

  it("lists name, type and shape, the statistics of tensors and a preview of the rest", async () => {
    const { workbench } = suite;
    await workbench.runCell(0);
    await row("x").waitFor();
    assert.equal(await row("x").innerText(), "xTensor  [3, 4]  mean 5.5  min 0  max 11  0 NaN");
    assert.equal(await row("holes").innerText(), "holesTensor  [3]  mean 2  min 1  max 3  1 NaN");
    assert.equal(await row("name").innerText(), "namestring  'Ada'");
  });

  it("is read anew after each cell, and runs no getter", async () => {
    const { workbench } = suite;
    await workbench.runCell(2);
    await row("later").waitFor();
    assert.match(await row("later").innerText(), /mean 6.5/);
    assert.match(await row("guarded").innerText(), /Getter/);
    assert.equal(await row("asked").innerText(), "askednumber  0");
  });

  it("opens a tensor as a heat map, and a huge one as an even sample of it", async () => {
    await row("x").click();
    const small = await shownBy(await opened(/3, 4/));
    for (const text of ["0", "11"])
      assert.ok(
        small.texts.some((shown) => shown.includes(text)),
        text,
      );
    assert.ok(new Set(small.fills).size >= 12, "a colour for each of the twelve values");
    await row("huge").click();
    const huge = await shownBy(await opened(/4096/));
    assert.match(huge.texts.join(" "), /every 16 rows, every 4 columns/);
    assert.ok(
      await row("later").isVisible(),
      "the view stays on the notebook while its variables are looked at",
    );
  });

  /** The picture in the variable's editor. */
  async function opened(shape: RegExp): Promise<Locator> {
    return until(`the heat map of ${shape.source}`, async () => {
      for (const frame of suite.workbench.page.frames()) {
        const root = frame.locator(".tokenwise .tw-root", { hasText: shape });
        // A frame that VS Code replaces meanwhile has none.
        if ((await root.count().catch(() => 0)) > 0) return root;
      }
      return undefined;
    });
  }
});
