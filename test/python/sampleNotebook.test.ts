import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { figure, plainText } from "../../src/figures/index.ts";
import { parseNotebook } from "../../src/nbformat/index.ts";
import { isOutputMime, parseOutput, type OutputMime } from "../../src/protocol/outputs/index.ts";

const path = join(import.meta.dirname, "../../media/notebooks/pytorch.ipynb");
const notebook = parseNotebook(readFileSync(path, "utf8"));

interface SavedOutput {
  readonly output_type: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

const outputs = notebook.cells.flatMap((cell) =>
  cell.cell_type === "code" ? (cell.outputs as unknown as SavedOutput[]) : [],
);
const ours = outputs.flatMap(({ data = {} }) =>
  Object.entries(data).flatMap(([mime, payload]) =>
    isOutputMime(mime) ? [{ mime, payload, text: data["text/plain"] }] : [],
  ),
);

const joined = (text: unknown): string => (Array.isArray(text) ? text.join("") : String(text));

describe("the PyTorch sample notebook", () => {
  it("was run without an error and shows both kinds of output", () => {
    assert.deepEqual(
      outputs.filter(({ output_type }) => output_type === "error"),
      [],
    );
    const mimes = new Set<OutputMime>(ours.map(({ mime }) => mime));
    assert.deepEqual([...mimes].sort(), [
      "application/vnd.tokenwise.token-influence.v1+json",
      "application/vnd.tokenwise.token-stats.v1+json",
    ]);
  });

  for (const [index, { mime, payload, text }] of ours.entries())
    it(`output ${index + 1} is valid, drawn, and has the text of our figures`, () => {
      const parsed = parseOutput(mime, payload);
      assert.ok(parsed.ok, parsed.ok ? "" : parsed.message);
      assert.match(figure(mime, parsed.payload) ?? "", /^<svg /);
      assert.equal(joined(text), plainText(mime, parsed.payload));
    });
});
