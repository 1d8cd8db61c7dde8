import assert from "node:assert/strict";
import { samples } from "../../figures/samples.ts";
import { tokenStatsPayload } from "../../figures/payloads/tokenStats.ts";
import { inRendererPage } from "../harness/rendererSuite.ts";

const stats = "application/vnd.tokenwise.token-stats.v1+json";
const progressMime = "application/vnd.tokenwise.progress.v1+json";

describe("the place that outputs take", () => {
  const suite = inRendererPage();

  for (const [words, width, scale] of [
    ["a narrow pane", 320, 1],
    ["200 % zoom", 500, 2],
  ] as const)
    it(`is as wide as ${words}: what is wider scrolls within its output`, async () => {
      const { page } = suite;
      const session = await page.page.context().newCDPSession(page.page);
      const metrics = { width, height: 800, deviceScaleFactor: scale, mobile: false };
      await session.send("Emulation.setDeviceMetricsOverride", metrics);
      for (const { name, mime, payload } of samples) {
        await page.show(name, mime, payload);
        await page.frame();
        const wide = await page.page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `${name} makes the document ${wide} pixels wide`);
        await assertButtonsInView(name, width);
      }
      const canvas = await page.page.evaluate(() => {
        const { width, clientWidth } = document.querySelector("canvas")!;
        return width / clientWidth;
      });
      assert.ok(Math.abs(canvas - scale) < 0.02, "the canvas has the screen's pixels");
    });

  async function assertButtonsInView(name: string, width: number): Promise<void> {
    for (const box of await suite.page.output(name).locator("button:visible, select:visible").all()) {
      const place = (await box.boundingBox())!;
      assert.ok(place.x >= 0 && place.x + place.width <= width, `${name}: a control stands out of the pane`);
    }
  }

  it("has the words of pictures in view in a narrow pane, as large as in a wide one, also when it turns narrow", async () => {
    const { page } = suite;
    for (const { name, mime, payload } of samples) await page.show(name, mime, payload);
    await page.page.setViewportSize({ width: 328, height: 800 });
    await page.frame();
    for (const { name } of samples) {
      const words = await page
        .output(name)
        .locator(".tw-picture text")
        .evaluateAll((texts: SVGTextElement[]) =>
          texts.map((text) => {
            const { left, right } = text.getBoundingClientRect();
            return { text: text.textContent, left, right, scale: text.ownerSVGElement!.getScreenCTM()!.a };
          }),
        );
      assert.ok(words.length > 3, name);
      for (const { text, left, right, scale } of words) {
        assert.ok(left >= 0 && right <= 328, `${name}: "${text}" lies at ${left} to ${right}`);
        assert.ok(scale > 0.99, `${name}: "${text}" is drawn at ${scale} of its size`);
      }
    }
    await page.page.setViewportSize({ width: 1000, height: 900 });
  });

  it("stays: nothing grows or shrinks by itself, under the pointer or in another mode of the theme", async () => {
    const { page } = suite;
    for (const { name, mime, payload } of samples) await page.show(name, mime, payload);
    await page.frame();
    const heights = () =>
      page.page.evaluate(() =>
        [...document.body.children].map((element) => element.getBoundingClientRect().height),
      );
    const before = await heights();
    for (const canvas of await page.page.locator("canvas, [data-heat], [data-curve]").all())
      await canvas.hover({ force: true });
    await page.setTheme("vscode-dark");
    await page.page.waitForTimeout(300);
    assert.deepEqual(await heights(), before);
  });

  it("is a fixed height that the reader drags: the chart fills it", async () => {
    const { page } = suite;
    await page.show("a", stats, tokenStatsPayload());
    const box = page.output("a").locator(".tw-chart-box").first();
    const canvas = box.locator("canvas");
    const handle = (await box.boundingBox())!;
    await page.page.mouse.move(handle.x + handle.width - 4, handle.y + handle.height - 4);
    await page.page.mouse.down();
    await page.page.mouse.move(handle.x + handle.width - 4, handle.y + handle.height + 96, { steps: 5 });
    await page.page.mouse.up();
    await page.frame();
    const dragged = (await box.boundingBox())!.height;
    assert.ok(Math.abs(dragged - handle.height - 100) < 8, `${handle.height} became ${dragged}`);
    await page.page.waitForTimeout(300);
    assert.ok(Math.abs((await canvas.boundingBox())!.height - dragged) < 1.5);
  });

  it("keeps its nodes, the reader's choices and the scroll position through live updates", async () => {
    const { page } = suite;
    await page.show("bar", progressMime, samples.find(({ mime }) => mime === progressMime)!.payload);
    await page.show("a", stats, tokenStatsPayload());
    await page.output("a").getByRole("button", { name: "RMS" }).click();
    const canvas = await page.output("a").locator("canvas").elementHandle();
    const before = await page.output("a").boundingBox();
    for (let step = 0; step < 20; step++)
      await page.show("a", stats, tokenStatsPayload({ channels: 8 + step }));
    assert.deepEqual(await page.output("a").boundingBox(), before);
    assert.equal(await page.output("a").locator("canvas").count(), 1);
    assert.ok(await canvas!.evaluate((held) => held === document.querySelector("canvas")));
    const pressed = page.output("a").getByRole("button", { name: "RMS" });
    assert.equal(await pressed.getAttribute("aria-pressed"), "true");
  });
});
