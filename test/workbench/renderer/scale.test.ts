import assert from "node:assert/strict";
import { bytesProblem } from "../../../src/figures/payloadLimits.ts";
import { inRendererPage } from "../harness/rendererSuite.ts";
import { longTokenStats } from "./longSequences.ts";

const stats = "application/vnd.tokenwise.token-stats.v1+json";

describe("8,192 tokens x 24 layers", () => {
  const suite = inRendererPage();

  it("are painted, within the limit of an output, and any layer opens", async () => {
    const { page } = suite;
    const payload = longTokenStats(8192, 24);
    assert.equal(bytesProblem(JSON.stringify(payload).length), undefined);
    await page.show("a", stats, payload);
    await page.frame();
    const output = page.output("a");
    assert.equal(await output.locator(".tw-problem").count(), 0);
    assert.match((await output.textContent())!, /each cell: the largest of 20 tokens/);
    await output.locator(".tw-map").focus();
    for (const key of ["ArrowDown", "ArrowRight"]) await page.page.keyboard.press(key);
    // The second cell stands for tokens 20 to 39; the words name the one that it shows.
    assert.match(
      (await output.locator(".tw-readout").textContent())!,
      /^blocks\.0\.norm2 · token (?:2\d|3\d) "t\d+" · [\d.]+ · the largest of the 20 in this cell$/,
    );
    await page.page.keyboard.press("Enter");
    assert.match(
      (await output.locator(".tw-chart-title").first().textContent())!,
      /Mean · each bar: the range of 41 tokens/,
    );
    assert.match((await output.locator(".tw-warning").last().textContent())!, /Outliers: token 17 "t17"/);
    const marks = await output.locator("canvas").first().evaluate(colorCount, "194,65,12");
    assert.ok(marks > 10, "the outlier is marked over the chart");
    const canvas = output.locator("canvas").first();
    await canvas.focus();
    await page.page.keyboard.press("End");
    assert.match(
      (await output.locator(".tw-chart .tw-spoken").first().textContent())!,
      /^token 8191 "t8191": before: [\d.]+/,
    );
  });
});

/** Runs in the page: how many pixels of a canvas have a colour. */
function colorCount(canvas: HTMLElement | SVGElement, color: string): number {
  const { width, height } = canvas as HTMLCanvasElement;
  const { data } = (canvas as HTMLCanvasElement).getContext("2d")!.getImageData(0, 0, width, height);
  let count = 0;
  for (let at = 0; at < data.length; at += 4)
    if (`${data[at]},${data[at + 1]},${data[at + 2]}` === color && data[at + 3] === 255) count++;
  return count;
}
