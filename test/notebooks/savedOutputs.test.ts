import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { cellLanguage, parseNotebook } from "../../src/nbformat/index.ts";
import type { HonestLossPayload } from "../../src/protocol/outputs/honestLoss.ts";
import { isOutputMime, parseOutput } from "../../src/protocol/outputs/index.ts";

interface SavedOutput {
  readonly output_type: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

const folder = resolve(import.meta.dirname, "../../media/notebooks");
const read = (name: string) => parseNotebook(readFileSync(resolve(folder, name), "utf8"));
const outputsOf = (name: string): SavedOutput[] =>
  read(name).cells.flatMap(({ outputs = [] }) => outputs as readonly SavedOutput[]);

describe("the outputs saved in the sample notebooks", () => {
  for (const name of ["layernorm.ipynb", "layernorm.zh-cn.ipynb", "pytorch.ipynb"]) {
    it(`${name}: every picture opens and has a text beside it, ours an SVG too`, () => {
      const pictures = outputsOf(name).flatMap(({ data = {} }) =>
        Object.keys(data)
          .filter(isOutputMime)
          .map((mime) => ({ mime, data })),
      );
      assert.ok(pictures.length >= 5, `${pictures.length} pictures`);
      for (const { mime, data } of pictures) {
        const parsed = parseOutput(mime, data[mime]);
        assert.ok(parsed.ok, parsed.ok ? "" : `${mime}: ${parsed.message}`);
        assert.ok("text/plain" in data, mime);
        if (name !== "pytorch.ipynb" && !mime.includes("progress")) assert.ok("image/svg+xml" in data, mime);
      }
    });

    it(`${name}: no cell failed, and each ran but those of another language`, () => {
      const notebook = read(name);
      const own = name === "pytorch.ipynb" ? "python" : "typescript";
      for (const cell of notebook.cells.filter(({ cell_type }) => cell_type === "code"))
        assert.equal(cell["execution_count"] !== null, cellLanguage(notebook, cell) === own, String(cell.id));
      assert.ok(!outputsOf(name).some(({ output_type }) => output_type === "error"));
    });
  }

  it("show the two losses: one line for LayerNorm, several nats apart for the norm over tokens", () => {
    const mime = "application/vnd.tokenwise.honest-loss.v1+json";
    for (const name of ["layernorm.ipynb", "layernorm.zh-cn.ipynb"]) {
      const payload = outputsOf(name).find(({ data = {} }) => mime in data)!.data![mime] as HonestLossPayload;
      const [right, wrong] = payload.curves;
      assert.equal(right!.differs, false);
      // The mean of ln(choices): six adjectives, eight nouns, six verbs, four prepositions, six places.
      assert.ok(Math.abs(right!.meanWholeWindow! - 1.41) < 0.05);
      assert.ok(wrong!.meanWholeWindow! < 0.5, "lower than is possible without looking ahead");
      assert.ok(wrong!.meanOneAtATime! - wrong!.meanWholeWindow! > 3);
      assert.ok(wrong!.meanOneAtATime! > payload.guessing);
    }
  });
});
