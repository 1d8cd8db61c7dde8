import type { FrameLocator, Locator } from "playwright-core";

/** Waits until something holds, and gives it back; the limit, in milliseconds, is for a machine that has other work too. */
export async function until<T>(what: string, get: () => Promise<T | undefined>, limit = 60_000): Promise<T> {
  const end = Date.now() + limit;
  for (;;) {
    const found = await get();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`Waited in vain: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** All outputs that our renderer has drawn, once there are as many as expected. */
export async function pictures(frame: FrameLocator, count: number, limit?: number): Promise<Locator> {
  const roots = frame.locator(".tw-root");
  await until(`${count} pictures`, async () => ((await roots.count()) === count ? true : undefined), limit);
  return roots;
}

/** The one picture with this text in it. */
export function picture(frame: FrameLocator, text: string): Locator {
  return frame.locator(".tw-root", { hasText: text });
}

export interface Shown {
  /** Texts in reading order, of SVG and HTML alike. */
  readonly texts: string[];
  /** Outlines of the SVG's paths. */
  readonly paths: string[];
  readonly fills: string[];
  /** Colours of the canvases' pixels with how often they occur, most frequent first; none where nothing is drawn. */
  readonly colors: [color: string, pixels: number][];
}

/** What a picture shows, read from the document that the renderer has made. */
export function shownBy(root: Locator): Promise<Shown> {
  return root.evaluate((element) => {
    const colors = new Map<string, number>();
    for (const canvas of element.querySelectorAll("canvas")) {
      if (canvas.width === 0 || canvas.height === 0) continue;
      const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
      for (let at = 0; at < data.length; at += 4) {
        if (data[at + 3] !== 255) continue;
        const color = `rgb(${data[at]}, ${data[at + 1]}, ${data[at + 2]})`;
        colors.set(color, (colors.get(color) ?? 0) + 1);
      }
    }
    const all = [...element.querySelectorAll("*")];
    const texts: string[] = [];
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walker.nextNode() !== null) texts.push(walker.currentNode.textContent?.trim() ?? "");
    return {
      texts: texts.filter((text) => text !== ""),
      paths: all.flatMap((node) => node.getAttribute("d") ?? []),
      fills: all.flatMap((node) => (node.tagName === "rect" ? (node.getAttribute("fill") ?? []) : [])),
      colors: [...colors].sort((a, b) => b[1] - a[1]),
    };
  });
}

/** A colour ("#0067a8") as `shownBy` writes it. */
export function rgb(color: string): string {
  return `rgb(${channels(color).join(", ")})`;
}

/** How bright a colour is, from 0 to 255. */
export function brightness(color: string): number {
  const [red = 0, green = 0, blue = 0] = channels(color);
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}

function channels(color: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
}
