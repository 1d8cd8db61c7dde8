import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import {
  architecturePayload,
  encoderDecoderPayload,
  measuredArchitecturePayload,
} from "../../figures/payloads/architecture.ts";
import { inRendererPage } from "../harness/rendererSuite.ts";

const mime = "application/vnd.tokenwise.architecture.v1+json";

describe("the diagram in a browser", () => {
  const suite = inRendererPage();
  const output = () => suite.page.output("a");
  const window_ = () => output().locator(".tw-viewport");
  const button = (name: string) => output().getByRole("button", { name, exact: true });
  /** Where the drawing stands: its shift and its scale. */
  const shift = () =>
    output()
      .locator(".tw-canvas")
      .evaluate((element) => {
        const { a, e, f } = new DOMMatrix(getComputedStyle(element).transform);
        return { scale: a, x: e, y: f };
      });

  it("is dragged, zoomed around the pointer with Ctrl and wheel, and leaves a plain wheel to the notebook", async () => {
    await suite.page.show("a", mime, architecturePayload({ layers: 6 }));
    const before = await shift();
    const box = (await window_().boundingBox())!;
    const { mouse, keyboard } = suite.page.page;
    await mouse.move(box.x + 40, box.y + 300);
    await mouse.down();
    await mouse.move(box.x + 90, box.y + 220, { steps: 4 });
    await mouse.up();
    const dragged = await shift();
    assert.deepEqual([dragged.x - before.x, dragged.y - before.y], [50, -80]);
    await mouse.wheel(0, 100);
    assert.deepEqual(await shift(), dragged);
    await keyboard.down("Control");
    await mouse.wheel(0, -120);
    await keyboard.up("Control");
    await suite.page.frame();
    const zoomed = await shift();
    assert.ok(zoomed.scale > 1.2 * dragged.scale);
    // The point under the pointer stays.
    const point = { x: 90, y: 220 };
    const drawn = (at: typeof before) => [(point.x - at.x) / at.scale, (point.y - at.y) / at.scale];
    const [a, b] = [drawn(dragged), drawn(zoomed)];
    for (const axis of [0, 1]) assert.ok(Math.abs(a[axis]! - b[axis]!) < 2);
  });

  it("moves, zooms and fits by keys", async () => {
    await suite.page.show("a", mime, architecturePayload());
    const start = await shift();
    await window_().focus();
    const { keyboard } = suite.page.page;
    await keyboard.press("ArrowDown");
    assert.equal((await shift()).y, start.y - 60);
    await keyboard.press("+");
    assert.ok((await shift()).scale > start.scale);
    await keyboard.press("0");
    assert.deepEqual(await shift(), start);
  });

  it("folds by keys and keeps the focus there", async () => {
    await suite.page.show("a", mime, architecturePayload());
    const fold = output().getByRole("button", { name: "Fold blocks.0" });
    await fold.focus();
    await suite.page.page.keyboard.press("Enter");
    const unfold = output().getByRole("button", { name: "Unfold blocks.0" });
    assert.ok(await unfold.evaluate((element) => element === document.activeElement));
    assert.equal(await output().locator('[data-node="blocks.0.norm1"]').count(), 0);
  });

  it("draws 96 layers folded and unfolded, and an encoder beside its decoder", async () => {
    await suite.page.show("a", mime, architecturePayload({ layers: 96 }));
    assert.ok((await output().locator("[data-node]").count()) > 96);
    await button("Unfold blocks").click();
    assert.equal(await output().locator('[data-node$=".norm1"]').count(), 96);
    await button("Fold all").click();
    assert.equal(await output().locator('[data-node$=".norm1"]').count(), 0);
    await suite.page.show("a", mime, encoderDecoderPayload());
    await button("Unfold blocks").click();
    const [encoder, decoder] = await Promise.all(
      ["encoder", "decoder"].map((id) => output().locator(`[data-box="${id}"]`).boundingBox()),
    );
    assert.ok(encoder!.x + encoder!.width <= decoder!.x, "side by side");
    assert.match((await output().textContent())!, /reads another sequence/);
  });

  it("lays statistics over the nodes, one colour scale for all, and saves what it shows", async () => {
    await suite.page.show("a", mime, measuredArchitecturePayload());
    const choice = output().getByLabel("Statistics");
    const bands = () =>
      output()
        .locator(".tw-canvas title", { hasText: / to [\d.-]+ over the tokens$/ })
        .count();
    assert.equal(await bands(), 0, "none at first");
    await choice.selectOption({ label: "RMS" });
    const nodes = await output().locator("[data-node]").count();
    assert.equal(await bands(), nodes - 2, "every drawn node but the ids and the logits");
    assert.match((await output().locator(".tw-picture").textContent())!, /RMS of the median token/);
    const saved = await download(() => button("SVG").click());
    assert.match(saved.toString(), /RMS 1, 0\.800 to 1\.30 over the tokens/);
    await choice.selectOption({ label: "none" });
    assert.equal(await bands(), 0);
    await suite.page.show("a", mime, architecturePayload());
    assert.equal(await choice.isVisible(), false, "nothing was measured");
  });

  it("is saved as a PNG of twice its size, and its table is copied as CSV", async () => {
    await suite.page.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await suite.page.show("a", mime, architecturePayload());
    const png = await download(() => button("PNG").click());
    assert.equal(png.subarray(1, 4).toString(), "PNG");
    assert.equal(png.readUInt32BE(16), 2 * 780);
    await button("Copy CSV").click();
    await output().locator(".tw-told").waitFor();
    const copied = await suite.page.page.evaluate(() => navigator.clipboard.readText());
    assert.match(copied, /^path,kind,what it does,output shape,parameters\r\n/);
  });

  async function download(act: () => Promise<void>): Promise<Buffer> {
    const [file] = await Promise.all([suite.page.page.waitForEvent("download"), act()]);
    return readFile(await file.path());
  }
});
