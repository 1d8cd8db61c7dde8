import assert from "node:assert/strict";
import { samples } from "../../figures/samples.ts";
import { themeKinds } from "../harness/rendererPage.ts";
import { inRendererPage } from "../harness/rendererSuite.ts";

/** The least contrast (WCAG 2.2, 1.4.3 and 1.4.6) of text against what lies behind it. */
const leastContrast = {
  "vscode-light": 4.5,
  "vscode-dark": 4.5,
  "vscode-high-contrast": 7,
  "vscode-high-contrast-light": 7,
};

describe("themes of the outputs", () => {
  const suite = inRendererPage();

  it("are followed at once, in the same nodes, with text that can be read", async () => {
    const { page } = suite;
    for (const { name, mime, payload } of samples) await page.show(name, mime, payload);
    const before = await page.page.locator(".tw-root").elementHandles();
    const backgrounds = new Set<string>();
    for (const kind of themeKinds) {
      await page.setTheme(kind);
      const { faint, background } = await page.page.evaluate(readFaintText, leastContrast[kind]);
      assert.deepEqual(faint, [], `${kind}: text that is hard to read`);
      backgrounds.add(background);
    }
    assert.equal(backgrounds.size, 3, "light and high-contrast light are both white");
    const after = await page.page.locator(".tw-root").elementHandles();
    for (const [index, handle] of after.entries())
      assert.ok(await handle.evaluate((now, was) => now === was, before[index]!));
  });
});

/** Runs in the page: every text whose colour has too little contrast with the output's background. */
function readFaintText(least: number): { faint: string[]; background: string } {
  const channels = (color: string) => (color.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (color: string) => {
    const [red = 0, green = 0, blue = 0] = channels(color).map((channel) => {
      const share = channel / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (a: string, b: string) => {
    const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((one, other) => one - other);
    return (high + 0.05) / (low + 0.05);
  };
  /** The colour behind an HTML element; pictures stand on their root's. */
  const behind = (element: Element | null): string => {
    if (element === null) return "rgb(255, 255, 255)";
    const { backgroundColor } = getComputedStyle(element);
    return channels(backgroundColor)[3] === 0 ? behind(element.parentElement) : backgroundColor;
  };
  const faint: string[] = [];
  for (const element of document.querySelectorAll<HTMLElement | SVGElement>(".tw-root *")) {
    const words = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
    const text = words
      .map((node) => node.textContent ?? "")
      .join("")
      .trim();
    const isShown =
      element.getClientRects().length > 0 && !/^(?:title|desc|option|style)$/.test(element.localName);
    if (text === "" || !isShown || element.matches(":disabled")) continue;
    const style = getComputedStyle(element);
    const color = element instanceof SVGElement ? style.fill : style.color;
    // Words on a coloured node or band are judged against it.
    const box = element.getBoundingClientRect();
    const under = document
      .elementsFromPoint(box.left + box.width / 2, box.top + box.height / 2)
      .find((other) => other instanceof SVGRectElement && getComputedStyle(other).fill !== "none");
    const back =
      element instanceof SVGElement && under !== undefined ? getComputedStyle(under).fill : behind(element);
    const found = contrast(color, back);
    if (found < least) faint.push(`${found.toFixed(1)} "${text.slice(0, 40)}" ${color} on ${back}`);
  }
  return {
    faint: [...new Set(faint)],
    background: getComputedStyle(document.querySelector(".tw-root")!).backgroundColor,
  };
}
