import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Ajv } from "ajv";
import { CellRecorder } from "../../src/cli/cellRecorder.ts";
import { codeCell, markdownCell, newNotebook, serializeNotebook } from "../../src/nbformat/index.ts";

// Jupyter's own schema, from the Python package nbformat 5.11.1 (BSD-3-Clause, see fixtures/nbformat.LICENSE).
const { $schema: _draft4, ...schema } = JSON.parse(
  readFileSync(resolve(import.meta.dirname, "fixtures/nbformat.v4.5.schema.json"), "utf8"),
) as Record<string, unknown>;
const validate = new Ajv({ strict: false }).compile(schema);

function assertValid(notebook: unknown): void {
  assert.ok(validate(notebook), JSON.stringify(validate.errors, null, 1));
}

describe("Jupyter's schema of nbformat 4.5", () => {
  it("accepts a new notebook", () => {
    const text = serializeNotebook(newNotebook([codeCell("a", "1\n2"), markdownCell("b", "# T")]));
    assertValid(JSON.parse(text));
  });

  it("accepts every kind of output as it is recorded", () => {
    const cell = codeCell("a", "1");
    const recorder = new CellRecorder();
    recorder.record(cell, { type: "stream", name: "stdout", text: "a\nb" });
    recorder.record(cell, { type: "stream", name: "stderr", text: "c" });
    recorder.record(cell, {
      type: "display",
      displayId: "d",
      data: { "text/plain": "x", "image/png": "AAAA" },
    });
    recorder.record(cell, {
      type: "display",
      displayId: "d",
      update: true,
      data: { "application/json": { j: [1] } },
    });
    recorder.record(cell, {
      type: "result",
      data: { "image/svg+xml": "<svg/>", "text/html": "<b>x</b>\n<i>y</i>" },
    });
    recorder.record(cell, {
      type: "error",
      name: "E",
      message: "m",
      stack: "E: m\n    at Cell 1, line 1",
      frames: [],
    });
    recorder.end(cell, 4);
    assert.equal(cell.outputs?.length, 5);
    assertValid(newNotebook([cell]));
  });

  const samples = resolve(import.meta.dirname, "../../media/notebooks");
  for (const name of readdirSync(samples).filter((file) => file.endsWith(".ipynb")))
    it(`accepts the sample ${name}`, () => {
      assertValid(JSON.parse(readFileSync(resolve(samples, name), "utf8")));
    });

  it("refuses a cell without an id and an output of no kind", () => {
    const { id: _id, ...nameless } = codeCell("a", "1");
    assert.ok(!validate({ ...newNotebook([]), cells: [nameless] }));
    assert.ok(!validate({ ...newNotebook([]), cells: [{ ...codeCell("a", "1"), outputs: [{}] }] }));
  });
});
