import assert from "node:assert/strict";
import type { FrameLocator } from "playwright-core";
import { picture, pictures, shownBy } from "../harness/pictures.ts";
import { inWorkbench } from "../harness/suite.ts";

/** Two token statistics and three influence maps. */
const pictureCount = 5;

describe("the PyTorch notebook", () => {
  const suite = inWorkbench({
    files: ["media/notebooks", "test/workbench/fixtures/plain.py"],
    oneWindow: true,
  });
  const outputs = (): FrameLocator => suite.workbench.outputs();

  it("shows its saved outputs as charts, without Python and without running", async () => {
    await suite.workbench.openNotebook("pytorch.ipynb");
    await pictures(outputs(), pictureCount);
    assert.equal(await outputs().locator(".tw-problem").count(), 0);
    assert.equal(await suite.workbench.isDirty(), false, "nothing was run");
  });

  it("shows the statistics with the tokens' texts and the right model's verdict", async () => {
    const statistics = await shownBy(picture(outputs(), "Token statistics of Model").first());
    assert.ok(statistics.texts.some((text) => text.includes("LayerNorm") || text.includes("blocks.0.norm1")));
    const right = await shownBy(picture(outputs(), "no leak found: 66 runs").first());
    assert.ok(right.texts.includes("Token influence of Model"));
  });

  it("shows the planted leak, and that a norm is its cause", async () => {
    const wrong = await shownBy(picture(outputs(), `leak shown: token 1 "v" reads token 4 "y"`));
    const words = wrong.texts.join(" ");
    assert.match(words, /in blocks\.0\.norm1, op mean, cause: norm/);
    assert.match(words, /a leak: reads what it may not/);
  });
});
