// Writes the pictures of docs/images: every view in the real VS Code, in four themes, and the lint's Problems panel.
import { spawnSync } from "node:child_process";
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { launchBrowser } from "./harness/browser.ts";
import { picture, until } from "./harness/pictures.ts";
import { root, startTestServer } from "./harness/server.ts";
import { Workbench } from "./harness/workbench.ts";

const folder = join(root, "docs", "images");
const mostBytes = 150_000;
const mostHeight = 760;
/** VS Code's name of each theme, and the class by which its window shows it. */
const themes = {
  light: { theme: "Light Modern", mark: "vs" },
  dark: { theme: "Dark Modern", mark: "vs-dark" },
  "hc-light": { theme: "Default High Contrast Light", mark: "hc-light" },
  "hc-dark": { theme: "Default High Contrast", mark: "hc-black" },
};
type Suffix = keyof typeof themes;
const suffixes = Object.keys(themes) as Suffix[];

interface Shot {
  /** Name of the file. */
  readonly name: string;
  /** A text of the picture that it shows. */
  readonly text: string;
  /** What the reader does first. */
  readonly prepare?: (root: Locator) => Promise<unknown>;
}

const press = (name: string) => (root: Locator) => root.getByRole("button", { name, exact: true }).click();

/** The sample notebook with its saved outputs, and a notebook of what it does not show. */
const notebooks: Record<string, readonly Shot[]> = {
  "layernorm.ipynb": [
    { name: "tensor", text: "x: one row per token" },
    { name: "token-statistics", text: "Token statistics of LayerNorm" },
    { name: "compare-norms", text: "normalisations" },
    { name: "token-influence", text: "Token influence of normOverTokens" },
    { name: "architecture", text: "pre-norm" },
    { name: "progress", text: "took" },
    { name: "honest-loss", text: "Loss by position" },
  ],
  "views.ipynb": [
    { name: "all-layers", text: "25 normalisation layers" },
    {
      name: "table",
      text: "25 normalisation layers",
      prepare: press("Table"),
    },
    {
      name: "architecture-statistics",
      text: "Architecture of GPT",
      prepare: (root) => root.getByLabel("Statistics").selectOption({ label: "RMS" }),
    },
    { name: "gradient-flow", text: "against depth" },
    { name: "gradient-layers", text: "Gradient at each layer" },
  ],
};

mkdirSync(folder, { recursive: true });
const executed = executedViews();
const server = await startTestServer({
  files: [
    "media/notebooks",
    executed,
    "test/workbench/fixtures/plain.py",
    "test/workbench/fixtures/leaks/inNotebook.ipynb",
  ],
});
// A window as high as its notebook: all outputs are in view.
const browser = await launchBrowser({ width: 1180, height: 16_000 });
try {
  const workbench = await Workbench.open(browser, server.origin, server.folder);
  for (const [notebook, shots] of Object.entries(notebooks)) {
    await workbench.openNotebook(notebook);
    for (const shot of shots) await found(workbench, shot);
    for (const suffix of suffixes) {
      await chooseTheme(workbench, suffix);
      for (const shot of shots) await shoot(workbench, shot, suffix);
    }
    await workbench.command("View: Close Editor");
  }
  await shootProblems();
} finally {
  await browser.close();
  await server.stop();
}

/** The notebook of the remaining views with outputs of a run just now. */
function executedViews(): string {
  const to = join(root, ".cache", "views.ipynb");
  const args = ["dist/cli.js", "run", "test/workbench/fixtures/views.ipynb", "--output", to];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(`views.ipynb: ${stderr}`);
  return to;
}

/** By the folder's settings, which VS Code follows at once. */
async function chooseTheme({ page }: Workbench, suffix: Suffix): Promise<void> {
  const { theme, mark } = themes[suffix];
  mkdirSync(join(server.folder, ".vscode"), { recursive: true });
  const settings = JSON.stringify({ "workbench.colorTheme": theme });
  writeFileSync(join(server.folder, ".vscode", "settings.json"), settings);
  await page.locator(`.monaco-workbench.${mark}`).waitFor();
  await page.waitForTimeout(1000);
}

function found(workbench: Workbench, { name, text }: Shot): Promise<Locator> {
  const target = picture(workbench.outputs(), text).last();
  return until(`the picture of ${name}`, async () => ((await target.count()) > 0 ? target : undefined));
}

async function shoot(workbench: Workbench, shot: Shot, suffix: string): Promise<void> {
  const target = await found(workbench, shot);
  await shot.prepare?.(target);
  await target.scrollIntoViewIfNeeded();
  await workbench.page.waitForTimeout(300);
  const box = (await target.boundingBox())!;
  await save(workbench, `${shot.name}-${suffix}`, { ...box, height: Math.min(box.height, mostHeight) });
  if (shot.name === "table") await press("All layers")(target);
}

interface Clip {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

async function save({ page }: Workbench, name: string, clip: Clip): Promise<void> {
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, clip });
  const { size } = statSync(path);
  console.log(`docs/images/${name}.png: ${Math.round(size / 1000)} kB`);
  if (size > mostBytes) throw new Error(`${path} has more than ${mostBytes} bytes.`);
}

/** The lint's findings in the Python cells of a notebook, with the Problems panel below. */
async function shootProblems(): Promise<void> {
  const small = await launchBrowser({ width: 1180, height: 760 });
  try {
    const workbench = await Workbench.open(small, server.origin, server.folder);
    await workbench.openNotebook("inNotebook.ipynb");
    await workbench.page
      .locator(".monaco-editor .squiggly-warning, .monaco-editor .squiggly-error")
      .first()
      .waitFor();
    await workbench.command("Problems: Focus on Problems View");
    await workbench.page.locator(".markers-panel .monaco-list-row").nth(1).waitFor();
    await workbench.command("View: Toggle Primary Side Bar Visibility");
    for (const suffix of suffixes) {
      await chooseTheme(workbench, suffix);
      await save(workbench, `problems-${suffix}`, { x: 0, y: 0, width: 1180, height: 760 });
    }
  } finally {
    await small.close();
  }
}
