// Writes the pictures of docs/images: the sample notebook in the real VS Code, in light and dark.
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { launchBrowser } from "./harness/browser.ts";
import { picture, until } from "./harness/pictures.ts";
import { root, startTestServer } from "./harness/server.ts";
import { Workbench } from "./harness/workbench.ts";

const folder = join(root, "docs", "images");
const mostBytes = 300_000;
const themes = { light: "Light Modern", dark: "Dark Modern" };

/** Name of the file, and a text of the picture that it shows. */
const shots = {
  "token-statistics": "Token statistics of LayerNorm",
  "compare-norms": "5 normalisations",
  "token-influence": "Token influence of normOverTokens",
  architecture: "pre-norm",
};

mkdirSync(folder, { recursive: true });
for (const [suffix, theme] of Object.entries(themes)) await shoot(suffix, theme);

async function shoot(suffix: string, theme: string): Promise<void> {
  const server = await startTestServer({
    files: ["media/notebooks", "test/workbench/fixtures/plain.py"],
    settings: { "workbench.colorTheme": theme },
  });
  const browser = await launchBrowser({ width: 1200, height: 900 });
  try {
    const workbench = await Workbench.open(browser, server.origin, server.folder);
    await workbench.openNotebook("layernorm.ipynb");
    await workbench.kernelLabel().filter({ hasText: "Tokenwise (TypeScript)" }).waitFor();
    await workbench.command("View: Toggle Primary Side Bar Visibility");
    await workbench.runAll();
    await workbench.page.locator(".statusbar-item", { hasText: "Tokenwise: idle" }).waitFor();
    for (const [name, text] of Object.entries(shots)) {
      await scrollTo(workbench, picture(workbench.outputs(), text).last());
      const path = join(folder, `${name}-${suffix}.png`);
      await workbench.page.screenshot({ path });
      const { size } = statSync(path);
      console.log(`docs/images/${name}-${suffix}.png: ${Math.round(size / 1000)} kB`);
      if (size > mostBytes) throw new Error(`${path} has more than ${mostBytes} bytes.`);
    }
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** Outputs are drawn when they come near the window, so the way there is taken in steps. */
async function scrollTo({ page }: Workbench, target: Locator): Promise<void> {
  const wanted = 260;
  await page.mouse.move(600, 500);
  await until("the picture stands in the window", async () => {
    const top = (await target.count()) > 0 ? (await target.boundingBox())?.y : undefined;
    if (top !== undefined && Math.abs(top - wanted) < 40) return true;
    await page.mouse.wheel(0, top === undefined ? 500 : top - wanted);
    await page.waitForTimeout(300);
    return undefined;
  });
  await page.mouse.move(600, 890);
  await page.waitForTimeout(1000);
}
