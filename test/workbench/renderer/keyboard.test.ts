import assert from "node:assert/strict";
import { samples } from "../../figures/samples.ts";
import { tokenStatsPayload } from "../../figures/payloads/tokenStats.ts";
import { honestLossPayload } from "../../figures/payloads/honestLoss.ts";
import { gradientFlowPayload } from "../../figures/payloads/gradientFlow.ts";
import { tokenInfluencePayload } from "../../figures/payloads/tokenInfluence.ts";
import { inRendererPage } from "../harness/rendererSuite.ts";

const stats = "application/vnd.tokenwise.token-stats.v1+json";
const honest = "application/vnd.tokenwise.honest-loss.v1+json";
const gradients = "application/vnd.tokenwise.gradient-flow.v1+json";
const influence = "application/vnd.tokenwise.token-influence.v1+json";

describe("outputs without a pointer, and for screen readers", () => {
  const suite = inRendererPage();
  const press = (...keys: string[]) =>
    keys.reduce((done, key) => done.then(() => suite.page.page.keyboard.press(key)), Promise.resolve());
  const readout = () => suite.page.page.locator(".tw-readout").first().textContent();

  for (const { name, mime, payload } of samples)
    it(`name everything in ${name}, and have its numbers as a table`, async () => {
      const { page } = suite;
      await page.show("a", mime, payload);
      const nameless = await page.page.evaluate(() =>
        [
          ...document.querySelectorAll(
            "button, select, canvas, progress, [role]:not([role=status]), [tabindex]",
          ),
        ]
          .filter((element) => !(element.hasAttribute("hidden") || element.closest("[hidden]")))
          .filter((element) => {
            const labelled =
              element.id !== "" && document.querySelector(`label[for="${element.id}"]`) !== null;
            const own = element.getAttribute("aria-label") ?? element.textContent ?? "";
            return !labelled && own.trim() === "";
          })
          .map((element) => element.outerHTML.slice(0, 120)),
      );
      assert.deepEqual(nameless, []);
      assert.equal(await page.output("a").locator('[role="figure"]').count(), name === "progress" ? 0 : 1);
      if (name === "progress") return;
      await page.output("a").getByRole("button", { name: "Table" }).click();
      assert.ok((await page.output("a").getByRole("row").count()) > 1);
      assert.ok((await page.output("a").locator("caption").textContent()) !== "");
    });

  it("are reached by Tab, and show where the focus is", async () => {
    const { page } = suite;
    await page.show("a", stats, tokenStatsPayload());
    const wanted = await page.page.evaluate(
      () =>
        [...document.querySelectorAll<HTMLElement>("button, select, canvas, [tabindex='0']")].filter(
          (element) => element.offsetParent !== null && !element.matches(":disabled"),
        ).length,
    );
    const reached = new Set<string>();
    for (let count = 0; count < wanted; count++) {
      await press("Tab");
      const focus = await page.page.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        return { html: element.outerHTML, outline: getComputedStyle(element).outlineStyle };
      });
      assert.equal(focus.outline, "solid", focus.html.slice(0, 80));
      reached.add(focus.html);
    }
    assert.equal(reached.size, wanted);
  });

  it("walk over the points of a chart and from chart to chart", async () => {
    await suite.page.show("a", honest, honestLossPayload());
    await suite.page.output("a").locator(".tw-picture").focus();
    await press("ArrowRight", "ArrowRight");
    assert.match(
      (await readout())!,
      /^LayerNorm · position 1 "h", predicts "e": whole window 2\.71\d+ nats, one token/,
    );
    await press("PageDown", "End");
    assert.match(
      (await readout())!,
      /^norm over tokens · position 14 "␣", predicts "a": whole window 0\.34 nats, one token at a time 4\.6 nats/,
    );
  });

  it("tell the gradient of a layer, and of a depth", async () => {
    await suite.page.show("a", gradients, gradientFlowPayload());
    await suite.page.output("a").locator(".tw-picture").focus();
    await press("Home", "ArrowRight");
    assert.match(
      (await readout())!,
      /^layers\.0\.linear2, Linear of 1056 parameters: RMS 3e-9, norm 1e-7 \(vanishing\)/,
    );
    await suite.page.show("a", gradients, gradientFlowPayload({ byDepth: true }));
    await press("End");
    assert.equal(await readout(), "96 blocks: post-norm 0.5, pre-norm 0.054");
  });

  it("open a layer from the map of all layers by Enter, and by a click", async () => {
    const { page } = suite;
    await page.show("a", stats, tokenStatsPayload({ layers: 12 }));
    const holder = page.output("a").locator(".tw-map");
    await holder.focus();
    await press("ArrowDown", "ArrowDown", "ArrowRight");
    assert.match((await readout())!, /^blocks\.1\.norm1 · token 1 "␣cat" · \d/);
    await press("Enter");
    const layer = page.output("a").getByLabel("Layer", { exact: true });
    assert.equal(await layer.evaluate((list: HTMLSelectElement) => list.selectedIndex), 2);
    assert.equal(await page.output("a").locator("canvas").count(), 2);
    await page.output("a").getByRole("button", { name: "All layers" }).click();
    const map = (await holder.locator("[data-heat]").boundingBox())!;
    await page.page.mouse.click(map.x + 5, map.y + (map.height / 12) * 7.5);
    assert.equal(await layer.evaluate((list: HTMLSelectElement) => list.selectedIndex), 7);
  });

  it("show exact numbers under the pointer", async () => {
    const { page } = suite;
    const payload = tokenInfluencePayload({ leaky: true });
    await page.show("a", influence, payload);
    const map = (await page.output("a").locator("[data-heat]").boundingBox())!;
    await page.page.mouse.move(map.x + map.width - 3, map.y + 3);
    assert.match(
      (await readout())!,
      /^token 6 "\." replaced → token 0 "The": moves by 0\.00249\d+ \(must not read it\)/,
    );
  });
});
