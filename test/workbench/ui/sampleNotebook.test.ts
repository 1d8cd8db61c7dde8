import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FrameLocator } from "playwright-core";
import { brightness, picture, pictures, rgb, shownBy, until } from "../harness/pictures.ts";
import { inWorkbench } from "../harness/suite.ts";
import type { Workbench } from "../harness/workbench.ts";

const files = ["media/notebooks", "test/workbench/fixtures/plain.py"];
const tokens = ["The", "cat", "sat", "on", "the", "mat"];
/** A heat map, the statistics, the comparison, two influence maps, two diagrams, two trainings and their losses. */
const pictureCount = 10;
/** The last section trains two models: half a minute, and longer beside other work. In milliseconds. */
const runLimit = 150_000;
/** Of the tests that open, run and save the whole notebook. */
const testLimit = 240_000;
/** Outputs are drawn that lie within the window: it holds the whole notebook. */
const height = 14_000;

describe("the sample notebook", () => {
  const suite = inWorkbench({ files, height, oneWindow: true });
  const outputs = (): FrameLocator => suite.workbench.outputs();
  let drawn: string[];

  it("gets the kernel by itself and runs every TypeScript cell", async () => {
    await openAndRun(suite.workbench, "layernorm.ipynb");
    drawn = await signatures(suite.workbench);
    await suite.workbench.save();
    assertEveryCellRan(join(suite.server.folder, "layernorm.ipynb"));
  }).timeout(testLimit);

  it("shows x as a heat map with the tokens' names", async () => {
    const heat = await shownBy(picture(outputs(), "one row per token, one column per channel"));
    for (const token of tokens) assert.ok(heat.texts.includes(token), token);
    const shades = new Set(heat.fills.filter((fill) => fill.startsWith("#")).map(brightness));
    assert.ok(shades.size > 20, `${shades.size} different shades`);
  });

  it("draws the statistics of each stage on the canvas, in the colours of its legend", async () => {
    const root = picture(outputs(), "Token statistics of LayerNorm");
    const { texts, colors } = await shownBy(root);
    for (const text of ["before", "normalised", "after scale and shift"])
      assert.ok(texts.includes(text), text);
    for (const stage of ["--tw-before", "--tw-normalized", "--tw-after"]) {
      const color = await root.evaluate((element, name) => element.style.getPropertyValue(name), stage);
      const pixels = colors.find(([drawn]) => drawn === rgb(color))?.[1] ?? 0;
      // Six tokens have a marker each in two charts, and a marker has tens of pixels.
      assert.ok(pixels > 12 * 20, `${pixels} pixels of ${stage}`);
    }
  });

  it("shows the right norms beside the wrong ones, and who reads whom", async () => {
    const compared = await shownBy(picture(outputs(), "5 normalisations"));
    for (const name of ["LayerNorm", "RMSNorm", "norm over tokens", "LayerNorm([N, C])"]) {
      assert.ok(compared.texts.includes(name), name);
    }
    const right = await shownBy(picture(outputs(), "Token influence of LayerNorm"));
    assert.ok(right.texts.some((text) => text.startsWith("no leak found")));
    const wrong = await shownBy(picture(outputs(), "Token influence of normOverTokens"));
    assert.ok(wrong.texts.some((text) => text.startsWith("leak shown")));
  });

  for (const [placement, norms] of [
    ["post-norm", 2],
    ["pre-norm", 3],
  ] as const) {
    it(`draws each norm of the ${placement} decoder per token and over C`, async () => {
      const diagram = await shownBy(picture(outputs(), "Architecture of GPT").filter({ hasText: placement }));
      assert.equal(diagram.texts.filter((text) => text === "over C, each token alone").length, norms);
      assert.equal(diagram.texts.filter((text) => text === "LayerNorm").length, norms);
      assert.ok(diagram.texts.includes("Masked self-attention"));
      const lines = diagram.paths.filter((path) => /^M[-\d. ]+.*[LCQHVAlcqhva]/.test(path));
      assert.ok(lines.length >= 8, `${lines.length} edges`);
    });
  }

  it("shows where the losses part: for the norm over tokens, and nowhere for LayerNorm", async () => {
    const { texts } = await shownBy(picture(outputs(), "Loss by position"));
    assert.ok(texts.some((text) => /^1\.4\d either way, equal at every position\.$/.test(text)));
    assert.ok(texts.some((text) => text.includes("it reads the future")));
  });

  it("shows the same pictures after closing and opening again, without running", async () => {
    const { workbench } = suite;
    await workbench.closeEditor();
    await workbench.openNotebook("layernorm.ipynb");
    await pictures(outputs(), pictureCount);
    assert.deepEqual(await signatures(workbench), drawn);
    assert.equal(await workbench.isDirty(), false, "nothing was run");
  });
});

describe("the sample notebook in Chinese", () => {
  const suite = inWorkbench({ files, height });

  it("runs every TypeScript cell", async () => {
    await openAndRun(suite.workbench, "layernorm.zh-cn.ipynb");
    await suite.workbench.save();
    assertEveryCellRan(join(suite.server.folder, "layernorm.zh-cn.ipynb"));
  }).timeout(testLimit);
});

interface SavedCell {
  readonly cell_type: string;
  readonly source: string[];
  readonly execution_count?: number | null;
  readonly metadata?: { readonly vscode?: { readonly languageId?: string } };
  readonly outputs?: { readonly output_type: string }[];
}

interface SavedNotebook {
  readonly cells: SavedCell[];
}

function assertEveryCellRan(path: string): void {
  const { cells } = JSON.parse(readFileSync(path, "utf8")) as SavedNotebook;
  const code = cells.filter(({ cell_type }) => cell_type === "code");
  const isPython = (cell: SavedCell): boolean => cell.metadata?.vscode?.languageId === "python";
  assert.equal(code.filter(isPython).length, 1);
  for (const cell of code) {
    assert.equal(cell.execution_count === null, isPython(cell), cell.source.join(""));
    assert.deepEqual(
      cell.outputs?.filter(({ output_type }) => output_type === "error"),
      [],
    );
  }
}

async function openAndRun(workbench: Workbench, name: string): Promise<void> {
  await workbench.openNotebook(name);
  await workbench.kernelLabel().filter({ hasText: "Tokenwise (TypeScript)" }).waitFor();
  assert.equal(await workbench.isDirty(), false, "opening leaves the notebook as it is");
  await pictures(workbench.outputs(), pictureCount, runLimit);
  await workbench.command("Notebook: Clear All Outputs");
  await pictures(workbench.outputs(), 0);
  await workbench.runAll();
  await pictures(workbench.outputs(), pictureCount, runLimit);
  await workbench.idle();
}

/** What all pictures show, in an order of their own, because the document's is not the notebook's. */
async function signatures(workbench: Workbench): Promise<string[]> {
  const roots = workbench.outputs().locator(".tw-root");
  return until("pictures that are drawn in full", async () => {
    const all = await Promise.all(
      (await roots.all()).map(async (root) => JSON.stringify(await shownBy(root))),
    );
    return all.length === pictureCount ? all.sort() : undefined;
  });
}
