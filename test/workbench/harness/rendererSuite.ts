import { launchBrowser, type Browser } from "./browser.ts";
import { RendererPage } from "./rendererPage.ts";

/** A page of outputs for each test of one `describe`, in one browser; fails a test that left an error to nobody. */
export function inRendererPage(size: { width?: number; height?: number } = {}): {
  readonly page: RendererPage;
} {
  let browser: Browser | undefined;
  let page: RendererPage | undefined;
  before(async () => {
    browser = await launchBrowser({ width: 1000, height: 900, ...size });
  });
  beforeEach(async () => {
    page = await RendererPage.open(browser!);
  });
  afterEach(async () => {
    const errors = page?.errors ?? [];
    await page?.close();
    if (errors.length > 0) throw new Error(`Errors in the page: ${errors.join("; ")}`);
  });
  after(async () => {
    await browser?.close();
  });
  return {
    get page() {
      return page!;
    },
  };
}
