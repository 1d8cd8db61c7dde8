import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brightness, picture, pictures, shownBy, until } from "../harness/pictures.ts";
import { inWorkbench } from "../harness/suite.ts";
import type { Workbench } from "../harness/workbench.ts";

const tokens = ["The", "cat", "sat", "on", "the", "mat"];
/** A heat map, the statistics, the comparison, two influence maps and two diagrams. */
const pictureCount = 7;

describe("the sample notebook", () => {
  const suite = inWorkbench({ files: ["media/notebooks", "test/workbench/fixtures/plain.py"] });

  for (const name of ["layernorm.ipynb", "layernorm.zh-cn.ipynb"]) {
    it(`runs every TypeScript cell of ${name}`, async () => {
      const { workbench } = suite;
      await openAndRun(workbench, name);
      await workbench.save();
      const { cells } = JSON.parse(readFileSync(join(suite.server.folder, name), "utf8")) as SavedNotebook;
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
    });
  }

  it("draws what the cells computed", async () => {
    const { workbench } = suite;
    await openAndRun(workbench, "layernorm.ipynb");
    const frame = workbench.outputs();

    const heat = await shownBy(picture(frame, "one row per token, one column per channel"));
    for (const token of tokens) assert.ok(heat.texts.includes(token), token);
    const shades = new Set(heat.fills.filter((fill) => fill.startsWith("#")).map(brightness));
    assert.ok(shades.size > 20, `${shades.size} different shades`);

    const compared = await shownBy(picture(frame, "5 normalisations"));
    for (const name of ["LayerNorm", "RMSNorm", "norm over tokens", "LayerNorm([N, C])"]) {
      assert.ok(compared.texts.includes(name), name);
    }

    const right = await shownBy(picture(frame, "Token influence of LayerNorm"));
    assert.ok(right.texts.some((text) => text.startsWith("no leak found")));
    const wrong = await shownBy(picture(frame, "Token influence of normOverTokens"));
    assert.ok(wrong.texts.some((text) => text.startsWith("leak shown")));
  });

  it("draws each norm of the decoder per token and over C, post-norm and pre-norm", async () => {
    const { workbench } = suite;
    await openAndRun(workbench, "layernorm.ipynb");
    const frame = workbench.outputs();
    for (const [placement, norms] of [
      ["post-norm", 2],
      ["pre-norm", 3],
    ] as const) {
      const diagram = await shownBy(picture(frame, "Architecture of GPT").filter({ hasText: placement }));
      const overC = diagram.texts.filter((text) => text === "over C, each token alone");
      assert.equal(overC.length, norms, `norms of the ${placement} decoder`);
      assert.equal(diagram.texts.filter((text) => text === "LayerNorm").length, norms);
      assert.ok(diagram.texts.includes("Masked self-attention"));
      const drawn = diagram.paths.filter((path) => /^M[-\d. ]+.*[LCQHVAlcqhva]/.test(path));
      assert.ok(drawn.length >= 8, `${drawn.length} edges`);
    }
  });

  it("shows the same pictures after saving, closing and opening again, without running", async () => {
    const { workbench } = suite;
    await openAndRun(workbench, "layernorm.ipynb");
    const before = await signatures(workbench);
    await workbench.save();
    await workbench.closeEditor();
    await workbench.openNotebook("layernorm.ipynb");
    await pictures(workbench.outputs(), pictureCount);
    assert.deepEqual(await signatures(workbench), before);
    assert.equal(await workbench.isDirty(), false);
    assert.equal(await workbench.page.locator(".statusbar-item", { hasText: "Tokenwise:" }).count(), 0);
  });
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

async function openAndRun(workbench: Workbench, name: string): Promise<void> {
  await workbench.openNotebook(name);
  await workbench.kernelLabel().filter({ hasText: "Tokenwise (TypeScript)" }).waitFor();
  assert.equal(await workbench.isDirty(), false, "opening leaves the notebook as it is");
  await workbench.runAll();
  await pictures(workbench.outputs(), pictureCount);
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
