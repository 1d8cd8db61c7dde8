import assert from "node:assert/strict";
import { tokenStatsPayload } from "../../figures/payloads/tokenStats.ts";
import { inRendererPage } from "../harness/rendererSuite.ts";

const stats = "application/vnd.tokenwise.token-stats.v1+json";
const outputs = 50;
/** Two charts an output: those within 400 pixels of the window, and as many that the last step has just left. */
const mostCharts = 24;

describe("a notebook of 50 outputs", () => {
  const suite = inRendererPage();
  /** Canvases that hold pixels. */
  const charts = () =>
    suite.page.page.evaluate(
      () => [...document.querySelectorAll("canvas")].filter(({ width }) => width > 0).length,
    );
  /** What is in view is drawn, and little else is: at once, or later on a busy machine. */
  const drawn = async (y: number) => {
    let count = await charts();
    for (const end = Date.now() + 5000; Date.now() < end && !(count >= 2 && count <= mostCharts);) {
      await suite.page.page.waitForTimeout(30);
      count = await charts();
    }
    assert.ok(count >= 2 && count <= mostCharts, `${count} charts at ${y}`);
  };
  const total = () => suite.page.page.evaluate(() => document.documentElement.scrollHeight);

  it("holds the charts that are in view only, and is as high all the way down", async () => {
    const { page } = suite;
    for (let index = 0; index < outputs; index++) await page.show(String(index), stats, tokenStatsPayload());
    await page.frame();
    const height = await total();
    assert.ok(height > outputs * 400, "50 outputs are many screens high");
    for (let y = 0; y < height; y += 1500) {
      await page.page.evaluate((y) => window.scrollTo(0, y), y);
      await drawn(y);
    }
    assert.equal(await total(), height);
    await assertDrawn(outputs - 1);
  });

  it("draws a chart again when it comes back, and lets all go when their outputs do", async () => {
    const { page } = suite;
    for (let index = 0; index < outputs; index++) await page.show(String(index), stats, tokenStatsPayload());
    await page.output("49").scrollIntoViewIfNeeded();
    await page.page.evaluate(() => window.scrollTo(0, 0));
    await drawn(0);
    await assertDrawn(0);
    await page.dispose("0");
    assert.equal(await page.output("0").locator("canvas").count(), 0);
    await page.dispose();
    assert.equal(await page.page.locator("canvas, .tw-root").count(), 0);
  });

  async function assertDrawn(output: number): Promise<void> {
    const colors = await suite.page
      .output(String(output))
      .locator("canvas")
      .first()
      .evaluate((canvas: HTMLCanvasElement) => {
        const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
        const found = new Set<string>();
        for (let at = 0; at < data.length; at += 4)
          if (data[at + 3] === 255) found.add(`${data[at]},${data[at + 1]},${data[at + 2]}`);
        return [...found];
      });
    // The marks of the three stages in the light theme.
    for (const color of ["180,83,9", "0,103,168", "0,121,92"]) assert.ok(colors.includes(color), color);
  }
});
