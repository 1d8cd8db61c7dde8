import assert from "node:assert/strict";
import { samples } from "../../figures/samples.ts";
import { inRendererPage } from "../harness/rendererSuite.ts";

const markup = [
  `<img src="http://127.0.0.1:9/stolen" onerror="window.pwned = 1">`,
  `<svg onload="window.pwned = 1"><script>window.pwned = 1</script></svg>`,
  `"><iframe src="http://127.0.0.1:9/stolen"></iframe>`,
  `javascript:window.pwned=1`,
  `url(http://127.0.0.1:9/stolen)`,
];

/** The payload with every text but packed numbers and chosen words replaced. */
function withTexts(value: unknown, text: string, key = ""): unknown {
  if (typeof value === "string") return fixed.has(key) ? value : text;
  if (Array.isArray(value)) return value.map((inner) => withTexts(inner, text, key));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, withTexts(inner, text, name)]),
  );
}

/** Fields whose values are a choice of words, or numbers in text. */
const fixed = new Set([
  "base64",
  "dtype",
  "values",
  "scope",
  "mask",
  "normPlacement",
  "allowed",
  "verdict",
  "evidence",
  "cause",
  "mark",
  "kind",
  "id",
  "parent",
  "from",
  "to",
]);

describe("saved outputs of a hostile notebook", () => {
  const suite = inRendererPage();

  it("are text: no element, no request, no script comes of them", async () => {
    const { page } = suite;
    const requests: string[] = [];
    page.page.on("request", (request) => requests.push(request.url()));
    for (const [index, text] of markup.entries())
      for (const { name, mime, payload } of samples) {
        const id = `${name}-${index}`;
        await page.show(id, mime, withTexts(payload, text));
        const output = page.output(id);
        assert.equal(await output.locator(".tw-problem").count(), 0, name);
        const table = output.getByRole("button", { name: "Table" });
        if ((await table.count()) > 0) await table.click();
        await page.dispose(id);
      }
    assert.equal(await page.page.locator("img, iframe, script[src], object, embed, a, link").count(), 0);
    assert.equal(await page.page.evaluate(() => "pwned" in window), false);
    assert.deepEqual(requests, []);
  });

  it("that are far too large are told within the output, and the page goes on", async () => {
    const { page } = suite;
    const mime = "application/vnd.tokenwise.tensor.v1+json";
    await page.page.evaluate((mime) => {
      const element = document.body.appendChild(document.createElement("div"));
      element.id = "output-large";
      const data = () => new Uint8Array(100 * 2 ** 20);
      const item = { id: "large", mime, data, json: () => ({}), text: () => "" };
      window.renderer.renderOutputItem(item, element, new AbortController().signal);
    }, mime);
    assert.equal(
      await page.output("large").getByRole("alert").textContent(),
      "This output has 100 MiB; at most 64 MiB are drawn.",
    );
    await page.show("a", mime, samples.find((one) => one.mime === mime)!.payload);
    assert.equal(await page.output("a").locator("svg").count(), 1);
  });
});
